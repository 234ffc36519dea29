import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import type { EhrProfile } from '../../src/ehr/ehr-profile.ts';
import { browserTab, type Tab } from './browser-tab.ts';
import { base, chart, clientId, mount, networkForTests, profile, redirectUri, sandbox } from './test-ehr.ts';

const network = networkForTests();
const launchPage = 'https://app.test/launch/';
let tab: Tab;
let server: SandboxEhr;

beforeEach(() => {
  tab = browserTab();
  server = sandbox([chart()]);
  mount(network, server);
});

// A page load gets its modules afresh, as a browser would.
const session = () => import('../../src/ehr/session.ts');

/** Opens the launch page and goes to the EHR's login, or not. */
async function depart(of: EhrProfile = profile()) {
  const launch = new URL(server.launchUrl('chart', launchPage)).searchParams.get('launch') ?? '';
  tab.open(launchPage);
  const { authorize } = await session();
  return authorize({ profile: of, iss: base, base, launch, redirectUri });
}

/** Follows the tab through the EHR's login back to the app; the address at which it arrives. */
async function login(): Promise<string> {
  const answer = await server.handle(new Request(tab.left ?? ''));
  return answer.headers.get('location') ?? '';
}

async function arrive(url: string, profiles: readonly EhrProfile[] = [profile()]) {
  tab.open(url);
  const { completeLaunch } = await session();
  return completeLaunch(profiles);
}

async function launched(of: EhrProfile = profile()) {
  await depart(of);
  return arrive(await login(), [of]);
}

async function ready(of?: EhrProfile) {
  const result = await launched(of);
  if (result.status !== 'ready') throw new Error(`not ready: ${result.status}`);
  return result.session;
}

const tokenCalls = () => server.requests.filter(({ url }) => url.endsWith('/oauth/token'));
const askedOf = (url: string | undefined) => Object.fromEntries(new URL(url ?? '').searchParams);

