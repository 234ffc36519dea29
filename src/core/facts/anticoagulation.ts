import { codings } from '../fhir/coding.ts';
import type { CodeableConcept } from '../fhir/r4.ts';
import { wordsIn } from '../fhir/said.ts';
import { type ConceptIndex, speaksFor } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import type { Rejected } from '../record/rejected.ts';
import { missedRead } from '../record/unread.ts';
import { open, type Provenance, type Statement, settled } from './finding.ts';
import { isOngoing, type MedicationUse } from './medication.ts';

const medicationTypes = [
  'Medication',
  'MedicationRequest',
  'MedicationStatement',
  'MedicationAdministration',
];
const anticoagulants = ['med.warfarin', 'med.apixaban'];
/** Names only ever open the INR to 1 to 3 points; they never prove anything. */
const anticoagulantNames =
  /warfarin|coumadin|jantoven|apixaban|eliquis|rivaroxaban|xarelto|dabigatran|pradaxa|edoxaban|savaysa|phenprocoumon|acenocoumarol/i;

/**
 * Warfarin and direct oral anticoagulants change the INR: it then says nothing about synthesis in the liver.
 *
 * @param long evidence of long-term anticoagulation among the diagnoses
 * @returns `no` only where every medication that may be in use says what it is
 */
export function anticoagulation(
  uses: readonly MedicationUse[],
  long: readonly Provenance[],
  record: PatientRecord,
  concepts: ConceptIndex,
): Statement {
  const current = uses.filter(
    ({ isCurrent, named }) => isCurrent && named.some((each) => isOne(each, concepts)),
  );
  const evidence = [...current.map(({ provenance }) => provenance), ...long];
  if (evidence.length > 0)
    return settled(
      'yes',
      'An anticoagulant is on record: the INR does not measure liver function.',
      evidence,
    );
  const mayBe = uses.filter(
    ({ mayBeCurrent, named }) =>
      mayBeCurrent && (named.every(saysNothing) || named.some((each) => isOne(each, concepts))),
  );
  if (mayBe.length > 0 || record.rejected.some((each) => mayBeInUse(each, concepts)))
    return open(
      'unconfirmed',
      'A medication that cannot be used as evidence, or does not say what it is, may be an anticoagulant.',
      mayBe.map(({ provenance }) => provenance),
    );
  const missed = missedRead(record.unread, ...medicationTypes);
  if (missed) return open(missed.gap, `Medications: ${missed.because}, so an anticoagulant may be in use.`);
  return settled('no', 'No anticoagulant is on record.', []);
}

function isOne(concept: CodeableConcept, concepts: ConceptIndex): boolean {
  const matches = concepts.classify(concept);
  return (
    anticoagulants.some((each) => speaksFor(matches, each)) ||
    wordsIn(concept).some((words) => anticoagulantNames.test(words))
  );
}

/** Neither words nor a code: nothing tells which medication it is. */
function saysNothing(concept: CodeableConcept): boolean {
  return (
    wordsIn(concept).every((words) => words.trim() === '') &&
    codings(concept).every(({ code }) => code === undefined)
  );
}

/** Whether a record that was set aside may be of an anticoagulant that this patient takes. */
function mayBeInUse({ resourceType, kind, status, code }: Rejected, concepts: ConceptIndex): boolean {
  if (!medicationTypes.includes(resourceType)) return false;
  if (kind === 'other-patient' || kind === 'superseded' || kind === 'entered-in-error') return false;
  const isOver = status !== undefined && status !== 'unknown' && !isOngoing(status);
  return !isOver && (code === undefined || isOne(code, concepts));
}
