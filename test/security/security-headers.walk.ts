import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { type ServedSandbox, serveSandbox } from '../../launch/sandbox/serve.ts';
import { launchBrowser } from '../support/browser.ts';
import { type GuardedApp, guardedApp } from './guarded-app.ts';

let sandbox: ServedSandbox;
let app: GuardedApp;
/** An EHR's page with the app in a frame. */
let portal: Server;
const portPlace = () => (portal.address() as AddressInfo).port;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let said: string[];

/** Every rule that a page broke, told by the browser itself, also from before its own scripts ran. */
const watch = () => {
  const broken: string[] = [];
  Object.assign(globalThis, { broken });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    broken.push(`${violatedDirective} ${blockedURI}`);
  });
};
const broken = (on: Page) => on.evaluate(() => (globalThis as unknown as { broken: string[] }).broken);

const plantedPage = (body: string) =>
  `<!doctype html><html lang="en"><title>planted</title><body>${body}</body></html>`;

beforeAll(async () => {
  const clients: { clientId: string; redirectUris: string[] }[] = [];
  sandbox = await serveSandbox({ port: 0, charts, today: new Date().toLocaleDateString('en-CA'), clients });
  portal = createServer((_, answer) =>
    answer
      .writeHead(200, { 'content-type': 'text/html' })
      .end(plantedPage(`<iframe src="${app.origin}/" title="app"></iframe>`)),
  );
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  app = await guardedApp(sandbox.base, { frameAncestors: [`http://127.0.0.1:${portPlace()}`] });
  clients.push({ clientId: 'hepauth', redirectUris: [`${app.origin}/`] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  portal?.close();
  await sandbox?.close();
});
beforeEach(async () => {
  context = await browser.newContext();
  await context.addInitScript(watch);
  page = await context.newPage();
  said = [];
  page.on('console', (entry) => void said.push(entry.text()));
  page.on('pageerror', ({ message }) => void said.push(message));
});
afterEach(() => context.close());

const launchFirst = () => sandbox.ehr.launchUrl(sandbox.ehr.charts[0]?.id ?? '', `${app.origin}/launch/`);

describe('the built app under the generated headers', () => {
  it('launches and reads a chart without breaking one rule', async () => {
    await page.goto(launchFirst());
    await page.waitForURL(/\?state=/);
    await expect
      .poll(() => sandbox.ehr.requests.filter(({ url }) => url.includes('/Observation?')).length)
      .toBeGreaterThan(0);
    await page.waitForLoadState('networkidle');
    expect(await broken(page)).toEqual([]);
    expect(said).toEqual([]);
  });

  it('prints nothing of the login, even where somebody has switched the library’s debugging on', async () => {
    await context.addInitScript(() => {
      localStorage.debug = 'FHIR*';
    });
    await page.goto(launchFirst());
    await page.waitForURL(/\?state=/);
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => localStorage.debug)).toBe('FHIR*');
    expect(said).toEqual([]);
  });

  it.each(['/', '/launch/'])('%s sends the policy and is never kept by the browser', async (path) => {
    const answer = await page.goto(`${app.origin}${path}`);
    const headers = answer?.headers() ?? {};
    expect(headers['content-security-policy']).toBe(app.policy);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  });
});

describe('under the generated headers, the browser blocks', () => {
  it('an inline script and an inline handler', async () => {
    app.plant(
      '/planted',
      plantedPage(
        '<script>document.title = "ran"</script><img src="x" alt="" onerror="document.title = \'ran\'">',
      ),
    );
    await page.goto(`${app.origin}/planted`);
    await expect.poll(() => broken(page)).toContainEqual(expect.stringMatching(/^script-src/));
    expect(await page.title()).toBe('planted');
  });

  it('a request to a place that is no EHR of the deployment, while one to the EHR passes', async () => {
    app.plant('/planted', plantedPage(''));
    await page.goto(`${app.origin}/planted`);
    const ask = (url: string) =>
      page.evaluate(
        (asked) =>
          fetch(asked).then(
            ({ status }) => status,
            () => 'blocked',
          ),
        url,
      );
    expect(await ask(`${sandbox.base}/metadata`)).toBe(200);
    expect(await ask('https://elsewhere.example/collect')).toBe('blocked');
    expect(await broken(page)).toEqual([expect.stringMatching(/^connect-src https:\/\/elsewhere\.example/)]);
  });

  it('an image from elsewhere, by which data could leave in its address', async () => {
    app.plant('/planted', plantedPage('<img src="https://elsewhere.example/pixel.gif" alt="">'));
    await page.goto(`${app.origin}/planted`);
    await expect
      .poll(() => broken(page))
      .toEqual([expect.stringMatching(/^img-src https:\/\/elsewhere\.example/)]);
  });

  it('a form that would post to anywhere', async () => {
    app.plant(
      '/planted',
      plantedPage('<form action="https://elsewhere.example/" method="post"><button>go</button></form>'),
    );
    await page.goto(`${app.origin}/planted`);
    await page.evaluate(() => document.querySelector('form')?.requestSubmit());
    await expect.poll(() => broken(page)).toEqual([expect.stringMatching(/^form-action/)]);
    expect(page.url()).toBe(`${app.origin}/planted`);
  });

  /** As a script of our own would do it; what a debugger evaluates is held to no policy. */
  const attempts = `
    const attempts = [
      () => (document.querySelector('main').innerHTML = '<b>x</b>'),
      () => new Function('return 1')(),
      () => (document.createElement('script').src = '/x.js'),
    ];
    globalThis.refused = attempts.map((attempt) => {
      try {
        attempt();
        return 'done';
      } catch (problem) {
        return problem.name;
      }
    });`;

  it('text that would become HTML or code', async () => {
    app.plant('/planted.js', attempts);
    app.plant('/planted', plantedPage('<main></main><script src="/planted.js"></script>'));
    await page.goto(`${app.origin}/planted`);
    const refused = await page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused);
    expect(refused).toEqual(['TypeError', 'EvalError', 'TypeError']);
  });

  it.each([
    ['127.0.0.1', true],
    ['localhost', false],
  ])(
    'a frame around the app by anybody whom the deployment does not name (%s: allowed %s)',
    async (host, allowed) => {
      await page.goto(`http://${host}:${portPlace()}/`);
      await expect
        .poll(() => page.frames()[1]?.url())
        .toBe(allowed ? `${app.origin}/` : 'chrome-error://chromewebdata/');
    },
  );
});