describe('a launch', () => {
  it('asks for what is needed by name, with PKCE, for this issuer', async () => {
    expect(await depart()).toBe('leaving');
    const asked = askedOf(tab.left);
    expect(tab.left?.startsWith('https://ehr.test/tenant/oauth/authorize?')).toBe(true);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      aud: base,
      code_challenge_method: 'S256',
    });
    expect(asked.scope).toMatchInlineSnapshot(
      `"launch openid fhirUser patient/Patient.r patient/Encounter.r patient/Condition.rs patient/Observation.rs patient/Procedure.rs patient/MedicationRequest.rs patient/MedicationStatement.rs patient/MedicationAdministration.rs patient/Medication.r patient/ServiceRequest.rs patient/Coverage.rs patient/Organization.r patient/QuestionnaireResponse.crus"`,
    );
    expect(asked.scope).not.toMatch(/\*|offline/);
    expect(asked.code_challenge).toMatch(/^[\w-]{43}$/);
  });

  it('has a state that no dice decide, and a verifier that is new each time', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const seen = new Set<string | undefined>();
    for (let round = 0; round < 20; round += 1) {
      await depart();
      const asked = askedOf(tab.left);
      expect(asked.state).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const { codeVerifier } = JSON.parse(tab.storage.get(asked.state ?? '') ?? '{}') as {
        readonly codeVerifier?: string;
      };
      expect(codeVerifier?.length).toBeGreaterThanOrEqual(43);
      seen.add(asked.state).add(codeVerifier).add(asked.code_challenge);
    }
    expect(seen.size).toBe(60);
    vi.restoreAllMocks();
  });

  it('will not start while its address could configure the library', async () => {
    tab.open(`${launchPage}?iss=https://evil.test&clientId=evil`);
    const { authorize } = await session();
    await expect(
      authorize({ profile: profile(), iss: base, base, launch: 'x', redirectUri }),
    ).rejects.toThrow('strip');
    expect(server.requests).toEqual([]);
  });

  const configuration = (changes: object) =>
    network.use(
      http.get(`${base}/.well-known/smart-configuration`, () =>
        HttpResponse.json({
          issuer: base,
          authorization_endpoint: 'https://ehr.test/tenant/oauth/authorize',
          token_endpoint: 'https://ehr.test/tenant/oauth/token',
          code_challenge_methods_supported: ['S256'],
          ...changes,
        }),
      ),
    );
  it.each([
    ['a foreign token endpoint', { token_endpoint: 'https://evil.test/token' }, 'foreign-endpoint'],
    ['a foreign login', { authorization_endpoint: 'https://evil.test/login' }, 'foreign-endpoint'],
    ['a login without TLS', { authorization_endpoint: 'http://ehr.test/login' }, 'foreign-endpoint'],
    [
      'a login with a name in it',
      { authorization_endpoint: 'https://user@ehr.test/login' },
      'foreign-endpoint',
    ],
    ['a foreign issuer', { issuer: 'https://evil.test/tenant/fhir' }, 'foreign-endpoint'],
    ['an issuer that is no address', { issuer: 'ehr' }, 'foreign-endpoint'],
    ['a script for a login', { authorization_endpoint: 'javascript:alert(1)' }, 'foreign-endpoint'],
    ['no PKCE', { code_challenge_methods_supported: undefined }, 'no-pkce'],
    ['plain PKCE only', { code_challenge_methods_supported: ['plain'] }, 'no-pkce'],
    ['no token endpoint', { token_endpoint: undefined }, 'not-smart'],
  ])('stops at %s, and leaves nothing behind', async (_, changes, expected) => {
    configuration(changes);
    expect(await depart()).toBe(expected);
    expect(tab.left).toBeUndefined();
    expect(tab.storage.size).toBe(0);
  });

  it('follows a login on another origin that the profile names', async () => {
    configuration({
      authorization_endpoint: 'https://login.test/authorize',
      token_endpoint: 'https://login.test/token',
    });
    expect(await depart(profile({ endpointOrigins: ['https://login.test'] }))).toBe('leaving');
    expect(tab.left).toContain('https://login.test/authorize?');
  });

  it('sends S256 also to an EHR that does not advertise it, where the profile says so', async () => {
    configuration({ code_challenge_methods_supported: undefined });
    expect(await depart(profile({ pkceMode: 'always-sent' }))).toBe('leaving');
    expect(askedOf(tab.left).code_challenge_method).toBe('S256');
  });

  it('stops when the endpoints change between the check and the launch', async () => {
    let times = 0;
    network.use(
      http.get(`${base}/.well-known/smart-configuration`, () => {
        times += 1;
        return HttpResponse.json({
          authorization_endpoint: 'https://ehr.test/tenant/oauth/authorize',
          token_endpoint: times === 1 ? 'https://ehr.test/tenant/oauth/token' : 'https://evil.test/token',
          code_challenge_methods_supported: ['S256'],
        });
      }),
    );
    expect(await depart()).toBe('foreign-endpoint');
    expect(times).toBe(2);
    expect(tab.left).toBeUndefined();
  });

  it.each([
    [
      'a redirect',
      () => new HttpResponse(null, { status: 302, headers: { location: 'https://evil.test/' } }),
      'unreachable',
    ],
    ['HTML', () => HttpResponse.html('<h1>Sign in</h1>'), 'not-smart'],
    ['404', () => new HttpResponse(null, { status: 404 }), 'not-smart'],
    ['503', () => new HttpResponse(null, { status: 503 }), 'unreachable'],
    ['a closed line', () => HttpResponse.error(), 'unreachable'],
  ])('stops at a configuration that is %s', async (_, make, expected) => {
    network.use(http.get(`${base}/.well-known/smart-configuration`, make));
    expect(await depart()).toBe(expected);
    expect(tab.left).toBeUndefined();
  });

  it('says so when the browser blocks storage', async () => {
    tab.blockStorage();
    expect(await depart()).toBe('storage-blocked');
    expect(server.requests).toEqual([]);
  });

  it('asks Epic and Cerner in the older dialect', async () => {
    const { launchScopes } = await session();
    expect(
      launchScopes(
        profile({ scopeDialect: 'v1', userLevelScopes: ['Organization'], readPlan: { omit: ['responses'] } }),
      ).slice(0, 6),
    ).toEqual([
      'launch',
      'openid',
      'fhirUser',
      'patient/Patient.read',
      'patient/Encounter.read',
      'patient/Condition.read',
    ]);
  });
});

