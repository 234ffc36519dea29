import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import { type CriterionResult, judge } from './determine.ts';
import type { Advisory, Policy } from './policy.ts';
import type { Outcome } from './verdict.ts';

/** A statement beside the criteria, held against the record where it can be. It never changes the verdict. */
export interface AdvisoryResult extends Outcome {
  readonly id: string;
  readonly advisory: Advisory;
  /** Its check, judged; absent where it says nothing of this tumor, or has nothing to check. */
  readonly result?: CriterionResult;
}

/** Judges every advisory of the policy. */
export function advisories(policy: Policy, facts: ClinicalFacts): readonly AdvisoryResult[] {
  return policy.advisories.map((advisory) => ({
    id: advisory.id,
    advisory,
    ...advisoryOutcome(advisory, facts),
  }));
}

const nothing = { evidence: [], support: [] } as const;

/** Holds one statement against the facts; what it does not speak of is unknown. */
export function advisoryOutcome(
  { appliesTo, check, isSilentOtherwise }: Advisory,
  facts: ClinicalFacts,
): Omit<AdvisoryResult, 'id' | 'advisory'> {
  if (!check) {
    const because = 'A statement to read; nothing in it can be held against the record.';
    return { verdict: 'unknown', because, ...nothing };
  }
  const kind = appliesTo && judge(appliesTo, facts).verdict;
  if (appliesTo && kind === 'not-met') {
    return {
      verdict: 'unknown',
      because: `About another tumor type (${appliesTo.title.toLowerCase()}).`,
      ...nothing,
    };
  }
  if (appliesTo && kind === 'unknown') {
    return {
      verdict: 'unknown',
      because: `${appliesTo.title}: not settled.`,
      ...nothing,
      gap: 'unconfirmed',
    };
  }
  const result = judge(check, facts);
  const { verdict, because, evidence, support, gap } = result;
  if (verdict === 'not-met' && isSilentOtherwise) {
    return {
      verdict: 'unknown',
      because: 'Not literally addressed by the statement.',
      evidence,
      support,
      result,
    };
  }
  return { verdict, because, evidence, support, ...(gap && { gap }), result };
}
