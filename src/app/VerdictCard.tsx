import type { Assessment } from '../core/assess.ts';
import type { CriterionResult } from '../core/policy/determine.ts';
import { withDaysNamed } from './calendar.ts';
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
        <p>{withDaysNamed(reasons(assessment).join(' '))}</p>
        <p className="quiet">
          {words.verdict.inPolicyWords} {words.verdict.conclusions[conclusion]}. {words.verdict.limits}
          {isReading && ` ${words.verdict.stillReading}`}
        </p>
      </div>
      <div className="verdict-beside">
        <VerdictTag verdict={candidacy.verdict}>{candidacyWords[candidacy.verdict]}</VerdictTag>
        <p>{withDaysNamed(candidacy.because)}</p>
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

/** What is settled and what is open on the way to the determination, in the words of the criteria. */
export function reasons({ determination, gaps, decisive, facts }: Assessment): readonly string[] {
  const { verdict, results, therapy } = determination;
  const own = results.find(
    ({ criterion }) => 'therapies' in criterion && criterion.therapies?.some((each) => each === therapy),
  );
  // Before a therapy is known, what each criterion lacks says nothing yet.
  if (therapy === undefined && facts.request.therapy.value === undefined)
    return [facts.request.therapy.because];
  if (verdict !== 'unknown' || !own) return [(own ?? results[0])?.because ?? ''];
  const questions = new Set(decisive.flat());
  const open = gaps.filter(
    ({ blocks, question }) => blocks.length > 0 && (questions.size === 0 || questions.has(question)),
  );
  const waiting = new Set(open.flatMap(({ blocks }) => blocks));
  const settled = leaves(own, waiting).filter((leaf) => leaf.verdict === 'met');
  return [
    ...new Set([...settled.map(({ because }) => because), ...open.slice(0, 4).map(({ because }) => because)]),
  ];
}

/** The leaves of the criteria that wait for an answer. */
function leaves(
  result: CriterionResult,
  waiting: ReadonlySet<string>,
  isWaiting = false,
): readonly CriterionResult[] {
  const { criterion, of } = result;
  const here = isWaiting || (criterion.id !== undefined && waiting.has(criterion.id));
  return of.length === 0 ? (here ? [result] : []) : of.flatMap((each) => leaves(each, waiting, here));
}
