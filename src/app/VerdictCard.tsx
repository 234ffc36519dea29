import type { Assessment } from '../core/assess.ts';
import type { CriterionResult } from '../core/policy/determine.ts';
import { Evidence } from './Evidence.tsx';
import { VerdictTag } from './VerdictTag.tsx';
import { candidacyWords, determinationWords, words } from './words.ts';

/** The answer, first: in words, sign and colour, with the policy's own conclusion; beside it what the policy says of candidates. */
export function VerdictCard({
  assessment,
  isReading,
}: {
  readonly assessment: Assessment;
  readonly isReading: boolean;
}) {
  const { determination, candidacy } = assessment;
  const { verdict, conclusion, asOf } = determination;
  return (
    <section className="card verdict" aria-labelledby="verdict-heading">
      <div className={`verdict-main verdict-${verdict}`}>
        <VerdictTag verdict={verdict}>{determinationWords[verdict]}</VerdictTag>
        <h1 id="verdict-heading">{headline(assessment)}</h1>
        <p>{because(assessment)}</p>
        <p className="quiet">
          {words.verdict.inPolicyWords} {words.verdict.conclusions[conclusion]}. {words.verdict.limits}
          {isReading && ` ${words.verdict.stillReading}`}
        </p>
      </div>
      <div className="verdict-beside">
        <VerdictTag verdict={candidacy.verdict}>{candidacyWords[candidacy.verdict]}</VerdictTag>
        <p>{candidacy.because}</p>
        <Evidence of={candidacy.evidence} asOf={asOf} />
        <p className="quiet">{words.verdict.candidacyNote}</p>
      </div>
    </section>
  );
}

/** The state of things in one sentence; it counts questions and never says which answer would help. */
export function headline({ determination, decisive, policy }: Assessment): string {
  const { verdict, results, therapy } = determination;
  if (verdict === 'met') {
    const met = deepestMet(results);
    return met ? words.verdict.metBy(met) : determinationWords.met;
  }
  if (verdict === 'not-met') return `${words.verdict.noneMet} (${policy.id.toUpperCase()})`;
  if (therapy === undefined) return words.verdict.therapyOpen;
  const questions = new Set(decisive.flat());
  if (questions.size === 0) return words.verdict.noQuestion;
  if (questions.size === 1) return words.verdict.oneQuestion;
  return decisive.every((set) => set.length === 1)
    ? words.verdict.anyQuestion(questions.size)
    : words.verdict.someQuestions(questions.size);
}

/** The outline number and title of the innermost numbered criterion that is met along the way. */
function deepestMet(results: readonly CriterionResult[]): string | undefined {
  const met = results.find(({ verdict, criterion }) => verdict === 'met' && criterion.id !== undefined);
  if (!met) return undefined;
  const isAlternatives = met.criterion.kind === 'any';
  return (
    (isAlternatives ? deepestMet(met.of) : undefined) ??
    `${met.criterion.id}, ${met.criterion.title.toLowerCase()},`
  );
}

function because({ determination: { verdict, results, therapy } }: Assessment): string {
  if (therapy === undefined) return results[0]?.because ?? '';
  const telling = results.filter((result) => result.verdict === verdict && result.because !== '');
  const own = telling.find(
    ({ criterion }) => 'therapies' in criterion && criterion.therapies?.includes(therapy),
  );
  return (own ?? telling[0])?.because ?? '';
}
