import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectEhr } from '../../src/ehr/ehr.ts';
import type { Renewal } from '../../src/ehr/renewal.ts';
import { sessionOf } from '../../src/ehr/running-session.ts';
import type { RunningSession } from '../../src/ehr/session-store.ts';
import { browserTab, type Tab } from './browser-tab.ts';
import { base, context, profile } from './test-ehr.ts';

const endpoint = 'https://ehr.test/tenant/oauth/token';
const revoke = 'https://ehr.test/tenant/oauth/revoke';
const means: Renewal = { refreshToken: 'refresh-canary', clientId: 'hepauth', endpoint };
const minute = 60_000;
let tab: Tab;
let asked: { url: string; method: string; body: string; bearer: string | null }[];
let answerToken: () => Response | Promise<Response>;
let answerFhir: (bearer: string | null) => Response | Promise<Response>;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2025-06-16T10:00:00Z') });
  tab = browserTab();
  asked = [];
  answerToken = () =>
    Response.json({ access_token: 'second', token_type: 'Bearer', expires_in: 570, patient: 'ada' });
  answerFhir = () => Response.json({ resourceType: 'Patient', id: 'ada' });
  vi.stubGlobal('fetch', async (input: string | URL, init: RequestInit = {}) => {
    const bearer = new Headers(init.headers).get('authorization');
    asked.push({ url: String(input), method: init.method ?? 'GET', body: String(init.body ?? ''), bearer });
    return String(input).startsWith(base) ? answerFhir(bearer) : answerToken();
  });
});
afterEach(() => vi.useRealTimers());

function open(renewal: Renewal | 'none' = means) {
  const running: RunningSession = {
    stage: 'running',
    profileId: 'test',
    iss: base,
    revoke: { endpoint: revoke, clientId: 'hepauth' },
    accessToken: 'first',
    expiresAt: Date.now() + 570_000,
    context: context(),
  };
  const session = sessionOf(running, 'state', sessionStorage, renewal === 'none' ? undefined : renewal);
  const onSessionEnd = vi.fn();
  const ehr = connectEhr(session, profile(), { onSessionEnd });
  const read = () => ehr.transport.get('Patient/ada', { label: 'GET Patient' });
  const write = () => ehr.transport.send('POST', 'QuestionnaireResponse', { label: 'POST', body: {} });
  return { session, ehr, read, write, onSessionEnd };
}
const bought = () => asked.filter(({ url }) => url === endpoint);

