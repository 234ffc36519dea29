import type { Question } from '../core/facts/answers.ts';
import type { Provenance } from '../core/facts/finding.ts';
import { AnswerButtons } from './AnswerButtons.tsx';
import { wordsOf } from './asking.ts';
import { Evidence } from './Evidence.tsx';
import { Icon } from './Icon.tsx';
import { definitionFor, type PolicyQuote, quotesFor } from './policy-words.ts';
import type { Judged } from './review.ts';
import { useStage } from './use-stage.ts';
import { therapyWords, words } from './words.ts';

/** One question with the policy's own sentence, what speaks for and against in the record, and the answers. */
export function QuestionCard({
  question,
  review,
  isNeeded,
  orElse,
}: {
  readonly question: Question;
  readonly review: Judged;
  readonly isNeeded: boolean;
  /** Questions of which one is enough, this one among them. */
  readonly orElse: readonly Question[];
}) {
  const { assessment, chartAlone } = review;
  const { asOf } = assessment.determination;
  const isOpen = useStage(({ edits }) => edits.every((edit) => edit.question !== question));
  const id = `ask-${question}`;
  const gap = chartAlone.gaps.find((each) => each.question === question);
  const quotes = quotesFor(question, assessment);
  const [first, ...others] = quotes;
  const definition = definitionFor(question, assessment, quotes);
  const { suggested } = { suggested: undefined, ...assessment.facts.request.therapy };
  return (
    <article className={`question ${isOpen && isNeeded ? 'question-open' : ''}`} aria-labelledby={id}>
      <h3 id={id}>{wordsOf(question)}</h3>
      {first && <Quote of={first} />}
      {definition && <Quote of={definition} />}
      {others.length > 0 && (
        <details className="small">
          <summary>
            <Icon name="chevron" />
            {words.decide.alsoIn(others.map(({ section }) => section))}
          </summary>
          {others.map((other) => (
            <Quote key={other.section} of={other} />
          ))}
        </details>
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
      {isOpen && orElse.length > 1 && (
        <p className="quiet small">
          {words.decide.enough}{' '}
          {orElse
            .filter((each) => each !== question)
            .map(wordsOf)
            .join(` ${words.decide.or} `)}
        </p>
      )}
      {!isNeeded && isOpen && <p className="quiet small">{words.decide.notNeeded}</p>}
    </article>
  );
}

function Quote({ of: { quote, section } }: { readonly of: PolicyQuote }) {
  return (
    <blockquote>
      “{quote}” <cite>{section}</cite>
    </blockquote>
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
