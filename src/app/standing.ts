import { questionItems } from '../core/form/questionnaire.ts';
import { isRecord } from '../ehr/outcome.ts';
import { form, itemOf } from './asking.ts';
import { attestationIn, isAttestation, withoutAttestation } from './attesting.ts';
import { partOf } from './parts.ts';
import type { Judged } from './review.ts';
import type { Answered, Stage } from './stage.ts';

/** From this line of the form on, everything is administrative: what it asks there is not what was attested. */
const lastOfClinical = 'clinical-part-done';

const administrative: ReadonlySet<string> = new Set(
  form.item
    .slice(form.item.findIndex(({ linkId }) => linkId === lastOfClinical))
    .flatMap((group) => questionItems({ ...form, item: [group] }))
    .map(({ linkId }) => linkId),
);

/** Whether an attestation speaks of this item. */
export function isAttestedTo(linkId: string): boolean {
  return !administrative.has(linkId) && !isAttestation({ linkId });
}

/**
 * What is said next, without an attestation that no longer stands for it.
 *
 * It stands while all answers that it was given for stay as they were, and while nobody else answers the clinician's part. What
 * office staff adds where nothing stood keeps its own author and time beside it.
 */
export function standing(stage: Stage, next: Answered): Answered {
  const { review, edits, entries } = stage;
  if (attestationIn(next.entries) === undefined || attestationIn(entries) === undefined) return next;
  if (!review?.assessment) return next;
  const isTouched = touched({ edits, entries }, next).some((linkId) => breaks(linkId, stage, review));
  return isTouched ? { ...next, entries: withoutAttestation(next.entries) } : next;
}

/** Items of which somebody now says something else than before. */
function touched(before: Pick<Answered, 'edits' | 'entries'>, next: Answered): readonly string[] {
  const said = ({ edits, entries }: Pick<Answered, 'edits' | 'entries'>) => [
    ...edits.map((edit) => ({ linkId: itemOf(edit.question).linkId, what: edit })),
    ...entries.map((entry) => ({ linkId: entry.linkId, what: entry })),
  ];
  const [was, is] = [said(before), said(next)];
  const missing = (from: typeof was, among: typeof was) =>
    from.filter(({ what }) => among.every((each) => each.what !== what));
  return [...missing(was, is), ...missing(is, was)].map(({ linkId }) => linkId);
}

function breaks(linkId: string, stage: Stage, review: Judged): boolean {
  if (!isAttestedTo(linkId)) return false;
  const item = questionItems(form).find((each) => each.linkId === linkId);
  const stood = review.draft.answers.some((answer) => answer.linkId === linkId);
  return stood || (item !== undefined && partOf(stage, review)(item) === 'clinician');
}

/**
 * Whether what the chart fills now is what it filled in a stored copy: what was attested there is then still what stands here.
 *
 * @param was the stored copy @param is the form as it would be stored now
 */
export function isStillSo(was: unknown, is: unknown): boolean {
  const [before, now] = [clinicalAnswers(was), clinicalAnswers(is)];
  return [...before].every(([linkId, answer]) => now.get(linkId) === answer);
}

/** The values of the clinical items by linkId, without where they come from. */
function clinicalAnswers(response: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const look = (items: unknown): void => {
    if (!Array.isArray(items)) return;
    for (const { linkId, answer, item } of items.filter(isRecord)) {
      if (Array.isArray(answer) && typeof linkId === 'string' && isAttestedTo(linkId)) {
        const values = answer.filter(isRecord).map(({ extension: _, item: __, id: ___, ...value }) => value);
        found.set(linkId, JSON.stringify(values, inOrder));
      }
      look(item);
    }
  };
  look(isRecord(response) ? response.item : undefined);
  return found;
}

/** Members by name: an EHR may give them back in another order. */
function inOrder(_: string, value: unknown): unknown {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
