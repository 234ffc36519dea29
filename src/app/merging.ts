import type { Edit } from '../core/facts/answers.ts';
import type { Entry } from '../core/form/draft.ts';
import { questionItems } from '../core/form/questionnaire.ts';
import { answersFrom } from '../core/form/stored-answers.ts';
import { judgedWith, takeAnswers } from './answering.ts';
import { form, itemOf } from './asking.ts';
import { attestedIn, ordersIn } from './attested.ts';
import { attestationIn, isAttestation, withoutAttestation } from './attesting.ts';
import { orderWords } from './order-words.ts';
import { orderOf, otherCopy, placeOf, resumedFrom } from './other-copy.ts';
import {
  type Answered,
  afterFound,
  answeredIn,
  type Fallen,
  type FoundDraft,
  type Saving,
  type Stage,
  type StageStore,
} from './stage.ts';
import { otherwise } from './standing.ts';
import { words } from './words.ts';

/** Whose answer stays. */
export type Side = 'mine' | 'theirs';
type People = Pick<Answered, 'edits' | 'entries'>;
/** What one person says of one item, or which order is meant. */
export type Said = Edit | Entry | { readonly order: string };

/** One item of the form of which this page and the EHR's copy say different things. */
export interface Difference {
  readonly linkId: string;
  readonly text: string;
  /** Absent where nobody answered it on that side. */
  readonly mine: Said | undefined;
  readonly theirs: Said | undefined;
  /** Who changed it since this page last agreed with the EHR. */
  readonly changed: Side | 'both';
}

/** The EHR's copy beside this page; or why it cannot be put beside it. */
export type Comparison =
  | {
      readonly status: 'comparable';
      readonly differences: readonly Difference[];
      readonly theirs: People;
      readonly copy: FoundDraft;
      /** Answers in the EHR's copy that could not be read. */
      readonly lost: number;
    }
  | { readonly status: 'refused'; readonly because: string };
type Comparable = Extract<Comparison, { status: 'comparable' }>;
type Choices = ReadonlyMap<string, Side>;

/** Not an item of the form, but chosen as one. */
const order = 'order';

/** Puts the EHR's copy beside what was answered here. Undefined while there is none whose other side is known. */
export function comparison(stage: Stage): Comparison | undefined {
  const { ehr, storedAnswers, joining } = stage;
  const copy = otherCopy(stage);
  if (!copy) return undefined;
  const subject = `Patient/${ehr?.context.patientId}`;
  const theirs = answersFrom(copy.resource, { questionnaire: form, subject });
  if (theirs.status === 'refused') return theirs;
  const { edits, entries } = theirs;
  // With a draft of somebody else this page has never agreed.
  const agreed = joining ? undefined : storedAnswers;
  const [mine, other, before] = [saidIn(stage), saidIn(theirs), saidIn(agreed ?? { edits: [], entries: [] })];
  const differences = questionItems(form).flatMap((item) => {
    const { linkId, text } = item;
    const [ours, others] = [mine.get(linkId), other.get(linkId)];
    if (isAttestation(item) || isSame(ours, others)) return [];
    const was = before.get(linkId);
    const changed = isSame(ours, was) ? 'theirs' : isSame(others, was) ? 'mine' : 'both';
    return [{ linkId, text, mine: ours, theirs: others, changed } as const];
  });
  return {
    status: 'comparable',
    differences: [...orderDifference(stage, copy), ...differences],
    theirs: { edits, entries },
    copy,
    lost: theirs.lost.length,
  };
}

/** Where both name an order, and not the same; of an order that is not on record there is nothing to choose. */
function orderDifference({ review }: Stage, { resource }: FoundDraft): readonly Difference[] {
  const choice = review?.assessment && review.ordering?.choice;
  if (!choice || choice.is === 'open' || (choice.is === 'none' && !review.ordering?.isByPerson)) return [];
  const [theirs, second] = ordersIn(resource);
  const mine = choice.is === 'this' ? choice.reference : 'none';
  const isOnRecord = review.record.orders.some(({ id }) => `ServiceRequest/${id}` === theirs);
  if (theirs === undefined || second !== undefined || theirs === mine || !isOnRecord) return [];
  return [
    {
      linkId: order,
      text: orderWords.label,
      mine: { order: mine },
      theirs: { order: theirs },
      changed: 'both',
    },
  ];
}