describe('a return from the login', () => {
  it('is a session for the patient, encounter, user and order of the launch', async () => {
    const running = await ready();
    expect(running).toMatchObject({
      iss: base,
      base,
      profileId: 'test',
      patientId: 'ada',
      encounterId: 'visit',
      fhirUser: 'Practitioner/hale',
      needPatientBanner: true,
      fhirContext: [{ resourceType: 'ServiceRequest', reference: 'ServiceRequest/y90' }],
    });
    expect(running.token()).toMatch(/\w{20}/);
    expect(running.expiresAt - Date.now()).toBeGreaterThan(3_500_000);
    expect(running.grantedScopes).toEqual(running.requestedScopes);
  });

  it('leaves state alone in the address, before anything is fetched', async () => {
    await depart();
    const back = await login();
    const seen: string[] = [];
    network.use(
      http.post('https://ehr.test/tenant/oauth/token', ({ request }) => {
        seen.push(tab.href);
        return server.handle(request);
      }),
    );
    await arrive(`${back}&session_state=x`);
    const state = new URL(back).searchParams.get('state');
    expect(seen).toEqual([`https://app.test/?state=${state}`]);
    expect(tab.href).toBe(`https://app.test/?state=${state}`);
    expect(tab.history.join()).not.toContain('code=');
  });

  it('keeps the token under the random state and in memory, and nothing else of the answer', async () => {
    const running = await ready();
    const { storage } = tab;
    expect(storage.size).toBe(1);
    const [[key = '', entry = ''] = []] = [...storage];
    expect(key).toBe(new URL(tab.href).searchParams.get('state'));
    expect(entry).toContain(running.token());
    expect(entry).not.toMatch(/id_token|codeVerifier|eyJ/);
    expect(tab.href).not.toContain(running.token());
  });

  it('happens once: the same code is never sent again', async () => {
    await depart();
    const back = await login();
    await arrive(back);
    expect(await arrive(back)).toEqual({ status: 'launch-expired' });
    expect(tokenCalls()).toHaveLength(1);
    expect(tab.storage.size).toBe(0);
  });

  it('is one return when two parts of the page ask for it at a time', async () => {
    await depart();
    tab.open(await login());
    const { completeLaunch } = await session();
    const [first, second] = await Promise.all([completeLaunch([profile()]), completeLaunch([profile()])]);
    expect(second).toBe(first);
    expect(tokenCalls()).toHaveLength(1);
  });

  it('with a state that this tab does not know brings nothing', async () => {
    await depart();
    const url = new URL(await login());
    url.searchParams.set('state', crypto.randomUUID());
    expect(await arrive(url.href)).toEqual({ status: 'launch-expired' });
    expect(tokenCalls()).toEqual([]);
  });

  it('that names another issuer than the one asked is refused', async () => {
    await depart();
    expect(await arrive(`${await login()}&iss=https://evil.test`)).toMatchObject({ status: 'refused' });
    expect(tokenCalls()).toEqual([]);
  });

  it('that names the issuer asked is not', async () => {
    await depart();
    expect(await arrive(`${await login()}&iss=${encodeURIComponent(base)}`)).toMatchObject({
      status: 'ready',
    });
  });

  it('with an error shows the EHR’s words without control characters, and asks for no token', async () => {
    await depart();
    const state = askedOf(tab.left).state;
    const result = await arrive(
      `${redirectUri}?error=access_denied&error_description=%3Cimg%20src%3Dx%3E%E2%80%AE%00no&state=${state}`,
    );
    expect(result).toEqual({ status: 'denied', said: 'access_denied: <img src=x>  no' });
    expect(tokenCalls()).toEqual([]);
    expect(tab.storage.size).toBe(0);
  });

  it('does not repeat words that came without a launch of this tab', async () => {
    expect(await arrive(`${redirectUri}?error=x&error_description=Call%20this%20number`)).toEqual({
      status: 'refused',
    });
    expect(await arrive(`${redirectUri}?error=x&error_description=Call%20this%20number&state=1`)).toEqual({
      status: 'launch-expired',
    });
  });

  it('without a launch says to start from the chart', async () => {
    expect(await arrive(redirectUri)).toEqual({ status: 'not-launched' });
    expect(await arrive(`${redirectUri}?launch=x&iss=${base}`)).toEqual({ status: 'not-launched' });
  });

  it('of a code that has expired says so and keeps nothing', async () => {
    await depart();
    const back = await login();
    network.use(
      http.post('https://ehr.test/tenant/oauth/token', () =>
        HttpResponse.json({ error: 'invalid_grant' }, { status: 400 }),
      ),
    );
    expect(await arrive(back)).toEqual({ status: 'launch-expired' });
    expect(tab.storage.size).toBe(0);
  });

  it('with a token endpoint that cannot be reached says so', async () => {
    await depart();
    const back = await login();
    network.use(http.post('https://ehr.test/tenant/oauth/token', () => HttpResponse.error()));
    expect(await arrive(back)).toEqual({ status: 'unreachable' });
  });

  it('lets no redirect carry code and verifier elsewhere, and sends no cookie with them', async () => {
    await depart();
    const back = await login();
    const sent: Request[] = [];
    network.use(
      http.post('https://ehr.test/tenant/oauth/token', ({ request }) => {
        sent.push(request);
        return new HttpResponse(null, { status: 307, headers: { location: 'https://ehr.test/elsewhere' } });
      }),
    );
    expect(await arrive(back)).toEqual({ status: 'unreachable' });
    expect(sent).toMatchObject([{ redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' }]);
    expect(tab.storage.size).toBe(0);
  });

  it('with a page instead of a token says that it cannot be used', async () => {
    await depart();
    const back = await login();
    network.use(http.post('https://ehr.test/tenant/oauth/token', () => HttpResponse.html('<h1>Hello</h1>')));
    expect(await arrive(back)).toEqual({ status: 'not-a-token' });
  });

  it('sends a code with odd characters whole', async () => {
    await depart();
    const url = new URL(await login());
    url.searchParams.set('code', 'a+b/c&d=e%20');
    let sent = '';
    network.use(
      http.post('https://ehr.test/tenant/oauth/token', async ({ request }) => {
        sent = new URLSearchParams(await request.text()).get('code') ?? '';
        return HttpResponse.json({ error: 'invalid_grant' }, { status: 400 });
      }),
    );
    await arrive(url.href);
    expect(sent).toBe('a+b/c&d=e%20');
  });

  it('without a patient stops', async () => {
    await depart();
    const back = await login();
    network.use(
      http.post('https://ehr.test/tenant/oauth/token', () =>
        HttpResponse.json({ access_token: 't', token_type: 'Bearer' }),
      ),
    );
    expect(await arrive(back)).toEqual({ status: 'patient-missing' });
    expect(tab.storage.size).toBe(0);
  });
});

describe('an answer that never comes', () => {
  const never = () => new Promise<never>(() => {});
  beforeEach(() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => timeout(milliseconds / 100));
  });
  afterEach(() => vi.restoreAllMocks());

  it('to the code is given up, and said', async () => {
    await depart();
    const back = await login();
    network.use(http.post('https://ehr.test/tenant/oauth/token', never));
    expect(await arrive(back)).toEqual({ status: 'unreachable' });
    expect(tab.storage.size).toBe(0);
  });

  it('to the second question for the endpoints is given up, and said', async () => {
    let times = 0;
    network.use(
      http.get(`${base}/.well-known/smart-configuration`, ({ request }) => {
        times += 1;
        return times === 1 ? server.handle(request) : never();
      }),
    );
    expect(await depart()).toBe('unreachable');
    expect(times).toBe(2);
    expect(tab.left).toBeUndefined();
    expect(tab.storage.size).toBe(0);
  });
});

it('connects the chart and the store through the base of the launch alone', async () => {
  const running = await ready();
  const { connectEhr } = await import('../../src/ehr/ehr.ts');
  const { readChart } = await import('../../src/ehr/read-record.ts');
  const { saveResponse } = await import('../../src/ehr/write-back.ts');
  const { dataRequirements } = await import('../../src/core/record/data-requirements.ts');
  const ehr = connectEhr(running, profile());
  const read = await readChart(ehr, dataRequirements);
  expect(read).toMatchObject({ unread: [], finished: true });
  const form = {
    resourceType: 'QuestionnaireResponse',
    status: 'in-progress',
    subject: { reference: 'Patient/ada' },
    questionnaire: 'https://hepauth.example/Questionnaire/q|1',
    identifier: { system: 'https://hepauth.example/response', value: '1' },
    item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }],
  } as const;
  expect(await saveResponse(ehr, form)).toMatchObject({ status: 'saved', verified: true });
  const withToken = server.requests.filter(({ hasToken }) => hasToken);
  expect(withToken.length).toBeGreaterThan(10);
  expect(withToken.filter(({ url }) => !url.startsWith(`${base}/`))).toEqual([]);
  expect(server.requests.filter(({ url }) => url.includes(running.token()))).toEqual([]);
  expect(() => connectEhr(running, profile({ id: 'other' }))).toThrow(RangeError);
});

