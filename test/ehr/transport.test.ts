import fc from 'fast-check';
import { HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { pauseBefore } from '../../src/ehr/retry.ts';
import { createTransport, type TransportOptions } from '../../src/ehr/transport.ts';
import { base, networkForTests } from './test-ehr.ts';

const network = networkForTests();
const token = 'canary-token';
const label = 'GET Patient';
const transport = (options: Partial<TransportOptions> = {}) =>
  createTransport({ base, token: () => token, random: () => 0, pause: async () => {}, ...options });
const answer = (make: () => Response | Promise<Response>) => {
  const asked: Request[] = [];
  network.use(
    http.all(`${base}*`, ({ request }) => {
      asked.push(request.clone());
      return make();
    }),
  );
  return asked;
};
const patient = { resourceType: 'Patient', id: '1' };

describe('the token', () => {
  it('travels in the header, to the base alone, without cookies, cache, referrer or redirects', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const asked = answer(() => HttpResponse.json(patient));
    await transport().get('Patient/1', { label });
    expect(asked[0]?.headers.get('authorization')).toBe(`Bearer ${token}`);
    expect(asked[0]?.headers.get('accept')).toBe('application/fhir+json');
    expect(asked[0]?.url).not.toContain(token);
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    fetched.mockRestore();
  });

  it('goes nowhere outside the base, whatever the address', async () => {
    const sent: { url: string; init: RequestInit | undefined }[] = [];
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      sent.push({ url: String(input), init });
      return HttpResponse.json(patient);
    });
    const ehr = transport();
    const piece = fc.constantFrom(
      'https:',
      '//',
      '/',
      '\\',
      '@',
      'ehr.test',
      'evil.test',
      '/tenant',
      '/fhir',
      '..',
      '%2e',
      '?',
      '#',
      'Patient',
      ':8443',
    );
    const target = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.array(piece, { maxLength: 9 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(target, async (text) => {
        sent.length = 0;
        const reply = await ehr.get(text, { label });
        await ehr.send('POST', text, { label, body: patient });
        for (const { url, init } of sent) {
          const { origin, pathname } = new URL(url);
          expect(new Headers(init?.headers).get('authorization')).toBe(`Bearer ${token}`);
          expect(origin).toBe('https://ehr.test');
          expect(pathname === '/tenant/fhir' || pathname.startsWith('/tenant/fhir/')).toBe(true);
        }
        if (sent.length === 0)
          expect(reply).toMatchObject({ ok: false, fault: { kind: 'foreign', status: 0 } });
      }),
      { numRuns: 3000 },
    );
    fetched.mockRestore();
  }, 60_000);

  it('is not followed by a request once the session is over', async () => {
    const asked = answer(() => HttpResponse.json(patient));
    const reply = await transport({ token: () => '' }).get('Patient/1', { label });
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'session-ended', status: 0 } });
    expect(asked).toHaveLength(0);
  });

  it('is not needed by an open server', async () => {
    const asked = answer(() => HttpResponse.json(patient));
    await transport({ token: undefined }).get('Patient/1', { label });
    expect(asked[0]?.headers.has('authorization')).toBe(false);
  });
});

