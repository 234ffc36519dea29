import { isQuestion } from '../facts/answers.ts';
import { dateSpan } from '../fhir/date-span.ts';
import type { Entry } from './draft.ts';
import {
  askedBy,
  type Item,
  type ItemType,
  limitsOf,
  type Questionnaire,
  questionItems,
} from './questionnaire.ts';
import { dateOf } from './sources.ts';
import { fhirText, type Value } from './value.ts';

/** An entry does not fit its item. The message names the item, never the value. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

const kindsOf = {
  group: [],
  display: [],
  boolean: ['boolean'],
  integer: ['integer'],
  decimal: ['decimal', 'integer'],
  date: ['date'],
  string: ['string'],
  text: ['string'],
  choice: ['coding'],
  'open-choice': ['coding', 'string'],
  quantity: ['quantity'],
  reference: ['reference'],
} as const satisfies Readonly<Record<ItemType, readonly Value['kind'][]>>;

/**
 * Checks one entry from outside. Without values it empties its item.
 *
 * @throws EntryError when the item is unknown, is a question of the judgement (whose answer is an edit), or takes no such value
 */
export function checkedEntry(questionnaire: Questionnaire, entry: Entry): Entry {
  const item = questionItems(questionnaire).find(({ linkId }) => linkId === entry.linkId);
  if (!item) throw new EntryError(`unknown item "${entry.linkId}"`);
  if (entry.values.length === 0) return entry;
  const asked = askedBy(item) ?? '';
  if (isQuestion(asked) || dateOf(asked)) throw new EntryError(`"${entry.linkId}" is answered by a question`);
  if (entry.values.length > 1 && !item.repeats) throw new EntryError(`"${entry.linkId}" takes one value`);
  if (!entry.values.every((value) => fits(value, item)))
    throw new EntryError(`the answer to "${entry.linkId}" has the wrong type`);
  return entry;
}

function fits(value: Value, item: Item): boolean {
  const kinds: readonly string[] = kindsOf[item.type];
  if (!kinds.includes(value.kind)) return false;
  switch (value.kind) {
    case 'string':
      return fhirText(value.value) === value.value && value.value.length <= (item.maxLength ?? 10_000);
    case 'date':
      return dateSpan(value.value) !== undefined && value.value.length <= 10;
    case 'integer': {
      const { low = 0, high = 2_147_483_647 } = limitsOf(item);
      return Number.isInteger(value.value) && value.value >= low && value.value <= high;
    }
    case 'coding': {
      const options = item.answerOption ?? [];
      return (
        options.length === 0 ||
        options.some(({ valueCoding: { system, code } }) => system === value.system && code === value.code)
      );
    }
    default:
      return true;
  }
}
