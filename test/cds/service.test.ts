import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRecent } from '../../src/cds/recent.ts';
import { importsOf, sourceFiles } from '../support/imports.ts';
import {
  authorization,
  type ChartInHand,
  cardsOf,
  chartInHand,
  deployment,
  endpoint,
  orderSign,
  post,
  sandboxEhr,
  service,
  serviceUrl,
  token,
} from './calling.ts';

let hcc: ChartInHand;
beforeAll(async () => {
  hcc = await chartInHand(sandboxEhr(), 'textbook-hcc');
});

async function answerTo(body: unknown, headers: Record<string, string> = {}) {
  const response = await service().fetch(await post(body, { headers }));
  const { issue } = (await response.json()) as {
    readonly issue?: readonly { readonly details: { readonly text: string } }[];
  };
  return { status: response.status, because: issue?.[0]?.details.text };
}

describe('a body', () => {
  const { context, ...rest } = {
    context: { patientId: 'ada', draftOrders: { resourceType: 'Bundle' } },
    hook: 'order-sign',
    hookInstance: 'x',
  };
  const whole = { ...rest, context };
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it.each([
    ['nothing', '', 400, 'the body is not JSON in UTF-8'],
    ['half of it', '{"hook": "order-sign"', 400, 'the body is not JSON in UTF-8'],
    ['a list', [], 400, 'the body: expected a JSON object'],
    ['too many levels', nested(101), 400, 'the body is nested deeper than 100 levels'],
    [
      'brackets in text, which nest nothing',
      { hook: nested(200) },
      400,
      'hook: expected order-dispatch, order-select, order-sign',
    ],
    [
      'another hook',
      { ...whole, hook: 'patient-view' },
      400,
      'hook: expected order-dispatch, order-select, order-sign',
    ],
    ['no instance', { ...whole, hookInstance: undefined }, 400, 'hookInstance: expected text'],
    ['no context', { ...whole, context: undefined }, 400, 'context: expected an object'],
    [
      'no patient',
      { ...whole, context: { draftOrders: context.draftOrders } },
      400,
      'context.patientId: expected a FHIR id',
    ],
    [
      'a typed patient',
      { ...whole, context: { ...context, patientId: 'Patient/ada' } },
      400,
      'context.patientId: expected a FHIR id, without its type',
    ],
    [
      'no orders',
      { ...whole, context: { patientId: 'ada' } },
      400,
      'context.draftOrders: expected a Bundle of orders',
    ],
    [
      'orders that are no Bundle',
      { ...whole, context: { ...context, draftOrders: { resourceType: 'List' } } },
      400,
      'context.draftOrders.resourceType: expected "Bundle"',
    ],
    [
      'an entry without a resource',
      { ...whole, context: { ...context, draftOrders: { resourceType: 'Bundle', entry: [{}] } } },
      400,
      'context.draftOrders.entry.0.resource: expected a FHIR resource',
    ],
    [
      'no selections',
      { ...whole, hook: 'order-select' },
      400,
      'context.selections: expected references such as ServiceRequest/123',
    ],
    [
      'no dispatched order',
      { ...whole, hook: 'order-dispatch', context: { patientId: 'ada' } },
      400,
      'context.dispatchedOrders: expected references such as ServiceRequest/123',
    ],
    [
      'a token without a server',
      { ...whole, fhirAuthorization: { access_token: 'x', token_type: 'Bearer' } },
      400,
      'fhirServer: expected with fhirAuthorization',
    ],
    [
      'another kind of token',
      { ...whole, fhirServer: 'https://x', fhirAuthorization: { access_token: 'x', token_type: 'Mac' } },
      400,
      'fhirAuthorization.token_type: expected "Bearer"',
    ],
    ['a prefetch that is text', { ...whole, prefetch: 'x' }, 400, 'prefetch: expected an object'],
    ['enough and no more', whole, 200, undefined],
  ])('of %s is answered in words', async (_, body, status, because) => {
    expect(await answerTo(body)).toMatchObject({ status, because });
  });

  it('may be 5 MB and no more, whether it says so or not', async () => {
    const text = JSON.stringify({ ...whole, padding: 'x'.repeat(5 * 1024 * 1024) });
    expect(await answerTo(text)).toMatchObject({ status: 413, because: 'the body is over 5 MB' });
    expect(await answerTo(text, { 'content-length': String(text.length) })).toMatchObject({ status: 413 });
    expect(await answerTo(text.replace('xxxxxx', '').slice(0, 100))).toMatchObject({ status: 400 });
    const almost = JSON.stringify({ ...whole, padding: 'x'.repeat(5 * 1024 * 1024 - 500) });
    expect(await answerTo(almost)).toMatchObject({ status: 200 });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'of type "%s" is not read',
    async (type) => expect(await answerTo(whole, { 'content-type': type })).toMatchObject({ status: 415 }),
  );

  it.each(['application/json', 'application/json; charset=utf-8', 'application/fhir+json'])(
    'of type "%s" is read',
    async (type) => expect(await answerTo(whole, { 'content-type': type })).toMatchObject({ status: 200 }),
  );

  it('that never ends is given up in time', async () => {
    const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token()}` };
    const started = performance.now();
    const response = await service().fetch(
      new Request(serviceUrl, { method: 'POST', headers, body, duplex: 'half' } as RequestInit),
    );
    expect(response.status).toBe(408);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it('cannot reach the prototype of anything', async () => {
    await answerTo(
      JSON.stringify(whole).replace(
        '{',
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
      ),
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('an address', () => {
  const status = async (method: string, path: string) => {
    const { status: code, headers } = await service().fetch(new Request(`${endpoint}${path}`, { method }));
    return [code, headers.get('allow')];
  };

  it.each([
    ['PUT', '/cds-services', 'GET'],
    ['POST', '/cds-services', 'GET'],
    ['GET', '/cds-services/liver-directed-therapy', 'POST'],
    ['DELETE', '/cds-services/liver-directed-therapy/feedback', 'POST'],
    ['POST', '/health', 'GET'],
  ])('takes no %s %s', async (method, path, allow) =>
    expect(await status(method, path)).toEqual([405, allow]),
  );

  it.each([
    '/',
    '/cds-services/other',
    '/cds-services/liver-directed-therapy/other',
    '/cds-services/../health/x',
  ])('does not exist: %s', async (path) => expect(await status('GET', path)).toEqual([404, null]));

  it('may have a path of its own in front', async () => {
    const { fetch } = service({ deployment: deployment({ endpoint: `${endpoint}/hepauth/` }) });
    expect((await fetch(new Request(`${endpoint}/hepauth/cds-services`))).status).toBe(200);
    expect((await fetch(new Request(`${endpoint}/cds-services`))).status).toBe(404);
    const url = `${endpoint}/hepauth/cds-services/liver-directed-therapy`;
    expect((await fetch(await post('{}', { url }))).status).toBe(400);
  });

  it('says that the service is up, and ready until it is told to stop', async () => {
    const made = service();
    const get = async (path: string) => (await made.fetch(new Request(`${endpoint}${path}`))).status;
    expect([await get('/health'), await get('/ready')]).toEqual([200, 200]);
    made.drain();
    expect([await get('/health'), await get('/ready')]).toEqual([200, 503]);
    expect(await cardsOf(made, orderSign(hcc))).toHaveLength(1);
  });
});

describe('a browser', () => {
  const preflight = (origin: string) =>
    service().fetch(
      new Request(serviceUrl, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      }),
    );

  it('is let in from a listed origin, by name and without cookies', async () => {
    const { headers } = await preflight('https://ehr.test');
    expect(headers.get('access-control-allow-origin')).toBe('https://ehr.test');
    expect(headers.get('access-control-allow-headers')).toMatch(/authorization/);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toMatch(/origin/i);
    const answer = await service().fetch(
      await post(orderSign(hcc), { headers: { origin: 'https://ehr.test' } }),
    );
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://ehr.test');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['https://evil.test', 'https://ehr.test.evil.test', 'null', 'http://ehr.test'])(
    'is not let in from %s',
    async (origin) => {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

describe('the log', () => {
  it('has one line a call, with who, what, how long and how it ended', async () => {
    const made = service({ deployment: deployment({}, { tenant: 'north' }) });
    const claims = { tenant: 'north' };
    const headers = { authorization: `Bearer ${await token(serviceUrl, { claims })}` };
    await made.fetch(await post(orderSign(hcc), { headers }));
    expect(made.lines).toEqual([
      {
        time: '2025-06-16T12:00:00.000Z',
        event: 'call',
        outcome: 'card',
        status: 200,
        hook: 'order-sign',
        hookInstance: '2c7a36a1-1e82-4608-87be-fc13f730ec49',
        bytes: expect.any(Number),
        iss: 'https://ehr.test/tenant',
        tenant: 'north',
        ms: expect.any(Number),
      },
    ]);
  });

  it('never holds a word of a chart, a token or a stranger', async () => {
    const canary = 'CANARY7731';
    const poisoned = JSON.parse(
      JSON.stringify(orderSign(hcc), (key, value) =>
        typeof value === 'string' && ['family', 'text', 'display', 'div', 'data'].includes(key)
          ? canary
          : value,
      ),
    );
    const made = service();
    const fhirAuthorization = authorization(hcc, canary);
    const calls: readonly unknown[] = [
      { ...poisoned, fhirAuthorization, hookInstance: canary },
      { ...poisoned, hook: canary },
      { ...poisoned, context: { ...poisoned.context, patientId: `Patient/${canary}` } },
      { ...poisoned, prefetch: { patient: { resourceType: 'Patient', id: canary } } },
      { ...poisoned, fhirServer: `https://${canary}.test`, fhirAuthorization },
      `{"${canary}"`,
      { feedback: [{ card: canary }] },
    ];
    for (const body of calls) {
      await made.fetch(await post(body));
      const url = `${serviceUrl}/feedback`;
      await made.fetch(await post(body, { url }));
    }
    for (const changes of [
      { claims: { iss: canary, jti: canary, tenant: canary, sub: canary } },
      { header: { kid: canary, jku: `https://${canary}.test` } },
    ]) {
      const headers = { authorization: `Bearer ${await token(serviceUrl, changes)}` };
      await made.fetch(await post(poisoned, { headers }));
    }
    expect(made.lines).toHaveLength(16);
    expect(JSON.stringify(made.lines)).not.toMatch(new RegExp(canary, 'i'));
    expect(JSON.stringify(made.lines)).not.toMatch(/eyJ/);
  });

  it('names the kind of a failure of ours and nothing else, as does the answer', async () => {
    const broken = service({
      snoozed: {
        remember: () => true,
        holds: () => {
          throw new TypeError('Ada Canary');
        },
      },
    });
    const response = await broken.fetch(await post(orderSign(hcc)));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('Canary');
    expect(broken.lines[0]).toMatchObject({ outcome: 'failed', status: 500, error: 'TypeError' });
    expect(JSON.stringify(broken.lines)).not.toContain('Canary');
  });

  it('can be joined by whatever watches the steps', async () => {
    const steps: string[] = [];
    const watched = service({
      observe: async (step, work) => {
        steps.push(`> ${step}`);
        const result = await work();
        steps.push(`< ${step}`);
        return result;
      },
    });
    await cardsOf(watched, orderSign(hcc));
    expect(steps).toEqual(
      ['caller', 'body', 'orders', 'chart', 'assess'].flatMap((step) => [`> ${step}`, `< ${step}`]),
    );
  });
});

