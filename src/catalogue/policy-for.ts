import { defaultPolicy } from '../catalogue/catalogue.ts';
import { answersOf, type Edits } from '../core/facts/answers.ts';
import { chosenCoverage, payerOf } from '../core/facts/coverage.ts';
import { type PolicyChoice, policyInForce } from '../core/policy/in-force.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';

/**
 * The policy that a chart is judged by: the one that is named, else that of the payer, else the default; in the version in force on the
 * planned date, or where there is none on `asOf`.
 */
export function policyFor(
  record: PatientRecord,
  edits: Edits,
  known: readonly Policy[],
  { id, asOf }: { readonly id: string | undefined; readonly asOf: string },
): PolicyChoice {
  const answers = answersOf(edits);
  const { coverage } = chosenCoverage(record, answers, asOf);
  return policyInForce(known, {
    id,
    payer: coverage && payerOf(coverage, record),
    on: answers.get('planned-date')?.value ?? asOf,
    otherwise: defaultPolicy,
  });
}
