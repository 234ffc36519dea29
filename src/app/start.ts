import { ehrProfiles } from '../catalogue/ehr-profiles.ts';
import { dataRequirements } from '../core/record/data-requirements.ts';
import { connectEhr, type Ehr } from '../ehr/ehr.ts';
import type { EhrFault } from '../ehr/ehr-fault.ts';
import { type ChartRead, readChart } from '../ehr/read-record.ts';
import type { Session } from '../ehr/running-session.ts';
import { completeLaunch } from '../ehr/session.ts';
import { instantOf } from './calendar.ts';
import { stopPage } from './ending.ts';
import type { StageStore } from './stage.ts';

/** One launch: how to ask its EHR, and whose session it is; an open server has none. */
export interface Launched {
  readonly session?: Session;
  readonly ehr: Ehr;
}

/** More than these say nothing more to a help desk. */
const mostFaults = 100;

function noteFault(stage: StageStore, { request, status, kind, requestId }: Omit<EhrFault, 'outcome'>): void {
  const at = instantOf(stage.getState().now());
  const fault = { request, status, kind, at, ...(requestId !== undefined && { requestId }) };
  stage.setState(({ faults }) => ({ faults: [...faults, fault].slice(-mostFaults) }));
}

/** Finishes the launch. What went wrong stands on the stage. */
export async function launched(stage: StageStore): Promise<Launched | undefined> {
  // Written so that a production build drops it: nothing is opened there without a login.
  if (import.meta.env.DEV) {
    const { openServer } = await import('../ehr/open-server.ts');
    const opened = openServer(location.search, ehrProfiles);
    if (opened.status === 'open') {
      stage.setState({ at: 'reading', ehr: opened.ehr });
      return { ehr: opened.ehr };
    }
    if (opened.status === 'refused') {
      stage.setState({ at: 'stopped', stopped: { because: 'refused', said: opened.because } });
      return undefined;
    }
  }
  const result = await completeLaunch(ehrProfiles);
  if (result.status !== 'ready') {
    const said = 'said' in result ? result.said : undefined;
    stage.setState({
      at: 'stopped',
      stopped: { because: result.status, ...(said !== undefined && { said }) },
    });
    return undefined;
  }
  const { session } = result;
  const profile = ehrProfiles.find(({ id }) => id === session.profileId);
  if (!profile) throw new Error('the session names an EHR profile that is not in this build');
  const onSessionEnd = () => stage.setState({ isSessionOver: true });
  const ehr = connectEhr(session, profile, {
    onSessionEnd,
    onFault: (fault) => noteFault(stage, fault),
  });
  stage.setState({ at: 'reading', ehr, session });
  return { session, ehr };
}

/** Pages come faster than a person reads: the chart so far is judged at most so often, and never for more than a fifth of the time. */
const shortestPause = 200;
/** A chart that is read sooner than this is shown once, whole, instead of growing under the reader's eyes. */
const patience = 1000;

/** Reads the chart onto the stage; what has come is usable before the slowest source ends. */
export async function readOnto(stage: StageStore, ehr: Ehr): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  stage.setState({ stopReading: () => stop.abort() });
  const judging = import('./answering.ts');
  const owner = { patientId: ehr.context.patientId, base: ehr.context.base };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let newest: ChartRead | undefined;
  let next = performance.now() + patience;
  const show = ({ takeChart }: Awaited<typeof judging>): void => {
    waiting = undefined;
    const began = performance.now();
    if (!newest || signal.aborted) return;
    try {
      takeChart(stage, newest, owner);
      const { stopped } = stage.getState();
      if (stopped) void stopPage(stage, stopped.because);
    } catch {
      void stopPage(stage, 'broken');
    }
    next = performance.now() + Math.max(shortestPause, 4 * (performance.now() - began));
  };
  const onProgress = (soFar: ChartRead): void => {
    newest = soFar;
    stage.setState({ read: soFar });
    waiting ??= setTimeout(() => void judging.then(show), Math.max(0, next - performance.now()));
  };
  let whole: ChartRead;
  try {
    whole = await readChart(ehr, dataRequirements, onProgress, signal);
  } catch (problem) {
    if (signal.aborted) return;
    throw problem;
  } finally {
    clearTimeout(waiting);
  }
  newest = whole;
  show(await judging);
  if (signal.aborted) return;
  const { lookForDrafts } = await import('./resuming.ts');
  await lookForDrafts(stage);
}
