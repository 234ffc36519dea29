import { isObject } from '../core/fhir/json-object.ts';
import type { DataRequirement } from '../core/record/data-requirements.ts';
import type { Unread } from '../core/record/unread.ts';
import type { Ehr } from './ehr.ts';
import type { EhrFault } from './ehr-fault.ts';
import { type PlannedRead, readPlan, unreadOf } from './read-plan.ts';
import { readReferenced } from './read-referenced.ts';
import { type SearchResult, searchPages, versionKey } from './search-pages.ts';

/** One line of progress: what is read, how much came, how it ended. */
export interface ChartSource {
  readonly id: string;
  readonly label: string;
  readonly state: 'reading' | 'complete' | 'partial' | 'denied' | 'failed';
  readonly count: number;
  readonly because?: string;
}

/** The chart as far as it has been read. What is still on its way is `unread`, so a judgement on it errs to unknown. */
export interface ChartRead {
  /** As the EHR sent them; `parseRecord` makes a record of them. */
  readonly resources: readonly unknown[];
  readonly unread: readonly Unread[];
  readonly sources: readonly ChartSource[];
  readonly finished: boolean;
  /** The EHR no longer accepts the token: what was read stays usable, a new launch is needed for more. */
  readonly sessionEnded: boolean;
}

interface Reading {
  readonly read: Pick<PlannedRead, 'id' | 'label' | 'resourceType' | 'question' | 'holds'>;
  resources: readonly unknown[];
  unread: readonly Unread[];
  state: ChartSource['state'];
}

/**
 * Reads the whole chart in parallel; one source that fails costs only itself.
 *
 * @param onProgress told whenever more has come, with all that there is so far
 * @param signal aborts everything in flight; late answers are dropped
 * @throws the signal's reason once it is aborted; nothing else
 */
export async function readChart(
  ehr: Ehr,
  requirements: readonly DataRequirement[],
  onProgress: (soFar: ChartRead) => void = () => {},
  signal?: AbortSignal,
): Promise<ChartRead> {
  const stop = new AbortController();
  const inTime = setTimeout(() => stop.abort('time'), ehr.profile.budgets.totalSeconds * 1000);
  const halt = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const readings: Reading[] = [];
  let sessionEnded = false;
  let finished = false;

  const snapshot = (): ChartRead => ({
    resources: onceEach(readings.flatMap(({ resources }) => resources)),
    unread: readings.flatMap(({ read, state, unread }) =>
      state === 'reading' ? [...unread, unreadOf(read, 'partial', 'still being read')] : unread,
    ),
    sources: readings.map(sourceOf),
    finished,
    sessionEnded,
  });
  const tell = (): void => {
    if (!signal?.aborted) onProgress(snapshot());
  };
  const run = async (
    read: Reading['read'],
    work: (keep: (soFar: readonly unknown[]) => void) => Promise<SearchResult>,
  ): Promise<void> => {
    const reading: Reading = { read, resources: [], unread: [], state: 'reading' };
    readings.push(reading);
    const result = await work((soFar) => {
      reading.resources = [...soFar];
      tell();
    });
    if (result.fault?.kind === 'session-ended') {
      sessionEnded = true;
      stop.abort('session');
    }
    Object.assign(reading, ended(read, result, stop.signal));
    tell();
  };

  try {
    const reads = readPlan(ehr, requirements);
    const searches = reads.map((read) => run(read, (onPage) => readOne(ehr, read, { signal: halt, onPage })));
    tell();
    await Promise.all(searches);
    const { resources } = snapshot();
    const referred = {
      id: 'referred',
      label: 'Records referred to',
      resourceType: 'all',
      question: 'records referred to',
    };
    await run(referred, (onRead) => readReferenced(ehr, requirements, resources, { signal: halt, onRead }));
  } finally {
    clearTimeout(inTime);
  }
  signal?.throwIfAborted();
  finished = true;
  tell();
  return snapshot();
}

async function readOne(
  ehr: Ehr,
  read: PlannedRead,
  asking: { readonly signal: AbortSignal; readonly onPage: (soFar: readonly unknown[]) => void },
): Promise<SearchResult> {
  if (read.grant === 'none') {
    return { resources: [], doubts: [unreadOf(read, 'denied', 'this launch was not granted access to it')] };
  }
  const { path } = read;
  if (path === undefined) {
    return { resources: [], doubts: [unreadOf(read, 'partial', 'this launch named no visit')] };
  }
  const result = await (read.how === 'search'
    ? searchPages(ehr, { ...read, path }, asking)
    : readSingle(ehr, { ...read, path }, asking.signal));
  if (read.grant === 'full') return result;
  const limited = unreadOf(read, 'partial', 'this launch was granted access to a part of it only');
  return { ...result, doubts: [...result.doubts, limited] };
}

async function readSingle(
  ehr: Ehr,
  read: PlannedRead & { readonly path: string },
  signal: AbortSignal,
): Promise<SearchResult> {
  const reply = await ehr.transport.get(read.path, { label: `GET ${read.question}`, signal });
  if (!reply.ok) return { resources: [], doubts: [], fault: reply.fault };
  const { body } = reply;
  if (
    isObject(body) &&
    body.resourceType === read.resourceType &&
    read.path.endsWith(`/${String(body.id)}`)
  ) {
    return { resources: [body], doubts: [] };
  }
  return { resources: [], doubts: [unreadOf(read, 'failed', 'the EHR answered with something else')] };
}

/** What two searches both found is one; copies that carry no version are left to the record. */
function onceEach(resources: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return resources.filter((resource) => {
    const key = versionKey(resource);
    return key === undefined || (!seen.has(key) && seen.add(key));
  });
}

/** How a source ended: any doubt or fault makes it less than complete. */
function ended(
  read: Reading['read'],
  { resources, doubts, fault }: SearchResult,
  stopped: AbortSignal,
): Pick<Reading, 'resources' | 'unread' | 'state'> {
  const unread = fault
    ? [...doubts, unreadOf(read, gapOf(fault, resources.length), reasonOf(fault, stopped))]
    : doubts;
  const gaps = unread.map(({ gap }) => gap);
  const state =
    gaps.length === 0
      ? 'complete'
      : resources.length > 0
        ? 'partial'
        : (gaps.find((gap) => gap !== 'partial') ?? 'partial');
  return { resources, unread, state };
}

function gapOf({ kind }: EhrFault, count: number): Unread['gap'] {
  if (count > 0) return 'partial';
  return kind === 'denied' ? 'denied' : 'failed';
}

function reasonOf({ kind, because }: EhrFault, stopped: AbortSignal): string {
  if (kind !== 'cancelled' || !stopped.aborted) return because;
  return stopped.reason === 'time' ? 'the EHR did not finish in time' : 'the session with the EHR has ended';
}

function sourceOf({ read, state, resources, unread }: Reading): ChartSource {
  const because = unread[0]?.because;
  return {
    id: read.id,
    label: read.label,
    state,
    count: resources.length,
    ...(because !== undefined && { because }),
  };
}
