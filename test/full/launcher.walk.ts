import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { type GuardedApp, guardedApp } from '../security/guarded-app.ts';
import { launchBrowser } from '../support/browser.ts';

/** Origin of a SMART Health IT launcher (v2) that runs on this machine, in front of a FHIR server that may be written to. */
const launcher = process.env.SMART_LAUNCHER ?? '';
const here = /^http:\/\/(localhost|127\.0\.0\.1):\d+$/.test(launcher);
if (!here)
  console.log('skipped: no SMART launcher (name the origin of one on this machine in SMART_LAUNCHER)');
const issuer = `${launcher}/v/r4/fhir`;

type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };

/** The resources of one story, as of today, with ids of this run's own, so that no other run's records are met. */
function story(run: string): readonly Resource[] {
  const told = charts.find((chart) => (chart as { readonly id: string }).id === 'textbook-hcc') as {
    readonly timestamp: string;
    readonly entry: readonly { readonly fullUrl?: string; readonly resource: Resource }[];
  };
  const days = Math.round((Date.now() - Date.parse(told.timestamp)) / 86_400_000);
  const moved = (date: string) => {
    const day = new Date(Date.parse(date.slice(0, 10)) + days * 86_400_000).toISOString().slice(0, 10);
    return `${day}${date.slice(10)}`;
  };
  // Not every server keeps body structures, and a stage and its tumor that name each other cannot be put one by one.
  const isTaken = (value: unknown) => !JSON.stringify(value).includes('BodyStructure');
  const ids = new Set(told.entry.map(({ resource }) => resource.id));
  const renamed = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.filter(isTaken).map((each) => renamed(each));
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).filter(([name]) => !['meta', 'stage'].includes(name));
      return Object.fromEntries(entries.map(([name, inner]) => [name, renamed(inner, name)]));
    }
    if (typeof value !== 'string') return value;
    if (key === 'id' && ids.has(value)) return `${run}-${value}`;
    const [, type, id = ''] = /^(?:https:\/\/[^ ]*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]+)$/.exec(value) ?? [];
    if (key === 'reference' && type !== undefined) return `${type}/${run}-${id}`;
    return /^\d{4}-\d\d-\d\d(T|$)/.test(value) && key !== 'birthDate' ? moved(value) : value;
  };
  const kept = told.entry.filter(({ resource }) => resource.resourceType !== 'BodyStructure');
  return kept.map(({ resource }) => renamed(resource) as Resource);
}

/** What others refer to comes first. */
const order = ['Organization', 'Practitioner', 'Patient', 'Medication', 'Encounter', 'Coverage', 'Condition'];
const rank = ({ resourceType }: Resource) => {
  const at = order.indexOf(resourceType);
  return at < 0 ? order.length : at;
};

async function put(resources: readonly Resource[]): Promise<void> {
  let left = resources.toSorted((a, b) => rank(a) - rank(b));
  // Some refer to each other: what is refused for that goes in once the others are there.
  for (let round = 0; round < 4 && left.length > 0; round += 1) {
    const refused: Resource[] = [];
    for (const resource of left) {
      const answer = await fetch(`${issuer}/${resource.resourceType}/${resource.id}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify(resource),
      });
      if (!answer.ok) refused.push(resource);
    }
    left = refused;
  }
  expect(left.map(({ resourceType, id }) => `${resourceType}/${id}`)).toEqual([]);
}

/** A launch as the launcher encodes one: EHR launch by a provider, login and consent skipped. */
function launchUrl(app: string, patient: string, encounter: string, provider: string, error = ''): string {
  const sim = [0, patient, provider, encounter, 1, 1, 1, '', '', '', '', error, '', '', 0, 1, ''];
  const launch = Buffer.from(JSON.stringify(sim)).toString('base64url');
  return `${app}/launch/?${new URLSearchParams({ iss: issuer, launch })}`;
}

describe.skipIf(!here)('a real SMART Health IT launcher', () => {
  const run = `walk-${Date.now().toString(36)}`;
  let app: GuardedApp;
  let browser: Browser;
  let page: Page;
  let said: string[];
  const resources = here ? story(run) : [];
  const idOf = (type: string) => resources.find(({ resourceType }) => resourceType === type)?.id ?? '';
  const open = (error?: string) =>
    // By name: its own choice of an encounter looks at the root of the FHIR server's host.
    page.goto(launchUrl(app.origin, idOf('Patient'), idOf('Encounter'), idOf('Practitioner'), error));

  beforeAll(async () => {
    await put(resources);
    app = await guardedApp(issuer, { like: 'smart-launcher' });
    browser = await launchBrowser();
    page = await browser.newPage();
    said = [];
    page.on('pageerror', ({ message }) => void said.push(message));
    page.on('console', (entry) => void said.push(entry.text()));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    for (const { resourceType, id } of resources.toReversed())
      await fetch(`${issuer}/${resourceType}/${id}`, { method: 'DELETE' });
  });

  it('launches the app, has its chart read whole, and takes the draft and then the completed form', async () => {
    await open();
    await page.locator('.verdict').waitFor();
    await page.getByText(/^Chart read: /).waitFor();
    expect(await page.locator('.banner').innerText()).toMatch(/Testcase/);
    expect(await page.getByText(/not read in full/).count()).toBe(0);
    await page
      .getByRole('article', { name: 'Is the tumor unresectable?' })
      .getByRole('button', { name: 'Yes' })
      .click();
    await page.locator('.verdict').getByText('Criteria appear met').first().waitFor();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText(/Draft stored as/).waitFor();
    await page.getByRole('button', { name: 'Review and complete' }).click();
    await page.getByRole('checkbox', { name: /I have reviewed/ }).check();
    await page.getByRole('button', { name: 'Complete and store' }).click();
    await page.getByText(/Completed form stored as QuestionnaireResponse\//).waitFor();
    const found = await fetch(`${issuer}/QuestionnaireResponse?patient=${idOf('Patient')}`, {
      headers: { 'cache-control': 'no-cache' },
    });
    const { entry = [] } = (await found.json()) as {
      readonly entry?: readonly { readonly resource: Resource }[];
    };
    expect(entry.map(({ resource }) => resource.status)).toEqual(['completed']);
    for (const { resource } of entry)
      await fetch(`${issuer}/QuestionnaireResponse/${resource.id}`, { method: 'DELETE' });
    expect(said).toEqual([]);
  });

  it.each([
    ['auth_invalid_client_id', /EHR/],
    ['auth_invalid_scope', /EHR/],
    ['token_invalid_token', /EHR|launch/i],
  ])('that fails on purpose (%s) is told in words, with nothing of a patient', async (error, words) => {
    await open(error);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText(words).first().waitFor();
    expect(await page.locator('body').innerText()).not.toMatch(/Testcase/);
  });
});
