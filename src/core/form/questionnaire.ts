import * as z from 'zod/mini';

/** Our own code systems: what is asked, and the answers to choose from. Public interface. */
export const codeSystem = {
  question: 'https://hepauth.example/fhir/CodeSystem/question',
  answer: 'https://hepauth.example/fhir/CodeSystem/answer',
} as const;

const core = 'http://hl7.org/fhir/StructureDefinition/';
const Coding = z.strictObject({ system: z.string(), code: z.string(), display: z.optional(z.string()) });
const Option = z.strictObject({ system: z.string(), code: z.string(), display: z.string() });
export type Option = z.infer<typeof Option>;

const Extension = z.discriminatedUnion('url', [
  z.strictObject({ url: z.literal(`${core}questionnaire-unitOption`), valueCoding: Option }),
  z.strictObject({ url: z.literal(`${core}questionnaire-referenceResource`), valueCode: z.string() }),
  z.strictObject({ url: z.literal(`${core}minValue`), valueInteger: z.int() }),
  z.strictObject({ url: z.literal(`${core}maxValue`), valueInteger: z.int() }),
]);

const answerKinds = {
  answerBoolean: z.optional(z.boolean()),
  answerCoding: z.optional(Coding),
  answerInteger: z.optional(z.int()),
  answerDecimal: z.optional(z.number()),
  answerDate: z.optional(z.iso.date()),
};

export const EnableWhen = z
  .strictObject({
    question: z.string(),
    operator: z.enum(['exists', '=', '!=', '>', '<', '>=', '<=']),
    ...answerKinds,
  })
  .check(
    z.refine(
      (when) => Object.keys(answerKinds).filter((kind) => kind in when).length === 1,
      'expected exactly one answer[x]',
    ),
    z.refine(
      (when) => when.operator !== 'exists' || when.answerBoolean !== undefined,
      'exists expects answerBoolean',
    ),
  );
export type EnableWhen = z.infer<typeof EnableWhen>;

export const ItemType = z.enum([
  'group',
  'display',
  'boolean',
  'integer',
  'decimal',
  'date',
  'string',
  'text',
  'choice',
  'open-choice',
  'quantity',
  'reference',
]);
export type ItemType = z.infer<typeof ItemType>;

const Item = z.strictObject({
  extension: z.optional(z.array(Extension)),
  linkId: z.string().check(z.regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/)),
  code: z.optional(z.array(Coding).check(z.minLength(1))),
  text: z.string().check(z.minLength(1)),
  type: ItemType,
  enableWhen: z.optional(z.array(EnableWhen).check(z.minLength(1))),
  enableBehavior: z.optional(z.enum(['all', 'any'])),
  required: z.optional(z.boolean()),
  repeats: z.optional(z.boolean()),
  maxLength: z.optional(z.int()),
  answerValueSet: z.optional(z.string()),
  answerOption: z.optional(z.array(z.strictObject({ valueCoding: Option })).check(z.minLength(1))),
  get item(): z.ZodMiniOptional<z.ZodMiniArray<typeof Item>> {
    return z.optional(z.array(Item));
  },
});
export type Item = z.infer<typeof Item>;

/**
 * The part of a FHIR R4 Questionnaire that our forms use; strict, so that a misspelt key is an error. No hidden and no
 * read-only item can be written in it: whatever is pre-filled is seen and can be changed.
 *
 * @see https://hl7.org/fhir/R4/questionnaire.html, and the profile dtr-std-questionnaire of Da Vinci DTR 2.2.0
 */
export const Questionnaire = z.strictObject({
  resourceType: z.literal('Questionnaire'),
  id: z.string(),
  meta: z.strictObject({ profile: z.array(z.string()) }),
  text: z.strictObject({ status: z.enum(['generated', 'additional']), div: z.string() }),
  url: z.string().check(z.startsWith('https://')),
  version: z.string().check(z.regex(/^\d+\.\d+\.\d+$/)),
  name: z.string(),
  title: z.string(),
  status: z.enum(['draft', 'active', 'retired']),
  subjectType: z.tuple([z.literal('Patient')]),
  date: z.iso.date(),
  publisher: z.string(),
  description: z.string(),
  copyright: z.string(),
  effectivePeriod: z.strictObject({ start: z.iso.date(), end: z.optional(z.iso.date()) }),
  item: z.array(Item).check(z.minLength(1)),
});
export type Questionnaire = z.infer<typeof Questionnaire>;

/** `canonical|version`: what a response names, always with the version. */
export function canonicalOf({ url, version }: Questionnaire): string {
  return `${url}|${version}`;
}

/** Every item, depth first, in the order of the form. */
export function allItems(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item) => [item, ...allItems(item.item ?? [])]);
}

/** Every item that takes an answer. */
export function questionItems({ item }: Questionnaire): readonly Item[] {
  return allItems(item).filter(isQuestionItem);
}

/** Whether an item takes an answer: groups and displays do not. */
export function isQuestionItem({ type }: Item): boolean {
  return type !== 'group' && type !== 'display';
}

/** What an item asks, in our own code system; undefined for groups and displays. */
export function askedBy({ code = [] }: Item): string | undefined {
  return code.find(({ system }) => system === codeSystem.question)?.code;
}

/** The units that a quantity may be given in, UCUM; the first is the one to offer. */
export function unitsOf({ extension = [] }: Item): readonly Option[] {
  return extension.flatMap((each) => ('valueCoding' in each ? [each.valueCoding] : []));
}

/** Lowest and highest whole number that an item takes. */
export function limitsOf({ extension = [] }: Item): { readonly low?: number; readonly high?: number } {
  const limit = (url: string) =>
    extension.flatMap((each) => ('valueInteger' in each && each.url === url ? [each.valueInteger] : []))[0];
  const [low, high] = [limit(`${core}minValue`), limit(`${core}maxValue`)];
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
}
