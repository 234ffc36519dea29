import type { Patient } from 'fhir/r4';
import { largeChart } from '../../launch/sandbox/large-chart.ts';
import { chartServer } from './chart-server.ts';
import { judgedByUs, readByUs } from './ours.ts';
import { populatedByPeer } from './peer.ts';
import type { Style } from './peer-forms.ts';

type Library = Parameters<typeof populatedByPeer>[0];

/** One thing that was timed: median milliseconds. */
export interface Timing {
  readonly what: string;
  readonly milliseconds: number;
  readonly runs: number;
}

const warmUps = 3;

async function median(what: string, runs: number, work: () => unknown): Promise<Timing> {
  const times: number[] = [];
  for (let run = -warmUps; run < runs; run += 1) {
    const start = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - start);
  }
  return { what, runs, milliseconds: times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0 };
}

/** Both sides on the large chart, from answers that lie in memory: neither the network nor the EHR is timed. */
export async function timings(
  library: Library | undefined,
  today: string,
): Promise<{ readonly resources: number; readonly timings: readonly Timing[] }> {
  const server = await chartServer(largeChart(), today, { pageSize: 5000 });
  const patientId = server.patientId;
  const read = await readByUs(server, patientId);
  const ours = await median(
    'Hepauth: record, facts, verdict, gaps, documents, scores and form, from every resource read',
    21,
    () => judgedByUs(read, patientId, today),
  );
  if (!library) return { resources: read.resources.length, timings: [ours] };
  const patient = read.resources.find((each) => (each as Patient).resourceType === 'Patient') as Patient;
  const styles: Readonly<Record<Style, string>> = {
    documented: 'sdc-populate: 12 items, as documented, from the newest of each code',
    careful: 'sdc-populate: 12 items, careful expressions, from all of each code',
    whole: 'sdc-populate: 12 items, expressions that choose by code, from every Observation and Condition',
  };
  const theirs: Timing[] = [];
  for (const style of Object.keys(styles) as Style[]) {
    const kept = new Map<string, unknown>();
    const answer = async (query: string) => {
      if (!kept.has(query)) kept.set(query, await server.answer(query));
      return kept.get(query);
    };
    theirs.push(await median(styles[style], 11, () => populatedByPeer(library, patient, { answer }, style)));
  }
  return { resources: read.resources.length, timings: [ours, ...theirs] };
}
