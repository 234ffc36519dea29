import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { changedSim } from '../../../launch/sandbox/vendors/sim-launch.ts';
import { appUrl, authorize, authorizeParameters, exchange, sandbox } from '../launched.ts';
import { like } from './like.ts';

const scope = 'launch openid fhirUser offline_access patient/*.rs made/up.scope';
const app = () => like('smart', 'textbook-hcc', { scopes: scope });

/** Where the launcher sends the app, for a sim code with something changed. */
async function launch(change: Parameters<typeof changedSim>[1]) {
  const ehr = sandbox({ like: 'smart' });
  const parameters = authorizeParameters(ehr, 'textbook-hcc', scope);
  const sim = changedSim(parameters.launch ?? '', change);
  const back = await authorize(ehr, { ...parameters, launch: sim });
  return { ehr, back: new URL(back.headers.get('location') ?? '').searchParams };
}
const tokenOf = async ({ ehr, back }: Awaited<ReturnType<typeof launch>>) =>
  exchange(ehr, { code: back.get('code') ?? '' });

describe('the SMART launcher', () => {
  it('launches by a code that holds the whole launch, and can be used again [LAUNCH codec.ts]', async () => {
    const ehr = sandbox({ like: 'smart' });
    const sim = new URL(ehr.launchUrl('textbook-hcc', appUrl)).searchParams.get('launch') ?? '';
    const held = JSON.parse(Buffer.from(sim, 'base64url').toString());
    expect(held).toHaveLength(17);
    expect(held.slice(0, 4)).toEqual([0, 'textbook-hcc', 'okafor', 'AUTO']);
    const parameters = authorizeParameters(ehr, 'textbook-hcc', scope);
    for (const _ of [1, 2]) {
      const back = await authorize(ehr, parameters);
      expect(new URL(back.headers.get('location') ?? '').searchParams.has('code')).toBe(true);
    }
  });

  it('names the user in relative form, and says by a boolean whether a banner is needed [LAUNCH authorize.ts:340]', async () => {
    const { token } = await app();
    expect(decodeJwt(token.id_token)).toMatchObject({
      fhirUser: 'Practitioner/okafor',
      profile: 'Practitioner/okafor',
    });
    expect(token.need_patient_banner).toBe(true);
    expect(token).not.toHaveProperty('fhirContext');
    expect(await (await tokenOf(await launch({ simEhr: true }))).json()).toMatchObject({
      need_patient_banner: false,
    });
  });

  it.each([
    ['AUTO', 'hcc-ir-consult'],
    ['NONE', undefined],
    ['hcc-liver-clinic', 'hcc-liver-clinic'],
  ])('with encounter %s gives %s [LAUNCH LaunchOptions.ts]', async (encounter, given) => {
    const token = await (await tokenOf(await launch({ encounter }))).json();
    expect(token.encounter).toBe(given);
  });

  it('grants whatever is asked, in its words, with a refresh token [LAUNCH token.ts]', async () => {
    const { token, ehr } = await app();
    expect(token.scope).toBe(scope);
    const refreshed = await exchange(ehr, {
      grant_type: 'refresh_token',
      refresh_token: token.refresh_token,
    });
    expect(refreshed.status).toBe(200);
  });

  it('takes any app and any redirect URI [LAUNCH]', async () => {
    const ehr = sandbox({ like: 'smart', clients: [] });
    const parameters = {
      ...authorizeParameters(ehr, 'textbook-hcc', scope),
      client_id: 'anybody',
      redirect_uri: 'http://localhost:1/',
    };
    const back = new URL((await authorize(ehr, parameters)).headers.get('location') ?? '');
    expect(back.origin).toBe('http://localhost:1');
    const answer = await exchange(ehr, {
      code: back.searchParams.get('code') ?? '',
      client_id: 'anybody',
      redirect_uri: 'http://localhost:1/',
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['auth_invalid_client_id', 'invalid_client'],
    ['auth_invalid_redirect_uri', 'invalid_request'],
    ['auth_invalid_scope', 'invalid_scope'],
  ])('simulates %s at authorization [LAUNCH, seen]', async (authError, error) => {
    const { back } = await launch({ authError });
    expect(back.get('error')).toBe(error);
    expect(back.get('error_description')).toMatch(/^Simulated invalid/);
    expect(back.has('code')).toBe(false);
  });

  it('simulates token_invalid_token at the token, token_expired_refresh_token at the refresh [LAUNCH, seen]', async () => {
    const refused = await tokenOf(await launch({ authError: 'token_invalid_token' }));
    expect([refused.status, (await refused.json()).error]).toEqual([401, 'invalid_client']);
    const launched = await launch({ authError: 'token_expired_refresh_token' });
    const { refresh_token } = await (await tokenOf(launched)).json();
    const expired = await exchange(launched.ehr, { grant_type: 'refresh_token', refresh_token });
    expect([expired.status, (await expired.json()).error]).toEqual([403, 'invalid_grant']);
  });
});
