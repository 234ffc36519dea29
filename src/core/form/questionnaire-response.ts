import type { Authored, SaidBy } from '../facts/finding.ts';
import { dateSpan } from '../fhir/date-span.ts';
import { literalReference } from '../fhir/reference.ts';
import type { Answer, Draft } from './draft.ts';
import { canonicalOf, type Item, type Questionnaire } from './questionnaire.ts';
import { type FhirValue, fhirText, inFhir } from './value.ts';

const dtr = 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/';

/** Extensions that a response of ours carries. Public interface. */
export const extensionUrl = {
  coverage: `${dtr}qr-coverage`,
  context: `${dtr}qr-context`,
  intendedUse: `${dtr}intendedUse`,
  origin: `${dtr}information-origin`,
  display: 'http://hl7.org/fhir/StructureDefinition/display',
  /** When a person gave an answer: ours, since DTR keeps who and how, but not when. */
  answered: 'https://hepauth.example/fhir/StructureDefinition/answered',
  /** What the record says where a person's answer differs: value, unit, date and source, in words; one for each value. Ours. */
  original: 'https://hepauth.example/fhir/StructureDefinition/override-original',
  /** Why a person's answer differs from what the record says, in that person's words: neither DTR nor SDC has a place for it. Ours. */
  reason: 'https://hepauth.example/fhir/StructureDefinition/override-reason',
  /** Who gave that reason, and when, where it is not the one who answered. Ours. */
  explained: 'https://hepauth.example/fhir/StructureDefinition/override-reason-by',
  /** On an item without an answer: a person emptied it, so that the record must not fill it again. Ours. */
  emptied: 'https://hepauth.example/fhir/StructureDefinition/emptied',
} as const;

interface Reference {
  readonly reference?: string;
  readonly display?: string;
}
type Extension = { readonly url: string } & (
  | { readonly extension: readonly Extension[] }
  | { readonly valueReference: Reference }
  | { readonly valueCode: string }
  | { readonly valueString: string }
  | { readonly valueDateTime: string }
  | { readonly valueCodeableConcept: { readonly coding: readonly { system: string; code: string }[] } }
);
export type ResponseAnswer = FhirValue & { readonly extension: readonly Extension[] };
export interface ResponseItem {
  readonly linkId: string;
  readonly extension?: readonly Extension[];
  readonly text: string;
  readonly answer?: readonly ResponseAnswer[];
  readonly item?: readonly ResponseItem[];
}

/** `amended`: changed after it was completed; `stopped`: the form has run out before it was completed. */
export type ResponseStatus = 'in-progress' | 'completed' | 'amended' | 'stopped';

/** A FHIR R4 QuestionnaireResponse as DTR 2.2.0 wants it. */
export interface QuestionnaireResponse {
  readonly resourceType: 'QuestionnaireResponse';
  readonly meta: { readonly profile: readonly string[] };
  readonly extension: readonly Extension[];
  readonly identifier?: { readonly system: string; readonly value: string };
  readonly questionnaire: string;
  readonly _questionnaire: { readonly extension: readonly Extension[] };
  readonly status: ResponseStatus;
  readonly subject: Reference;
  readonly authored: string;
  readonly author?: Reference;
  readonly source?: Reference;
  readonly item?: readonly ResponseItem[];
}

export interface ResponseOptions {
  /** FHIR dateTime: the time of storing, or the day of the assessment. */
  readonly authored: string;
  /** Reference to the practitioner whose form it is. */
  readonly author?: string | undefined;
  readonly status?: ResponseStatus;
  /** Ours, given when it is stored. */
  readonly identifier?: { readonly system: string; readonly value: string };
}

/**
 * The draft as a QuestionnaireResponse: enabled items only, in the order of the form; every answer says where it comes from, and who
 * stands for it where a person does. Without a coverage it carries no qr-coverage, which the profile asks for: staff still have to choose one.
 *
 * @throws TypeError when the draft is of another form
 * @see http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-questionnaireresponse
 */
