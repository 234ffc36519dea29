import * as z from 'zod/mini';
import { AnswerError, checkedEdit, type Edit, type Edits, isQuestion } from '../facts/answers.ts';
import type { Authored, SaidBy } from '../facts/finding.ts';
import { isLaboratoryId } from '../facts/laboratory.ts';
import { Coding, Quantity, Reference } from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import type { Entries, Entry } from './draft.ts';
import { checkedEntry, EntryError } from './entry.ts';
import { askedBy, canonicalOf, type Item, type Questionnaire, questionItems } from './questionnaire.ts';
import { extensionUrl } from './questionnaire-response.ts';
import { dateOf } from './sources.ts';
import type { Value } from './value.ts';

const Part = z.looseObject({
  url: z.string(),
  valueCode: z.optional(z.string()),
  valueString: z.optional(z.string()),
  valueDateTime: z.optional(z.string()),
  valueReference: z.optional(Reference),
  get extension(): z.ZodMiniOptional<z.ZodMiniArray<typeof Part>> {
    return z.optional(z.array(Part));
  },
});
type Part = z.infer<typeof Part>;
const StoredAnswer = z.looseObject({
  extension: z.optional(z.array(Part)),
  valueBoolean: z.optional(z.boolean()),
  valueInteger: z.optional(z.int()),
  valueDecimal: z.optional(z.number()),
  valueString: z.optional(z.string()),
  valueDate: z.optional(z.string()),
  valueCoding: z.optional(Coding),
  valueQuantity: z.optional(Quantity),
  valueReference: z.optional(Reference),
});
type StoredAnswer = z.infer<typeof StoredAnswer>;
const StoredItem = z.looseObject({
  linkId: z.string(),
  extension: z.optional(z.array(Part)),
  answer: z.optional(z.array(StoredAnswer)),
  get item(): z.ZodMiniOptional<z.ZodMiniArray<typeof StoredItem>> {
    return z.optional(z.array(StoredItem));
  },
});
type StoredItem = z.infer<typeof StoredItem>;
const StoredResponse = z.looseObject({
  resourceType: z.literal('QuestionnaireResponse'),
  questionnaire: z.string(),
  status: z.string(),
  subject: Reference,
  authored: z.optional(z.string()),
  item: z.optional(z.array(StoredItem)),
});

/** What people answered in a stored response; or why it cannot be gone on with. */
export type StoredAnswers =
  | {
      readonly status: 'read';
      readonly edits: Edits;
      readonly entries: Entries;
      /** Answers of people that could not be taken over, by linkId: to be shown, not lost in silence. */
      readonly lost: readonly { readonly linkId: string; readonly because: string }[];
    }
  | { readonly status: 'refused'; readonly because: string };

/**
 * Reads back what people answered. What was taken from the record is left: the record as it is now fills it anew.
 *
 * Refuses a response to another form or version, about another patient, or one that is no longer in progress: a completed one is never
 * used as answers again.
 */
export function answersFrom(
  response: unknown,
  { questionnaire, subject }: { readonly questionnaire: Questionnaire; readonly subject: string },
): StoredAnswers {
  const parsed = z.safeParse(StoredResponse, response);
  if (!parsed.success) return refused('it is no QuestionnaireResponse that can be read');
  const { data } = parsed;
  if (data.questionnaire !== canonicalOf(questionnaire))
    return refused('it answers another form, or another version of it');
  if (referenceKey(data.subject.reference) !== subject) return refused('it is about another patient');
  if (data.status !== 'in-progress') return refused('it is no longer in progress');
  const items = flat(data.item ?? []);
  const stored = new Map(items.map((item) => [item.linkId, item.answer ?? []]));
  const edits: Edit[] = [];
  const known = new Set(questionItems(questionnaire).map(({ linkId }) => linkId));
  const entries = items.flatMap((item) => (known.has(item.linkId) ? emptiedIn(item, data.authored) : []));
  const lost: { linkId: string; because: string }[] = [];
  for (const item of questionItems(questionnaire)) {
    const asked = askedBy(item) ?? '';
    const given = (stored.get(item.linkId) ?? []).filter((answer) => !isFromRecord(answer));
    const [first] = given;
    if (!first || dateOf(asked)) continue;
    try {
      const person = personBehind(first, item, data.authored);
      if (isQuestion(asked)) {
        const date = stored.get(`${item.linkId}-date`)?.[0]?.valueDate;
        const { by, at, ...because } = person;
        edits.push(checkedEdit(asked, editValue(asked, first, date), by, at, because));
      } else {
        const values = given.map((answer) => valueIn(answer, item));
        entries.push(checkedEntry(questionnaire, { linkId: item.linkId, values, ...person }));
      }
    } catch (error) {
      if (!(error instanceof AnswerError || error instanceof EntryError)) throw error;
      lost.push({ linkId: item.linkId, because: error.message });
    }
  }
  return { status: 'read', edits, entries, lost };
}

/** What stood in one item of a stored response. */
export interface StoredItemValues {
  readonly values: readonly Value[];
  readonly isByPerson: boolean;
}

