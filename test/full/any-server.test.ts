import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import type { VendorName } from '../../launch/sandbox/sandbox-ehr.ts';
import { type ServedSandbox, serveSandbox } from '../../launch/sandbox/serve.ts';
import { type Hapi, startHapi, whyNoHapi } from '../peers/hapi/hapi.ts';

const execute = promisify(execFile);

/** Runs `npm run try` as a person would: its table by step, and its exit code. */
async function tried(...words: readonly string[]) {
  const ran = await execute(process.execPath, ['--import', 'tsx', 'src/cli/try.ts', ...words]).then(
    ({ stdout }) => ({ stdout, code: 0 }),
    ({ stdout, stderr, code }: { stdout: string; stderr: string; code: number }) => ({
      stdout: stdout + stderr,
      code,
    }),
  );
  console.log(ran.stdout);
  const rows = ran.stdout.split('\n').flatMap((line) => {
    const [, step, result, detail] =
      /^(\S.*?)\s{2,}(ok|note|FAILED|skipped)\s+(?:\d+ ms)?\s*(.*)$/.exec(line) ?? [];
    return step === undefined || result === undefined ? [] : [[step, `${result}: ${detail}`] as const];
  });
  return { ...ran, rows: Object.fromEntries(rows) as Readonly<Record<string, string>> };
}

describe.each<[VendorName, string]>([
  ['epic', 'epic'],
  ['cerner', 'cerner'],
  ['hapi', 'hapi'],
  ['smart', 'smart-launcher'],
])('a server like %s', (like, vendor) => {
  let server: ServedSandbox;
  beforeAll(async () => {
    const today = new Date().toLocaleDateString('en-CA');
    // One chart alone: an open server sums up everybody's encounters, and one like cerner gives up over so many.
    server = await serveSandbox({
      port: 0,
      charts: charts.slice(0, 1),
      today,
      clients: [],
      like,
      open: true,
      outsideRecords: true,
    });
  });
  afterAll(() => server?.close());

  it('is read, paged and judged, with nothing failed', async () => {
    const [chart] = server.ehr.charts;
    const visit = chart?.encounter?.split('/').at(-1) ?? '';
    const words = ['--fhir-base', server.base, '--like', vendor, '--patient', chart?.patient.id ?? ''];
    const { rows, code } = await tried(...words, '--encounter', visit);
    expect(code).toBe(0);
    expect(rows).toMatchObject({
      capabilities: expect.stringMatching(/^ok/),
      'read the chart': expect.stringMatching(/^ok/),
      'judge the chart': expect.stringMatching(/^ok/),
      'follow pages': expect.stringMatching(/^ok/),
      write: expect.stringMatching(/^skipped/),
    });
    expect(server.ehr.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

const because = whyNoHapi();
if (because !== undefined) console.log(`skipped: no HAPI FHIR server (${because})`);

describe.skipIf(because !== undefined)('a real HAPI FHIR JPA server', () => {
  let hapi: Hapi;
  beforeAll(async () => {
    hapi = await startHapi();
    // Its first answer takes as long as everything after it together.
    await fetch(`${hapi.base}/metadata`);
  }, 600_000);
  afterAll(() => hapi?.stop());

  it('takes a made-up patient, gives it back whole over its pages, stores a form, and is left as it was', async () => {
    const { rows, code } = await tried('--fhir-base', hapi.base, '--seed');
    expect(code).toBe(0);
    expect(rows).toMatchObject({
      capabilities: expect.stringMatching(/^ok: HAPI FHIR/),
      'read the chart': expect.stringMatching(/^ok/),
      'found what was seeded': 'ok: 55 of 55',
      'follow pages': expect.stringMatching(/^ok: 50 results in pages of 7, 50 in its own/),
      'unknown parameters': 'note: refused (400)',
      'read the patient again': expect.stringMatching(/^ok/),
      write: expect.stringMatching(/^ok: QuestionnaireResponse, version 1, read back the same/),
      'find it by our identifier': expect.stringMatching(/^ok/),
      'write again': expect.stringMatching(/^ok: QuestionnaireResponse, version 2/),
      'write over a newer version': expect.stringMatching(/^ok: refused \(4(09|12)\)/),
      'clean up': expect.stringMatching(/^ok/),
    });
    const left = (await (await fetch(`${hapi.base}/Patient?_summary=count`)).json()) as { total: number };
    expect(left.total ?? 0).toBe(0);
  });
});

describe('a server that is not there', () => {
  it('is said to be unreachable, and nothing is called tried', async () => {
    const { code, rows } = await tried('--fhir-base', 'http://127.0.0.1:9/fhir', '--patient', 'x');
    expect(code).toBe(1);
    expect(rows['read the patient again']).toBeUndefined();
    expect(JSON.stringify(rows)).toMatch(/could not be reached/);
  });

  it.each([
    [],
    ['--fhir-base', 'http://elsewhere.example/fhir'],
    ['--fhir-base', 'ftp://x'],
    ['--like', 'x'],
  ])('is asked for properly, or the usage is printed (%#)', async (...words) => {
    const { code, stdout } = await tried(...words);
    expect(code).toBe(2);
    expect(stdout).toMatch(/usage: npm run try/);
  });
});
