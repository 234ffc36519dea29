import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  at,
  deployment,
  endpoint,
  iss,
  keyPair,
  post,
  service,
  serviceUrl,
  type TokenChanges,
  token,
} from './calling.ts';

const seconds = at / 1000;
const stranger = await generateKeyPair('ES384', { extractable: true });
const rsa = await generateKeyPair('RS256', { extractable: true });
const p256 = await generateKeyPair('ES256', { extractable: true });
const secret = new TextEncoder().encode('a symmetric secret of more than forty-eight bytes, to please HS384');

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { iss, aud: serviceUrl, iat: seconds, exp: seconds + 300 };
const unsigned = (header: object, signature = '') =>
  `${part(header)}.${part({ ...claims, jti: 'unsigned' })}.${signature}`;

async function altered(change: (parts: string[]) => readonly string[]): Promise<string> {
  return change((await token()).split('.')).join('.');
}

const mutated = (changes: TokenChanges) => () => token(serviceUrl, changes);

/** Each is one change away from a token that is let in. */
const mutations: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['another issuer', mutated({ claims: { iss: 'https://evil.test' } })],
  ['the issuer with a slash more', mutated({ claims: { iss: `${iss}/` } })],
  ['no issuer', mutated({ claims: { iss: undefined as never } })],
  ['the audience of another service', mutated({ claims: { aud: `${endpoint}/cds-services/other` } })],
  ['the audience of discovery', mutated({ claims: { aud: `${endpoint}/cds-services` } })],
  ['the audience with a slash more', mutated({ claims: { aud: `${serviceUrl}/` } })],
  ['an audience beside ours', mutated({ claims: { aud: [serviceUrl, 'https://other.test'] } })],
  ['an empty list of audiences', mutated({ claims: { aud: [] } })],
  ['no audience', mutated({ claims: { aud: undefined as never } })],
  ['an expiry that is past', mutated({ claims: { iat: seconds - 361, exp: seconds - 61 } })],
  ['no expiry', mutated({ claims: { exp: undefined as never } })],
  ['an expiry in words', mutated({ claims: { exp: 'tomorrow' as never } })],
  ['an issue time to come', mutated({ claims: { iat: seconds + 61, exp: seconds + 300 } })],
  ['no issue time', mutated({ claims: { iat: undefined as never } })],
  ['a life of more than five minutes', mutated({ claims: { exp: seconds + 301 } })],
  ['an expiry before its issue', mutated({ claims: { iat: seconds + 30, exp: seconds + 10 } })],
  ['a time before which it is not valid', mutated({ claims: { nbf: seconds + 61 } })],
  ['no jti', mutated({ claims: { jti: undefined as never } })],
  ['an empty jti', mutated({ claims: { jti: '' } })],
  ['an endless jti', mutated({ claims: { jti: 'x'.repeat(201) } })],
  ['another key', mutated({ key: stranger.privateKey })],
  ['an unknown key id', mutated({ header: { kid: 'key-2' } })],
  ['no key id', mutated({ header: { kid: undefined as never } })],
  ['another key address', mutated({ header: { jku: 'https://evil.test/jwks' } })],
  ['a key address on this machine', mutated({ header: { jku: 'http://169.254.169.254/keys' } })],
  [
    'a key of its own',
    async () =>
      token(serviceUrl, {
        header: { jwk: (await exportJWK(stranger.publicKey)) as never },
        key: stranger.privateKey,
      }),
  ],
  ['a certificate address', mutated({ header: { x5u: 'https://evil.test/cert' } })],
  ['a certificate chain', mutated({ header: { x5c: ['MIIB'] as never } })],
  ['another type', mutated({ header: { typ: 'at+jwt' } })],
  ['no type', mutated({ header: { typ: undefined as never } })],
  [
    'its own key in the header, though signed with the right one',
    async () => token(serviceUrl, { header: { jwk: (await exportJWK(keyPair.publicKey)) as never } }),
  ],
  [
    'a critical extension',
    async () =>
      new SignJWT({ ...claims, jti: 'crit' })
        .setProtectedHeader({ alg: 'ES384', kid: 'key-1', typ: 'JWT', crit: ['rule'], rule: 1 })
        .sign(keyPair.privateKey, { crit: { rule: true } }),
  ],
  ['no algorithm', () => unsigned({ alg: 'none', kid: 'key-1', typ: 'JWT' })],
  [
    'a symmetric algorithm',
    async () =>
      new SignJWT({ ...claims, jti: 'hs' })
        .setProtectedHeader({ alg: 'HS384', kid: 'key-1', typ: 'JWT' })
        .sign(secret),
  ],
  ['RS256 with the id of an EC key', mutated({ header: { alg: 'RS256' }, key: rsa.privateKey })],
  ['ES256 with the id of a P-384 key', mutated({ header: { alg: 'ES256' }, key: p256.privateKey })],
  [
    'PS384',
    async () =>
      new SignJWT({ ...claims, jti: 'ps' })
        .setProtectedHeader({ alg: 'PS384', kid: 'key-1', typ: 'JWT' })
        .sign((await generateKeyPair('PS384')).privateKey),
  ],
  [
    'claims changed after signing',
    () =>
      altered(([header = '', , signature = '']) => [header, part({ ...claims, jti: 'changed' }), signature]),
  ],
  ['no signature', () => altered(([header = '', payload = '']) => [header, payload, ''])],
  [
    'a cut signature',
    () => altered(([header = '', payload = '', signature = '']) => [header, payload, signature.slice(0, -4)]),
  ],
  ['a part too many', () => altered((parts) => [...parts, 'AAAA'])],
  ['something that is no token', () => 'not-a-token'],
];