describe('a memory of what was seen', () => {
  it('forgets in time, and takes nothing new when it is full', () => {
    let time = 0;
    const recent = createRecent({ limit: 2, milliseconds: 100, now: () => time });
    expect([recent.remember('a'), recent.remember('a'), recent.remember('b'), recent.remember('c')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    time = 100;
    expect(recent.holds('a')).toBe(false);
    expect([recent.remember('c'), recent.remember('a')]).toEqual([true, true]);
  });

  it('that is full lets no new token in', async () => {
    const full = service({ seen: createRecent({ limit: 1, milliseconds: 1000, now: () => 0 }) });
    const statuses = [];
    for (let turn = 0; turn < 2; turn += 1) statuses.push((await full.fetch(await post('{}'))).status);
    expect(statuses).toEqual([400, 401]);
  });
});

describe('the sources', () => {
  it('use nothing of Node but in serve.ts', () => {
    const files = sourceFiles('src/cds').filter((file) => !file.endsWith('serve.ts'));
    const packages = files.flatMap((file) => importsOf(file)).map(({ to }) => to);
    expect(packages.filter((to) => to.startsWith('node:') || to === '@hono/node-server')).toEqual([]);
    const users = files.filter((file) =>
      /\b(?:process\.|Buffer\.|require\(|__dirname)/.test(readFileSync(file, 'utf8')),
    );
    expect(users).toEqual([]);
  });
});
