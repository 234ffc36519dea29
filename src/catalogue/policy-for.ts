import { answersOf, type Edits } from '../core/facts/answers.ts';
import { chosenCoverage, type Payer, payerOf } from '../core/facts/coverage.ts';
import { type PolicyChoice, policyInForce } from '../core/policy/in-force.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';
import { defaultPolicy } from './catalogue.ts';

/** Which policy, and by what it was chosen. */
export type ChosenPolicy = PolicyChoice & {
  /** ISO date of the service: the planned one, or `asOf` where none is planned. */
  readonly on: string;
  readonly payer: Payer | undefined;
};

/**
 * The policy that a chart is judged by: the one that is named, else that of the payer, else the default; in the version in force on the
 * planned date, or where there is none on `asOf`.
 *
 * @param coverage the one that a launch names, as `Coverage/id`
 */
export function policyFor(
  record: PatientRecord,
  edits: Edits,
  known: readonly Policy[],
  {
    id,
    asOf,
    coverage: named,
  }: { readonly id?: string | undefined; readonly asOf: string; readonly coverage?: string | undefined },
): ChosenPolicy {
  const answers = answersOf(edits);
  const { coverage } = chosenCoverage(record, answers, asOf, named);
  const payer = coverage && payerOf(coverage, record);
  const on = answers.get('planned-date')?.value ?? asOf;
  return { ...policyInForce(known, { id, payer, on, otherwise: defaultPolicy }), on, payer };
}