/** What the page would say after the choices, and which attestation would no longer stand for it. */
export function merged(
  stage: Stage,
  { differences, theirs, copy }: Comparable,
  choices: Choices,
): { readonly said: Answered; readonly fallen: Omit<Fallen, 'isTold'> | undefined } {
  const { review } = stage;
  const sides = new Map(differences.map(({ linkId }) => [linkId, choices.get(linkId) ?? 'theirs']));
  const takes = (side: Side, linkId: string) => (sides.get(linkId) ?? 'theirs') === side;
  const of = (side: Side, from: People): People => ({
    edits: from.edits.filter(({ question }) => takes(side, itemOf(question).linkId)),
    entries: withoutAttestation(from.entries).filter(({ linkId }) => takes(side, linkId)),
  });
  const [ours, others] = [of('mine', stage), of('theirs', theirs)];
  const edits = [...others.edits, ...ours.edits];
  const said: Answered = {
    ...answeredIn(stage),
    edits,
    entries: [...others.entries, ...ours.entries],
    leftOpen: stage.leftOpen.filter((question) => edits.every((edit) => edit.question !== question)),
    order: orderAfter(stage, copy, sides.get(order)),
    attested: undefined,
  };
  if (!review?.assessment) return { said, fallen: undefined };
  const next = judgedWith(stage, said, review.record);
  const given = [
    { entries: stage.entries.filter(isAttestation), attested: stage.attested },
    { entries: theirs.entries.filter(isAttestation), attested: attestedIn(copy.resource, review) },
  ].flatMap(({ entries, attested }) => {
    const attestation = attestationIn(entries);
    if (!attestation || !attested || !next.assessment) return [];
    const { asked } = stage;
    return [{ entries, attested, by: attestation.by, because: otherwise(attested, { asked, edits }, next) }];
  });
  const stands = given.find(({ because }) => because === undefined);
  if (stands)
    return {
      said: { ...said, entries: [...said.entries, ...stands.entries], attested: stands.attested },
      fallen: undefined,
    };
  const [lost] = given;
  return { said, fallen: lost?.because && { by: lost.by, because: lost.because } };
}

function orderAfter(stage: Stage, { resource }: FoundDraft, side: Side | undefined): Answered['order'] {
  const { review } = stage;
  if (side === 'mine' || !review?.assessment) return stage.order;
  return side === 'theirs' ? ordersIn(resource)[0] : (orderOf(resource, review) ?? stage.order);
}

/** Whether what was to be stored was attested with it: after a merge that is a word about other answers, to be given again. */
export function isAttesting(saving: Saving): boolean {
  return saving.state === 'ended' && (saving.as === 'completed' || saving.attestation !== undefined);
}

/**
 * Takes the answers as they were chosen, item by item, each with its own author and time; then this page agrees with the EHR's copy
 * but for what was chosen here.
 *
 * @param choices one for each difference, by linkId
 */
export function merge(stage: StageStore, compared: Comparable, choices: Choices): void {
  const now = stage.getState();
  const { saving, joining, previous } = now;
  const isSecond = joining && previous && previous.reference !== joining.reference;
  const { said, fallen } = merged(now, compared, choices);
  takeAnswers(stage, said);
  const isCompleting = !joining && isAttesting(saving);
  stage.setState(({ revision }) => ({
    revision: revision + 1,
    storedAnswers: compared.theirs,
    ...placeOf(compared.copy, now.identifier),
    saving: { state: 'none' },
    joining: undefined,
    ...(isSecond && { foundProblem: words.draft.ownStays(previous.reference) }),
    ...(joining && { resumed: resumedFrom(joining) }),
    draftOrder: said.order === now.order ? now.draftOrder : said.order,
    ...(joining && afterFound(now)),
    ...(fallen && { fallen: { ...fallen, isTold: true } }),
    step: isCompleting ? 'completion' : 'work',
  }));
}

function saidIn({ edits, entries }: People): ReadonlyMap<string, Said> {
  return new Map<string, Said>([
    ...edits.map((edit) => [itemOf(edit.question).linkId, edit] as const),
    ...entries.map((entry) => [entry.linkId, entry] as const),
  ]);
}

/** The same answer for the same reason, whoever gave it. */
function isSame(one: Said | undefined, another: Said | undefined): boolean {
  return JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(another));
}

function contentOf(said: Said | undefined): unknown {
  if (!said || 'order' in said) return said;
  return ['question' in said ? said.value : said.values, said.reason];
}
