import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import type { Ehr } from '../../src/ehr/ehr.ts';
import { readChart } from '../../src/ehr/read-record.ts';
import { createTransport, type TransportOptions } from '../../src/ehr/transport.ts';
import { saveResponse } from '../../src/ehr/write-back.ts';
import { type Chaos, type ChaosServer, chaosServer } from '../support/chaos-server.ts';
import { context, hcc, lab, order, patientId, profile } from './test-ehr.ts';

// Half of these wait for something that does not come, and some move much data.
vi.setConfig({ testTimeout: 60_000 });

let server: ChaosServer;
beforeAll(async () => {
  const patient = { resourceType: 'Patient', id: patientId, gender: 'female' };
  const visit = {
    resourceType: 'Encounter',
    id: 'visit',
    status: 'in-progress',
    subject: { reference: `Patient/${patientId}` },
  };
  const chart = [patient, visit, hcc, order, lab('bilirubin', 1.1)] as readonly Readonly<
    Record<string, unknown>
  >[];
  server = await chaosServer(chart);
});
afterEach(() => server.strike());
afterAll(() => server.close());

function ehr(transport: Partial<TransportOptions> = {}, budgets: object = {}): Ehr {
  const { base } = server;
  return {
    profile: profile({ budgets }),
    context: context({ base }),
    transport: createTransport({
      base,
      token: () => 'token',
      pause: async () => {},
      random: () => 0,
      requestSeconds: 0.4,
      ...transport,
    }),
  };
}

const laboratory = 'category=laboratory';

/** Reads the chart while one search is struck: how that search ended, and what all the others brought. */
async function struck(chaos: Chaos, on: Ehr = ehr()) {
  server.strike({ chaos, on: laboratory });
  const began = performance.now();
  const asked = server.requests.length;
  const read = await readChart(on, dataRequirements);
  return {
    source: read.sources.find(({ id }) => id === 'laboratory'),
    unread: read.unread.filter(({ requirement }) => requirement.includes('laboratory')),
    others: read.sources.filter(({ id }) => id !== 'laboratory').map(({ state }) => state),
    seconds: (performance.now() - began) / 1000,
    requests: server.requests.slice(asked).filter((request) => request.includes(laboratory)).length,
  };
}

describe('a search that is struck on the line', () => {
  it.each([
    ['truncated', /could not be reached|cut off/],
    ['reset', /could not be reached/],
    ['half-open', /took too long/],
    ['slow-bytes', /took too long/],
    ['wrong-charset', /not UTF-8/],
    ['bad-gzip', /could not be reached/],
    ['empty', /nothing/],
    ['huge-body', /over 20 MB/],
    ['deep-nesting', /nested too deeply/],
  ] as const)(
    '(%s) is failed, said in words, and costs the other searches nothing',
    async (chaos, because) => {
      const on = chaos === 'huge-body' ? ehr({ requestSeconds: 30 }) : ehr();
      const { source, unread, others, seconds } = await struck(chaos, on);
      expect(source).toMatchObject({ state: 'failed', count: 0, because: expect.stringMatching(because) });
      expect(unread).toMatchObject([{ resourceType: 'Observation', gap: 'failed' }]);
      expect(new Set(others)).toEqual(new Set(['complete']));
      expect(seconds).toBeLessThan(30);
    },
  );

  it('(byte-order-mark) is read all the same', async () => {
    const { source } = await struck('byte-order-mark');
    expect(source).toMatchObject({ state: 'complete', count: 1 });
  });

  it.each([
    ['self-loop', /pages repeat/, 1],
    ['two-cycle', /pages repeat/, 3],
    ['endless-pages', /more than 500 pages/, 500],
  ] as const)('(%s) is partial after a bounded number of requests', async (chaos, because, requests) => {
    const { source, unread, requests: asked } = await struck(chaos);
    expect(source).toMatchObject({ state: 'partial', because: expect.stringMatching(because) });
    expect(unread).toMatchObject([{ gap: 'partial' }]);
    expect(asked).toBeLessThanOrEqual(requests);
  });

  it('(many-entries) is cut at the budget and partial', async () => {
    const { source } = await struck('many-entries', ehr({ requestSeconds: 30 }));
    expect(source).toMatchObject({
      state: 'partial',
      count: 20_000,
      because: 'it has more than 20000 results',
    });
  });

  it('holds the caller’s thread no longer than a fifth of a second at a time, however large the body', async () => {
    // In time of the processor: what else the machine is at is not ours.
    let longest = 0;
    let last = process.cpuUsage();
    const clock = setInterval(() => {
      const { user, system } = process.cpuUsage(last);
      longest = Math.max(longest, (user + system) / 1000);
      last = process.cpuUsage();
    }, 5);
    await struck('huge-body', ehr({ requestSeconds: 30 }));
    clearInterval(clock);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(200);
  });
});

describe('a form whose answer is lost on the line', () => {
  const form = (value: string) => ({
    resourceType: 'QuestionnaireResponse' as const,
    identifier: { system: 'https://hepauth.example/response', value },
    questionnaire: 'https://hepauth.example/Questionnaire/med140|1',
    status: 'in-progress',
    subject: { reference: `Patient/${patientId}` },
    item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }],
  });
  const copies = (value: string) =>
    server.stored.filter(({ identifier }) => JSON.stringify(identifier ?? '').includes(value));

  it.each([
    [
      'is dropped after the commit',
      [{ chaos: 'dropped-after-commit', on: '/QuestionnaireResponse', method: 'POST' }],
    ],
    [
      'is dropped after the commit, and so is every look for it',
      [
        { chaos: 'dropped-after-commit', on: '/QuestionnaireResponse', method: 'POST' },
        { chaos: 'reset', on: 'identifier=' },
      ],
    ],
    ['is cut in half', [{ chaos: 'truncated', on: '/QuestionnaireResponse' }]],
    ['comes byte by byte', [{ chaos: 'slow-bytes', on: '/QuestionnaireResponse' }]],
    ['is empty', [{ chaos: 'empty', on: '/QuestionnaireResponse' }]],
  ] as const)('(it %s) is stored at most once by five user retries', async (_, strikes) => {
    const value = `draft-${_}`;
    const connected = ehr();
    server.strike(...strikes);
    const results = [];
    for (let click = 0; click < 5; click += 1) results.push(await saveResponse(connected, form(value)));
    expect(copies(value).length).toBeLessThanOrEqual(1);
    server.strike();
    expect(await saveResponse(connected, form(value))).toMatchObject({ status: 'saved', verified: true });
    expect(copies(value)).toHaveLength(1);
    for (const { status } of results) expect(['saved', 'unknown']).toContain(status);
  });

  it('(it never begins) is sent once by five user retries, and again only when a person takes the risk', async () => {
    const connected = ehr();
    server.strike({ chaos: 'half-open', on: '/QuestionnaireResponse' });
    const asked = server.requests.length;
    for (let click = 0; click < 5; click += 1)
      expect(await saveResponse(connected, form('never'))).toMatchObject({
        status: 'unknown',
        mayBecomeTwo: true,
      });
    expect(server.requests.slice(asked).filter((request) => request.startsWith('POST'))).toHaveLength(1);
    server.strike();
    expect(await saveResponse(connected, form('never'))).toMatchObject({ status: 'unknown' });
    expect(await saveResponse(connected, form('never'), undefined, { storeAgain: true })).toMatchObject({
      status: 'saved',
      verified: true,
    });
    expect(copies('never')).toHaveLength(1);
  });
});
