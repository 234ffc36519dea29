import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { type ServedSandbox, serveSandbox } from '../../launch/sandbox/serve.ts';
import { blockedStorage } from '../sandbox/blocked-storage.ts';
import { launchBrowser } from '../support/browser.ts';
import { type GuardedApp, guardedApp } from './guarded-app.ts';

const [one, other] = ['textbook-hcc', 'midgut-net'] as const;

let sandbox: ServedSandbox;
let app: GuardedApp;
/** An EHR's page that shows the app in frames, one for each chart that its address names. */
let portal: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;

const portalAt = (host: string, ...ids: readonly string[]) =>
  `http://${host}:${(portal.address() as AddressInfo).port}/${ids.join('/')}`;
const launchUrl = (id: string) => sandbox.ehr.launchUrl(id, `${app.origin}/launch/`);
/** The given name: the stories share their family names. */
const nameOf = (id: string) => {
  const { name = '' } = sandbox.ehr.charts.find((chart) => chart.id === id)?.patient ?? {};
  return name.split(' ')[0] ?? '';
};

beforeAll(async () => {
  const clients: { clientId: string; redirectUris: string[] }[] = [];
  const today = new Date().toLocaleDateString('en-CA');
  sandbox = await serveSandbox({ port: 0, charts, today, clients });
  portal = createServer(({ url = '/' }, answer) => {
    const frames = url
      .split('/')
      .filter((id) => sandbox.ehr.charts.some((chart) => chart.id === id))
      .map((id) => `<iframe title="${id}" src="${launchUrl(id).replaceAll('&', '&amp;')}"></iframe>`);
    answer.writeHead(200, { 'content-type': 'text/html' });
    answer.end(`<!doctype html><html lang="en"><title>EHR</title><body>${frames.join('')}</body></html>`);
  });
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  const frameAncestors = ['localhost', '127.0.0.1'].map((host) => new URL(portalAt(host)).origin);
  app = await guardedApp(sandbox.base, { frameAncestors });
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
  page = await context.newPage();
});
afterEach(() => context.close());

/** Whose chart a page or frame shows once it has read it. */
async function shown(on: Page | Frame): Promise<string> {
  await on.locator('.verdict').waitFor();
  return on.locator('.banner').innerText();
}

describe('two charts in one browser', () => {
  it('in two frames of one window, which share their storage, each show their own patient', async () => {
    await page.goto(portalAt('localhost', one, other));
    const frames = page.frames().slice(1);
    expect(frames).toHaveLength(2);
    const banners = await Promise.all(frames.map(shown));
    expect(banners[0]).toContain(nameOf(one));
    expect(banners[0]).not.toContain(nameOf(other));
    expect(banners[1]).toContain(nameOf(other));
    expect(banners[1]).not.toContain(nameOf(one));
  });

  it('in two windows each show their own patient, also after a reload', async () => {
    const second = await context.newPage();
    await page.goto(launchUrl(one));
    await shown(page);
    await second.goto(launchUrl(other));
    await shown(second);
    await Promise.all([page.reload(), second.reload()]);
    expect(await shown(page)).toContain(nameOf(one));
    expect(await shown(second)).toContain(nameOf(other));
  });

  it('one after the other in one tab show the second, though the first had left its session there', async () => {
    await page.goto(launchUrl(one));
    await shown(page);
    await page.goto(launchUrl(other));
    expect(await shown(page)).toContain(nameOf(other));
    expect(await page.locator('body').innerText()).not.toContain(nameOf(one));
    expect(await page.evaluate(() => sessionStorage.length)).toBe(1);
  });
});

describe('a frame in a page of another site', () => {
  it('works where the browser gives it storage of its own, or says that it needs its own window', async () => {
    await page.goto(portalAt('127.0.0.1', one));
    const [, frame] = page.frames();
    if (!frame) throw new Error('there is no frame');
    const [works, says] = [frame.locator('.verdict'), frame.getByText(/opened in its own window/)];
    await works.or(says).first().waitFor();
    if (await works.isVisible()) expect(await shown(frame)).toContain(nameOf(one));
    console.log(`in a frame of another site: ${(await says.isVisible()) ? 'says so' : 'works'}`);
  });

  it('says that it needs its own window where the browser gives it none, and sends nobody anything', async () => {
    await context.addInitScript(blockedStorage);
    const before = sandbox.ehr.requests.length;
    await page.goto(portalAt('127.0.0.1', one));
    const [, frame] = page.frames();
    await frame?.getByText(/does not let the app keep its session/).waitFor();
    expect(await frame?.locator('body').innerText()).toMatch(/opened in its own window/);
    expect(sandbox.ehr.requests.slice(before).filter(({ url }) => !url.includes('/open/'))).toEqual([]);
  });
});

describe('the app', () => {
  it('listens to no other window, opens none and leaves no worker behind', async () => {
    await context.addInitScript(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const own = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (
        this: EventTarget,
        ...words: Parameters<typeof own>
      ) {
        if (this === globalThis) heard.push(words[0]);
        own.apply(this, words);
      };
      Object.defineProperty(globalThis, 'onmessage', { set: () => heard.push('message') });
      globalThis.open = () => {
        heard.push('open');
        return null;
      };
    });
    await page.goto(launchUrl(one));
    await shown(page);
    const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    expect(heard).toContain('beforeunload');
    expect(heard).not.toContain('message');
    expect(heard).not.toContain('open');
    expect(context.pages()).toHaveLength(1);
    expect(context.serviceWorkers()).toEqual([]);
    const workers = await page.evaluate(() => navigator.serviceWorker.getRegistrations());
    expect(workers).toEqual([]);
  });
});
