import { defaultPolicy, mappings, policies } from '../catalogue/catalogue.ts';
import { type Assessment, assess } from '../core/assess.ts';
import { answersOf, type Edits, type Question } from '../core/facts/answers.ts';
import { chosenCoverage, payerOf } from '../core/facts/coverage.ts';
import { type PolicyChoice, policyInForce } from '../core/policy/in-force.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';

/** The chart held against the policy, with the answers so far. */
export type Review =
  | {
      readonly record: PatientRecord;
      readonly assessment: Assessment;
      /** What the chart says without the clinician: the original that an answer stands beside. */
      readonly chartAlone: Assessment;
      readonly selectedBy: Extract<PolicyChoice, { policy: object }>['selectedBy'];
      /** The payer as the coverage names it, where it does. */
      readonly payer: string | undefined;
    }
  /** No policy may be used today: nothing is determined. */
  | { readonly record: PatientRecord; readonly assessment: undefined; readonly because: string };

export interface ReviewOptions {
  /** ISO date of the user's day. */
  readonly asOf: string;
  /** The policy that the user confirmed. */
  readonly policyId?: string | undefined;
}

/** What is requested is a choice, not evidence: the chart alone is judged for the same request. */
const requestQuestions: readonly Question[] = ['therapy', 'site', 'coverage', 'planned-date'];

/** Judges the record anew; an answer never patches an earlier review. */
export function review(record: PatientRecord, edits: Edits, { asOf, policyId }: ReviewOptions): Review {
  const answers = answersOf(edits);
  const { coverage } = chosenCoverage(record, answers, asOf);
  const payer = coverage && payerOf(coverage, record);
  const choice = policyInForce(policies, {
    id: policyId,
    payer,
    on: answers.get('planned-date')?.value ?? asOf,
    otherwise: defaultPolicy,
  });
  if (!choice.policy) return { record, assessment: undefined, because: choice.because };
  const { policy, selectedBy } = choice;
  const request = edits.filter(({ question }) => requestQuestions.includes(question));
  const chartAlone = assess(record, policy, { asOf, edits: request, mappings });
  const assessment =
    request.length === edits.length ? chartAlone : assess(record, policy, { asOf, edits, mappings });
  return { record, assessment, chartAlone, selectedBy, payer: payer?.name };
}
