import type { Assessment } from '../core/assess.ts';
import type { Question } from '../core/facts/answers.ts';
import { isWordy } from './asking.ts';
import { QuestionCard } from './QuestionCard.tsx';
import type { Judged } from './review.ts';
import { useStage } from './use-stage.ts';
import { words } from './words.ts';

/** The questions that decide, in their places: those answered stay where they were. */
export function DecisiveQuestions({
  review,
  isReading,
}: {
  readonly review: Judged;
  readonly isReading: boolean;
}) {
  const asked = useStage((stage) => stage.asked);
  const { assessment } = review;
  const isTherapyOpen = assessment.determination.therapy === undefined;
  const questions: readonly Question[] = isTherapyOpen ? ['therapy', ...asked] : asked;
  if (questions.length === 0 && !isReading) return null;
  const alternatives = alternativesOf(assessment);
  const isNeeded = (question: Question) =>
    question === 'therapy' || assessment.decisive.some((set) => set.includes(question));
  return (
    <section className="card decide" id="decide" tabIndex={-1} aria-labelledby="decide-heading">
      <header>
        <h2 id="decide-heading">{isTherapyOpen ? words.decide.first : headingOf(assessment)}</h2>
        <span className="quiet">{words.decide.note}</span>
      </header>
      {questions.length === 0 ? (
        <p className="quiet waiting">{words.decide.waiting}</p>
      ) : (
        <ul className="questions">
          {questions.map((question) => (
            <li key={question} className={isWordy(question) ? 'wide' : undefined}>
              <QuestionCard
                question={question}
                review={review}
                isNeeded={isNeeded(question)}
                orElse={alternatives.includes(question) ? alternatives : []}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** How the open questions hang together. */
export function headingOf(assessment: Assessment): string {
  const { decisive } = assessment;
  const [first] = decisive;
  if (!first) return words.decide.answered;
  if (decisive.length === 1) return first.length === 1 ? words.decide.one : words.decide.all;
  if (decisive.every((set) => set.length === 1)) return words.decide.each;
  return alternativesOf(assessment).length > 0 ? words.decide.all : words.decide.some;
}

/** Where all sets share their questions but one: the last ones, of which one is enough. */
function alternativesOf({ decisive }: Assessment): readonly Question[] {
  const [first = []] = decisive;
  const shared = first.filter((question) => decisive.every((set) => set.includes(question)));
  const isOneEach = decisive.every((set) => set.length === shared.length + 1);
  return decisive.length > 1 && shared.length > 0 && isOneEach
    ? [...new Set(decisive.flat())].filter((question) => !shared.includes(question))
    : [];
}
