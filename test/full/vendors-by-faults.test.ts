import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Fault, SandboxEhr, VendorName } from '../../launch/sandbox/sandbox-ehr.ts';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import { ChartError } from '../../src/core/record/patient-record.ts';
import { readChart } from '../../src/ehr/read-record.ts';
import { saveDraft } from '../../src/ehr/save-draft.ts';
import {
  connect,
  draftFor,
  kept,
  nameOf,
  profileOf,
  serving,
  stories,
  vendorNames,
  verdictsOf,
} from '../ehr/vendor-ehr.ts';

/** Seconds after which a request is given up here, and milliseconds that a slow answer takes. */
const [requestSeconds, slow] = [0.5, 900];

const types = [
  'Patient',
  'Condition',
  'Observation',
  'Procedure',
  'MedicationRequest',
  'ServiceRequest',
  'Encounter',
];
/** Asked for by their id. */
const readSingly = ['Patient', 'Encounter'];
const faults: readonly (readonly [string, Fault])[] = [
  ['is refused (403)', { status: 403 }],
  ['is refused by a gateway (403)', { status: 403, body: 'gateway' }],
  ['is asked too often (429)', { status: 429, retryAfter: '1' }],
  ['is a page of a login', { effect: 'html' }],
  ['is cut in the middle', { effect: 'truncate' }],
  ['has pages that go round', { effect: 'looping-next' }],
  ['has its next page on another server', { effect: 'foreign-next' }],
  ['comes too late', { delay: slow }],
  ['is lost', { effect: 'drop' }],
];
const chosen = ['tace-order', 'breast-metastases', 'colorectal-two-lines'];
const told = stories.filter((story) => chosen.includes(nameOf(story)));

const figures = { reads: 0, whole: 0, incomplete: 0, stopped: 0, kept: 0, unknown: 0, saves: 0 };
afterEach(() => vi.restoreAllMocks());
afterAll(() => console.log(`vendors by faults: ${JSON.stringify(figures)}`));

