import { checkPatient } from '../ehr/check-patient.ts';
import { answersAsFile, endPage } from './ending.ts';
import { patientIn } from './patient-in.ts';
import { emptyStage, hasUnsavedAnswers, type Stage, type StageStore } from './stage.ts';

/** How long answers that nobody else holds wait behind the lock; as long as a token lives at most. */
const longestWait = 60 * 60_000;

/** Locks the page: everything of the patient leaves it. What the EHR does not hold waits in memory, and only there. */
export function lock(stage: StageStore, idleMinutes: number): void {
  const before = stage.getState();
  const isShown = before.at === 'reading' || before.at === 'reviewing';
  // Where a chart cannot be shown, there is nothing to come back to.
  if (before.at === 'stopped' && before.ehr) void endPage(stage, 'unused');
  if (before.ended || before.locked || !isShown) return;
  const wait = hasUnsavedAnswers(before) ? longestWait : idleMinutes * 60_000;
  stage.setState({ locked: { until: before.now().getTime() + wait, asking: 'no' } });
  lookAtLock(stage);
}

/** Does what the time asks for while the page is locked: drops the chart when the session is over, ends the page when the wait is. */
export function lookAtLock(stage: StageStore): void {
  const before = stage.getState();
  const { locked, now } = before;
  if (!locked) return;
  if (now().getTime() >= locked.until) void endPage(stage, 'unused');
  else if (!locked.file && isOver(before)) void dropChart(stage);
}

/** Whether no request can succeed any more: then nothing can say that the one who comes back may see the chart. */
function isOver({ session, isSessionOver, read, now }: Stage): boolean {
  if (isSessionOver || read?.sessionEnded === true) return true;
  return session !== undefined && !session.renewable && session.expiresAt <= now().getTime();
}

/** Of a page that cannot be unlocked any more, the answers alone are kept, as the file that a new launch takes in. */
async function dropChart(stage: StageStore): Promise<void> {
  const before = stage.getState();
  const { locked, session, stopReading, now } = before;
  const file = await answersAsFile(before);
  if (!locked || !file) {
    await endPage(stage, 'unused');
    return;
  }
  const still = stage.getState();
  if (still.locked !== locked || still.ended) return;
  stopReading?.();
  void session?.logout();
  const { revision, storedRevision } = still;
  stage.setState(
    { ...emptyStage(now), at: 'reviewing', revision, storedRevision, locked: { ...locked, file } },
    true,
  );
}

/**
 * Unlocks the page where the EHR still answers for the session, and for this patient.
 *
 * The EHR, not the app, knows who sits there: a page whose session is over stays shut, and the EHR's own login and launch are the way back.
 */
export async function unlock(stage: StageStore): Promise<void> {
  const { locked, ehr, read } = stage.getState();
  if (!locked || !ehr || locked.asking === 'running') return;
  stage.setState({ locked: { ...locked, asking: 'running' } });
  const check = await checkPatient(ehr, patientIn(read, ehr.context.patientId));
  const now = stage.getState().locked;
  if (!now || now.file) return;
  if (check.status === 'same') stage.setState({ locked: undefined });
  else if (check.status === 'changed') await endPage(stage, 'changed');
  else if (check.sessionEnded) await dropChart(stage);
  else stage.setState({ locked: { ...now, asking: 'unreachable' } });
}
