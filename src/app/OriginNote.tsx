import type { Question } from '../core/facts/answers.ts';
import type { Answer, Beside } from '../core/form/draft.ts';
import type { Item } from '../core/form/questionnaire.ts';
import { nothing } from '../core/form/source.ts';
import { restore } from './answering.ts';
import { momentInWords, withDaysNamed } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { handOverWords } from './hand-over-words.ts';
import { useNames } from './people.ts';
import { Reason } from './Reason.tsx';
import { authorOf, type Part } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** Where an answer comes from: the chart, with its source; or the clinician, with the chart's value kept in sight. */
export function OriginNote({
  item,
  question,
  answers,
  beside,
  part,
  asOf,
}: {
  readonly item: Item;
  readonly question: Question | undefined;
  readonly answers: readonly Answer[];
  readonly beside: Beside | undefined;
  readonly part: Part;
  readonly asOf: string;
}) {
  const stage = useStageStore();
  const user = useStage(authorOf);
  const nameOf = useNames();
  const emptied = useStage(({ entries }) =>
    entries.find(({ linkId, values }) => linkId === item.linkId && values.length === 0),
  );
  const isEmptied = emptied !== undefined;
  const isLeftOpen = useStage(({ leftOpen }) => question !== undefined && leftOpen.includes(question));
  const [first] = answers;
  const giveBack = (label: string) => (
    <button type="button" className="link" onClick={() => restore(stage, item.linkId, question)}>
      {label}
    </button>
  );
  if (!first)
    return (
      <div className="origin">
        <span className={`tag ${isEmptied ? 'tag-neutral' : 'tag-unknown'}`}>
          {!emptied
            ? words.form.empty
            : emptied.by === user
              ? words.form.emptied
              : handOverWords.emptiedBy(nameOf(emptied.by))}
        </span>{' '}
        {isEmptied && giveBack(words.form.restore)}
        {isLeftOpen && <span className="quiet">{words.answers.leftOpen} </span>}
        {!isEmptied && beside && (
          <span className="quiet">
            {part === 'staff' && beside.because === nothing.because
              ? handOverWords.fromNotes
              : withDaysNamed(beside.because)}
          </span>
        )}
        {beside && <Evidence of={[...beside.from, ...beside.against]} asOf={asOf} />}
      </div>
    );
  if (first.origin === 'auto-client')
    return (
      <div className="origin">
        <span className="tag tag-chart">{words.form.fromChart}</span>
        <Evidence of={answers.flatMap(({ from }) => from)} asOf={asOf} />
      </div>
    );
  const { origin, at = '', author = user, replaces = [] } = first;
  return (
    <div className="origin">
      <span className="tag tag-yours">
        {author !== user
          ? handOverWords.answeredBy(nameOf(author))
          : origin === 'override'
            ? words.form.override
            : words.form.yours}
      </span>{' '}
      <span className="quiet">{momentInWords(at)}</span>{' '}
      {giveBack(origin === 'override' ? words.form.restore : words.form.undoAnswer)}
      {replaces.length > 0 && <Reason item={item} answer={first} />}
      <Evidence
        of={replaces.length > 0 ? replaces.flatMap(({ from }) => from) : (beside?.from ?? [])}
        asOf={asOf}
      />
    </div>
  );
}
