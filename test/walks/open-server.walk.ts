import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { type ServedSandbox, serveSandbox } from '../../launch/sandbox/serve.ts';
import { launchBrowser } from '../support/browser.ts';

let app: ViteDevServer;
let sandbox: ServedSandbox;
let browser: Browser;
let page: Page;
const origin = () => new URL(app.resolvedUrls?.local[0] ?? '').origin;
const [story] = charts;
const patient = () => sandbox.ehr.charts[0]?.patient.id ?? '';

beforeAll(async () => {
  app = await createServer({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    mode: 'development',
    server: { port: 0 },
    logLevel: 'error',
  });
  await app.listen();
  const today = new Date().toLocaleDateString('en-CA');
  sandbox = await serveSandbox({ port: 0, charts: [story], today, clients: [], open: true });
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await sandbox?.close();
});

describe('a development build, opened on a server without a login', () => {
  it('reads the chart that the address names, and stores the form there', async () => {
    await page.goto(`${origin()}/?fhir=${encodeURIComponent(sandbox.base)}&patient=${patient()}`);
    await page.locator('.verdict').waitFor();
    await page.getByText(/^Chart read: /).waitFor();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText(/Draft stored as/).waitFor();
    expect(sandbox.ehr.stored('QuestionnaireResponse')).toHaveLength(1);
    expect(sandbox.ehr.requests.some(({ hasToken }) => hasToken)).toBe(false);
  });

  it.each([
    ['a server that is on no list', 'https://elsewhere.example/fhir', /not one of those that may be opened/],
    ['no patient', '', /names no patient/],
  ])('refuses %s in words', async (_, address, words) => {
    const base = address === '' ? sandbox.base : address;
    const query = address === '' ? '' : `&patient=${patient()}`;
    await page.goto(`${origin()}/?fhir=${encodeURIComponent(base)}${query}`);
    await page.getByText(words).waitFor();
  });
});
