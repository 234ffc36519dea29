import type { AnswerValue, Question } from '../core/facts/answers.ts';
import { answer, leaveOpen, takeBack } from './answering.ts';
import { choicesOf } from './asking.ts';
import { momentInWords } from './calendar.ts';
import { handOverWords } from './hand-over-words.ts';
import { useNames } from './people.ts';
import { authorOf } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { capital, words } from './words.ts';

/**
 * One tap per answer, all of equal weight, none chosen beforehand. Pressing one's own answer takes it back.
 *
 * @param labelledBy id of the element that asks the question
 * @param hasNote false where what was answered is said beside it
 * @param charted what the record states, where it does: shown as in force until the clinician says otherwise
 */
export function AnswerButtons({
  question,
  labelledBy,
  charted,
  hasNote = true,
}: {
  readonly question: Question;
  readonly labelledBy: string;
  readonly charted?: AnswerValue | undefined;
  readonly hasNote?: boolean;
}) {
  const stage = useStageStore();
  const edit = useStage(({ edits }) => edits.find((each) => each.question === question));
  const user = useStage(authorOf);
  const nameOf = useNames();
  const isLeftOpen = useStage(({ leftOpen }) => leftOpen.includes(question));
  const choices = choicesOf(question) ?? [];
  const inForce = edit ? edit.value : isLeftOpen ? undefined : charted;
  return (
    <div className="answer-buttons">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would name the question a second time */}
      <div role="group" aria-labelledby={labelledBy} className="choices">
        {choices.map(([value, label]) => {
          const isOwn = edit?.value === value;
          return (
            <button
              key={label}
              type="button"
              aria-pressed={inForce === value}
              className={isOwn ? undefined : 'charted'}
              onClick={() => (isOwn ? takeBack(stage, question) : answer(stage, question, value))}
            >
              {label}
            </button>
          );
        })}
        {charted === undefined && (
          <button
            type="button"
            aria-pressed={isLeftOpen}
            onClick={() => (isLeftOpen ? takeBack(stage, question) : leaveOpen(stage, question))}
          >
            {words.answers.notSure}
          </button>
        )}
      </div>
      {hasNote && (edit || isLeftOpen) && (
        <p className="yours">
          {edit
            ? edit.by === user
              ? words.answers.yours(momentInWords(edit.at))
              : `${capital(handOverWords.answeredBy(nameOf(edit.by)))}, ${momentInWords(edit.at)}`
            : words.answers.leftOpen}{' '}
          <button type="button" className="link" onClick={() => takeBack(stage, question)}>
            {words.answers.takeBack}
          </button>
        </p>
      )}
    </div>
  );
}
