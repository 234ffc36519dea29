import { exportJWK, generateKeyPair } from 'jose';
import { delay, HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { networkForTests } from '../ehr/test-ehr.ts';
import {
  at,
  deployment,
  jku,
  post,
  publicKey,
  service,
  serviceUrl,
  type TokenChanges,
  token,
} from './calling.ts';

const network = networkForTests();
const next = await generateKeyPair('ES384', { extractable: true });
const nextKey = { ...(await exportJWK(next.publicKey)), kid: 'key-2', use: 'sig', alg: 'ES384' };

let asked: number;
let time: number;
beforeEach(() => {
  [asked, time] = [0, at];
});

function serve(answer: () => Response | Promise<Response>): void {
  network.use(
    http.get(jku, () => {
      asked += 1;
      return answer();
    }),
  );
}
const keySet =
  (...keys: readonly object[]) =>
  () =>
    HttpResponse.json({ keys: [...keys] });

/** A service that fetches its caller's keys, on a clock that the test moves. */
function made() {
  return service({ deployment: deployment({}, { keys: undefined }), now: () => time });
}

async function call(
  of: ReturnType<typeof service>,
  { header, claims, key }: TokenChanges = {},
): Promise<number> {
  const seconds = time / 1000;
  const changes = {
    claims: { iat: seconds, exp: seconds + 300, ...claims },
    ...(header && { header }),
    ...(key && { key }),
  };
  const authorization = `Bearer ${await token(serviceUrl, changes)}`;
  return (await of.fetch(await post('{}', { headers: { authorization } }))).status;
}

const byNext = { header: { kid: 'key-2' }, key: next.privateKey };

describe("a caller's keys", () => {
  it('are fetched once, and again after ten minutes', async () => {
    serve(keySet(publicKey));
    const of = made();
    expect([await call(of), await call(of)]).toEqual([400, 400]);
    expect(asked).toBe(1);
    time += 601_000;
    expect(await call(of)).toBe(400);
    expect(asked).toBe(2);
  });

  it('are fetched once for many calls at a time', async () => {
    serve(async () => {
      await delay(50);
      return keySet(publicKey)();
    });
    const of = made();
    expect(await Promise.all([call(of), call(of), call(of)])).toEqual([400, 400, 400]);
    expect(asked).toBe(1);
  });

  it('are not fetched at all for a stranger, or from another address', async () => {
    serve(keySet(publicKey));
    const of = made();
    const statuses = [
      await call(of, { claims: { iss: 'https://evil.test' } }),
      await call(of, { header: { jku: 'http://169.254.169.254/keys' } }),
      await call(of, { header: { jku: 'file:///etc/passwd' } }),
      await call(of, { claims: { aud: 'https://other.test' } }),
      await call(of, { header: { alg: 'HS384' }, key: new Uint8Array(48) }),
    ];
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    expect(asked).toBe(0);
  });

  it('are asked for anew for an unknown key id, but no more than once a minute', async () => {
    let keys = [publicKey];
    serve(() => HttpResponse.json({ keys }));
    const of = made();
    expect(await call(of)).toBe(400);
    expect(await call(of, byNext)).toBe(401);
    expect(asked).toBe(1);
    keys = [publicKey, nextKey];
    time += 61_000;
    for (const kid of ['a', 'b', 'c']) expect(await call(of, { header: { kid } })).toBe(401);
    expect(asked).toBe(2);
    expect(await call(of, byNext)).toBe(400);
    expect(asked).toBe(2);
  });

  it.each([
    ['an error', () => new HttpResponse(null, { status: 500 })],
    [
      'a redirect',
      () => new HttpResponse(null, { status: 302, headers: { location: 'https://evil.test/jwks' } }),
    ],
    ['a page', () => HttpResponse.html('<p>Sign in</p>')],
    ['no list', () => HttpResponse.json({ keys: 'none' })],
    ['an endless set', () => HttpResponse.json({ keys: [publicKey], padding: 'x'.repeat(70_000) })],
    [
      'nothing for longer than it may take',
      async () => {
        await delay('infinite');
        return new HttpResponse();
      },
    ],
  ])('cannot be had from %s, which is remembered for a minute', async (_, answer) => {
    serve(answer);
    const of = made();
    const started = performance.now();
    expect([await call(of), await call(of)]).toEqual([401, 401]);
    expect(performance.now() - started).toBeLessThan(2500);
    expect(asked).toBe(1);
    network.resetHandlers();
    serve(keySet(publicKey));
    time += 61_000;
    expect(await call(of)).toBe(400);
  });

  it('stay good while a refresh for an unknown id fails', async () => {
    serve(keySet(publicKey));
    const of = made();
    expect(await call(of)).toBe(400);
    network.resetHandlers();
    serve(() => new HttpResponse(null, { status: 503 }));
    time += 61_000;
    expect(await call(of, { header: { kid: 'forged' } })).toBe(401);
    expect(await call(of)).toBe(400);
  });

  it.each([
    ['for encryption', { ...publicKey, use: 'enc' }],
    ['for another algorithm', { ...publicKey, alg: 'ES256' }],
    ['for signing only', { ...publicKey, key_ops: ['sign'] }],
    ['symmetric', { kty: 'oct', kid: 'key-1', k: 'c2VjcmV0' }],
    ['broken', { ...publicKey, x: '?' }],
  ])('are not used when they are %s', async (_, key) => {
    serve(keySet(key));
    expect(await call(made())).toBe(401);
  });
});
