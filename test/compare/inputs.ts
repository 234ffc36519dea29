import type { Behaviour } from './chart-server.ts';

/** The day of every chart below; the EHR moves it to the day of the run. */
export const chartDay = '2025-06-16';

/** Which question of the form an input puts to the test. */
export type Asked = 'bilirubin' | 'ecog' | 'hcc';

/** An answer that is right: a number in the unit of the item, a grade, a yes; or none, because the record settles none. */
export type Right = number | true | 'none';

/** One chart that is hard to pre-fill from, and what would be right. */
export interface Input {
  readonly id: string;
  readonly title: string;
  /** What the record says. */
  readonly record: string;
  readonly asked: Asked;
  /** LinkId of the peer's form that is looked at; the name of the question where it is not given. */
  readonly peerItem?: 'bilirubin-quantity' | 'ecog-0-to-2';
  readonly right: Right;
  /** What an author, or the EHR, could do so that the peer fares better. */
  readonly note?: string;
  readonly resources: readonly Resource[];
  readonly ehr?: Behaviour;
}

type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };
type Json = Readonly<Record<string, unknown>>;

const subject = { reference: 'Patient/p' };
const daysAgo = (days: number) =>
  new Date(Date.parse(`${chartDay}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
const concept = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const observationCategory = 'http://terminology.hl7.org/CodeSystem/observation-category';

function observation(id: string, loinc: string, category: string, rest: Json): Resource {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [concept(observationCategory, category)],
    code: concept('http://loinc.org', loinc),
    subject,
    effectiveDateTime: daysAgo(10),
    ...rest,
  };
}

const quantity = (value: number, unit: string, more: Json = {}): Json => ({
  valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit, ...more },
});

const bilirubin = (id: string, rest: Json): Resource => observation(id, '1975-2', 'laboratory', rest);
const ecog = (id: string, rest: Json): Resource => observation(id, '89247-1', 'survey', rest);

function hcc(verification: string, clinical = 'active'): Resource {
  const status = (name: string, code: string) =>
    concept(`http://terminology.hl7.org/CodeSystem/condition-${name}`, code);
  return {
    resourceType: 'Condition',
    id: 'hcc',
    category: [concept('http://terminology.hl7.org/CodeSystem/condition-category', 'problem-list-item')],
    clinicalStatus: status('clinical', clinical),
    verificationStatus: status('ver-status', verification),
    code: concept('http://hl7.org/fhir/sid/icd-10-cm', 'C22.0'),
    subject,
    recordedDate: daysAgo(60),
  };
}

const usualBilirubin = bilirubin('bilirubin', quantity(1.3, 'mg/dL'));
const olderBilirubin = bilirubin('bilirubin-older', {
  ...quantity(1.2, 'mg/dL'),
  effectiveDateTime: daysAgo(40),
});
const usualEcog = ecog('ecog', { valueInteger: 1 });
const usualDiagnosis = hcc('confirmed');

/** The patient, the order, and every laboratory value but the one in question. */
const always: readonly Resource[] = [
  {
    resourceType: 'Patient',
    id: 'p',
    gender: 'male',
    birthDate: '1958-03-02',
    name: [{ family: 'Testcase', given: ['Jo'] }],
  },
  {
    resourceType: 'ServiceRequest',
    id: 'order',
    status: 'active',
    intent: 'order',
    subject,
    code: concept('http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'S2095'),
    bodySite: [concept('http://snomed.info/sct', '10200004')],
    authoredOn: daysAgo(2),
  },
  {
    resourceType: 'Coverage',
    id: 'plan',
    status: 'active',
    beneficiary: subject,
    payor: [{ display: 'A payer' }],
  },
  observation('albumin', '1751-7', 'laboratory', quantity(3.8, 'g/dL')),
  observation('inr', '6301-6', 'laboratory', quantity(1.1, '{INR}')),
  observation('creatinine', '2160-0', 'laboratory', quantity(0.9, 'mg/dL')),
  observation('sodium', '2951-2', 'laboratory', quantity(139, 'mmol/L')),
  observation('platelets', '777-3', 'laboratory', quantity(150, '10*3/uL')),
];

const withBilirubin = (...values: readonly Resource[]) => [...always, usualDiagnosis, usualEcog, ...values];
const withEcog = (...values: readonly Resource[]) => [...always, usualDiagnosis, usualBilirubin, ...values];
const withDiagnosis = (...values: readonly Resource[]) => [...always, usualEcog, usualBilirubin, ...values];

const otherProblems = Array.from({ length: 60 }, (_, index) => ({
  ...usualDiagnosis,
  id: `problem-${index}`,
  code: concept('http://hl7.org/fhir/sid/icd-10-cm', 'I10'),
}));
const dailyBilirubin = Array.from({ length: 60 }, (_, index) =>
  bilirubin(`bilirubin-${index}`, { ...quantity(4.4, 'mg/dL'), effectiveDateTime: daysAgo(80 - index) }),
);

/** Every input, ordinary ones first. */
export const inputs: readonly Input[] = [
  {
    id: 'plain',
    title: 'One final value in the unit of the item',
    record: 'bilirubin 1.3 mg/dL, 10 days ago',
    asked: 'bilirubin',
    right: 1.3,
    resources: withBilirubin(usualBilirubin, olderBilirubin),
  },
  {
    id: 'comparator',
    title: 'Comparator',
    record: 'bilirubin < 0.2 mg/dL',
    asked: 'bilirubin',
    right: 'none',
    resources: withBilirubin(bilirubin('bilirubin', quantity(0.2, 'mg/dL', { comparator: '<' }))),
  },
  {
    id: 'si-unit',
    title: 'Another unit',
    record: 'bilirubin 60 µmol/L, which is 3.5 mg/dL; the item is declared mg/dL',
    asked: 'bilirubin',
    right: 3.51,
    resources: withBilirubin(bilirubin('bilirubin', quantity(60, 'umol/L'))),
  },
  {
    id: 'unit-code-only',
    title: 'Unit as a code only',
    record: 'bilirubin 1.1, UCUM code mg/dL, no unit text (legal FHIR); a quantity item',
    asked: 'bilirubin',
    peerItem: 'bilirubin-quantity',
    right: 1.1,
    note: 'A decimal item with a declared unit takes the number; the error is in quantity items only.',
    resources: withBilirubin(bilirubin('bilirubin', quantity(1.1, 'mg/dL', { unit: undefined }))),
  },
  {
    id: 'no-unit',
    title: 'No unit at all',
    record: 'bilirubin 21, no unit (mg/dL would be liver failure, µmol/L the upper limit of normal)',
    asked: 'bilirubin',
    right: 'none',
    resources: withBilirubin(bilirubin('bilirubin', { valueQuantity: { value: 21 } })),
  },
  {
    id: 'implausible',
    title: 'Implausible in its unit',
    record: 'bilirubin 130 mg/dL (µmol/L with the wrong label)',
    asked: 'bilirubin',
    right: 'none',
    note: 'A bound in the expression would hold it back, item by item.',
    resources: withBilirubin(bilirubin('bilirubin', quantity(130, 'mg/dL'))),
  },
  {
    id: 'entered-in-error',
    title: 'Entered in error',
    record: 'newest bilirubin 9.9 mg/dL entered in error; 1.2 mg/dL final, 40 days ago',
    asked: 'bilirubin',
    right: 1.2,
    resources: withBilirubin(
      bilirubin('bilirubin-wrong', { ...quantity(9.9, 'mg/dL'), status: 'entered-in-error' }),
      olderBilirubin,
    ),
  },
  {
    id: 'preliminary',
    title: 'Preliminary',
    record: 'newest bilirubin 4.0 mg/dL preliminary; 1.2 mg/dL final, 40 days ago',
    asked: 'bilirubin',
    right: 1.2,
    resources: withBilirubin(
      bilirubin('bilirubin-preliminary', { ...quantity(4, 'mg/dL'), status: 'preliminary' }),
      olderBilirubin,
    ),
  },
  {
    id: 'corrected',
    title: 'Corrected',
    record: 'bilirubin 4.1 mg/dL final and 1.4 mg/dL corrected, of the same minute',
    asked: 'bilirubin',
    right: 1.4,
    note: 'Where the EHR corrects in place, there is one resource and both sides are right.',
    resources: withBilirubin(
      bilirubin('bilirubin-first', {
        ...quantity(4.1, 'mg/dL'),
        effectiveDateTime: `${daysAgo(10)}T08:00:00Z`,
      }),
      bilirubin('bilirubin-corrected', {
        ...quantity(1.4, 'mg/dL'),
        status: 'corrected',
        effectiveDateTime: `${daysAgo(10)}T08:00:00Z`,
      }),
    ),
  },
  {
    id: 'same-day',
    title: 'Two results of one day',
    record: 'bilirubin 1.2 and 3.4 mg/dL, both final, of one day without a time',
    asked: 'bilirubin',
    right: 'none',
    note: 'Either value may be right; neither form tells its reader that there was a choice.',
    resources: withBilirubin(
      bilirubin('bilirubin-a', quantity(1.2, 'mg/dL')),
      bilirubin('bilirubin-b', quantity(3.4, 'mg/dL')),
    ),
  },
  {
    id: 'data-absent',
    title: 'Newest without a value',
    record: 'newest bilirubin has a dataAbsentReason; 1.2 mg/dL final, 40 days ago',
    asked: 'bilirubin',
    right: 'none',
    resources: withBilirubin(
      bilirubin('bilirubin-absent', {
        dataAbsentReason: concept('http://terminology.hl7.org/CodeSystem/data-absent-reason', 'error'),
      }),
      olderBilirubin,
    ),
  },
  {
    id: 'future',
    title: 'Dated in the future',
    record: 'bilirubin 9.9 mg/dL dated a year from now; 1.2 mg/dL final, 40 days ago',
    asked: 'bilirubin',
    right: 1.2,
    resources: withBilirubin(
      bilirubin('bilirubin-future', { ...quantity(9.9, 'mg/dL'), effectiveDateTime: daysAgo(-365) }),
      olderBilirubin,
    ),
  },
  {
    id: 'stale',
    title: 'Too old',
    record: 'bilirubin 1.2 mg/dL, 200 days ago, and none since',
    asked: 'bilirubin',
    right: 'none',
    resources: withBilirubin(
      bilirubin('bilirubin', { ...quantity(1.2, 'mg/dL'), effectiveDateTime: daysAgo(200) }),
    ),
  },
  {
    id: 'other-patient',
    title: "Another patient's result, misfiled",
    record: 'newest bilirubin 9.9 mg/dL names another patient; 1.2 mg/dL final, 40 days ago',
    asked: 'bilirubin',
    right: 1.2,
    note: 'A condition on `subject` in each expression would hold it back.',
    resources: withBilirubin(
      bilirubin('bilirubin-of-another', {
        ...quantity(9.9, 'mg/dL'),
        subject: { reference: 'Patient/somebody-else' },
        meta: {
          tag: [{ system: 'https://hepauth.example/fhir/CodeSystem/sandbox-story', code: 'misfiled' }],
        },
      }),
      olderBilirubin,
    ),
  },
  {
    id: 'pages-unsorted',
    title: 'Two pages, from an EHR that does not sort',
    record: 'bilirubin 4.4 mg/dL on 60 days, then 1.3 mg/dL, 10 days ago: the newest is on the second page',
    asked: 'bilirubin',
    right: 1.3,
    note: 'An EHR that sorts (`_sort=-date`) gives the newest first. Epic and Oracle Health offer no such sort.',
    resources: withBilirubin(...dailyBilirubin, usualBilirubin),
    ehr: { sorts: false },
  },
  {
    id: 'denied',
    title: 'Read refused',
    record: 'the EHR answers 403 to every Observation search',
    asked: 'bilirubin',
    right: 'none',
    note: 'The library says so in `issues`, beside `populateSuccess: true`.',
    resources: withBilirubin(usualBilirubin),
    ehr: { faults: [{ on: 'Observation', status: 403 }] },
  },
  {
    id: 'withheld',
    title: 'Results withheld',
    record: 'the EHR answers 200 with a warning that some results were left out; 1.3 mg/dL is among the rest',
    asked: 'bilirubin',
    right: 'none',
    note: 'The warning comes in the same Bundle; an expression could look for it.',
    resources: withBilirubin(usualBilirubin),
    ehr: { faults: [{ on: 'Observation', effect: 'withheld' }] },
  },
  {
    id: 'ecog',
    title: 'ECOG as an integer',
    record: 'ECOG 1, 10 days ago',
    asked: 'ecog',
    right: 1,
    resources: withEcog(usualEcog),
  },
  {
    id: 'ecog-absent',
    title: 'ECOG absent',
    record: 'no performance status; the form asks whether ECOG is 0 to 2',
    asked: 'ecog',
    peerItem: 'ecog-0-to-2',
    right: 'none',
    note: '`exists()` is false of nothing; a careful author compares without it.',
    resources: withEcog(),
  },
  {
    id: 'ecog-coded',
    title: 'ECOG as an answer code',
    record: 'ECOG as LOINC answer LA9623-5, which is grade 1',
    asked: 'ecog',
    right: 1,
    note: 'A choice item would take the code; then not the integer.',
    resources: withEcog(ecog('ecog', { valueCodeableConcept: concept('http://loinc.org', 'LA9623-5') })),
  },
  {
    id: 'diagnosis',
    title: 'Diagnosis confirmed and active',
    record: 'ICD-10-CM C22.0, confirmed and active',
    asked: 'hcc',
    right: true,
    resources: withDiagnosis(usualDiagnosis),
  },
  {
    id: 'diagnosis-in-error',
    title: 'Diagnosis entered in error',
    record: 'ICD-10-CM C22.0, entered in error, and no other tumor',
    asked: 'hcc',
    right: 'none',
    note: 'The same: `exists()` makes a no of a silence.',
    resources: withDiagnosis(hcc('entered-in-error')),
  },
  {
    id: 'diagnosis-provisional',
    title: 'Diagnosis provisional',
    record: 'ICD-10-CM C22.0, provisional',
    asked: 'hcc',
    right: 'none',
    note: 'The same.',
    resources: withDiagnosis(hcc('provisional')),
  },
  {
    id: 'diagnosis-page-two',
    title: 'Diagnosis on the second page',
    record: '60 other problems before C22.0, confirmed and active, on the second page',
    asked: 'hcc',
    right: true,
    note: 'A search by code (`Condition?code=C22.0`) would fit on one page, for each code that means it.',
    resources: withDiagnosis(...otherProblems, usualDiagnosis),
  },
  {
    id: 'diagnosis-denied',
    title: 'Diagnoses refused',
    record: 'the EHR answers 403 to the Condition search',
    asked: 'hcc',
    right: 'none',
    note: 'The library says so in `issues`, beside `populateSuccess: true`.',
    resources: withDiagnosis(usualDiagnosis),
    ehr: { faults: [{ on: 'Condition', status: 403 }] },
  },
];

/** The chart file of an input. */
export function chartOf({ id, resources }: Pick<Input, 'id' | 'resources'>): unknown {
  return {
    resourceType: 'Bundle',
    id,
    type: 'transaction',
    timestamp: `${chartDay}T00:00:00Z`,
    entry: resources.map((resource) => ({ resource })),
  };
}
