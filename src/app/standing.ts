import type { Provenance } from '../core/facts/finding.ts';
import type { Answer } from '../core/form/draft.ts';
import { askedBy, type Item } from '../core/form/questionnaire.ts';
import { type Attested, type AttestedItem, attestedNow, clinical, type Otherwise } from './attested.ts';
import { partOf } from './parts.ts';
import type { Judged } from './review.ts';
import type { Stage } from './stage.ts';

/**
 * What is otherwise by now than it was attested; undefined while the attestation stands.
 *
 * It looks both ways: nothing that was attested may be gone or changed, and nothing may have come that was not. What people add to the
 * staff's part where nothing stood is let pass, with what follows from it alone: it keeps its own author and time.
 */
export function otherwise(
  was: Attested,
  stage: Pick<Stage, 'asked' | 'edits'>,
  review: Judged,
): Otherwise | undefined {
  const is = attestedNow(review);
  if (review.ordering?.choice.is === 'open') return 'order';
  if (is.policy !== was.policy) return 'policy';
  if (is.orders.join() !== was.orders.join()) return 'order';
  const part = partOf(stage, review);
  const added = clinical.filter(
    ({ linkId }) => !was.items.has(linkId) && is.items.get(linkId)?.by === 'person',
  );
  const following = followingFrom(added, review.draft.answers);
  for (const item of clinical) {
    const { linkId } = item;
    const [before, now] = [was.items.get(linkId), is.items.get(linkId)];
    const follows =
      (now
        ? now.by === 'chart' && following.has(linkId)
        : !review.draft.enabled.has(linkId) && following.size > 0) &&
      (!before || before.by === 'chart');
    if (follows) continue;
    if (before) {
      const what = changed(before, now);
      if (what) return what;
    } else if (now?.by === 'person') {
      if (part(item) === 'clinician') return 'answer';
    } else if (now) return 'chart';
  }
  return undefined;
}

function changed(before: AttestedItem, now: AttestedItem | undefined): Otherwise | undefined {
  const isSame = now?.values === before.values;
  // A reason that was lacking is added to what was attested; one that was there may not change.
  const isExplained = before.reason === undefined || now?.reason === before.reason;
  if (isSame && now.by === before.by) return isExplained ? undefined : 'answer';
  const isByPeople = now && now.by !== 'chart';
  if (before.by === 'chart') return isByPeople ? 'answer' : 'chart';
  // The same words of a person: what they stand in the place of has come or gone.
  return isSame && isByPeople ? 'chart' : 'answer';
}

/** The items into which the form works answers that were added, such as a score that is settled by them. */
function followingFrom(added: readonly Item[], answers: readonly Answer[]): ReadonlySet<string> {
  const asked = new Set(added.map(askedBy));
  const isFromAdded = (each: Provenance): boolean =>
    each.kind === 'attested'
      ? asked.has(each.question)
      : each.kind === 'derived' && each.from.some(isFromAdded);
  const filled = answers.filter(({ origin }) => origin === 'auto-client');
  return new Set(filled.filter(({ from }) => from.some(isFromAdded)).map(({ linkId }) => linkId));
}
