import { useState } from 'react';
import type { Draft } from '../core/form/draft.ts';
import { askedBy, type Item, isQuestionItem, questionItems } from '../core/form/questionnaire.ts';
import { dateOf } from '../core/form/sources.ts';
import { form, questionOf } from './asking.ts';
import { inField } from './entries.ts';
import { FormControl } from './FormControl.tsx';
import { Icon } from './Icon.tsx';
import { OriginNote } from './OriginNote.tsx';
import { words } from './words.ts';

/** The attestation is given where the form is completed, not among the answers. */
const elsewhere = 'attestation';

/** Items with a row of their own: the date of a result stands in the row of the result. */
export function hasOwnRow(item: Item): boolean {
  return (
    isQuestionItem(item) &&
    dateOf(askedBy(item) ?? '') === undefined &&
    !item.linkId.startsWith(`${elsewhere}.`)
  );
}

/** The payer's questionnaire: every item with its answer and where that comes from, each to be changed, none hidden. */
export function FormPanel({ draft, asOf }: { readonly draft: Draft; readonly asOf: string }) {
  // The rows that were empty when they were asked for: an answer does not make its row vanish.
  const [onlyThese, setOnlyThese] = useState<ReadonlySet<string>>();
  const rows = questionItems(form).filter((item) => hasOwnRow(item) && draft.enabled.has(item.linkId));
  const empty = rows.filter(({ linkId }) => draft.unanswered.includes(linkId));
  const shown = onlyThese ? rows.filter(({ linkId }) => onlyThese.has(linkId)) : rows;
  return (
    <section className="card form" aria-labelledby="form-heading" id="form">
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
            aria-pressed={onlyThese !== undefined}
            onClick={() => setOnlyThese(new Set(empty.map(({ linkId }) => linkId)))}
          >
            {words.form.needed(empty.length)}
          </button>
        </div>
      </header>
      {shown.length === 0 && <p className="quiet">{words.form.nothingNeeded}</p>}
      {form.item
        .filter(({ linkId }) => linkId !== elsewhere)
        .map((group) => (
          <Section key={group.linkId} group={group} rows={shown} draft={draft} asOf={asOf} />
        ))}
    </section>
  );
}

function Section({
  group,
  rows,
  draft,
  asOf,
}: {
  readonly group: Item;
  readonly rows: readonly Item[];
  readonly draft: Draft;
  readonly asOf: string;
}) {
  const own = rows.filter(({ linkId }) => linkId.startsWith(`${group.linkId}.`));
  if (own.length === 0) return null;
  const empty = own.filter(({ linkId }) => draft.unanswered.includes(linkId)).length;
  return (
    <details open className="section">
      <summary>
        <Icon name="chevron" />
        <h3>{group.text}</h3>
        <span className="quiet small">{words.form.answered(own.length - empty, own.length)}</span>
      </summary>
      {own.map((item) => (
        <Row key={item.linkId} item={item} draft={draft} asOf={asOf} />
      ))}
    </details>
  );
}

function Row({ item, draft, asOf }: { readonly item: Item; readonly draft: Draft; readonly asOf: string }) {
  const { linkId, text } = item;
  const question = questionOf(item);
  const answers = draft.answers.filter((each) => each.linkId === linkId);
  const date = draft.answers.find((each) => each.linkId === `${linkId}-date`)?.value;
  const labelledBy = `label-${linkId}`;
  return (
    <div className="row" id={`form-${question ?? linkId}`}>
      <span className="label" id={labelledBy}>
        {text}
      </span>
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
        asOf={asOf}
      />
    </div>
  );
}