describe('an answer', () => {
  it.each([
    [
      'a redirect',
      () => new HttpResponse(null, { status: 302, headers: { location: 'https://evil.test/' } }),
      'unreachable',
      0,
    ],
    ['an HTML page with 200', () => HttpResponse.html('<h1>Sign in</h1>'), 'unreadable', 200],
    ['XML', () => HttpResponse.xml('<Patient/>'), 'unreadable', 200],
    [
      'JSON without saying so',
      () => new HttpResponse('{}', { headers: { 'content-type': 'text/plain' } }),
      'unreadable',
      200,
    ],
    [
      'nothing',
      () => new HttpResponse('', { headers: { 'content-type': 'application/json' } }),
      'unreadable',
      200,
    ],
    [
      'half a JSON',
      () =>
        new HttpResponse('{"resourceType":"Pat', { headers: { 'content-type': 'application/fhir+json' } }),
      'unreadable',
      200,
    ],
    [
      'another charset',
      () =>
        new HttpResponse(new Uint8Array([123, 34, 252, 34, 125]), {
          headers: { 'content-type': 'application/json; charset=latin1' },
        }),
      'unreadable',
      200,
    ],
    ['more than the limit', () => HttpResponse.json({ text: 'x'.repeat(1_100_000) }), 'unreadable', 200],
    [
      'endless nesting',
      () =>
        new HttpResponse(`${'['.repeat(5000)}${']'.repeat(5000)}`, {
          headers: { 'content-type': 'application/json' },
        }),
      'unreadable',
      200,
    ],
    ['a closed line', () => HttpResponse.error(), 'unreachable', 0],
    ['401', () => HttpResponse.json('', { status: 401 }), 'session-ended', 401],
    ['403 with an empty body', () => new HttpResponse(null, { status: 403 }), 'denied', 403],
    ['404 in HTML', () => HttpResponse.html('<h1>404</h1>', { status: 404 }), 'absent', 404],
    ['410', () => HttpResponse.json({}, { status: 410 }), 'absent', 410],
    ['412', () => HttpResponse.json({}, { status: 412 }), 'conflict', 412],
    ['422', () => HttpResponse.json({}, { status: 422 }), 'refused', 422],
    ['503', () => HttpResponse.json({}, { status: 503 }), 'busy', 503],
    ['500', () => HttpResponse.json({}, { status: 500 }), 'failed', 500],
  ] as const)('of %s is a fault of its own kind', async (_, make, kind, status) => {
    answer(make);
    const reply = await transport({ responseMegabytes: 1 }).get('Patient/1', { label });
    expect(reply).toMatchObject({ ok: false, fault: { kind, status, request: label } });
  });

  it.each([
    'application/fhir+json',
    'application/json',
    'application/json+fhir',
    'application/fhir+json; charset=UTF-8',
    'text/json',
    'APPLICATION/JSON',
  ])('is read as %s', async (type) => {
    answer(() => new HttpResponse(`\uFEFF${JSON.stringify(patient)}`, { headers: { 'content-type': type } }));
    expect(await transport().get('Patient/1', { label })).toMatchObject({ ok: true, body: patient });
  });

  it('with brackets and quotes inside strings is not taken for a deep one', async () => {
    const text = { text: `${'['.repeat(500)}"\\` };
    answer(() => HttpResponse.json(text));
    expect(await transport().get('Patient/1', { label })).toMatchObject({ ok: true, body: text });
  });

  it('that does not come in time is given up', async () => {
    answer(() => new Promise<Response>(() => {}));
    const reply = await transport({ requestSeconds: 0.05 }).get('Patient/1', { label });
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'timeout' } });
  });

  it('whose body never ends is given up', async () => {
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')),
    });
    answer(() => new HttpResponse(stream, { headers: { 'content-type': 'application/json' } }));
    const reply = await transport({ requestSeconds: 0.05 }).get('Patient/1', { label });
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'timeout' } });
  });

  it('keeps the values of the chart out of the fault’s own words', async () => {
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'invalid', diagnostics: 'Ada Canary' }],
    };
    answer(() => HttpResponse.json(outcome, { status: 400 }));
    const reply = await transport().get('Patient/1', { label });
    expect(reply).toMatchObject({
      ok: false,
      fault: { because: 'the EHR refused the request (400)', outcome },
    });
  });
});

