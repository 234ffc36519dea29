import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetCache, pageCache, securityHeaders } from '../../launch/headers/security-headers.ts';
import { serverFiles } from '../../launch/headers/server-files.ts';
import { charts } from '../../launch/sandbox/charts.ts';
import { type ServedSandbox, serveSandbox } from '../../launch/sandbox/serve.ts';
import { builtFor } from '../security/guarded-app.ts';
import { launchBrowser } from '../support/browser.ts';
import { isThere, startWebServer, type WebServer, type WebServerName, webServers } from './web-server.ts';

const redirectUris: string[] = [];
let sandbox: ServedSandbox;
let built: Awaited<ReturnType<typeof builtFor>>;
let browser: Browser;
beforeAll(async () => {
  const today = new Date().toLocaleDateString('en-CA');
  sandbox = await serveSandbox({ port: 0, charts, today, clients: [{ clientId: 'hepauth', redirectUris }] });
  built = await builtFor(sandbox.base);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await sandbox?.close();
});

describe.each(Object.keys(webServers) as WebServerName[])('a real %s with its generated file', (name) => {
  const there = isThere(name);
  if (!there) console.log(`skipped: there is no ${name} here`);
  let server: WebServer;
  let context: BrowserContext;
  beforeAll(async () => {
    if (!there) return;
    const files = serverFiles('test', { connect: built.connect, frameAncestors: [] });
    const text = files.find((file) => file.name === webServers[name].file)?.text ?? '';
    server = await startWebServer(name, text, built.outDir);
    redirectUris.push(`${server.origin}/`);
    context = await browser.newContext({ ignoreHTTPSErrors: true });
  });
  afterAll(async () => {
    await context?.close();
    server?.stop();
  });

  it.skipIf(!there)(
    'sends every header to every kind of file, and the app breaks none of its rules',
    async () => {
      const expected = securityHeaders({ connect: built.connect, frameAncestors: [] });
      const assets = readdirSync(join(built.outDir, 'assets')).filter((file) => !file.endsWith('.map'));
      const paths = ['/', '/index.html', '/launch/', '/nowhere', ...assets.map((file) => `/assets/${file}`)];
      for (const path of paths) {
        const answer = await context.request.get(`${server.origin}${path}`);
        const headers = answer.headers();
        const isAsset = path.startsWith('/assets/');
        expect([path, answer.status()]).toEqual([path, path === '/nowhere' ? 404 : 200]);
        for (const [header, value] of expected)
          expect([path, header, headers[header.toLowerCase()]]).toEqual([path, header, value]);
        expect([path, headers['cache-control']]).toEqual([path, (isAsset ? assetCache : pageCache)[1]]);
        expect(headers.server ?? '').not.toMatch(/\d/);
        if (path.endsWith('.js')) expect(headers['content-type']).toMatch(/javascript/);
      }

      const page = await context.newPage();
      const said: string[] = [];
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          console.log(`violation: ${violatedDirective} ${blockedURI}`);
        });
      });
      page.on('console', (entry) => void said.push(entry.text()));
      page.on('pageerror', ({ message }) => void said.push(message));
      await page.goto(sandbox.ehr.launchUrl('textbook-hcc', `${server.origin}/launch/`));
      await page.locator('.verdict').waitFor();
      await page.getByText(/^Chart read: /).waitFor();
      expect(said).toEqual([]);
    },
  );

  it.skipIf(!there)('gives nobody the maps of the sources', async () => {
    const [map] = readdirSync(join(built.outDir, 'assets')).filter((file) => file.endsWith('.map'));
    const answer = await context.request.get(`${server.origin}/assets/${map}`);
    expect(answer.status()).toBe(404);
  });
});
