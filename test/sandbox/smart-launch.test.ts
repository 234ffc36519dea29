import { createHash } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  appUrl,
  authorize,
  authorizeParameters,
  base,
  challenge,
  clientId,
  codeFor,
  everything,
  exchange,
  launched,
  sandbox,
  verifier,
} from './launched.ts';

const scope = 'launch openid fhirUser patient/Patient.rs';

describe('a launch from a chart', () => {
  it('publishes where to go, and that PKCE S256 is expected', async () => {
    const ehr = sandbox();
    const response = await ehr.handle(new Request(`${base}/.well-known/smart-configuration`));
    expect(await response.json()).toMatchObject({
      issuer: base,
      authorization_endpoint: 'https://ehr.test/oauth/authorize',
      token_endpoint: 'https://ehr.test/oauth/token',
      jwks_uri: 'https://ehr.test/oauth/jwks',
      code_challenge_methods_supported: ['S256'],
      capabilities: expect.arrayContaining(['launch-ehr', 'client-public', 'permission-v1', 'permission-v2']),
    });
  });

  it('gives the app patient, encounter, order and coverage with its token', async () => {
    expect(challenge).toBe(createHash('sha256').update(verifier).digest('base64url'));
    const { token } = await launched(sandbox(), 'textbook-hcc', scope);
    expect(token).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope,
      patient: 'textbook-hcc',
      encounter: 'hcc-ir-consult',
      need_patient_banner: true,
      fhirContext: [{ reference: 'ServiceRequest/hcc-order' }, { reference: 'Coverage/hcc-coverage' }],
    });
  });

  it.each([
    ['its own', clientId, 401],
    ["another app's", 'another-app', 200],
  ])('withdraws a token for %s client alone', async (_, asking, left) => {
    const ehr = sandbox();
    const { token, send } = await launched(ehr, 'textbook-hcc', scope);
    const body = new URLSearchParams({ token: token.access_token, client_id: asking });
    const answer = await ehr.handle(new Request('https://ehr.test/oauth/revoke', { method: 'POST', body }));
    expect(answer.status).toBe(200);
    expect((await send(`Patient/${token.patient}`)).status).toBe(left);
  });

  it('withdraws nothing for an app that it does not know', async () => {
    const body = new URLSearchParams({ token: 'any' });
    const answer = await sandbox().handle(
      new Request('https://ehr.test/oauth/revoke', { method: 'POST', body }),
    );
    expect(answer.status).toBe(401);
  });

  it('signs an identity token that its own key set verifies', async () => {
    const ehr = sandbox();
    const parameters = { ...authorizeParameters(ehr, 'textbook-hcc', scope), nonce: 'a-nonce' };
    const location = new URL((await authorize(ehr, parameters)).headers.get('location') ?? '');
    const token = await (await exchange(ehr, { code: location.searchParams.get('code') ?? '' })).json();
    const jwks = await (await ehr.handle(new Request('https://ehr.test/oauth/jwks'))).json();
    const { payload, protectedHeader } = await jwtVerify(token.id_token, createLocalJWKSet(jwks), {
      issuer: base,
      audience: clientId,
    });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({ nonce: 'a-nonce', fhirUser: `${base}/Practitioner/okafor` });
    expect(jwks.keys[0]).not.toHaveProperty('d');
  });

  it('names the cancelled coverage to nobody', async () => {
    const { token } = await launched(sandbox(), 'provisional-diagnosis', scope);
    expect(token.fhirContext).toEqual([
      { reference: 'ServiceRequest/prov-order' },
      { reference: 'Coverage/prov-coverage' },
    ]);
  });

  it('drops scopes that it does not know, in silence', async () => {
    const asked =
      'launch patient/Patient.rs patient/Nothing.rs offline_access system/Patient.rs patient/Patient.sr nonsense';
    const { token } = await launched(sandbox(), 'textbook-hcc', asked);
    expect(token.scope).toBe('launch patient/Patient.rs');
    expect(token).not.toHaveProperty('id_token');
  });

  it('takes authorization by POST too', async () => {
    const ehr = sandbox();
    const body = new URLSearchParams(authorizeParameters(ehr, 'textbook-hcc', scope));
    const response = await ehr.handle(
      new Request('https://ehr.test/oauth/authorize', { method: 'POST', body }),
    );
    expect(response.headers.get('location')).toMatch(/^https:\/\/app\.test\/\?code=/);
  });
});