describe('a second try', () => {
  it.each([429, 500, 502, 503, 504])('is made after %i for a read, three in all', async (status) => {
    const asked = answer(() => new HttpResponse(null, { status }));
    await transport().get('Patient/1', { label });
    expect(asked).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 412, 422])('is not made after %i', async (status) => {
    const asked = answer(() => new HttpResponse(null, { status }));
    await transport().get('Patient/1', { label });
    expect(asked).toHaveLength(1);
  });

  it.each(['POST', 'PUT'] as const)('is never made for a %s', async (method) => {
    const asked = answer(() => new HttpResponse(null, { status: 503, headers: { 'retry-after': '1' } }));
    await transport().send(method, 'Patient/1', { label, body: patient });
    expect(asked).toHaveLength(1);
  });

  it('waits as long as the EHR asks, within bounds, and says so', async () => {
    const waits: number[] = [];
    answer(() => new HttpResponse(null, { status: 429, headers: { 'retry-after': '7' } }));
    await transport({ onWait: (_, milliseconds) => waits.push(milliseconds) }).get('Patient/1', { label });
    expect(waits).toEqual([7000, 7000]);
  });

  it('is not made once the caller has stopped', async () => {
    const abort = new AbortController();
    const asked = answer(() => new HttpResponse(null, { status: 503 }));
    const pause = async () => abort.abort();
    const reply = await transport({ pause }).get('Patient/1', { label, signal: abort.signal });
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    expect(asked).toHaveLength(1);
  });

  const now = Date.parse('2025-06-16T12:00:00Z');
  it.each([
    ['5', 1, 0, 5000],
    ['5', 1, 0.5, 5500],
    ['0', 1, 0, 1000],
    ['3600', 1, 0, 60_000],
    ['Mon, 16 Jun 2025 12:00:10 GMT', 1, 0, 10_000],
    ['Mon, 16 Jun 2025 11:00:00 GMT', 1, 0, 1000],
    [null, 1, 1, 1000],
    [null, 2, 1, 2000],
    [null, 2, 0, 0],
    ['soon', 1, 1, 1000],
  ])('after Retry-After %s, attempt %i, waits by the rule', (retryAfter, attempt, random, expected) => {
    expect(pauseBefore(retryAfter, attempt, random, now)).toBe(expected);
  });

  it('always comes between at once and 61 seconds later', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.integer().map(String), fc.constant(null)),
        fc.constantFrom(1, 2),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (retryAfter, attempt, random) => {
          const wait = pauseBefore(retryAfter, attempt, random, now);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(61_000);
        },
      ),
    );
  });
});

it('runs at most four requests at a time', async () => {
  let [running, most] = [0, 0];
  answer(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 10));
    running -= 1;
    return HttpResponse.json(patient);
  });
  const ehr = transport();
  await Promise.all(Array.from({ length: 20 }, (_, index) => ehr.get(`Patient/${index}`, { label })));
  expect(most).toBe(4);
});

describe('a request that came to nothing', () => {
  const told = async (make: () => Response, method: 'get' | 'send' = 'get') => {
    const faults: unknown[] = [];
    answer(make);
    const ehr = transport({ onFault: (fault) => void faults.push(fault) });
    if (method === 'get') await ehr.get('Patient/1', { label });
    else await ehr.send('POST', 'QuestionnaireResponse', { label: 'POST', body: patient });
    return faults;
  };
  const outcome = { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'Ada Canary is locked' }] };

  it.each(['x-request-id', 'x-correlation-id'])(
    'is told once, with the number in %s, without the EHR’s words',
    async (header) => {
      const refuse = () => HttpResponse.json(outcome, { status: 403, headers: { [header]: 'req-77' } });
      const faults = await told(refuse);
      expect(faults).toMatchObject([{ request: label, status: 403, kind: 'denied', requestId: 'req-77' }]);
      expect(JSON.stringify(faults)).not.toContain('Canary');
    },
  );

  it('is told of a write too, and nothing is told of what succeeded', async () => {
    expect(await told(() => HttpResponse.json(outcome, { status: 422 }), 'send')).toHaveLength(1);
    expect(await told(() => HttpResponse.json(patient))).toEqual([]);
  });
});
