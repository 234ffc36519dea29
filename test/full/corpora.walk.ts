import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { type ServedSandbox, serveSandbox } from '../../launch/sandbox/serve.ts';
import { visibleText } from '../../src/ehr/visible-controls.ts';
import { type GuardedApp, guardedApp } from '../security/guarded-app.ts';
import { launchBrowser } from '../support/browser.ts';

const file = join(process.env.CORPORA ?? '', 'naughty-strings', 'blns.json');
const here = process.env.CORPORA !== undefined && existsSync(file);
if (!here) console.log('skipped: no naughty strings (name the folder of the corpora in CORPORA)');
const naughty = here
  ? (JSON.parse(readFileSync(file, 'utf8')) as readonly string[]).filter((text) => text.trim() !== '')
  : [];

interface Entry {
  readonly resource: Readonly<Record<string, unknown>> & { readonly resourceType: string };
}

/** A story in which the patient is called by every naughty string there is, and every text of the chart is one of them. */
function naughtyChart(): object {
  const [told] = charts as readonly { readonly entry: readonly Entry[] }[];
  let next = 0;
  const another = () => naughty[next++ % naughty.length] ?? '';
  const texts = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(texts);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        (key === 'text' || key === 'display') && typeof inner === 'string' ? another() : texts(inner),
      ]),
    );
  };
  const entry = told?.entry.map((each) => ({
    ...each,
    resource:
      each.resource.resourceType === 'Patient'
        ? { ...each.resource, name: [{ family: 'Naughty', given: naughty }] }
        : texts(each.resource),
  }));
  return { ...told, entry };
}

describe.skipIf(!here)('a chart full of naughty strings', () => {
  let sandbox: ServedSandbox;
  let app: GuardedApp;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  beforeAll(async () => {
    const clients: { clientId: string; redirectUris: string[] }[] = [];
    const today = new Date().toLocaleDateString('en-CA');
    sandbox = await serveSandbox({ port: 0, charts: [naughtyChart()], today, clients });
    app = await guardedApp(sandbox.base);
    clients.push({ clientId: 'hepauth', redirectUris: [`${app.origin}/`] });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await sandbox?.close();
  });

  it('shows every naughty string as text, adds no element and runs nothing', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (entry) => void said.push(entry.text()));
    page.on('pageerror', ({ message }) => void said.push(message));
    page.on('dialog', (dialog) => {
      said.push(`dialog: ${dialog.type()}`);
      void dialog.dismiss();
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
        console.log(`violation: ${violatedDirective}`);
      });
    });
    await page.goto(sandbox.ehr.launchUrl(sandbox.ehr.charts[0]?.id ?? '', `${app.origin}/launch/`));
    await page.locator('.verdict').waitFor();
    await page.getByText(/^Chart read: /).waitFor();
    expect(await page.locator('.banner strong').first().textContent()).toBe(
      `Naughty, ${naughty.map(visibleText).join(' ')}`,
    );
    await page.getByRole('button', { name: 'Open all' }).click();
    const foreign = await page.evaluate(() => ({
      elements: document.querySelectorAll(
        '#root :is(script, iframe, img, object, embed, form, base, meta, link, style)',
      ).length,
      handlers: [...document.querySelectorAll('*')].filter((element) =>
        [...element.attributes].some(({ name, value }) => /^on/i.test(name) || /javascript:/i.test(value)),
      ).length,
    }));
    expect(foreign).toEqual({ elements: 0, handlers: 0 });
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText(/Draft stored as/).waitFor();
    expect(said).toEqual([]);
    await page.close();
  });
});
