import { type Ended, emptyStage, hasUnsavedAnswers, type StageStore } from './stage.ts';

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