describe('a reload', () => {
  it('resumes the session under its state, without another token', async () => {
    const before = await ready();
    const result = await arrive(tab.href);
    expect(result).toMatchObject({
      status: 'ready',
      session: { patientId: 'ada', fhirUser: 'Practitioner/hale', expiresAt: before.expiresAt },
    });
    if (result.status === 'ready') expect(result.session.token()).toBe(before.token());
    expect(tokenCalls()).toHaveLength(1);
  });

  it('does not when the session is over', async () => {
    server = sandbox([chart()], { accessTokenSeconds: 1 });
    mount(network, server);
    const running = await ready();
    vi.spyOn(Date, 'now').mockReturnValue(running.expiresAt + 1);
    expect(running.token()).toBe('');
    expect(await arrive(tab.href)).toEqual({ status: 'session-ended' });
    expect(tab.storage.size).toBe(0);
    vi.restoreAllMocks();
  });

  it('does not for a profile that was taken off the list', async () => {
    await ready();
    expect(await arrive(tab.href, [])).toEqual({ status: 'launch-expired' });
    expect(tab.storage.size).toBe(0);
  });

  it('finds nothing where storage holds something else under that name', async () => {
    tab.storage.set('abc', '{"hepauth":{"stage":"running"}}');
    expect(await arrive(`${redirectUri}?state=abc`)).toEqual({ status: 'launch-expired' });
  });
});

