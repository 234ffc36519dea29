import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import type { Provenance } from '../facts/finding.ts';
import type { Therapy } from '../facts/request.ts';
import { outcome } from './checks/check.ts';
import { type Check, type Criterion, type Group, isGroup, type Policy } from './policy.ts';
import { allOf, anyOf, atLeast, negate, type Outcome, type Verdict } from './verdict.ts';

/** A node of the policy, judged; the whole tree is, also under a decided parent. */
export interface CriterionResult extends Outcome {
  readonly criterion: Criterion;
  readonly of: readonly CriterionResult[];
}

export type Conclusion = 'medically-necessary' | 'investigational' | 'undetermined';

/** The policy's criteria held against the facts. */
export interface Determination {
  readonly policy: { readonly id: string; readonly version: string };
  readonly asOf: string;
  readonly therapy: Therapy | undefined;
  readonly verdict: Verdict;
  readonly conclusion: Conclusion;
  readonly results: readonly CriterionResult[];
}

/** Judges every criterion. Any one of the policy's top criteria suffices. */
export function determine(policy: Policy, facts: ClinicalFacts): Determination {
  const therapy = facts.request.therapy.value;
  const results = policy.criteria.map((criterion) => judge(criterion, facts));
  const verdict = anyOf(results.map((result) => result.verdict));
  return {
    policy: { id: policy.id, version: policy.version },
    asOf: facts.asOf,
    therapy,
    verdict,
    conclusion: conclusionOf(verdict),
    results,
  };
}

function conclusionOf(verdict: Verdict): Conclusion {
  if (verdict === 'unknown') return 'undetermined';
  return verdict === 'met' ? 'medically-necessary' : 'investigational';
}

/** Judges one criterion with all below it. */
export function judge(criterion: Criterion, facts: ClinicalFacts): CriterionResult {
  if (!isGroup(criterion)) return { criterion, ...outcome(criterion satisfies Check, facts), of: [] };
  const of = criterion.of.map((child) => judge(child, facts));
  const joined = { criterion, ...join(criterion, of), of };
  return criterion.therapies ? gated(joined, criterion.therapies, facts.request.therapy.value) : joined;
}

function join(group: Group, of: readonly CriterionResult[]): Outcome {
  const verdict = joinedVerdict(
    group,
    of.map((each) => each.verdict),
  );
  const decisive = deciding(group, verdict, of);
  const open = of.find((each) => each.verdict === 'unknown');
  return {
    verdict,
    because: sentences(decisive),
    evidence: unique(
      verdict === 'unknown' ? of.flatMap((each) => each.evidence) : decisive.flatMap((each) => each.evidence),
    ),
    support: unique(decisive.flatMap((each) => each.support)),
    ...(verdict === 'unknown' && open?.gap && { gap: open.gap }),
  };
}

/** How a group joins the verdicts of its parts. */
export function joinedVerdict(group: Group, verdicts: readonly Verdict[]): Verdict {
  switch (group.kind) {
    case 'all':
      return allOf(verdicts);
    case 'any':
      return anyOf(verdicts);
    case 'none':
      return negate(anyOf(verdicts));
    case 'at-least':
      return atLeast(group.n, verdicts);
  }
}

/** The parts that make the verdict what it is: those that share it, or for `none` those that speak against. */
function deciding(
  group: Group,
  verdict: Verdict,
  of: readonly CriterionResult[],
): readonly CriterionResult[] {
  const wanted = group.kind === 'none' ? negate(verdict) : verdict;
  return of.filter((each) => each.verdict === wanted);
}

function sentences(results: readonly CriterionResult[]): string {
  return [...new Set(results.map(({ because }) => because))].slice(0, 3).join(' ');
}

/** Another therapy requested: not met. No therapy known: the node cannot be met, and is not met only where its parts are. */
function gated(
  result: CriterionResult,
  therapies: readonly Therapy[],
  therapy: Therapy | undefined,
): CriterionResult {
  if (therapy !== undefined) {
    if (therapies.includes(therapy)) return result;
    const { gap: _, ...rest } = result;
    return { ...rest, verdict: 'not-met', because: 'Not the requested therapy.', evidence: [] };
  }
  if (result.verdict !== 'met') return result;
  return {
    ...result,
    verdict: 'unknown',
    because: 'The requested therapy is not known.',
    gap: 'not-recorded',
  };
}

function unique(provenance: readonly Provenance[]): readonly Provenance[] {
  return [...new Set(provenance)];
}
