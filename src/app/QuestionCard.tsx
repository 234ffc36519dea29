import type { Question } from '../core/facts/answers.ts';
import type { Provenance } from '../core/facts/finding.ts';
import { AnswerButtons } from './AnswerButtons.tsx';
import { wordsOf } from './asking.ts';
import { Evidence } from './Evidence.tsx';
import { definitionFor, quotesFor } from './policy-words.ts';
import type { Judged } from './review.ts';
import { useStage } from './use-stage.ts';
import { therapyWords, words } from './words.ts';

/** One question with the policy's own sentence, what speaks for and against in the record, and the answers. */
export function QuestionCard({
  question,
  review,
  isNeeded,
}: {
  readonly question: Question;
  readonly review: Judged;
  readonly isNeeded: boolean;
}) {
  const { assessment, chartAlone } = review;
  const { asOf } = assessment.determination;
  const isOpen = useStage(({ edits }) => edits.every((edit) => edit.question !== question));
  const id = `ask-${question}`;
  const gap = chartAlone.gaps.find((each) => each.question === question);
  const definition = definitionFor(question, assessment);
  const { suggested } = { suggested: undefined, ...assessment.facts.request.therapy };
  return (
    <article className={`question ${isOpen && isNeeded ? 'question-open' : ''}`} aria-labelledby={id}>
      <h3 id={id}>{wordsOf(question)}</h3>
      {quotesFor(question, assessment).map(({ quote, section }) => (
        <blockquote key={section}>
          “{quote}” <cite>{section}</cite>
        </blockquote>
      ))}
      {definition && (
        <blockquote>
          “{definition.quote}” <cite>{definition.section}</cite>
        </blockquote>
      )}
      {question === 'therapy' && suggested && (
        <p className="small">
          {words.request.suggests} {therapyWords[suggested]}. {words.request.suggestsNote}
        </p>
      )}
      {gap && question !== 'therapy' && (
        <dl className="hints">
          <Hint label={words.decide.speaksFor} of={gap.support} asOf={asOf} />
          <Hint label={words.decide.speaksAgainst} of={gap.against} asOf={asOf} />
        </dl>
      )}
      <AnswerButtons question={question} labelledBy={id} />
      {!isNeeded && isOpen && <p className="quiet small">{words.decide.notNeeded}</p>}
    </article>
  );
}

function Hint({
  label,
  of,
  asOf,
}: {
  readonly label: string;
  readonly of: readonly Provenance[];
  readonly asOf: string;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{of.length > 0 ? <Evidence of={of} asOf={asOf} /> : words.decide.nothing}</dd>
    </div>
  );
}