describe.each(vendorNames)('in an EHR like %s', (like) => {
  it('the stories have criteria of every verdict, or a fault could turn none', async () => {
    for (const story of told)
      expect(new Set((await calmly(story, like)).values())).toEqual(new Set(['met', 'not-met', 'unknown']));
  });

  describe.each(types)('where %s', (on) => {
    it.each(faults)('%s, the chart is read in part or not at all, and no verdict turns', async (_, fault) => {
      for (const story of told) {
        const calm = await calmly(story, like);
        const server = serving(story, like);
        const ehr = await connect(server, profileOf(like), { requestSeconds });
        server.faults.set([{ ...fault, on }]);
        const asked = server.requests.length;
        const read = await readChart(ehr, dataRequirements);
        figures.reads += 1;
        const less = read.sources.filter(({ state }) => state !== 'complete');
        for (const { because } of less) expect(because).toMatch(/\w/);
        const wasAsked = server.requests.slice(asked).some(({ url }) => url.includes(`/${on}`));
        // A single resource has no pages: only an answer of many can be struck in its links.
        const wasStruck = wasAsked && !(readSingly.includes(on) && /-next$/.test(fault.effect ?? ''));
        expect(less.length > 0 || !wasStruck).toBe(true);
        figures[less.length > 0 ? 'incomplete' : 'whole'] += 1;
        let verdicts: ReturnType<typeof verdictsOf>;
        try {
          verdicts = verdictsOf(read, ehr);
        } catch (problem) {
          // Nobody's chart is judged.
          expect(on).toBe('Patient');
          expect(problem).toBeInstanceOf(ChartError);
          figures.stopped += 1;
          continue;
        }
        for (const [node, verdict] of verdicts) {
          if (verdict === 'unknown') figures.unknown += calm.get(node) === 'unknown' ? 0 : 1;
          else {
            expect([node, verdict]).toEqual([node, calm.get(node)]);
            figures.kept += 1;
          }
        }
      }
    });
  });

  it('a search that is asked too often twice is then read whole, and judged as if nothing had been', async () => {
    for (const story of told) {
      const server = serving(story, like);
      const ehr = await connect(server, profileOf(like));
      server.faults.set([{ on: 'Condition', status: 429, retryAfter: '1', times: 2 }]);
      const read = await readChart(ehr, dataRequirements);
      expect(read.sources.filter(({ state }) => state !== 'complete')).toEqual([]);
      expect(new Map(verdictsOf(read, ehr))).toEqual(await calmly(story, like));
    }
  });

  const writes: readonly (readonly [string, readonly Fault[]])[] = [
    ['is refused (403)', [{ method: 'POST', status: 403 }]],
    ['is asked too often (429)', [{ method: 'POST', status: 429, retryAfter: '1' }]],
    ['is answered by the page of a login', [{ method: 'POST', effect: 'html' }]],
    ['is answered by half a body', [{ method: 'POST', effect: 'truncate' }]],
    ['is lost after the commit', [{ method: 'POST', effect: 'drop' }]],
    ...(['html', 'truncate', 'looping-next', 'foreign-next', 'drop'] as const).map(
      (effect) =>
        [
          `is lost after the commit, and every look for it suffers ${effect}`,
          [
            { method: 'POST', effect: 'drop' },
            { on: 'QuestionnaireResponse', method: 'GET', effect },
            { on: 'DocumentReference', method: 'GET', effect },
          ],
        ] as const,
    ),
    ...[403, 429].map(
      (status) =>
        [
          `is lost after the commit, and every look for it is refused (${status})`,
          [
            { method: 'POST', effect: 'drop' },
            { on: 'QuestionnaireResponse', method: 'GET', status },
            { on: 'DocumentReference', method: 'GET', status },
          ],
        ] as const,
    ),
    ['cannot begin: the patient is not read again', [{ on: 'Patient', status: 403 }]],
    ['begins without what the EHR says of itself', [{ on: 'metadata', effect: 'html' }]],
  ];

  it.each(writes)('a draft that %s is stored at most once by five clicks', async (_, struck) => {
    await clickedFiveTimes(like, struck);
  });

  it('a draft that is stored in time and answered too late is stored at most once by five clicks', async () => {
    await clickedFiveTimes(like, [], (server) => ({
      ...server,
      async handle(request) {
        const answer = await server.handle(request);
        if (request.method === 'POST') await late();
        return answer;
      },
    }));
  });

  it('a draft that the EHR stores only after it was given up is stored at most once by five clicks', async () => {
    await clickedFiveTimes(like, [{ method: 'POST', delay: slow }]);
  });
});

/** Clicks while the faults are on, and once when they are over: there is one record then, and never were two. */
async function clickedFiveTimes(
  like: VendorName,
  struck: readonly Fault[],
  line: (server: SandboxEhr) => SandboxEhr = (server) => server,
): Promise<void> {
  const [server, fresh] = [serving(told[0], like), serving(told[0], like)];
  const ehr = await connect(line(server), profileOf(like), { requestSeconds });
  const draft = { ...draftFor(server), confirmedFinal: true };
  server.faults.set(struck);
  for (let click = 0; click < 5; click += 1) {
    const { outcome } = await saveDraft(ehr, draft);
    figures.saves += 1;
    if (outcome.status !== 'saved' || !outcome.verified) expect(outcome.because).toMatch(/\w/);
    if (outcome.status === 'saved') expect(records(server, fresh)).toBe(1);
  }
  await late();
  expect(records(server, fresh)).toBeLessThanOrEqual(1);
  server.faults.clear();
  await saveDraft(ehr, draft);
  expect(records(server, fresh)).toBe(1);
}

const records = (server: SandboxEhr, fresh: SandboxEhr) =>
  kept(server, fresh).reduce((sum, each) => sum + each, 0);

/** Until what was given up here has been done there. */
const late = () => new Promise((resolve) => setTimeout(resolve, slow));

const known = new Map<string, ReadonlyMap<string, string>>();
/** The verdicts of a story where nothing goes wrong. */
async function calmly(story: unknown, like: VendorName): Promise<ReadonlyMap<string, string>> {
  const key = `${like} ${nameOf(story)}`;
  const before = known.get(key);
  if (before) return before;
  const ehr = await connect(serving(story, like), profileOf(like));
  const verdicts = new Map(verdictsOf(await readChart(ehr, dataRequirements), ehr));
  known.set(key, verdicts);
  return verdicts;
}
