import { capabilityOf } from '../ehr/capability.ts';
import type { DraftFile } from '../ehr/draft-file.ts';
import {
  type Answered,
  type Ended,
  emptyStage,
  hasUnsavedAnswers,
  type Stage,
  type StageStore,
} from './stage.ts';
import type { StopReason } from './stop-reason.ts';

/**
 * Ends the page: chart, answers and token are wiped, the EHR is asked to revoke the access, and nothing that is still on its way
 * can put the patient back. It works without a network: what needs one is only told.
 *
 * @returns when it is known what became of the request to revoke
 */
export async function endPage(stage: StageStore, because: Ended['because']): Promise<void> {
  const { session, stopReading, now, locked, ...before } = stage.getState();
  if (before.ended) return;
  const hasLost = hasUnsavedAnswers({ ...before, now });
  const { expiresAt } = session ?? {};
  const put = stage.setState;
  stage.setState = () => {};
  stopReading?.();
  const revoking = session?.logout();
  const ended: Ended = {
    because,
    hasLost,
    ...(expiresAt !== undefined && expiresAt > now().getTime() && { accessEnds: expiresAt }),
  };
  put({ ...emptyStage(now), ended }, true);
  const revocation = await revoking;
  if (revocation !== undefined) put({ ended: { ...ended, revocation } });
}

/**
 * Stops a page whose chart cannot be shown: nothing of the patient stays in it, and the access ends. How it was connected stays for a
 * help desk, and is asked for before the access goes; answers that nobody else holds stay as a file until the page is closed.
 */
export async function stopPage(stage: StageStore, because: StopReason): Promise<void> {
  const before = stage.getState();
  const { ehr, session, read, faults, revision, storedRevision, now } = before;
  if (before.ended) return;
  before.stopReading?.();
  stage.setState({ at: 'stopped', stopped: { because } });
  const file = await answersAsFile(before).catch(() => undefined);
  if (stage.getState().ended) return;
  const stopped: Stage = {
    ...emptyStage(now),
    at: 'stopped',
    stopped: { because, ...(file && { file }) },
    faults,
    revision,
    storedRevision,
    ...(ehr && { ehr }),
    ...(session && { session }),
    ...(read && { read: { ...read, resources: [], unread: [] } }),
  };
  stage.setState(stopped, true);
  if (!session) return;
  if (ehr) await capabilityOf(ehr);
  await session.logout();
  stage.setState({ isSessionOver: true });
}

/** The answers that nobody holds but this page, as the file that a new launch takes in; undefined where there are none. */
export async function answersAsFile(stage: Stage): Promise<DraftFile | undefined> {
  const { review } = stage;
  if (!review || !hasUnsavedAnswers(stage)) return undefined;
  const { judgedWith } = await import('./answering.ts');
  // Where a planned date leaves no policy in force, the form is made without that date rather than not at all.
  const judged = review.assessment ? review : judgedWith(stage, withoutPlannedDate(stage), review.record);
  if (!judged.assessment) return undefined;
  const { fileNow } = await import('./saving.ts');
  return fileNow(stage, judged);
}

function withoutPlannedDate(stage: Stage): Answered {
  return { ...stage, edits: stage.edits.filter(({ question }) => question !== 'planned-date') };
}
