import { AnswerError, type AnswerValue, checkedEdit, type Question } from '../core/facts/answers.ts';
import type { Authored } from '../core/facts/finding.ts';
import type { Entries } from '../core/form/draft.ts';
import { checkedEntry } from '../core/form/entry.ts';
import { fhirText, type Value } from '../core/form/value.ts';
import { ChartError, type PatientRecord, parseRecord } from '../core/record/patient-record.ts';
import type { ChartRead } from '../ehr/read-record.ts';
import { form, itemOf } from './asking.ts';
import type { Attested } from './attested.ts';
import { attestationIn, withAttestationOf, withoutAttestation } from './attesting.ts';
import { dayOf, instantOf } from './calendar.ts';
import type { OrderSaid } from './ordering.ts';
import { inPolicyOrder } from './policy-words.ts';
import { type Review, review } from './review.ts';
import { type Answered, answeredIn, authorOf, type Stage, type StageStore } from './stage.ts';
import { otherwise } from './standing.ts';

/** Takes the chart as far as it is read, and judges it. Until the patient is there, there is nobody to judge about. */
export function takeChart(
  stage: StageStore,
  read: ChartRead,
  owner: { readonly patientId: string; readonly base: string },
): void {
  try {
    const record = parseRecord(read.resources, { owner, base: owner.base, unread: read.unread });
    const isSettled = stage.getState().review !== undefined && stage.getState().read?.finished === true;
    stage.setState({ read });
    reassess(stage, record, isSettled);
  } catch (problem) {
    if (!(problem instanceof ChartError)) throw problem;
    if (read.finished) stage.setState({ at: 'stopped', read, stopped: { because: problem.kind } });
    else stage.setState({ at: 'reading', read });
  }
}

/**
 * Judges anew, from the record and all answers. Whatever changed, an attestation is kept only while it stands.
 *
 * @param isSettled false while the chart is still being read
 */
function reassess(stage: StageStore, record = stage.getState().review?.record, isSettled = true): void {
  if (!record) return;
  const before = stage.getState();
  const { edits, entries, attested } = before;
  const next = judgedWith(before, before, record);
  const asked = stillAsked(before, next, isSettled && before.read?.finished === true);
  stage.setState({ at: 'reviewing', review: next, asked });
  const given = attestationIn(entries);
  if (!next.assessment || !given) return;
  const because = attested ? otherwise(attested, { asked, edits }, next) : 'answer';
  if (because === undefined) {
    stage.setState({ fallen: undefined });
    return;
  }
  const left = withoutAttestation(entries);
  stage.setState({
    entries: left,
    attested: undefined,
    fallen: { by: given.by, because, isTold: false },
    review: { ...next, draft: next.draftWith(left) },
  });
}

/** The record judged with what somebody said; nothing on the stage changes. */
export function judgedWith(
  { now, ehr }: Pick<Stage, 'now' | 'ehr'>,
  { edits, entries, policyId, order }: Answered,
  record: PatientRecord,
): Review {
  return review(record, { asOf: dayOf(now()), edits, entries, policyId, order, launch: ehr?.context });
}

/**
 * The questions that keep their place on the screen, in the policy's order: none vanishes under the hand of the one who answers.
 *
 * While the chart is being read, and when another therapy is requested, only those that matter or were answered stay.
 */
function stillAsked(
  { asked, edits, leftOpen, review: previous }: Stage,
  next: Review,
  isSettled: boolean,
): readonly Question[] {
  if (!next.assessment) return asked;
  const { decisive, determination } = next.assessment;
  const all = new Set([...asked, ...decisive.flat()]);
  const isStill = (each: Question) =>
    (isSettled && therapyOf(previous) === determination.therapy) ||
    decisive.some((set) => set.includes(each)) ||
    leftOpen.includes(each) ||
    edits.some(({ question }) => question === each);
  return inPolicyOrder([...all].filter(isStill), determination);
}

function therapyOf(of: Review | undefined): string | undefined {
  return of?.assessment?.determination.therapy;
}

function change(stage: StageStore, next: Partial<Answered>): void {
  const before = answeredIn(stage.getState());
  stage.setState(({ before: earlier, revision }) => ({
    ...next,
    before: [...earlier, before],
    revision: revision + 1,
  }));
  reassess(stage);
}

/** All that was said but about this question and its item. */
function without(
  { edits, entries, leftOpen }: Answered,
  linkId: string,
  question?: Question,
): Pick<Answered, 'edits' | 'entries' | 'leftOpen'> {
  return {
    edits: edits.filter((each) => each.question !== question),
    entries: entries.filter((each) => each.linkId !== linkId),
    leftOpen: leftOpen.filter((each) => each !== question),
  };
}

