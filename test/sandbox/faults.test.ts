import { describe, expect, it } from 'vitest';
import type { Fault } from '../../launch/sandbox/sandbox-ehr.ts';
import { everything, exchange, launched, sandbox } from './launched.ts';

const patient = 'textbook-hcc';

interface Searchset {
  readonly entry: readonly {
    readonly resource: { readonly status: unknown; readonly subject?: { readonly reference: string } };
    readonly search: { readonly mode: string };
  }[];
  readonly link: readonly { readonly url: string }[];
}
const entry = (bundle: Searchset) => bundle.entry.at(-1);
const next = (bundle: Searchset) => bundle.link.at(-1)?.url ?? '';

async function app(...faults: readonly Fault[]) {
  const ehr = sandbox();
  const launch = await launched(ehr, patient, everything);
  ehr.faults.set(faults);
  return { ehr, ...launch };
}

describe('a fault', () => {
  it('strikes only what it names', async () => {
    const { status } = await app({
      on: 'Observation',
      method: 'GET',
      query: 'category=laboratory',
      status: 500,
    });
    expect(await status('Observation?patient=textbook-hcc&category=laboratory')).toBe(500);
    expect(await status('Observation?category=survey')).toBe(200);
    expect(await status('Condition?category=laboratory')).toBe(200);
  });

  it('strikes as often as it says, then no more', async () => {
    const { ehr, status } = await app({ on: 'Condition', status: 503, times: 2 });
    const seen = [await status('Condition'), await status('Condition'), await status('Condition')];
    expect(seen).toEqual([503, 503, 200]);
    ehr.faults.set(ehr.faults.active);
    expect(await status('Condition')).toBe(503);
    ehr.faults.clear();
    expect(await status('Condition')).toBe(200);
  });

  it.each([
    ['outcome', /OperationOutcome/],
    ['empty', /^$/],
    ['html', /^<!doctype html>/],
    ['gateway', /insufficient_scope/],
  ] as const)('refuses with a body that is %s', async (body, text) => {
    const { send } = await app({ on: 'Coverage', status: 403, body, retryAfter: '7' });
    const response = await send('Coverage');
    expect(response.status).toBe(403);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.text()).toMatch(text);
  });

  it('delays by milliseconds', async () => {
    const { send } = await app({ on: 'Coverage', delay: 60 });
    const start = performance.now();
    expect((await send('Coverage')).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(50);
  });

  it('loses the answer after the work is done', async () => {
    const { ehr, send } = await app({ on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' });
    const response = {
      resourceType: 'QuestionnaireResponse',
      status: 'in-progress',
      questionnaire: 'https://hepauth.example/q|1',
      subject: { reference: `Patient/${patient}` },
    };
    const answer = await send('QuestionnaireResponse', { method: 'POST', body: JSON.stringify(response) });
    expect(answer.type).toBe('error');
    expect(ehr.stored('QuestionnaireResponse')).toHaveLength(1);
    expect(ehr.requests.at(-1)).toMatchObject({ method: 'POST', status: 0, hasToken: true });
  });

  it('cuts JSON short', async () => {
    const { send } = await app({ on: 'Observation', effect: 'truncate' });
    const text = await (await send('Observation')).text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('answers a sign-in page with 200', async () => {
    const { send } = await app({ on: 'Condition', effect: 'html' });
    const response = await send('Condition');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
  });

  it.each<[NonNullable<Fault['effect']>, (bundle: Searchset) => unknown, unknown]>([
    ['malformed-entry', (bundle) => entry(bundle)?.resource.status, ['final']],
    [
      'foreign-subject',
      (bundle) => entry(bundle)?.resource.subject?.reference,
      'Patient/sandbox-somebody-else',
    ],
    ['withheld', (bundle) => entry(bundle)?.search.mode, 'outcome'],
    ['foreign-next', (bundle) => new URL(next(bundle)).origin, 'https://elsewhere.example'],
    ['looping-next', next, 'https://ehr.test/fhir/Observation?category=survey'],
  ])('spoils a page by %s', async (effect, look, found) => {
    const { read } = await app({ on: 'Observation', effect });
    expect(look(await read('Observation?category=survey'))).toEqual(found);
  });

  it('can strike the token endpoint', async () => {
    const ehr = sandbox();
    ehr.faults.set([{ on: 'token', status: 500, body: 'html' }]);
    expect((await exchange(ehr, { code: 'any' })).status).toBe(500);
  });

  it('is switched on and off over HTTP too', async () => {
    const ehr = sandbox();
    const url = 'https://ehr.test/sandbox/faults';
    const faults = [{ on: 'metadata', status: 500 }];
    await ehr.handle(new Request(url, { method: 'POST', body: JSON.stringify(faults) }));
    expect((await ehr.handle(new Request('https://ehr.test/fhir/metadata'))).status).toBe(500);
    expect((await ehr.handle(new Request(url, { method: 'POST', body: '{}' }))).status).toBe(400);
    expect(await (await ehr.handle(new Request(url))).json()).toEqual(faults);
    await ehr.handle(new Request(url, { method: 'DELETE' }));
    expect((await ehr.handle(new Request('https://ehr.test/fhir/metadata'))).status).toBe(200);
  });
});