/** Every value of a stored response by linkId, whoever gave it; what cannot be read is left out. For comparing, never for answering. */
export function storedValues(
  response: unknown,
  questionnaire: Questionnaire,
): ReadonlyMap<string, StoredItemValues> {
  const parsed = z.safeParse(StoredResponse, response);
  const items = parsed.success ? flat(parsed.data.item ?? []) : [];
  const stored = new Map(items.map((item) => [item.linkId, item.answer ?? []]));
  return new Map(
    questionItems(questionnaire).flatMap((item) => {
      const answers = stored.get(item.linkId) ?? [];
      if (answers.length === 0) return [];
      const values = answers.flatMap((answer) => readable(answer, item));
      return [[item.linkId, { values, isByPerson: answers.some((answer) => !isFromRecord(answer)) }]];
    }),
  );
}

function readable(answer: StoredAnswer, item: Item): readonly Value[] {
  const reference = answer.valueReference?.reference;
  if (reference !== undefined) return [{ kind: 'reference', reference }];
  try {
    return [valueIn(answer, item)];
  } catch (error) {
    if (error instanceof EntryError) return [];
    throw error;
  }
}

function refused(because: string): StoredAnswers {
  return { status: 'refused', because };
}

/** An item that a person emptied, as the entry that keeps it empty. */
function emptiedIn(
  { linkId, extension = [], answer = [] }: StoredItem,
  authored: string | undefined,
): Entry[] {
  const parts = extension.find(({ url }) => url === extensionUrl.emptied)?.extension ?? [];
  const { by, at = authored } = saidBy(parts);
  return by === undefined || at === undefined || answer.length > 0
    ? []
    : [{ linkId, values: [], by, at, ...reasonIn(parts, 'reason') }];
}

function flat(items: readonly StoredItem[]): readonly StoredItem[] {
  return items.flatMap((item) => [item, ...flat(item.item ?? [])]);
}

function originOf({ extension = [] }: StoredAnswer) {
  return extension.find(({ url }) => url === extensionUrl.origin)?.extension ?? [];
}

/** `auto`, `auto-client` or `auto-server`, by the version of DTR that wrote it. */
function isFromRecord(answer: StoredAnswer): boolean {
  return originOf(answer).some(({ url, valueCode }) => url === 'source' && valueCode?.startsWith('auto'));
}

/** Who gave an answer, and when; the time of storing where it does not say. */
function personBehind(answer: StoredAnswer, { linkId }: Item, authored: string | undefined): Authored {
  const { extension = [] } = answer;
  const author = originOf(answer).find(({ url }) => url === 'author')?.extension ?? [];
  const by = personIn(author, 'practitioner');
  const at = extension.find(({ url }) => url === extensionUrl.answered)?.valueDateTime ?? authored;
  if (by === undefined || at === undefined)
    throw new EntryError(`the answer to "${linkId}" does not say whose it is`);
  return { by, at, ...reasonIn(extension, extensionUrl.reason) };
}

/** Why an answer differs from the record, and who said so where that was another person. */
function reasonIn(parts: readonly Part[], place: string): Pick<Authored, 'reason' | 'explained'> {
  const reason = parts.find(({ url }) => url === place)?.valueString;
  if (reason === undefined) return {};
  const { by, at } = saidBy(parts.find(({ url }) => url === extensionUrl.explained)?.extension ?? []);
  return { reason, ...(by !== undefined && at !== undefined && { explained: { by, at } }) };
}

function saidBy(parts: readonly Part[]): { readonly [Key in keyof SaidBy]: SaidBy[Key] | undefined } {
  return { by: personIn(parts, 'by'), at: parts.find(({ url }) => url === 'at')?.valueDateTime };
}

/** A person by reference, else by name. */
function personIn(parts: readonly Part[], place: string): string | undefined {
  const person = parts.find(({ url }) => url === place)?.valueReference;
  return person?.reference ?? person?.display;
}

/** An answer as the judgement takes it: our codes, plain numbers, and results with unit and date. */
function editValue(asked: string, answer: StoredAnswer, date: string | undefined): unknown {
  const { valueBoolean, valueInteger, valueString, valueDate, valueCoding, valueQuantity, valueReference } =
    answer;
  if (isLaboratoryId(asked)) {
    const { value, code, unit = '' } = valueQuantity ?? {};
    return { value, unit: code ?? unit, date };
  }
  if (valueQuantity)
    return valueQuantity.code === 'mm' ? (valueQuantity.value ?? 0) / 10 : valueQuantity.value;
  return (
    valueBoolean ?? valueInteger ?? valueString ?? valueDate ?? valueCoding?.code ?? valueReference?.reference
  );
}

function valueIn(answer: StoredAnswer, { linkId }: Item): Value {
  const { valueBoolean, valueInteger, valueDecimal, valueString, valueDate, valueCoding, valueQuantity } =
    answer;
  if (valueBoolean !== undefined) return { kind: 'boolean', value: valueBoolean };
  if (valueInteger !== undefined) return { kind: 'integer', value: valueInteger };
  if (valueDecimal !== undefined) return { kind: 'decimal', value: valueDecimal };
  if (valueString !== undefined) return { kind: 'string', value: valueString };
  if (valueDate !== undefined) return { kind: 'date', value: valueDate };
  if (valueCoding?.system !== undefined && valueCoding.code !== undefined) {
    const { system, code, display = code } = valueCoding;
    return { kind: 'coding', system, code, display };
  }
  if (valueQuantity?.value !== undefined && valueQuantity.comparator === undefined) {
    const { value, unit = '', system, code } = valueQuantity;
    return {
      kind: 'quantity',
      value,
      unit,
      ...(system !== undefined && { system }),
      ...(code !== undefined && { code }),
    };
  }
  throw new EntryError(`the answer to "${linkId}" has no value that can be read`);
}
