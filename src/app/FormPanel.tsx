import { useEffect, useState } from 'react';
import type { Draft } from '../core/form/draft.ts';
import { type Item, questionItems } from '../core/form/questionnaire.ts';
import { form, questionOf } from './asking.ts';
import { inField } from './entries.ts';
import { FormControl } from './FormControl.tsx';
import { HandOver } from './HandOver.tsx';
import { handOverWords } from './hand-over-words.ts';
import { Icon } from './Icon.tsx';
import { OriginNote } from './OriginNote.tsx';
import { partOf } from './parts.ts';
import type { Judged } from './review.ts';
import { hasOwnRow } from './rows.ts';
import { type Part, workingAs } from './stage.ts';
import { useStage } from './use-stage.ts';
import { words } from './words.ts';

/** The payer's questionnaire: every item with its answer and where that comes from, each to be changed, none hidden. */
export function FormPanel({ review }: { readonly review: Judged }) {
  const { draft } = review;
  const { asOf } = review.assessment.determination;
  const user = useStage(workingAs);
  const asked = useStage((stage) => stage.asked);
  const edits = useStage((stage) => stage.edits);
  const partOfItem = partOf({ asked, edits }, review);
  // The rows as they were when they were asked for: an answer does not make its row vanish.
  const [onlyThese, setOnlyThese] = useState<{
    readonly of: 'empty' | 'mine';
    readonly rows: ReadonlySet<string>;
  }>();
  useEffect(() => {
    addEventListener('hashchange', openTarget);
    return () => removeEventListener('hashchange', openTarget);
  }, []);
  const rows = questionItems(form).filter((item) => hasOwnRow(item) && draft.enabled.has(item.linkId));
  const empty = rows.filter(({ linkId }) => draft.unanswered.includes(linkId));
  const mine = rows.filter((item) => partOfItem(item) === user);
  const shown = onlyThese ? rows.filter(({ linkId }) => onlyThese.rows.has(linkId)) : rows;
  const narrow = (of: 'empty' | 'mine', to: readonly Item[]) =>
    setOnlyThese({ of, rows: new Set(to.map(({ linkId }) => linkId)) });
  return (
    <section className="card form" id="form" tabIndex={-1} aria-labelledby="form-heading">
      <header>
        <h2 id="form-heading">{words.form.label}</h2>
        <span className="quiet">{words.form.answered(rows.length - empty.length, rows.length)}</span>
        {/* biome-ignore lint/a11y/useSemanticElements: two buttons that switch a view are no fieldset */}
        <div className="filter" role="group" aria-label={words.form.show}>
          <button type="button" aria-pressed={!onlyThese} onClick={() => setOnlyThese(undefined)}>
            {words.form.all(rows.length)}
          </button>
          <button
            type="button"
            aria-pressed={onlyThese?.of === 'empty'}
            onClick={() => narrow('empty', empty)}
          >
            {words.form.needed(empty.length)}
          </button>
          <button type="button" aria-pressed={onlyThese?.of === 'mine'} onClick={() => narrow('mine', mine)}>
            {handOverWords.mine(mine.length)}
          </button>
        </div>
      </header>
      <HandOver review={review} />
      {shown.length === 0 && <p className="quiet">{words.form.nothingNeeded}</p>}
      {form.item.map((group) => (
        <Section
          key={group.linkId}
          group={group}
          rows={shown}
          draft={draft}
          asOf={asOf}
          partOfItem={partOfItem}
          isNarrowed={onlyThese !== undefined}
        />
      ))}
    </section>
  );
}

/** A link to an item opens the section that it lies in; not every browser does that by itself. */
function openTarget(): void {
  const target = document.getElementById(location.hash.slice(1));
  const section = target?.closest('details');
  if (!section || section.open) return;
  section.open = true;
  target?.scrollIntoView();
}

/** One group of the form, folded under its count unless something in it decides and is open. */
function Section({
  group,
  rows,
  draft,
  asOf,
  partOfItem,
  isNarrowed,
}: {
  readonly group: Item;
  readonly rows: readonly Item[];
  readonly draft: Draft;
  readonly asOf: string;
  readonly partOfItem: (item: Item) => Part;
  /** Only some rows are wanted: they are not hidden a second time. */
  readonly isNarrowed: boolean;
}) {
  const own = rows.filter(({ linkId }) => linkId.startsWith(`${group.linkId}.`));
  const empty = own.filter(({ linkId }) => draft.unanswered.includes(linkId));
  const decisive = useStage(({ asked }) => asked);
  const isDeciding = empty.some((item) => {
    const question = questionOf(item);
    return item.required === true || (question !== undefined && decisive.includes(question));
  });
  // A section that a person opened or closed stays so, whatever is answered.
  const [chosen, setChosen] = useState<boolean>();
  const isOpen = isNarrowed || (chosen ?? isDeciding);
  if (own.length === 0) return null;
  return (
    <details
      open={isOpen}
      className="section"
      onToggle={({ currentTarget }) => currentTarget.open !== isOpen && setChosen(currentTarget.open)}
    >
      <summary>
        <Icon name="chevron" />
        <h3>{group.text}</h3>
        <span className="quiet small">{words.form.answered(own.length - empty.length, own.length)}</span>
        {isDeciding && <span className="tag tag-unknown">{words.form.deciding}</span>}
      </summary>
      {own.map((item) => (
        <Row key={item.linkId} item={item} draft={draft} asOf={asOf} part={partOfItem(item)} />
      ))}
    </details>
  );
}

function Row({
  item,
  draft,
  asOf,
  part,
}: {
  readonly item: Item;
  readonly draft: Draft;
  readonly asOf: string;
  readonly part: Part;
}) {
  const { linkId, text } = item;
  const question = questionOf(item);
  const answers = draft.answers.filter((each) => each.linkId === linkId);
  const date = draft.answers.find((each) => each.linkId === `${linkId}-date`)?.value;
  const labelledBy = `label-${linkId}`;
  return (
    <div className="row" id={`form-${question ?? linkId}`}>
      <div className="label">
        <span id={labelledBy}>{text}</span>
        <span className={`part part-${part}`}>{handOverWords.tags[part]}</span>
      </div>
      <FormControl
        item={item}
        question={question}
        answers={answers}
        date={date ? inField(date) : undefined}
        labelledBy={labelledBy}
      />
      <OriginNote
        item={item}
        question={question}
        answers={answers}
        beside={draft.beside.find((each) => each.linkId === linkId)}
        part={part}
        asOf={asOf}
      />
    </div>
  );
}
