import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { type ServedSandbox, serveSandbox } from '../../launch/sandbox/serve.ts';
import { launchBrowser } from '../support/browser.ts';
import { type GuardedApp, guardedApp } from './guarded-app.ts';

/** Words that stand nowhere but in this patient's chart. */
const canary = { family: 'Kanarienvogel', given: 'Zwitscherine', number: 'MRN-CANARY-8675309' } as const;
const story = 'textbook-hcc';

interface Entry {
  readonly resource: Readonly<Record<string, unknown>> & { readonly resourceType: string };
}
/** A story whose patient has a name and a number by which every trace of them is known. */
function canaryChart(): object {
  const told = charts.find((chart) => (chart as { readonly id: string }).id === story) as {
    readonly entry: readonly Entry[];
  };
  const entry = told.entry.map((each) =>
    each.resource.resourceType === 'Patient'
      ? {
          ...each,
          resource: {
            ...each.resource,
            name: [{ family: canary.family, given: [canary.given] }],
            identifier: [{ system: 'https://hospital.example/mrn', value: canary.number }],
          },
        }
      : each,
  );
  return { ...told, entry };
}

let sandbox: ServedSandbox;
let app: GuardedApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const printed: string[] = [];
const sent: Request[] = [];
const addresses: string[] = [];
const titles: string[] = [];

/** Set before any script of a page: what breaks the policy, and what any script writes into title and history. */
const watch = () => {
  const seen: string[] = [];
  Object.assign(globalThis, { seen });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    console.log(`violation: ${violatedDirective} ${blockedURI}`);
  });
  for (const name of ['pushState', 'replaceState'] as const) {
    const own = history[name].bind(history);
    history[name] = (...words) => {
      seen.push(JSON.stringify(words));
      own(...words);
    };
  }
  new MutationObserver(() => seen.push(document.title)).observe(document, { subtree: true, childList: true });
};

beforeAll(async () => {
  const clients: { clientId: string; redirectUris: string[] }[] = [];
  const today = new Date().toLocaleDateString('en-CA');
  sandbox = await serveSandbox({ port: 0, charts: [canaryChart()], today, clients });
  app = await guardedApp(sandbox.base);
  clients.push({ clientId: 'hepauth', redirectUris: [`${app.origin}/`] });
  browser = await launchBrowser();
  context = await browser.newContext();
  await context.addInitScript(watch);
  context.on('request', (request) => sent.push(request));
  page = await context.newPage();
  page.on('console', (entry) => void printed.push(entry.text()));
  page.on('pageerror', ({ message, stack }) => void printed.push(message, stack ?? ''));
  page.on('framenavigated', (frame) => void addresses.push(frame.url()));

  await page.goto(sandbox.ehr.launchUrl(story, `${app.origin}/launch/`));
  await note(page.getByText(/^Chart read: /).waitFor());
  const question = page.getByRole('article', { name: 'Is the tumor unresectable?' });
  await note(question.getByRole('button', { name: 'Yes' }).click());
  await note(page.getByRole('button', { name: 'Open all' }).click());
  await note(page.getByRole('button', { name: 'Save draft' }).click());
  await note(page.getByText(/^Draft stored as/).waitFor());
  await note(page.getByRole('button', { name: 'Review and complete' }).click());
  await note(page.getByRole('checkbox', { name: /I have reviewed/ }).check());
  await note(page.getByRole('button', { name: 'Complete and store' }).click());
  await note(page.getByText(/^Completed form stored as/).waitFor());
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await sandbox?.close();
});

/** One step of the walk, and what address and title were after it. */
async function note(step: Promise<unknown>): Promise<void> {
  await step;
  addresses.push(page.url());
  titles.push(await page.title());
}

const chartWords = [...Object.values(canary), story];
const holding = (texts: readonly string[], words: readonly string[]) =>
  texts.filter((text) => words.some((word) => decoded(text).toLowerCase().includes(word.toLowerCase())));
function decoded(text: string): string {
  try {
    return `${text} ${decodeURIComponent(text)}`;
  } catch {
    return text;
  }
}

