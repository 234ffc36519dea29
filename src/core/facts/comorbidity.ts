import { dateSpan, daysBetween } from '../fhir/date-span.ts';
import { type ConceptIndex, proves, speaksFor } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { missedRead, type Unread } from '../record/unread.ts';
import type { Answers } from './answers.ts';
import { anticoagulation } from './anticoagulation.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type GapReason, open, type Provenance, recorded, type Statement, settled } from './finding.ts';
import type { MedicationUse } from './medication.ts';

/** Child-Pugh points of an item that is not a laboratory value: 1 to 3 as long as nobody has said. */
export interface GradedItem {
  readonly low: 1 | 2 | 3;
  readonly high: 1 | 2 | 3;
  readonly because: string;
  readonly evidence: readonly Provenance[];
  /** Why its grade is open; absent when a clinician has said it. */
  readonly gap?: GapReason;
}

/** What else about the patient bears on the scores and on the stated contraindications. */
export interface Comorbidity {
  readonly ascites: GradedItem;
  readonly encephalopathy: GradedItem;
  /** `yes` only for primary biliary or primary sclerosing cholangitis, confirmed. */
  readonly cholestatic: Statement;
  readonly anticoagulation: Statement;
  readonly dialysis: Statement;
  readonly portalVein: Statement;
  /** Notes on the bilirubin: obstruction, Gilbert syndrome. They change no score. */
  readonly bilirubinNotes: readonly { readonly because: string; readonly evidence: readonly Provenance[] }[];
}

export function comorbidity(
  all: readonly Diagnosis[],
  uses: readonly MedicationUse[],
  record: PatientRecord,
  concepts: ConceptIndex,
  answers: Answers,
  asOf: string,
): Comorbidity {
  const confirmed = (concept: string) =>
    from(all.filter(({ standing, coded }) => standing === 'confirmed' && proves(coded, concept)));
  const spoken = (concept: string) =>
    from(all.filter(({ standing, coded }) => standing !== 'history' && speaksFor(coded, concept)));
  const doubted = (concept: string) =>
    from(all.filter(({ isContradictory, coded }) => isContradictory && proves(coded, concept)));
  const missed = missedRead(record.unread, 'Condition');
  const notes = [
    {
      because:
        'A bile-duct obstruction or jaundice is on record: bilirubin may be raised for another reason than liver function.',
      evidence: spoken('dx.biliary-obstruction'),
    },
    {
      because: 'Gilbert syndrome is on record: it raises indirect bilirubin without loss of liver function.',
      evidence: spoken('dx.gilbert'),
    },
  ];
  return {
    ascites: graded(
      'Ascites',
      answers.get('ascites'),
      { none: 1, mild: 2, 'moderate-severe': 3 },
      confirmed('dx.ascites'),
      missed,
    ),
    encephalopathy: graded(
      'Encephalopathy',
      answers.get('encephalopathy'),
      { none: 1, 'grade-1-2': 2, 'grade-3-4': 3 },
      confirmed('dx.encephalopathy'),
      missed,
    ),
    cholestatic: present(
      'Primary biliary or primary sclerosing cholangitis',
      confirmed('dx.pbc-psc'),
      spoken('dx.pbc-psc'),
      missed,
    ),
    anticoagulation: anticoagulation(uses, spoken('dx.anticoagulated'), record, concepts),
    dialysis: dialysis(confirmed('dx.dialysis'), doubted('dx.dialysis'), { record, concepts, asOf }),
    portalVein: portalVein(
      confirmed('dx.portal-vein-thrombosis'),
      spoken('dx.portal-vein-thrombosis'),
      answers,
      missed,
    ),
    bilirubinNotes: notes.filter(({ evidence }) => evidence.length > 0),
  };
}

/** Recorded without a grade: 2 to 3 points. No record: 1 to 3, since no code is not a no. */
function graded<T extends string>(
  name: string,
  said: { readonly value: T; readonly provenance: Provenance } | undefined,
  points: Readonly<Record<T, 1 | 2 | 3>>,
  evidence: readonly Provenance[],
  missed: Unread | undefined,
): GradedItem {
  if (said) {
    const value = points[said.value];
    return {
      low: value,
      high: value,
      because: `${name}: as answered.`,
      evidence: [said.provenance],
    };
  }
  if (evidence.length > 0)
    return { low: 2, high: 3, because: `${name}: recorded without a grade.`, evidence, gap: 'not-recorded' };
  const because = missed ? `${name}: ${missed.because}.` : `${name}: not recorded, which is not a no.`;
  return { low: 1, high: 3, because, evidence: [], gap: missed?.gap ?? 'not-recorded' };
}

function present(
  name: string,
  evidence: readonly Provenance[],
  support: readonly Provenance[],
  missed: Unread | undefined,
): Statement {
  if (evidence.length > 0) return settled('yes', `${name}: confirmed in the record.`, evidence);
  if (support.length > 0)
    return open('unconfirmed', `${name}: recorded, but not as confirmed and active.`, support);
  if (missed) return open(missed.gap, `${name}: ${missed.because}.`);
  return settled('no', `${name}: not recorded.`, []);
}

function dialysis(
  dependence: readonly Provenance[],
  doubted: readonly Provenance[],
  {
    record,
    concepts,
    asOf,
  }: { readonly record: PatientRecord; readonly concepts: ConceptIndex; readonly asOf: string },
): Statement {
  if (dependence.length > 0) return settled('yes', 'Dependence on dialysis is on record.', dependence);
  if (doubted.length > 0)
    return open('unconfirmed', 'Dialysis is recorded, and taken back in words.', doubted);
  const recent = record.procedures.filter((procedure) => {
    const on = dateSpan(
      procedure.performedDateTime ?? procedure.performedPeriod?.end ?? procedure.performedPeriod?.start,
    );
    return (
      on !== undefined &&
      daysBetween(on.last, asOf) <= 7 &&
      proves(concepts.classify(procedure.code), 'proc.dialysis')
    );
  });
  const support = recent.map((procedure) =>
    recorded(procedure, 'dialysis', dateSpan(procedure.performedDateTime)),
  );
  if (support.length > 0)
    return open(
      'unconfirmed',
      'A dialysis within a week is on record; whether it is regular is not.',
      support,
    );
  const missed = missedRead(record.unread, 'Condition', 'Procedure');
  if (missed) return open(missed.gap, `Dialysis: ${missed.because}.`);
  return settled('no', 'No dialysis is on record.', []);
}

/** The one contraindication to chemoembolization that the policy states. Silence leaves it open. */
function portalVein(
  confirmed: readonly Provenance[],
  spoken: readonly Provenance[],
  answers: Answers,
  missed: Unread | undefined,
): Statement {
  if (confirmed.length > 0)
    return settled('yes', 'Portal vein thrombosis is confirmed in the record.', confirmed);
  const said = answers.get('macrovascular-invasion');
  if (said) {
    const truth = said.value === 'none' ? 'no' : 'yes';
    return settled(truth, `Portal vein involvement: ${said.value}, as answered.`, [said.provenance]);
  }
  if (spoken.length > 0)
    return open(
      'unconfirmed',
      'Portal vein thrombosis is recorded, but not as confirmed and active.',
      spoken,
    );
  if (missed) return open(missed.gap, `Portal vein: ${missed.because}.`);
  return open('not-recorded', 'The record does not say whether the portal vein is open.');
}

function from(diagnoses: readonly Diagnosis[]): readonly Provenance[] {
  return diagnoses.map(({ provenance }) => provenance);
}