/**
 * Records one answer and judges anew.
 *
 * @throws AnswerError when the value is none of this question's
 * @throws NotInForceError when no policy is in force on the date that is planned
 */
export function answer(stage: StageStore, question: Question, value: AnswerValue): void {
  const now = stage.getState();
  const edit = checkedEdit(question, value, authorOf(now), instantOf(now.now()));
  const rest = without(now, itemOf(question).linkId, question);
  const next = { ...rest, edits: [...rest.edits, edit] };
  if (question === 'planned-date') checkInForce(now, next);
  change(stage, next);
}

/** No policy is in force on the date that is planned; the message says so for the person. */
export class NotInForceError extends AnswerError {}

/** A slip of the hand in a year must not take the whole review away. */
function checkInForce(now: Stage, next: Partial<Answered>): void {
  const { review: before } = now;
  if (!before?.assessment) return;
  const after = judgedWith(now, { ...now, ...next }, before.record);
  if (!after.assessment) throw new NotInForceError(after.because);
}

/** Says why an item's answer differs from the chart; without words, takes the reason back. */
export function giveReason(stage: StageStore, linkId: string, words: string, question?: Question): void {
  const reason = fhirText(words);
  const now = stage.getState();
  const giver = { by: authorOf(now), at: instantOf(now.now()) };
  // The one who answered needs no second name.
  const because = (by: string) =>
    reason === undefined ? {} : { reason, ...(by !== giver.by && { explained: giver }) };
  const explained = <T extends Authored>({ reason: _, explained: __, ...each }: T) => ({
    ...each,
    ...because(each.by),
  });
  const { edits, entries } = now;
  change(stage, {
    edits: edits.map((edit) => (edit.question === question ? explained(edit) : edit)),
    entries: entries.map((entry) => (entry.linkId === linkId ? explained(entry) : entry)),
  });
}

/** "Not sure": the question stays open, and that is said on purpose. */
export function leaveOpen(stage: StageStore, question: Question): void {
  const rest = without(stage.getState(), itemOf(question).linkId, question);
  change(stage, { ...rest, leftOpen: [...rest.leftOpen, question] });
}

/** Takes an answer back: what the chart says counts again. */
export function takeBack(stage: StageStore, question: Question): void {
  change(stage, without(stage.getState(), itemOf(question).linkId, question));
}

/**
 * Fills an item that is no question of the judgement; without values, empties any item on purpose.
 *
 * @throws EntryError when the values do not fit the item
 */
export function enter(
  stage: StageStore,
  linkId: string,
  values: readonly Value[],
  question?: Question,
): void {
  const now = stage.getState();
  const entry = checkedEntry(form, { linkId, values, by: authorOf(now), at: instantOf(now.now()) });
  const rest = without(now, linkId, question);
  change(stage, { ...rest, entries: [...rest.entries, entry] });
}

/** Gives an item back to the chart. */
export function restore(stage: StageStore, linkId: string, question?: Question): void {
  change(stage, without(stage.getState(), linkId, question));
}

/**
 * Takes over what people answered in a copy that the EHR holds; it is stored already.
 *
 * What was said here before cannot be brought back by an undo: it would go over what the copy says.
 */
export function takeAnswers(
  stage: StageStore,
  { edits, entries, ...more }: Pick<Answered, 'edits' | 'entries'> & Partial<Answered>,
): void {
  change(stage, { edits, entries, leftOpen: [], attested: undefined, ...more });
  stage.setState(({ revision }) => ({
    before: [],
    storedRevision: revision,
    storedAnswers: { edits, entries },
  }));
}

/** Keeps an attestation that is stored already, as far as it stands; it changes no answer. @param attested what it was given for */
export function keepAttestation(stage: StageStore, given: Entries, attested: Attested): void {
  const { entries } = stage.getState();
  stage.setState({ entries: withAttestationOf(entries, given), attested });
  reassess(stage);
}

/** Undoes the last change of an answer, of the order or of the policy. An attestation given since is kept as far as it stands. */
export function undo(stage: StageStore): void {
  const { before, revision, entries, attested } = stage.getState();
  const last = before.at(-1);
  if (!last) return;
  const kept = attestationIn(entries) && {
    entries: withAttestationOf(last.entries, entries),
    attested,
  };
  stage.setState({ ...last, ...kept, before: before.slice(0, -1), revision: revision + 1 });
  reassess(stage);
}

/** The clinician says which order is meant, or that none is; without a word the launch and the record decide again. */
export function chooseOrder(stage: StageStore, order: OrderSaid): void {
  change(stage, { order });
}

/** The clinician confirms which policy to judge by. */
export function confirmPolicy(stage: StageStore, policyId: string): void {
  change(stage, { policyId });
}