async function tokens(): Promise<readonly string[]> {
  const carried = await Promise.all(sent.map((request) => request.allHeaders()));
  return [...new Set(carried.flatMap(({ authorization }) => authorization?.replace('Bearer ', '') ?? []))];
}

/** Everything that the browser keeps for the app, as text by place. */
const kept = () =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches = await globalThis.caches.keys();
    return {
      local: Object.entries({ ...localStorage }),
      session: Object.entries({ ...sessionStorage }) as [string, string][],
      databases: databases.map(({ name }) => name),
      caches,
      cookies: document.cookie,
      name: window.name,
      state: JSON.stringify(history.state),
      seen: (globalThis as unknown as { seen: string[] }).seen,
    };
  });

describe('a walk from the launch to the completed form, with a patient of unique name and number', () => {
  it('shows that patient, by a token that the EHR gave, so that what is looked for could be found', async () => {
    expect(await page.locator('.banner').innerText()).toContain(canary.family);
    expect(await page.locator('.banner').innerText()).toContain(canary.number);
    expect(await tokens()).toHaveLength(1);
    expect(sandbox.ehr.stored('QuestionnaireResponse')).toMatchObject([{ status: 'completed' }]);
  });

  it('keeps one entry in the tab’s storage, under the random state, with the token and nothing of the chart', async () => {
    const { local, session, databases, caches, cookies, name, state } = await kept();
    expect({ local, databases, caches, cookies, name, state }).toEqual({
      local: [],
      databases: [],
      caches: [],
      cookies: '',
      name: '',
      state: 'null',
    });
    const [[key, value], ...more] = session as [[string, string], ...[string, string][]];
    expect(more).toEqual([]);
    expect(key).toMatch(/^[\w-]{16,}$/);
    expect(new URL(page.url()).search).toBe(`?state=${key}`);
    const [token = ''] = await tokens();
    expect(value).toContain(token);
    expect(holding([key, value.replaceAll(sandbox.ehr.charts[0]?.patient.id ?? '', '')], chartWords)).toEqual(
      [],
    );
  });

  it('writes neither into an address, the history, the title or the console', async () => {
    const { seen } = await kept();
    const secrets = [...Object.values(canary), ...(await tokens())];
    expect(holding([...addresses, ...titles, ...seen, ...printed], secrets)).toEqual([]);
    expect(addresses.length).toBeGreaterThan(8);
    expect(new Set(titles)).toEqual(new Set(['Hepauth']));
    expect(printed).toEqual([]);
    const { length } = await page.evaluate(() => history);
    for (let back = 1; back < length; back += 1) {
      await page.goBack();
      expect(holding([page.url(), await page.title()], secrets)).toEqual([]);
    }
  });

  it('asks nobody but the app’s own host and the EHR, and sends chart and token to the FHIR base alone', async () => {
    const secrets = [...Object.values(canary), ...(await tokens())];
    const oauth = new URL('oauth/', sandbox.startPage).href;
    const places = [`${sandbox.base}/`, oauth, `${app.origin}/`];
    expect(
      sent.map((request) => request.url()).filter((url) => !places.some((each) => url.startsWith(each))),
    ).toEqual([]);
    const outside = sent.filter((request) => !request.url().startsWith(`${sandbox.base}/`));
    const told = await Promise.all(
      outside.map(async (request) =>
        [request.url(), request.postData() ?? '', JSON.stringify(await request.allHeaders())].join(' '),
      ),
    );
    expect(outside.length).toBeGreaterThan(3);
    expect(holding(told, secrets)).toEqual([]);
    // Nor does the EHR's own access log hear of them by an address.
    expect(
      holding(
        sent.map((request) => request.url()),
        secrets,
      ),
    ).toEqual([]);
  });

  it('breaks no rule of the generated policy', () => {
    expect(app.policy).toContain("default-src 'none'");
    expect(printed.filter((text) => text.startsWith('violation'))).toEqual([]);
  });
});
