import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import type { Provenance } from '../facts/finding.ts';
import type { Therapy } from '../facts/request.ts';
import type { AdvisoryResult } from './advisories.ts';
import { judge } from './determine.ts';
import type { Policy } from './policy.ts';
import { allOf, type Outcome, type Verdict } from './verdict.ts';

/** Clinical eligibility for one therapy, in the policy's own words. Beside coverage; it steers nothing. */
export interface CandidacyResult {
  readonly therapy: Therapy | undefined;
  readonly verdict: Verdict;
  readonly because: string;
  /** Ids of the statements it is the conjunction of. */
  readonly from: readonly string[];
  readonly parts: readonly (Outcome & {
    readonly id: string;
    readonly title: string;
    readonly source: string;
  })[];
  readonly evidence: readonly Provenance[];
}

/** The Kleene conjunction of what the policy says of candidates for a therapy. */
export function candidacy(
  policy: Policy,
  facts: ClinicalFacts,
  statements: readonly AdvisoryResult[],
  therapy: Therapy | undefined,
): CandidacyResult {
  const said = policy.candidacy.find(({ therapies }) => therapy !== undefined && therapies.includes(therapy));
  if (!therapy || !said) {
    const because = therapy
      ? 'The policy says nothing of candidates for this therapy.'
      : 'The requested therapy is not known.';
    return { therapy, verdict: 'unknown', because, from: [], parts: [], evidence: [] };
  }
  if (said.silence)
    return { therapy, verdict: 'unknown', because: said.silence, from: [], parts: [], evidence: [] };
  const wanted = said.advisories
    .filter(({ onlyMetastatic }) => !onlyMetastatic || facts.tumor.mayBeMetastatic)
    .map(({ id }) => id);
  const byAdvisory = statements
    .filter(({ id }) => wanted.includes(id))
    .map(({ advisory, ...outcome }) => ({ ...outcome, title: advisory.title, source: advisory.source }));
  const { check } = said;
  const own = check
    ? [
        {
          ...outcomeOnly(judge(check.criterion, facts)),
          id: check.id,
          title: check.title,
          source: check.source,
        },
      ]
    : [];
  const parts = [...byAdvisory, ...own];
  const verdict = allOf(parts.map((part) => part.verdict));
  const deciding = parts.filter((part) => part.verdict === verdict);
  return {
    therapy,
    verdict,
    because: deciding.map(({ because }) => because).join(' '),
    from: parts.map(({ id }) => id),
    parts,
    evidence: deciding.flatMap(({ evidence }) => evidence),
  };
}

function outcomeOnly({ verdict, because, evidence, support, gap }: Outcome): Outcome {
  return { verdict, because, evidence, support, ...(gap && { gap }) };
}
