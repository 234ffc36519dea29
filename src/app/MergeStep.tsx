import { useEffect, useRef, useState } from 'react';
import { choicesOf } from './asking.ts';
import { dayInWords, momentInWords } from './calendar.ts';
import { valueInWords } from './entries.ts';
import { handOverWords } from './hand-over-words.ts';
import { Icon } from './Icon.tsx';
import { comparison, type Difference, isAttesting, merge, merged, type Said, type Side } from './merging.ts';
import { orderInWords } from './OrderLine.tsx';
import { orderWords } from './order-words.ts';
import { useNames } from './people.ts';
import { save } from './saving.ts';
import { authorOf } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

const { merge: said } = handOverWords;

/** Two people changed one form: every answer that differs side by side, one to be chosen, nothing chosen where both changed it. */
export function MergeStep() {
  const stage = useStageStore();
  const saving = useStage((now) => now.saving);
  const compared = comparison(stage.getState());
  const differences = compared?.status === 'comparable' ? compared.differences : [];
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(() => settled(differences));
  const [isTried, setTried] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isJoining = useStage(({ joining }) => joining !== undefined);
  const back = () => stage.setState({ step: 'work', joining: undefined });
  // What was attested has changed, and what is joined has yet to be looked at: nothing is stored with the same click.
  const isOnward = isJoining || isAttesting(saving);
  const isOpen = differences.some(({ linkId }) => !choices.has(linkId));
  const store = (): void => {
    setTried(true);
    if (compared?.status !== 'comparable' || isOpen) return;
    merge(stage, compared, choices);
    if (!isOnward) void save(stage);
  };
  const nameOf = useNames();
  if (compared?.status !== 'comparable') return null;
  const { fallen } = merged(stage.getState(), compared, choices);
  return (
    <>
      <main className="page merging" id="main" tabIndex={-1}>
        <section className="card" aria-labelledby="merge-heading">
          <header>
            <h1 id="merge-heading" ref={heading} tabIndex={-1}>
              {said.title}
            </h1>
            <button type="button" onClick={back}>
              {said.back}
            </button>
          </header>
          <p>{differences.length === 0 ? said.same : isJoining ? said.joining : said.intro}</p>
          {compared.lost > 0 && <p className="problem">{said.lost(compared.lost)}</p>}
          {differences.map((difference) => (
            <Choice
              key={difference.linkId}
              difference={difference}
              chosen={choices.get(difference.linkId)}
              onChosen={(side) => setChoices(new Map(choices).set(difference.linkId, side))}
            />
          ))}
        </section>
      </main>
      <footer className="bar">
        {fallen && (
          <div role="status" className="outcome outcome-note">
            <Icon name="warning" />
            <p>{handOverWords.falls(nameOf(fallen.by), fallen.because)}</p>
          </div>
        )}
        {isTried && isOpen && (
          <div role="alert" className="outcome outcome-bad">
            <Icon name="warning" />
            <p>{said.missing}</p>
          </div>
        )}
        <div className="bar-line">
          <p className="quiet small" />
          <button type="button" onClick={back}>
            {said.back}
          </button>
          <button type="button" className="main" onClick={store}>
            {isOnward ? said.onward : said.store}
          </button>
        </div>
      </footer>
    </>
  );
}

/** Where one side alone changed an answer, that one is proposed. */
function settled(differences: readonly Difference[]): ReadonlyMap<string, Side> {
  return new Map(
    differences.flatMap(({ linkId, changed }) => (changed === 'both' ? [] : [[linkId, changed] as const])),
  );
}

function Choice({
  difference: { linkId, text, mine, theirs, changed },
  chosen,
  onChosen,
}: {
  readonly difference: Difference;
  readonly chosen: Side | undefined;
  readonly onChosen: (side: Side) => void;
}) {
  const side = (name: Side, of: Said | undefined) => (
    <label className="side">
      <input
        type="radio"
        name={`merge-${linkId}`}
        checked={chosen === name}
        onChange={() => onChosen(name)}
      />
      <span className="side-name">{said[name]}</span>{' '}
      <span className="side-value">{of ? <InWords of={of} /> : said.none}</span>{' '}
      {of && !('order' in of) && of.reason !== undefined && <span className="small">{of.reason}</span>}{' '}
      {of && !('order' in of) && <Author of={of} />}
    </label>
  );
  return (
    <fieldset className="difference">
      <legend>
        {text}{' '}
        <span className={`tag ${changed === 'both' ? 'tag-unknown' : 'tag-neutral'}`}>
          {changed === 'both' ? said.both : changed === 'mine' ? said.onlyMine : said.onlyTheirs}
        </span>
      </legend>
      {side('mine', mine)}
      {side('theirs', theirs)}
    </fieldset>
  );
}

function Author({ of: { by, at } }: { readonly of: Exclude<Said, { readonly order: string }> }) {
  const nameOf = useNames();
  const isOwn = useStage(authorOf) === by;
  const who = isOwn ? words.form.yours : nameOf(by);
  return (
    <span className="quiet small">
      {who}, {momentInWords(at)}
    </span>
  );
}

/** An answer, or an order as people tell it from another. */
function InWords({ of }: { readonly of: Said }) {
  const orders = useStage(({ review }) => review?.record.orders);
  if (!('order' in of)) return inWords(of);
  const order = orders?.find(({ id }) => `ServiceRequest/${id}` === of.order);
  return order ? orderInWords(order) : orderWords.noneMeant;
}

/** An answer in words: what it is chosen by, its number with unit and date, or its text. */
function inWords(of: Exclude<Said, { readonly order: string }>): string {
  if (!('question' in of))
    return of.values.length === 0 ? said.emptied : of.values.map(valueInWords).join('; ');
  const { question, value } = of;
  const label = choicesOf(question)?.find(([each]) => each === value)?.[1];
  if (label !== undefined) return label;
  if (typeof value === 'object') return `${value.value} ${value.unit}, ${dayInWords(value.date)}`;
  return question === 'planned-date' ? dayInWords(String(value)) : String(value);
}
