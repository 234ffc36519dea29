import type { GapReason, Provenance, Statement } from '../facts/finding.ts';

/** `unknown` is an answer, not an error: the record does not settle the criterion. */
export type Verdict = 'met' | 'not-met' | 'unknown';

/** A verdict, and the reason for it, written down while judging. */
export interface Outcome {
  readonly verdict: Verdict;
  /** One sentence for the reviewer. */
  readonly because: string;
  readonly evidence: readonly Provenance[];
  /** What points to it without deciding. */
  readonly support: readonly Provenance[];
  readonly against?: readonly Provenance[];
  readonly gap?: GapReason;
}

/** Kleene conjunction: one `not-met` decides; otherwise one `unknown` leaves it open. An empty list is `met`. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('not-met') ? 'not-met' : verdicts.includes('unknown') ? 'unknown' : 'met';
}

/** Kleene disjunction, the mirror of allOf. An empty list is `not-met`. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  return negate(allOf(verdicts.map(negate)));
}

/** `unknown` stays unknown under negation. */
export function negate(verdict: Verdict): Verdict {
  return verdict === 'met' ? 'not-met' : verdict === 'not-met' ? 'met' : 'unknown';
}

/** At least `n` of them: met when so many are, not met when so many can no longer be. */
export function atLeast(n: number, verdicts: readonly Verdict[]): Verdict {
  const met = verdicts.filter((verdict) => verdict === 'met').length;
  const possible = verdicts.filter((verdict) => verdict !== 'not-met').length;
  return met >= n ? 'met' : possible < n ? 'not-met' : 'unknown';
}

const verdictOf = { yes: 'met', no: 'not-met', open: 'unknown' } as const satisfies Readonly<
  Record<Statement['truth'], Verdict>
>;

/** A statement of the facts as an outcome. */
export function outcomeOf({ truth, ...rest }: Statement): Outcome {
  return { verdict: verdictOf[truth], ...rest };
}