describe('a caller', () => {
  let expected: { readonly body: string; readonly headers: readonly (readonly [string, string])[] };

  async function refusal(bearer: string | undefined) {
    const { fetch, lines } = service();
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (bearer !== undefined) headers.authorization = bearer;
    const response = await fetch(new Request(serviceUrl, { method: 'POST', headers, body: '{}' }));
    return {
      status: response.status,
      body: await response.text(),
      headers: [...response.headers],
      line: lines[0],
    };
  }

  beforeAll(async () => {
    expected = await refusal(undefined);
  });

  it('is let in with a good token', async () => {
    const { fetch } = service();
    expect((await fetch(await post('{}'))).status).toBe(400);
  });

  it.each(mutations)('is refused like every stranger with %s', async (_, mutation) => {
    const refused = await refusal(`Bearer ${await mutation()}`);
    expect(refused).toMatchObject({ status: 401, body: '' });
    expect({ body: refused.body, headers: refused.headers }).toEqual({
      body: expected.body,
      headers: expected.headers,
    });
    expect(refused.line).toMatchObject({ outcome: 'unauthorized', status: 401 });
    expect(Object.keys(refused.line ?? {})).toEqual(['time', 'event', 'outcome', 'status', 'ms']);
  });

  it('has at least thirty ways to be refused', () => expect(mutations.length).toBeGreaterThanOrEqual(30));

  it.each(['Basic aGVwYXV0aDo=', 'Bearer', `Bearer ${'a'.repeat(9000)}.b.c`, 'Bearer a.b.c, Bearer a.b.c'])(
    'is refused with the header %.30s',
    async (header) => {
      expect(await refusal(header)).toMatchObject({ status: 401, body: '', headers: expected.headers });
    },
  );

  it('is refused the second time it shows the same token, and let in with a new one', async () => {
    const { fetch } = service();
    const authorization = `Bearer ${await token()}`;
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) {
      statuses.push((await fetch(await post('{}', { headers: turn < 2 ? { authorization } : {} }))).status);
    }
    expect(statuses).toEqual([400, 401, 400]);
  });

  it('may name the audience in a list, and be a minute late or early', async () => {
    const { fetch } = service();
    const changes: readonly TokenChanges[] = [
      { claims: { aud: [serviceUrl] } },
      { claims: { iat: seconds - 340, exp: seconds - 59 } },
      { claims: { iat: seconds + 59, exp: seconds + 300, nbf: seconds + 59 } },
      { header: { jku: undefined as never } },
    ];
    for (const change of changes) {
      const authorization = `Bearer ${await token(serviceUrl, change)}`;
      expect((await fetch(await post('{}', { headers: { authorization } }))).status).toBe(400);
    }
  });

  it('must name the tenant where its issuer calls for several', async () => {
    const { fetch } = service({ deployment: deployment({}, { tenant: 'north' }) });
    const statusOf = async (tenant: string | undefined) => {
      const authorization = `Bearer ${await token(serviceUrl, { claims: { tenant } })}`;
      return (await fetch(await post('{}', { headers: { authorization } }))).status;
    };
    expect([await statusOf('north'), await statusOf('south'), await statusOf(undefined)]).toEqual([
      400, 401, 401,
    ]);
  });

  it('may sign with each of the four asymmetric algorithms', async () => {
    for (const alg of ['ES384', 'RS384', 'ES256', 'RS256']) {
      const pair = await generateKeyPair(alg, { extractable: true });
      const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'key-1', alg, use: 'sig' }];
      const { fetch } = service({ deployment: deployment({}, { keys }) });
      const authorization = `Bearer ${await token(serviceUrl, { header: { alg }, key: pair.privateKey })}`;
      expect((await fetch(await post('{}', { headers: { authorization } }))).status).toBe(400);
    }
  });

  it('needs a token for feedback too, and for discovery where the deployment says so', async () => {
    const { fetch } = service({ deployment: deployment({ discovery: 'authenticated' }) });
    const services = `${endpoint}/cds-services`;
    expect((await fetch(new Request(services))).status).toBe(401);
    const authorization = `Bearer ${await token(services)}`;
    expect((await fetch(new Request(services, { headers: { authorization } }))).status).toBe(200);
    const url = `${serviceUrl}/feedback`;
    const other = { authorization: `Bearer ${await token(serviceUrl)}` };
    expect((await fetch(await post({}, { url, headers: other }))).status).toBe(401);
    expect((await fetch(await post({}, { url }))).status).toBe(400);
  });

  it('is refused no sooner for a wrong issuer than for a wrong signature', async () => {
    const took = async (changes: TokenChanges) => {
      const started = performance.now();
      await refusal(`Bearer ${await token(serviceUrl, changes)}`);
      return performance.now() - started;
    };
    await took({ key: stranger.privateKey });
    expect(await took({ claims: { iss: 'https://evil.test' } })).toBeGreaterThan(20);
    expect(await took({ key: stranger.privateKey })).toBeGreaterThan(20);
  });
});
