import type { Draft } from './draft.ts';
import { askedBy, type Questionnaire, questionItems } from './questionnaire.ts';
import { dateOf } from './sources.ts';
import { type StoredItemValues, storedValues } from './stored-answers.ts';
import { inWords, type Value } from './value.ts';

/** One item of which the chart says something else than it did, or than a person answered. */
export interface ChangedItem {
  readonly linkId: string;
  readonly text: string;
  /** `chart`: the chart filled it otherwise when the draft was stored. `answer`: a person answered it, and the chart disagrees now. */
  readonly what: 'chart' | 'answer';
  /** What stands in the draft; empty where it had no answer. */
  readonly was: readonly string[];
  /** What the chart says now; empty where it says nothing any more. */
  readonly now: readonly string[];
}

/** Puts what the chart says now beside a stored draft. Nothing is decided by it: answers of people stand until they change them. */
export function changesSince(
  stored: unknown,
  draft: Draft,
  questionnaire: Questionnaire,
): readonly ChangedItem[] {
  const before = storedValues(stored, questionnaire);
  return questionItems(questionnaire).flatMap((item): readonly ChangedItem[] => {
    const { linkId, text } = item;
    if (dateOf(askedBy(item) ?? '') !== undefined) return [];
    // What is left empty on purpose, or is not asked any more, says nothing about the chart.
    if (draft.emptied.has(linkId) || !draft.enabled.has(linkId)) return [];
    const stood = before.get(linkId);
    const answers = draft.answers.filter((answer) => answer.linkId === linkId);
    const isByPerson = answers.some(({ origin }) => origin !== 'auto-client');
    if (isByPerson) {
      const said = answers.map(({ value }) => inWords(value));
      const now = answers[0]?.replaces?.map(({ value }) => inWords(value)) ?? [];
      return now.length > 0 && !same(said, now) ? [{ linkId, text, what: 'answer', was: said, now }] : [];
    }
    if (stood?.isByPerson) return [];
    const dated = (values: readonly Value[], date: Value | undefined) =>
      values.map((value) => (date ? `${inWords(value)}, ${inWords(date)}` : inWords(value)));
    const was = dated(stood?.values ?? [], storedDate(before, linkId));
    const date = draft.answers.find((answer) => answer.linkId === `${linkId}-date`)?.value;
    const now = dated(
      answers.map(({ value }) => value),
      date,
    );
    return same(was, now) ? [] : [{ linkId, text, what: 'chart', was, now }];
  });
}

function storedDate(before: ReadonlyMap<string, StoredItemValues>, linkId: string): Value | undefined {
  return before.get(`${linkId}-date`)?.values[0];
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted());
}
