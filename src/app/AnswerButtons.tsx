import type { AnswerValue, Question } from '../core/facts/answers.ts';
import { answer, leaveOpen, takeBack } from './answering.ts';
import { dayInWords, timeInWords } from './calendar.ts';
import { questionWords } from './question-words.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

const yesNo: readonly (readonly [AnswerValue, string])[] = [
  [true, words.answers.yes],
  [false, words.answers.no],
];

/**
 * One tap per answer, all of equal weight, none chosen beforehand. Pressing the pressed one takes it back.
 *
 * @param labelledBy id of the element that asks the question
 */
export function AnswerButtons({
  question,
  labelledBy,
}: {
  readonly question: Question;
  readonly labelledBy: string;
}) {
  const stage = useStageStore();
  const edit = useStage(({ edits }) => edits.find((each) => each.question === question));
  const isLeftOpen = useStage(({ leftOpen }) => leftOpen.includes(question));
  const { choices = yesNo } = questionWords[question];
  return (
    <div className="answer-buttons">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would name the question a second time */}
      <div role="group" aria-labelledby={labelledBy} className="choices">
        {choices.map(([value, label]) => {
          const isChosen = edit?.value === value;
          return (
            <button
              key={label}
              type="button"
              aria-pressed={isChosen}
              onClick={() => (isChosen ? takeBack(stage, question) : answer(stage, question, value))}
            >
              {label}
            </button>
          );
        })}
        <button
          type="button"
          aria-pressed={isLeftOpen}
          onClick={() => (isLeftOpen ? takeBack(stage, question) : leaveOpen(stage, question))}
        >
          {words.answers.notSure}
        </button>
      </div>
      {(edit || isLeftOpen) && (
        <p className="yours">
          {edit
            ? words.answers.yours(`${dayInWords(edit.at)}, ${timeInWords(edit.at)}`)
            : words.answers.leftOpen}{' '}
          <button type="button" className="link" onClick={() => takeBack(stage, question)}>
            {words.answers.takeBack}
          </button>
        </p>
      )}
    </div>
  );
}
