/**
 * How a search parameter compares: the FHIR R4 parameter types that this EHR knows, and `chart`, a reference to the patient
 * in whose chart the resource lies, which is its subject unless somebody has misfiled it.
 */
export type ParameterKind = 'token' | 'reference' | 'date' | 'string' | 'chart';

/** One search parameter: how it compares, and the elements it looks into (dotted paths; any may match). */
export interface SearchParameter {
  readonly kind: ParameterKind;
  readonly paths: readonly string[];
}

/** What this EHR knows of one resource type. A type without `patient` lies outside the patient compartment. */
export interface ResourceType {
  readonly patient?: string;
  readonly parameters: Readonly<Record<string, SearchParameter>>;
}

const token = (...paths: string[]): SearchParameter => ({ kind: 'token', paths });
const reference = (...paths: string[]): SearchParameter => ({ kind: 'reference', paths });
const date = (...paths: string[]): SearchParameter => ({ kind: 'date', paths });
const string = (...paths: string[]): SearchParameter => ({ kind: 'string', paths });

const anyType = {
  _id: token('id'),
  _lastUpdated: date('meta.lastUpdated'),
  identifier: token('identifier'),
};

/** A type in the patient compartment whose element `patient` names the patient; found by `patient` and by that element's own name. */
function ofPatient(patient: string, parameters: Record<string, SearchParameter>): ResourceType {
  const chart: SearchParameter = { kind: 'chart', paths: [patient] };
  const named = { patient: chart, [patient]: chart };
  return { patient, parameters: { ...anyType, ...named, ...parameters } };
}

const shared = (parameters: Record<string, SearchParameter>): ResourceType => ({
  parameters: { ...anyType, ...parameters },
});

const name = string('name.text', 'name.family', 'name.given');
const effective = date('effectiveDateTime', 'effectivePeriod', 'effectiveInstant');
const category = token('category');
const code = token('code');
const status = token('status');
const encounter = reference('encounter');
const medication = { code: token('medicationCodeableConcept'), medication: reference('medicationReference') };

/** Every resource type that this EHR serves, with the search parameters it understands; any other is refused. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  Patient: {
    patient: 'id',
    parameters: {
      ...anyType,
      name,
      family: string('name.family'),
      given: string('name.given'),
      birthdate: date('birthDate'),
      gender: token('gender'),
    },
  },
  AllergyIntolerance: ofPatient('patient', {
    'clinical-status': token('clinicalStatus'),
    code,
    date: date('recordedDate'),
  }),
  Binary: ofPatient('securityContext', { contenttype: token('contentType') }),
  BodyStructure: ofPatient('patient', { location: token('location'), morphology: token('morphology') }),
  Condition: ofPatient('subject', {
    category,
    code,
    'clinical-status': token('clinicalStatus'),
    'verification-status': token('verificationStatus'),
    encounter,
    'onset-date': date('onsetDateTime', 'onsetPeriod'),
    'recorded-date': date('recordedDate'),
  }),
  Coverage: ofPatient('beneficiary', {
    status,
    type: token('type'),
    payor: reference('payor'),
    subscriber: reference('subscriber'),
  }),
  DiagnosticReport: ofPatient('subject', { category, code, status, encounter, date: effective }),
  DocumentReference: ofPatient('subject', {
    category,
    type: token('type'),
    status,
    'doc-status': token('docStatus'),
    date: date('date'),
    period: date('context.period'),
    encounter: reference('context.encounter'),
  }),
  Encounter: ofPatient('subject', {
    status,
    class: token('class'),
    type: token('type'),
    date: date('period'),
  }),
  MedicationAdministration: ofPatient('subject', {
    ...medication,
    status,
    context: reference('context'),
    request: reference('request'),
    'effective-time': effective,
  }),
  MedicationRequest: ofPatient('subject', {
    ...medication,
    category,
    status,
    intent: token('intent'),
    encounter,
    authoredon: date('authoredOn'),
  }),
  MedicationStatement: ofPatient('subject', { ...medication, category, status, effective }),
  Observation: ofPatient('subject', {
    category,
    code,
    status,
    encounter,
    focus: reference('focus'),
    'based-on': reference('basedOn'),
    date: effective,
  }),
  Procedure: ofPatient('subject', {
    category,
    code,
    status,
    encounter,
    date: date('performedDateTime', 'performedPeriod'),
  }),
  QuestionnaireResponse: ofPatient('subject', {
    status,
    questionnaire: reference('questionnaire'),
    author: reference('author'),
    encounter,
    authored: date('authored'),
    'based-on': reference('basedOn'),
  }),
  RelatedPerson: ofPatient('patient', { relationship: token('relationship'), name }),
  ServiceRequest: ofPatient('subject', {
    category,
    code,
    status,
    intent: token('intent'),
    encounter,
    authored: date('authoredOn'),
    requester: reference('requester'),
  }),
  Medication: shared({ code, status }),
  Organization: shared({ name: string('name'), type: token('type'), active: token('active') }),
  Person: shared({ name }),
  Practitioner: shared({ name, family: string('name.family'), given: string('name.given') }),
  PractitionerRole: shared({
    practitioner: reference('practitioner'),
    organization: reference('organization'),
    specialty: token('specialty'),
    role: token('code'),
  }),
  Questionnaire: shared({ url: token('url'), version: token('version'), status, name: string('name') }),
};