describe('an authorization request is refused by redirect', () => {
  it.each([
    ['without a launch token', { launch: '' }, 'invalid_request'],
    ['with an unknown launch token', { launch: 'made-up' }, 'invalid_request'],
    ['for another server', { aud: 'https://elsewhere.test/fhir' }, 'invalid_request'],
    ['without a challenge', { code_challenge: '' }, 'invalid_request'],
    ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['without a state', { state: '' }, 'invalid_request'],
    ['without the scope launch', { scope: 'patient/Patient.rs' }, 'invalid_scope'],
    [
      'for a standalone launch',
      { launch: '', scope: 'launch/patient patient/Patient.rs' },
      'invalid_request',
    ],
    ['for an implicit token', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s', async (_, change, error) => {
    const ehr = sandbox();
    const response = await authorize(ehr, { ...authorizeParameters(ehr, 'textbook-hcc', scope), ...change });
    const location = new URL(response.headers.get('location') ?? '');
    expect(response.status).toBe(302);
    expect(`${location.origin}/`).toBe(appUrl);
    expect(location.searchParams.get('error')).toBe(error);
    expect(location.searchParams.get('error_description')).toBeTruthy();
    expect(location.searchParams.has('code')).toBe(false);
  });

  it('when the launch token was used before', async () => {
    const ehr = sandbox();
    const parameters = authorizeParameters(ehr, 'textbook-hcc', scope);
    await authorize(ehr, parameters);
    const again = new URL((await authorize(ehr, parameters)).headers.get('location') ?? '');
    expect(again.searchParams.get('error')).toBe('invalid_request');
    expect(again.searchParams.get('state')).toBe('a-state');
  });
});

describe('an authorization request is refused on a page, and sent nowhere', () => {
  it.each([
    ['an unknown app', { client_id: 'unknown' }],
    ['a redirect URI of another app', { redirect_uri: 'https://other.test/' }],
    ['a redirect URI that only begins alike', { redirect_uri: `${appUrl}callback` }],
    ['a redirect URI without its slash', { redirect_uri: 'https://app.test' }],
  ])('%s', async (_, change) => {
    const ehr = sandbox();
    const response = await authorize(ehr, { ...authorizeParameters(ehr, 'textbook-hcc', scope), ...change });
    expect(response.status).toBe(400);
    expect(response.headers.has('location')).toBe(false);
  });
});

describe('a token request is refused', () => {
  it.each([
    ['with another verifier', { code_verifier: `${verifier}x` }, 400, 'invalid_grant'],
    ['without a verifier', { code_verifier: '' }, 400, 'invalid_grant'],
    ['for another redirect URI', { redirect_uri: `${appUrl}other` }, 400, 'invalid_grant'],
    ['by another app', { client_id: 'another-app' }, 400, 'invalid_grant'],
    ['by an unknown app', { client_id: 'unknown' }, 401, 'invalid_client'],
    ['with a made-up code', { code: 'made-up' }, 400, 'invalid_grant'],
    ['for a refresh', { grant_type: 'refresh_token' }, 400, 'unsupported_grant_type'],
  ])('%s', async (_, change, status, error) => {
    const ehr = sandbox();
    const response = await exchange(ehr, { code: await codeFor(ehr, 'textbook-hcc', scope), ...change });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });

  it('when it is not form-encoded', async () => {
    const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const response = await sandbox().handle(new Request('https://ehr.test/oauth/token', init));
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('after a minute, for the code has expired', async () => {
    let now = Date.parse('2025-06-16T13:00:00Z');
    const ehr = sandbox({ now: () => now });
    const early = await codeFor(ehr, 'textbook-hcc', scope);
    now += 59_999;
    expect((await exchange(ehr, { code: early })).status).toBe(200);
    const late = await codeFor(ehr, 'textbook-hcc', scope);
    now += 60_000;
    expect((await exchange(ehr, { code: late })).status).toBe(400);
  });

  it('when the code is replayed, and the token it bought is withdrawn', async () => {
    const ehr = sandbox();
    const code = await codeFor(ehr, 'textbook-hcc', everything);
    const { access_token } = await (await exchange(ehr, { code })).json();
    const read = () =>
      ehr.handle(
        new Request(`${base}/Patient/textbook-hcc`, { headers: { authorization: `Bearer ${access_token}` } }),
      );
    expect((await read()).status).toBe(200);
    expect((await exchange(ehr, { code })).status).toBe(400);
    expect((await read()).status).toBe(401);
  });
});
