/** FHIR R4 types that the app reads or stores. */
export type RequiredType =
  | 'Patient'
  | 'Encounter'
  | 'Condition'
  | 'Observation'
  | 'Procedure'
  | 'MedicationRequest'
  | 'MedicationStatement'
  | 'MedicationAdministration'
  | 'Medication'
  | 'ServiceRequest'
  | 'Coverage'
  | 'Organization'
  | 'QuestionnaireResponse';

/** One thing that we ask of the EHR, and the reason a privacy officer may want to hear. */
export interface DataRequirement {
  /** Also the CDS Hooks prefetch key. */
  readonly id: string;
  readonly resourceType: RequiredType;
  /** What the clinician sees beside its progress. */
  readonly label: string;
  /**
   * `context`: the one that the launch names. `search`: all of the patient's that match `params`.
   * `reference`: only where something that we read points to it. `store`: found, read, created and updated by us.
   */
  readonly how: 'context' | 'search' | 'reference' | 'store';
  /** Search parameters besides the patient, unencoded; never a sort, an include or a chain: EHRs drop those in silence. */
  readonly params: Readonly<Record<string, string>>;
  readonly why: string;
  /** What alone this EHR keeps there, of what we look for. */
  readonly holds?: 'performance-status' | undefined;
}

const loinc = (...codes: readonly string[]) => codes.map((code) => `http://loinc.org|${code}`).join(',');
const snomed = (...codes: readonly string[]) =>
  codes.map((code) => `http://snomed.info/sct|${code}`).join(',');

function observations(category: string, label: string, why: string): DataRequirement {
  return { id: category, resourceType: 'Observation', label, how: 'search', params: { category }, why };
}

function all(id: string, resourceType: RequiredType, label: string, why: string): DataRequirement {
  return { id, resourceType, label, how: 'search', params: {}, why };
}

/** Everything asked of an EHR. Searches, SMART scopes and prefetch templates come from this list and cannot drift apart. */
export const dataRequirements: readonly DataRequirement[] = [
  {
    id: 'patient',
    resourceType: 'Patient',
    label: 'Patient',
    how: 'context',
    params: {},
    why: 'whose chart it is, for the banner and the form',
  },
  {
    id: 'encounter',
    resourceType: 'Encounter',
    label: 'Encounter',
    how: 'context',
    params: {},
    why: 'the visit in which the request is made',
  },
  all(
    'conditions',
    'Condition',
    'Diagnoses',
    'the liver tumor, its origin, and what argues against treatment',
  ),
  observations('laboratory', 'Laboratory results', 'liver function and tumor markers'),
  observations('exam', 'Examinations', 'performance status, tumor size'),
  observations('survey', 'Assessments', 'performance status'),
  observations('vital-signs', 'Vital signs', 'performance status, where it is charted among them'),
  observations('social-history', 'Social history', 'performance status, where it is charted among them'),
  {
    id: 'tumor-and-status',
    resourceType: 'Observation',
    label: 'Tumor and performance status',
    how: 'search',
    // ECOG, Karnofsky, disease status, tumor size, Child-Pugh, tumor morphology: often filed without a category.
    params: {
      code: [
        loinc('89247-1', '89262-0', '89243-0', '97509-4', '21889-1', '33728-7', '33729-5', '98153-0'),
        loinc('77753-2', '31206-6'),
        snomed('423740007', '273437007', '761869008', '3191000175106'),
      ].join(','),
    },
    why: 'performance status, progression and size of the tumor, where they carry no category',
  },
  {
    id: 'liver-function',
    resourceType: 'Observation',
    label: 'Liver function',
    how: 'search',
    // Bilirubin, albumin, INR, platelets, creatinine, sodium, AFP.
    params: {
      code: [
        loinc('1975-2', '14631-6', '42719-5', '1751-7', '61151-7', '61152-5', '2862-1', '54347-0', '6301-6'),
        loinc('34714-6', '38875-1', '777-3', '26515-7', '49497-1', '2160-0', '14682-9', '38483-4', '2951-2'),
        loinc('2947-0', '1834-1', '19177-5'),
      ].join(','),
    },
    why: 'liver function and tumor marker, where they carry no category',
  },
  all('procedures', 'Procedure', 'Procedures', 'earlier treatment of the liver'),
  all('medication-requests', 'MedicationRequest', 'Prescriptions', 'systemic therapy'),
  all(
    'medication-statements',
    'MedicationStatement',
    'Reported medications',
    'systemic therapy given elsewhere',
  ),
  all(
    'medication-administrations',
    'MedicationAdministration',
    'Given medications',
    'systemic therapy given here',
  ),
  {
    id: 'medications',
    resourceType: 'Medication',
    label: 'Medications referred to',
    how: 'reference',
    params: {},
    why: 'which drug a prescription points to',
  },
  all('orders', 'ServiceRequest', 'Orders', 'the therapy and site requested'),
  all('coverages', 'Coverage', 'Coverage', 'which payer is asked'),
  {
    id: 'organizations',
    resourceType: 'Organization',
    label: 'Payers referred to',
    how: 'reference',
    params: {},
    why: 'which payer a coverage points to',
  },
  {
    id: 'responses',
    resourceType: 'QuestionnaireResponse',
    label: 'Prior-authorization form',
    how: 'store',
    params: {},
    why: 'to store the form, and to find it again',
  },
];

