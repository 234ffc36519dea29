import type { Analyte } from './large-chart-panels.ts';

const loinc = 'http://loinc.org';
const snomed = 'http://snomed.info/sct';
const hl7 = 'http://terminology.hl7.org/CodeSystem';
const local = 'https://lakeshore-hospital.example/codes';
const storyDay = Date.UTC(2025, 5, 16);

/** The id of the patient of the large chart, and the prefix of every id in it. */
export const patientId = 'long-record';
const subject = { reference: `Patient/${patientId}`, display: 'Edith Testcase' };
const laboratory = {
  reference: 'Organization/lakeshore-laboratory',
  display: 'Lakeshore Core Laboratory (synthetic)',
};
const category = (system: string, code: string) => [{ coding: [{ system: `${hl7}/${system}`, code }] }];

/** The story's day minus a number of days, as an ISO date. */
export const day = (daysBefore: number) =>
  new Date(storyDay - daysBefore * 86_400_000).toISOString().slice(0, 10);
/** The same day at a clock time in UTC. */
export const at = (daysBefore: number, clock: string) => `${day(daysBefore)}T${clock}:00Z`;

const quantity = (value: number, unit: string) => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code: unit,
});

function observation(id: string, of: string, code: unknown, when: string, value: object, by?: object) {
  return {
    resourceType: 'Observation',
    id: `${patientId}-${id}`,
    status: 'final',
    category: category('observation-category', of),
    code,
    subject,
    effectiveDateTime: when,
    ...(by ? { performer: [by] } : {}),
    ...value,
  };
}

/** One laboratory result. */
export function labResult(
  { slug, code, text, unit, low, high }: Analyte,
  value: number,
  draw: number,
  daysBefore: number,
) {
  const flag = value > high ? 'H' : value < low ? 'L' : undefined;
  const coding = [
    { system: loinc, code, display: text },
    { system: local, code: slug.toUpperCase() },
  ];
  const interpretation = flag ? { interpretation: category('v3-ObservationInterpretation', flag) } : {};
  const referenceRange = [{ low: quantity(low, unit), high: quantity(high, unit) }];
  const result = {
    issued: at(daysBefore, '14:05'),
    valueQuantity: quantity(value, unit),
    ...interpretation,
    referenceRange,
  };
  return observation(
    `${slug}-${draw}`,
    'laboratory',
    { coding, text },
    at(daysBefore, '12:40'),
    result,
    laboratory,
  );
}

/** The report that gathers the results of one panel. */
export function labReport(
  text: string,
  results: readonly string[],
  draw: number,
  panel: number,
  daysBefore: number,
) {
  return {
    resourceType: 'DiagnosticReport',
    id: `${patientId}-panel-${draw}-${panel}`,
    status: 'final',
    category: category('v2-0074', 'LAB'),
    code: { coding: [{ system: local, code: `PANEL-${panel}` }], text },
    subject,
    effectiveDateTime: at(daysBefore, '12:40'),
    issued: at(daysBefore, '14:05'),
    performer: [laboratory],
    result: results.map((reference) => ({ reference })),
  };
}

/** One vital sign: LOINC, words and UCUM unit. */
export function vitalSign(
  slug: string,
  code: string,
  text: string,
  unit: string,
  value: number,
  visit: number,
  daysBefore: number,
) {
  const coding = [{ system: loinc, code, display: text }];
  const encounter = { reference: `Encounter/${patientId}-visit-${visit}` };
  const detail = { encounter, valueQuantity: quantity(value, unit) };
  return observation(`${slug}-${visit}`, 'vital-signs', { coding, text }, at(daysBefore, '12:20'), detail);
}

/** ECOG performance status as mCODE writes it. */
export function performanceStatus(value: number, visit: number, daysBefore: number) {
  const code = { coding: [{ system: loinc, code: '89247-1', display: 'ECOG Performance Status score' }] };
  const by = { reference: 'Practitioner/lindqvist', display: 'Mats Lindqvist, MD' };
  return observation(`ecog-${visit}`, 'survey', code, at(daysBefore, '12:30'), { valueInteger: value }, by);
}

/** A problem or an encounter diagnosis; the latter without statuses, as many EHRs send them. */
export function diagnosis(
  id: string,
  [snomedCode, icd, text]: readonly [string, string, string],
  onset: string,
  visit?: number,
) {
  const statuses = {
    clinicalStatus: { coding: [{ system: `${hl7}/condition-clinical`, code: 'active' }] },
    verificationStatus: { coding: [{ system: `${hl7}/condition-ver-status`, code: 'confirmed' }] },
  };
  const coding = [
    ...(snomedCode ? [{ system: snomed, code: snomedCode, display: text }] : []),
    { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: icd, display: text },
  ];
  return {
    resourceType: 'Condition',
    id: `${patientId}-${id}`,
    ...(visit === undefined ? statuses : {}),
    category: category(
      'condition-category',
      visit === undefined ? 'problem-list-item' : 'encounter-diagnosis',
    ),
    code: { coding, text },
    subject,
    ...(visit === undefined
      ? { onsetDateTime: onset }
      : { encounter: { reference: `Encounter/${patientId}-visit-${visit}` } }),
    recordedDate: onset,
  };
}

/** An office visit. */
export function visit(
  number: number,
  daysBefore: number,
  reason: string,
  status: 'finished' | 'in-progress',
) {
  const by = number % 2 === 0 ? ['reyes', 'Carmen Reyes, MD'] : ['lindqvist', 'Mats Lindqvist, MD'];
  const end = status === 'finished' ? { end: at(daysBefore, '12:45') } : {};
  return {
    resourceType: 'Encounter',
    id: `${patientId}-visit-${number}`,
    status,
    class: { system: `${hl7}/v3-ActCode`, code: 'AMB', display: 'ambulatory' },
    type: [{ coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '99214' }], text: 'Office visit' }],
    subject,
    participant: [{ individual: { reference: `Practitioner/${by[0]}`, display: by[1] } }],
    period: { start: at(daysBefore, '12:15'), ...end },
    reasonCode: [{ text: reason }],
  };
}

/** A prescription, renewed every so often. */
export function prescription(
  slug: string,
  code: string,
  text: string,
  sig: string,
  renewal: number,
  daysBefore: number,
  status: string,
) {
  return {
    resourceType: 'MedicationRequest',
    id: `${patientId}-${slug}-${renewal}`,
    status,
    intent: 'order',
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code, display: slug }],
      text,
    },
    subject,
    authoredOn: at(daysBefore, '12:50'),
    requester: { reference: 'Practitioner/reyes', display: 'Carmen Reyes, MD' },
    dosageInstruction: [{ text: sig }],
  };
}

/** A clinic note, its text inside. */
export function clinicNote(number: number, daysBefore: number, text: string) {
  return {
    resourceType: 'DocumentReference',
    id: `${patientId}-note-${number}`,
    status: 'current',
    docStatus: 'final',
    type: { coding: [{ system: loinc, code: '11506-3', display: 'Progress note' }], text: 'Clinic note' },
    category: [
      {
        coding: [
          {
            system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
            code: 'clinical-note',
          },
        ],
      },
    ],
    subject,
    date: at(daysBefore, '15:00'),
    content: [{ attachment: { contentType: 'text/plain', data: btoa(text), title: 'Clinic note' } }],
    context: { encounter: [{ reference: `Encounter/${patientId}-visit-${number}` }] },
  };
}
