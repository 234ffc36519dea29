import { http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { browserTab, type Tab } from './browser-tab.ts';
import { chart, networkForTests, sandbox } from './test-ehr.ts';

const network = networkForTests();
const page = 'http://localhost:5173/launch/';
const base = 'http://localhost:4004/fhir';
let tab: Tab;
let server: SandboxEhr;
let status: { textContent: string };

beforeEach(() => {
  tab = browserTab();
  status = { textContent: '' };
  vi.stubGlobal('document', { querySelector: () => status });
  server = sandbox([chart()], { base });
  network.use(http.all('http://localhost:4004/*', ({ request }) => server.handle(request)));
});

async function open(url: string) {
  tab.open(url);
  await import('../../launch/launch.ts');
  await vi.waitFor(() => expect(status.textContent + (tab.left ?? '')).not.toBe(''), 10_000);
}

describe('the launch page', () => {
  it('takes a launch by a listed EHR to that EHR’s login, with the app’s root as the way back', async () => {
    await open(
      `${server.launchUrl('chart', page)}&clientId=evil&patientId=bob&fhirServiceUrl=https://evil.test&redirect_uri=https://evil.test`,
    );
    const asked = Object.fromEntries(new URL(tab.left ?? '').searchParams);
    expect(asked).toMatchObject({ client_id: 'hepauth', redirect_uri: 'http://localhost:5173/', aud: base });
    expect(tab.left).not.toContain('evil');
    expect(JSON.stringify([...tab.storage])).not.toMatch(/evil|bob/);
    expect(tab.href).toBe(page);
    expect(status.textContent).toBe('');
  });

  it.each([
    [
      'an EHR that is not listed',
      `${page}?iss=https://evil.test/fhir&launch=abc`,
      /not on the list.*https:\/\/evil\.test\/fhir/,
    ],
    [
      'an EHR that looks listed',
      `${page}?iss=http://localhost:4004@evil.test/fhir&launch=abc`,
      /not on the list/,
    ],
    [
      'an EHR where the app is not registered',
      `${page}?iss=https://fhir.epic.com/interconnect-fhir-oauth/api/FHIR/R4&launch=abc`,
      /not registered with Epic yet/,
    ],
    ['an EHR without a login', `${page}?iss=https://hapi.fhir.org/baseR4&launch=abc`, /has no login/],
    ['nobody', page, /opens from a patient’s chart/],
    ['an EHR without a launch', `${page}?iss=${base}`, /opens from a patient’s chart/],
    ['two EHRs at a time', `${page}?iss=${base}&iss=https://evil.test&launch=abc`, /malformed/],
  ])('says why not when opened by %s, and asks nobody anything', async (_, url, words) => {
    await open(url);
    expect(status.textContent).toMatch(words);
    expect(tab.left).toBeUndefined();
    expect(server.requests).toEqual([]);
    expect(tab.storage.size).toBe(0);
    expect(tab.href).toBe(page);
  });

  it('says in words when the EHR does not answer', async () => {
    server.faults.set([{ on: 'smart-configuration', status: 503 }]);
    await open(server.launchUrl('chart', page));
    expect(status.textContent).toMatch(/did not answer/);
  });

  it('says in words when the browser blocks storage', async () => {
    tab.blockStorage();
    await open(server.launchUrl('chart', page));
    expect(status.textContent).toMatch(/own window/);
    expect(server.requests).toEqual([]);
  });
});
