/** A made-up patient for trying a server: nobody's data, tagged, and enough results for several pages. */
export interface TrialChart {
  readonly patient: object;
  /** Everything about the patient, whose id is known by now. */
  readonly about: (patientId: string) => readonly object[];
}

const tagSystem = 'https://hepauth.example/fhir/CodeSystem/trial';
const analytes = [
  ['1975-2', 'Bilirubin, total', 0.9, 'mg/dL'],
  ['1751-7', 'Albumin', 4.1, 'g/dL'],
  ['6301-6', 'INR', 1, '{INR}'],
  ['777-3', 'Platelets', 180, '10*3/uL'],
  ['2160-0', 'Creatinine', 0.8, 'mg/dL'],
] as const;

/**
 * Makes the trial's chart.
 *
 * @param run names this trial in every resource, so that what was left behind can be found
 * @param today ISO date of the newest results
 * @param rounds how many sets of laboratory results, one a week
 */
export function trialChart(run: string, today: string, rounds = 10): TrialChart {
  const meta = { tag: [{ system: tagSystem, code: run }] };
  const day = (back: number) => new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10);
  return {
    patient: {
      resourceType: 'Patient',
      meta,
      active: true,
      name: [{ family: 'Trial', given: ['Hepauth'] }],
      gender: 'female',
      birthDate: '1960-02-03',
    },
    about: (patientId) => {
      const subject = { reference: `Patient/${patientId}` };
      const concept = (system: string, code: string, text: string) => ({ coding: [{ system, code }], text });
      const results = Array.from({ length: rounds }, (_, round) =>
        analytes.map(([code, text, value, unit]) => ({
          resourceType: 'Observation',
          meta,
          status: 'final',
          category: [
            concept('http://terminology.hl7.org/CodeSystem/observation-category', 'laboratory', 'Laboratory'),
          ],
          code: concept('http://loinc.org', code, text),
          subject,
          effectiveDateTime: day(7 * round + 1),
          valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
        })),
      ).flat();
      return [
        {
          resourceType: 'Condition',
          meta,
          clinicalStatus: concept(
            'http://terminology.hl7.org/CodeSystem/condition-clinical',
            'active',
            'Active',
          ),
          verificationStatus: concept(
            'http://terminology.hl7.org/CodeSystem/condition-ver-status',
            'confirmed',
            'Confirmed',
          ),
          category: [
            concept(
              'http://terminology.hl7.org/CodeSystem/condition-category',
              'problem-list-item',
              'Problem list',
            ),
          ],
          code: concept('http://hl7.org/fhir/sid/icd-10-cm', 'C22.0', 'Hepatocellular carcinoma'),
          subject,
          onsetDateTime: day(120),
        },
        {
          resourceType: 'ServiceRequest',
          meta,
          status: 'active',
          intent: 'order',
          code: concept('http://www.ama-assn.org/go/cpt', '37243', 'Y-90 radioembolization of the liver'),
          subject,
          authoredOn: day(2),
        },
        {
          resourceType: 'Observation',
          meta,
          status: 'final',
          category: [concept('http://terminology.hl7.org/CodeSystem/observation-category', 'exam', 'Exam')],
          code: concept('http://loinc.org', '89247-1', 'ECOG performance status'),
          subject,
          effectiveDateTime: day(3),
          valueInteger: 1,
        },
        {
          resourceType: 'Procedure',
          meta,
          status: 'completed',
          code: concept('http://www.ama-assn.org/go/cpt', '47120', 'Partial hepatectomy'),
          subject,
          performedDateTime: day(400),
        },
        ...results,
      ];
    },
  };
}