/** SMART scope syntax: v1 `patient/X.read`, v2 `patient/X.rs`. @see https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html */
export type ScopeDialect = 'v1' | 'v2';

const letters = { context: 'r', search: 'rs', reference: 'r', store: 'crus' } as const;

/**
 * The resource scopes that `requirements` need, each type once, no wildcards.
 *
 * @param userLevel types that the EHR grants to the user rather than to the patient (Oracle Health: Organization)
 */
export function scopes(
  requirements: readonly DataRequirement[],
  dialect: ScopeDialect,
  userLevel: readonly string[] = [],
): readonly string[] {
  const rights = new Map<string, string>();
  for (const { resourceType, how } of requirements) {
    rights.set(resourceType, `${rights.get(resourceType) ?? ''}${letters[how]}`);
  }
  return [...rights].flatMap(([resourceType, wanted]) => {
    const target = `${userLevel.includes(resourceType) ? 'user' : 'patient'}/${resourceType}`;
    if (dialect === 'v2')
      return [`${target}.${[...'cruds'].filter((letter) => wanted.includes(letter)).join('')}`];
    return wanted.includes('c') ? [`${target}.read`, `${target}.write`] : [`${target}.read`];
  });
}

/** The requirement as a query without the patient, for people: `Observation?category=laboratory`. */
export function asQuestion({
  resourceType,
  params,
}: Pick<DataRequirement, 'resourceType' | 'params'>): string {
  const query = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return query.length === 0 ? resourceType : `${resourceType}?${query.join('&')}`;
}

/** Path and query of one patient's search, relative to the FHIR base; values percent-encoded (some proxies collapse `//`). */
export function searchPath(
  { resourceType, params }: { readonly resourceType: string; readonly params: DataRequirement['params'] },
  patientId: string,
): string {
  const query = Object.entries(params).map(
    ([name, value]) => `&${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`,
  );
  return `${resourceType}?patient=${patientId}${query.join('')}`;
}

/** CDS Hooks prefetch templates, by requirement id. @see https://cds-hooks.hl7.org/2.0/#prefetch-template */
export function prefetch(requirements: readonly DataRequirement[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    requirements.flatMap((requirement) => {
      const template = templateOf(requirement);
      return template === undefined ? [] : [[requirement.id, template]];
    }),
  );
}

function templateOf(requirement: DataRequirement): string | undefined {
  switch (requirement.how) {
    case 'context':
      return `${requirement.resourceType}/{{context.${requirement.resourceType.toLowerCase()}Id}}`;
    case 'search':
      return searchPath(requirement, '{{context.patientId}}');
    case 'reference':
    case 'store':
      return undefined;
  }
}