describe('a session whose EHR grants renewal', () => {
  it('is renewed before a request that would outlive its token, by everybody once', async () => {
    const { session, read, write } = open();
    await read();
    expect(bought()).toEqual([]);
    vi.setSystemTime(Date.now() + 545_000);
    await Promise.all([read(), read(), write()]);
    expect(bought()).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(bought()[0]?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-canary',
      client_id: 'hepauth',
    });
    expect(asked.filter(({ url }) => url !== endpoint).map(({ bearer }) => bearer)).toEqual([
      'Bearer first',
      'Bearer second',
      'Bearer second',
      'Bearer second',
    ]);
    expect(session.expiresAt).toBe(Date.now() + 570_000);
  });

  it('keeps the refresh token out of storage, and the new token under the state alone', async () => {
    const { session } = open();
    vi.setSystemTime(Date.now() + 600_000);
    expect(session.token()).toBe('');
    expect(await session.renew()).toBe('renewed');
    expect(session.token()).toBe('second');
    expect([...tab.storage.keys()]).toEqual(['state']);
    expect(JSON.stringify([...tab.storage])).toContain('second');
    expect(JSON.stringify([...tab.storage])).not.toContain('refresh-canary');
    expect(tab.href).not.toMatch(/canary|second/);
  });

  it('goes on after a 401 to a read, and sends a write again only when a person says so', async () => {
    const { read, write, onSessionEnd } = open();
    answerFhir = (bearer) =>
      bearer === 'Bearer second'
        ? Response.json({ resourceType: 'Patient', id: 'ada' })
        : new Response(null, { status: 401 });
    expect(await read()).toMatchObject({ ok: true });
    expect(asked.map(({ url }) => url)).toEqual([`${base}/Patient/ada`, endpoint, `${base}/Patient/ada`]);
    const other = open();
    asked = [];
    expect(await other.write()).toMatchObject({ ok: false, fault: { kind: 'session-ended' } });
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'POST']); // the form once, the token endpoint once
    expect(await other.write()).toMatchObject({ ok: true });
    expect(await write()).toMatchObject({ ok: true });
    expect(onSessionEnd).not.toHaveBeenCalled();
  });

  it('is not renewed twice within a minute', async () => {
    const { session } = open();
    expect(await session.renew()).toBe('renewed');
    vi.setSystemTime(Date.now() + minute - 1);
    expect(await session.renew()).toBe('no');
    vi.setSystemTime(Date.now() + 1);
    expect(await session.renew()).toBe('renewed');
  });

  it.each([
    ['fails', () => new Response(null, { status: 503 })],
    ['asks to wait', () => new Response(null, { status: 429 })],
    ['answers with a page', () => new Response('<h1>Maintenance</h1>')],
  ])('outlives a token endpoint that %s once: a minute later it is renewed', async (_, answer) => {
    const { session, read, write, onSessionEnd } = open();
    const renews = answerToken;
    answerToken = answer;
    vi.setSystemTime(Date.now() + 550_000);
    expect(await read()).toMatchObject({ ok: true });
    vi.setSystemTime(Date.now() + 25_000);
    expect(session.token()).toBe('');
    answerToken = renews;
    for (const each of [await read(), await write()])
      expect(each).toMatchObject({ ok: false, fault: { kind: 'not-renewed', status: 0 } });
    expect(bought()).toHaveLength(1);
    expect(session.renewable).toBe(true);
    vi.setSystemTime(Date.now() + minute);
    expect(await read()).toMatchObject({ ok: true });
    expect(asked.at(-1)?.bearer).toBe('Bearer second');
    expect(onSessionEnd).not.toHaveBeenCalled();
  });

  it('outlives a machine that wakes before its network: many requests ask once, and seconds later it is renewed', async () => {
    const { read, onSessionEnd } = open();
    const renews = answerToken;
    answerToken = () => Promise.reject(new TypeError('no network'));
    vi.setSystemTime(Date.now() + 8 * 60 * minute);
    for (const each of [await read(), await read(), await read()])
      expect(each).toMatchObject({ ok: false, fault: { kind: 'not-renewed' } });
    expect(bought()).toHaveLength(1);
    answerToken = renews;
    vi.setSystemTime(Date.now() + 5_000);
    expect(await read()).toMatchObject({ ok: true });
    expect(onSessionEnd).not.toHaveBeenCalled();
  });

  it('lets a request that is stopped go while a token endpoint that does not answer is waited for', async () => {
    const { ehr } = open();
    answerToken = () => new Promise(() => {});
    vi.setSystemTime(Date.now() + 550_000);
    const stop = new AbortController();
    const reading = ehr.transport.get('Patient/ada', { label: 'GET Patient', signal: stop.signal });
    stop.abort();
    expect(await reading).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  });

  it('outlives a 401 while no new token can be had', async () => {
    const { read, write, onSessionEnd } = open();
    answerFhir = () => new Response(null, { status: 401 });
    answerToken = () => new Response(null, { status: 503 });
    for (const each of [await read(), await write()])
      expect(each).toMatchObject({ ok: false, fault: { kind: 'not-renewed', status: 401 } });
    expect(onSessionEnd).not.toHaveBeenCalled();
  });

  it('goes on after a 401 to the old token that comes when it has been renewed already', async () => {
    const { read, write, onSessionEnd } = open();
    const waiting: ((response: Response) => void)[] = [];
    answerFhir = (bearer) => {
      if (bearer === 'Bearer second') return Response.json({ resourceType: 'Patient', id: 'ada' });
      if (waiting.length === 2) return new Response(null, { status: 401 });
      return new Promise((resolve) => waiting.push(resolve));
    };
    const reading = read();
    const writing = write();
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    expect(await read()).toMatchObject({ ok: true });
    for (const answer of waiting) answer(new Response(null, { status: 401 }));
    expect(await reading).toMatchObject({ ok: true });
    expect(await writing).toMatchObject({ ok: false, fault: { status: 401 } });
    expect(await write()).toMatchObject({ ok: true });
    expect(bought()).toHaveLength(1);
    expect(onSessionEnd).not.toHaveBeenCalled();
  });

  it('ends where the EHR refuses the very token that it has just sold', async () => {
    const { read, onSessionEnd } = open();
    answerFhir = () => new Response(null, { status: 401 });
    expect(await read()).toMatchObject({ ok: false, fault: { kind: 'session-ended' } });
    expect(bought()).toHaveLength(1);
    expect(onSessionEnd).toHaveBeenCalledTimes(1);
  });

  it('uses the newest refresh token that it was given', async () => {
    const { session } = open();
    answerToken = () => Response.json({ access_token: 'second', refresh_token: 'rotated', expires_in: 570 });
    await session.renew();
    vi.setSystemTime(Date.now() + 2 * minute);
    await session.renew();
    expect(new URLSearchParams(bought()[1]?.body).get('refresh_token')).toBe('rotated');
  });

  it.each([
    ['refuses', () => Response.json({ error: 'invalid_grant' }, { status: 400 })],
    ['answers with something else', () => Response.json({ hello: 1 })],
    ['sends a token of another kind', () => Response.json({ access_token: 'x', token_type: 'mac' })],
  ])('ends with its token when the EHR %s', async (_, answer) => {
    const { session, read, onSessionEnd } = open();
    answerToken = answer;
    vi.setSystemTime(Date.now() + 600_000);
    expect(await read()).toMatchObject({ ok: false, fault: { kind: 'session-ended' } });
    expect(session.renewable).toBe(false);
    await read();
    expect(bought()).toHaveLength(1);
    expect(onSessionEnd).toHaveBeenCalledTimes(1);
  });

  it('ends at once when the new token is for another patient', async () => {
    const { session } = open();
    answerToken = () => Response.json({ access_token: 'second', expires_in: 570, patient: 'bob' });
    expect(await session.renew()).toBe('no');
    expect(session.token()).toBe('');
    expect([...tab.storage]).toEqual([]);
  });

  it('is not brought back by a token that comes after the logout', async () => {
    const { session } = open();
    const renewing = session.renew();
    session.logout();
    expect(await renewing).toBe('no');
    expect(session.token()).toBe('');
    expect([...tab.storage]).toEqual([]);
    expect(asked.filter(({ url }) => url === revoke).map(({ body }) => body)).toEqual([
      'token=refresh-canary&client_id=hepauth',
      'token=first&client_id=hepauth',
    ]);
  });
});

describe('a session without renewal', () => {
  it('ends with its token: nothing more is asked, and the page is told once', async () => {
    const { read, onSessionEnd } = open('none');
    vi.setSystemTime(Date.now() + 600_000);
    for (let time = 0; time < 3; time += 1)
      expect(await read()).toMatchObject({ ok: false, fault: { kind: 'session-ended' } });
    expect(asked).toEqual([]);
    expect(onSessionEnd).toHaveBeenCalledTimes(1);
  });

  it('ends with the first 401: there is no second request, hence no loop', async () => {
    const { read, onSessionEnd } = open('none');
    answerFhir = () => new Response(null, { status: 401 });
    await read();
    await read();
    expect(asked).toHaveLength(1);
    expect(onSessionEnd).toHaveBeenCalledTimes(1);
  });
});

describe('the scopes of a launch', () => {
  it.each([
    ['none', false],
    ['online_access', true],
  ])('ask for renewal where the profile says %s: %s', async (refresh, expected) => {
    const { launchScopes } = await import('../../src/ehr/session.ts');
    const scopes = launchScopes(profile({ refresh }));
    expect(scopes.includes('online_access')).toBe(expected);
    expect(scopes).not.toContain('offline_access');
  });
});
