import type { Assessment } from './assess.ts';
import { type Ignored, references } from './facts/finding.ts';
import { leafNames } from './facts/leaves.ts';
import { exactGrade } from './facts/performance-status.ts';
import type { QuestionnaireResponse } from './form/questionnaire-response.ts';
import type { CriterionResult } from './policy/determine.ts';
import { outcomeOf } from './policy/verdict.ts';

/** The assessment as one JSON object: what the command prints, and what other programs read. */
export function assessmentJson(
  assessment: Assessment,
  selectedBy: 'option' | 'coverage' | 'default',
  questionnaireResponse: QuestionnaireResponse | null,
) {
  const { determination, facts } = assessment;
  const { policy, asOf, therapy = 'unknown', verdict, conclusion, results } = determination;
  return {
    policy: { ...policy, selectedBy },
    therapy,
    site: facts.request.site.value ?? 'unknown',
    asOf,
    verdict,
    conclusion,
    criteria: results.flatMap((result) => criterionLines(result, setAside(assessment))),
    leaves: Object.fromEntries(leafNames.map((leaf) => [leaf, outcomeOf(facts.leaves[leaf]).verdict])),
    documents: assessment.documents.map(({ id, status, because, evidence }) => ({
      id,
      status,
      because,
      evidence: references(evidence),
    })),
    advisories: assessment.advisories.map(({ id, verdict: own, because, advisory }) => ({
      id,
      verdict: own,
      because,
      source: advisory.source,
    })),
    candidacy: {
      verdict: assessment.candidacy.verdict,
      because: assessment.candidacy.because,
      from: assessment.candidacy.from,
    },
    scores: scoresJson(assessment),
    gaps: assessment.gaps.map(({ question, gap, because, blocks, documents, who }) => ({
      question,
      gap,
      because,
      blocks,
      documents,
      who,
    })),
    decisive: assessment.decisive,
    ignored: assessment.ignored,
    unread: assessment.unread.map(({ requirement, gap, because }) => ({ requirement, gap, because })),
    questionnaireResponse,
  };
}

/** Records that are listed as ignored, older versions of one that counts left out: what blocks a conclusion is no evidence for it. */
function setAside({ ignored, facts }: Assessment): ReadonlySet<string> {
  const older = facts.record.rejected.filter(({ kind }) => kind === 'superseded');
  const isOlder = (each: Ignored) =>
    older.some(({ reference, because }) => reference === each.reference && because === each.because);
  return new Set(ignored.filter((each) => !isOlder(each)).map(({ reference }) => reference));
}

function criterionLines(
  { criterion, verdict, because, evidence, support, gap, of }: CriterionResult,
  ignored: ReadonlySet<string>,
): readonly object[] {
  const below = of.flatMap((each) => criterionLines(each, ignored));
  if (criterion.id === undefined) return below;
  const shown =
    verdict === 'unknown'
      ? references([...evidence, ...support]).filter((reference) => !ignored.has(reference))
      : references(evidence);
  return [
    { id: criterion.id, verdict, because, evidence: shown, ...(verdict === 'unknown' && gap && { gap }) },
    ...below,
  ];
}

function scoresJson({ facts: { scores, performanceStatus } }: Assessment) {
  const { childPugh, albi, meld, meldNa, meld3 } = scores;
  return {
    childPugh: childPugh && { low: childPugh.low, high: childPugh.high, classes: childPugh.classes },
    albi: albi && {
      score: albi.score,
      grade: albi.grade,
      modifiedGrade: albi.modifiedGrade,
      ...(albi.score === null && { low: albi.low, high: albi.high }),
    },
    meld: meld === null ? null : { score: meld },
    meldNa: meldNa === null ? null : { score: meldNa },
    meld3,
    ecog: ecogJson(performanceStatus),
  };
}

function ecogJson(status: Assessment['facts']['performanceStatus']) {
  if (status.state === 'open') return null;
  const { grade, scale } = status.value;
  const value = exactGrade(status.value);
  const [evidence] = references(status.evidence);
  return {
    value: value ?? null,
    evidence,
    ...(value === undefined && { low: grade.low, high: grade.high }),
    ...(scale === 'karnofsky' && { convertedFrom: 'karnofsky' }),
  };
}