describe('a new launch', () => {
  it('wipes the session before it, so that the earlier patient cannot come back', async () => {
    await ready();
    const earlier = tab.href;
    await depart();
    expect([...tab.storage.keys()]).toEqual([askedOf(tab.left).state]);
    expect(await arrive(earlier)).toEqual({ status: 'launch-expired' });
  });

  it('leaves a launch of a chart beside it alone, which is at its login', async () => {
    await depart();
    const beside = tab.left;
    await depart();
    const own = tab.left;
    for (const left of [beside, own]) {
      const answer = await server.handle(new Request(left ?? ''));
      expect(await arrive(answer.headers.get('location') ?? '')).toMatchObject({ status: 'ready' });
    }
  });

  it('wipes what an older version of the library left', async () => {
    tab.storage.set('SMART_KEY', '"old"');
    tab.storage.set('old', JSON.stringify({ serverUrl: base, tokenResponse: { patient: 'bob' } }));
    tab.storage.set('theme', '"dark"');
    await depart();
    expect([...tab.storage.keys()].toSorted()).toEqual([askedOf(tab.left).state, 'theme'].toSorted());
  });
});

describe('a logout', () => {
  it('wipes token, storage and address', async () => {
    const running = await ready();
    expect(running.isKept()).toBe(true);
    const revocation = running.logout();
    expect(running.isKept()).toBe(false);
    expect(running.token()).toBe('');
    expect(tab.storage.size).toBe(0);
    expect(tab.href).toBe(redirectUri);
    expect(await revocation).toBe('revoked');
  });

  it('says that the EHR revokes nothing where it does not offer to', async () => {
    network.use(
      http.get(`${base}/.well-known/smart-configuration`, () =>
        HttpResponse.json({
          authorization_endpoint: 'https://ehr.test/tenant/oauth/authorize',
          token_endpoint: 'https://ehr.test/tenant/oauth/token',
          code_challenge_methods_supported: ['S256'],
        }),
      ),
    );
    expect(await (await ready()).logout()).toBe('not-offered');
  });

  it('asks the EHR to revoke the token where it offers that', async () => {
    const revoked: Record<string, string>[] = [];
    network.use(
      http.get(`${base}/.well-known/smart-configuration`, () =>
        HttpResponse.json({
          authorization_endpoint: 'https://ehr.test/tenant/oauth/authorize',
          token_endpoint: 'https://ehr.test/tenant/oauth/token',
          revocation_endpoint: 'https://ehr.test/tenant/oauth/revoke',
          code_challenge_methods_supported: ['S256'],
        }),
      ),
      http.post('https://ehr.test/tenant/oauth/revoke', async ({ request }) => {
        revoked.push(Object.fromEntries(new URLSearchParams(await request.text())));
        return new HttpResponse(null, { status: 200 });
      }),
    );
    const running = await ready();
    const token = running.token();
    expect(await running.logout()).toBe('revoked');
    expect(revoked).toEqual([{ token, client_id: clientId }]);
  });

  it.each([
    ['refuses', () => new HttpResponse(null, { status: 503 })],
    ['cannot be reached', () => HttpResponse.error()],
  ])('is over here all the same where the EHR %s, which is told', async (_, answer) => {
    network.use(
      http.get(`${base}/.well-known/smart-configuration`, () =>
        HttpResponse.json({
          authorization_endpoint: 'https://ehr.test/tenant/oauth/authorize',
          token_endpoint: 'https://ehr.test/tenant/oauth/token',
          revocation_endpoint: 'https://ehr.test/tenant/oauth/revoke',
          code_challenge_methods_supported: ['S256'],
        }),
      ),
      http.post('https://ehr.test/tenant/oauth/revoke', answer),
    );
    const running = await ready();
    const revocation = running.logout();
    expect(running.token()).toBe('');
    expect(tab.storage.size).toBe(0);
    expect(await revocation).toBe('unconfirmed');
  });
});