export function questionnaireResponse(
  draft: Draft,
  questionnaire: Questionnaire,
  { authored, author, status = 'in-progress', identifier }: ResponseOptions,
): QuestionnaireResponse {
  if (draft.questionnaire !== canonicalOf(questionnaire)) throw new TypeError('the draft is of another form');
  const answers = new Map<string, Answer[]>();
  for (const answer of draft.answers) {
    const others = answers.get(answer.linkId);
    if (others) others.push(answer);
    else answers.set(answer.linkId, [answer]);
  }
  const item = questionnaire.item.flatMap((each) => responseItem(each, answers, draft));
  const people = new Set(draft.answers.flatMap((answer) => answer.author ?? []));
  const [only, second] = people;
  return {
    resourceType: 'QuestionnaireResponse',
    meta: { profile: [`${dtr}dtr-questionnaireresponse`] },
    extension: contextOf(draft),
    ...(identifier && { identifier }),
    questionnaire: draft.questionnaire,
    _questionnaire: { extension: [{ url: extensionUrl.display, valueString: questionnaire.title }] },
    status,
    subject: { reference: draft.subject },
    authored,
    ...(author !== undefined && { author: person(author, mayStore) }),
    ...(only !== undefined && second === undefined && { source: person(only, maySay) }),
    ...(item.length > 0 && { item }),
  };
}

/** The coverage, the orders, and what it is for: a prior authorization. */
function contextOf({ orders, answers }: Draft): readonly Extension[] {
  const coverages = answers.flatMap(({ value }) =>
    value.kind === 'reference' && value.reference.startsWith('Coverage/') ? [value.reference] : [],
  );
  const system = 'http://hl7.org/fhir/us/davinci-crd/CodeSystem/coverage-information-codes';
  return [
    ...coverages.map((reference) => ({ url: extensionUrl.coverage, valueReference: { reference } })),
    ...orders.map((reference) => ({ url: extensionUrl.context, valueReference: { reference } })),
    { url: extensionUrl.intendedUse, valueCodeableConcept: { coding: [{ system, code: 'withpa' }] } },
  ];
}

/** A group without answers is left out. */
function responseItem(
  item: Item,
  answers: ReadonlyMap<string, readonly Answer[]>,
  draft: Draft,
): readonly ResponseItem[] {
  const { linkId, text } = item;
  const below = (item.item ?? []).flatMap((each) => responseItem(each, answers, draft));
  if (below.length > 0) return [{ linkId, text, item: below }];
  const own = answers.get(linkId);
  if (own) return [{ linkId, text, answer: own.map(responseAnswer) }];
  const emptied = draft.emptied.get(linkId);
  return emptied ? [{ linkId, extension: [emptiedBy(emptied)], text }] : [];
}

function emptiedBy(given: Authored): Extension {
  return { url: extensionUrl.emptied, extension: [...saidBy(given), ...reasonIn('reason', given)] };
}

function saidBy({ by, at }: SaidBy): readonly Extension[] {
  const time: readonly Extension[] = dateSpan(at) ? [{ url: 'at', valueDateTime: at }] : [];
  return [{ url: 'by', valueReference: person(by, mayAnswer) }, ...time];
}

function responseAnswer(answer: Answer): ResponseAnswer {
  return { extension: originOf(answer), ...inFhir(answer.value) };
}

/** The author stands for what a person gave, and only for that: invariant dtrx-1. */
function originOf({ origin, author, at, ...answer }: Answer): readonly Extension[] {
  const source: Extension = { url: 'source', valueCode: origin };
  if (origin === 'auto-client') return [{ url: extensionUrl.origin, extension: [source] }];
  const practitioner = { url: 'practitioner', valueReference: person(author ?? '', mayAnswer) };
  const isTime = at !== undefined && dateSpan(at) !== undefined;
  const originals = (answer.replaces ?? []).flatMap((each) => fhirText(each.shown) ?? []);
  return [
    { url: extensionUrl.origin, extension: [source, { url: 'author', extension: [practitioner] }] },
    ...(isTime ? [{ url: extensionUrl.answered, valueDateTime: at }] : []),
    ...originals.map((valueString) => ({ url: extensionUrl.original, valueString })),
    ...reasonIn(extensionUrl.reason, answer),
  ];
}

function reasonIn(
  url: string,
  { reason, explained }: Pick<Authored, 'reason' | 'explained'>,
): readonly Extension[] {
  const valueString = reason === undefined ? undefined : fhirText(reason);
  if (valueString === undefined) return [];
  const giver = explained ? [{ url: extensionUrl.explained, extension: saidBy(explained) }] : [];
  return [{ url, valueString }, ...giver];
}

/** What each place may point to, by FHIR R4 and DTR. Office staff is often a Person, to whom none of them may. */
const mayAnswer = ['Practitioner'];
const maySay = ['Practitioner', 'PractitionerRole', 'Patient', 'RelatedPerson'];
const mayStore = [...maySay, 'Organization', 'Device'];

/** A reference where it may stand there; else the same words as text, from which they are read back as they were. */
function person(by: string, allowed: readonly string[]): Reference {
  const type = literalReference(by)?.type;
  return type !== undefined && allowed.includes(type)
    ? { reference: by }
    : { display: fhirText(by) ?? 'not named' };
}
