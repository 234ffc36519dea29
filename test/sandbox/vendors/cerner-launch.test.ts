import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { appUrl, base, clientId, codeFor, exchange, sandbox } from '../launched.ts';
import { like } from './like.ts';

const registered = (more: object) => ({ clients: [{ clientId, redirectUris: [appUrl], ...more }] });
const asked = 'launch openid fhirUser patient/Patient.read patient/Condition.read';

describe('a launch from Cerner', () => {
  it('lasts 570 seconds, and says who is at work in which tenant [CERN authorization.md, CLOG]', async () => {
    const { token } = await like('cerner');
    expect(token).toMatchObject({
      expires_in: 570,
      need_patient_banner: true,
      smart_style_url: 'https://smart.cerner.com/styles/smart-v1.json',
      tenant: 'ec2458f2-1e24-41c8-b71b-0e701af7583d',
      user: 'okafor',
      username: 'portal',
    });
    expect(token).not.toHaveProperty('fhirContext');
    expect(decodeJwt(token.id_token)).toMatchObject({
      fhirUser: `${base}/Practitioner/okafor`,
      profile: `${base}/Practitioner/okafor`,
    });
  });

  it('drops wildcards, so that everything is refused afterwards [CERN authorization.md:341, CLOG]', async () => {
    const { token, status } = await like('cerner', 'textbook-hcc', {
      scopes: 'launch openid fhirUser patient/*.read user/*.read patient/Condition.*',
    });
    expect(token.scope).toBe('launch openid fhirUser');
    expect(await status('Patient/textbook-hcc')).toBe(403);
  });

  it('trims what is not registered, and says nothing of it [Oracle forum]', async () => {
    const { token } = await like('cerner', 'textbook-hcc', {
      ...registered({ scopes: ['launch', 'openid', 'fhirUser', 'patient/Patient.read'] }),
      scopes: asked,
    });
    expect(token.scope).toBe('launch openid fhirUser patient/Patient.read');
  });

  it('grants Practitioner at user level only [CERN authorization.md]', async () => {
    const { token, status } = await like('cerner', 'textbook-hcc', {
      scopes: 'launch patient/Practitioner.read patient/Organization.read user/Practitioner.read',
    });
    expect(token.scope).toBe('launch user/Practitioner.read');
    expect(await status('Practitioner/okafor')).toBe(200);
  });

  it('refuses the dialect that the app is not registered for, at the token [MAP error-token-empty-scopes]', async () => {
    const ehr = sandbox({ like: 'cerner', ...registered({ dialect: 'v2' }) });
    const response = await exchange(ehr, { code: await codeFor(ehr, 'textbook-hcc', asked) });
    expect(response.status).toBe(400);
    const body = await response.json();
    expect(body.error).toBe('invalid_scope');
    expect(decodeURIComponent(body.error_uri)).toContain(
      'urn:cerner:error:authorization-server:oauth2:token:empty-scopes',
    );
  });

  it('is refreshed with online_access, without a new refresh token [CERN authorization.md 788-860]', async () => {
    let now = Date.parse('2025-06-16T13:00:00Z');
    const app = await like('cerner', 'textbook-hcc', { scopes: `${asked} online_access`, now: () => now });
    now += 570_000;
    expect(await app.status('Patient/textbook-hcc')).toBe(401);
    const refresh = { grant_type: 'refresh_token', refresh_token: app.token.refresh_token };
    const response = await exchange(app.ehr, refresh);
    const fresh = await response.json();
    expect(response.status).toBe(200);
    expect(fresh).toMatchObject({ expires_in: 570, patient: 'textbook-hcc' });
    expect(fresh).not.toHaveProperty('refresh_token');
    const headers = { authorization: `Bearer ${fresh.access_token}` };
    expect((await app.ehr.handle(new Request(`${base}/Patient/textbook-hcc`, { headers }))).status).toBe(200);
    expect((await like('cerner')).token).not.toHaveProperty('refresh_token');
    expect((await exchange(app.ehr, { ...refresh, refresh_token: 'made-up' })).status).toBe(400);
  });

  it('takes S256, though it does not advertise it [CERN authorization.md:603, CLOG]', async () => {
    const { ehr } = await like('cerner');
    const response = await ehr.handle(new Request(`${base}/.well-known/smart-configuration`));
    expect(await response.json()).not.toHaveProperty('code_challenge_methods_supported');
  });
});
