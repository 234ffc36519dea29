import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { preview } from 'vite';
import { charts } from '../../launch/sandbox/charts.ts';
import type { SandboxEhr, VendorName } from '../../launch/sandbox/sandbox-ehr.ts';
import { type ServeOptions, serveSandbox } from '../../launch/sandbox/serve.ts';
import { launchBrowser } from '../support/browser.ts';

/** The built app under its security policy, a sandbox EHR on another port, and a browser: all on this machine. */
export interface Walk {
  readonly browser: Browser;
  readonly ehr: SandboxEhr;
  /** The same charts as one vendor's server has them; its start page is beside its FHIR base. */
  like(vendor: VendorName): SandboxEhr;
  /** Where the sandbox lists its patients. */
  readonly patientList: string;
  readonly app: string;
  /** A fresh window; what it complains about is collected. */
  window(options?: Parameters<Browser['newContext']>[0]): Promise<Visit>;
  close(): Promise<void>;
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Builds and serves everything that a walk needs; share one per file. @param more what the sandbox does otherwise */
export async function startWalk(more: Partial<ServeOptions> = {}): Promise<Walk> {
  const folder = mkdtempSync(join(tmpdir(), 'hepauth-walk-'));
  const words = ['build', '--mode', 'demo', '--logLevel', 'error', '--outDir', folder, '--emptyOutDir'];
  const env = { ...process.env, NODE_ENV: 'production' };
  const built = spawnSync('node_modules/.bin/vite', words, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (built.status !== 0) throw new Error('the app does not build');
  const headers: Record<string, string> = {};
  const server = await preview({
    logLevel: 'error',
    build: { outDir: folder },
    preview: { port: 0, strictPort: false, headers },
  });
  const app = server.resolvedUrls?.local[0] ?? '';
  const sandbox = await serveSandbox({
    port: 0,
    charts,
    today: new Date().toLocaleDateString('en-CA'),
    clients: [{ clientId: 'hepauth', redirectUris: [app] }],
    appLaunchUrl: `${app}launch/`,
    outsideRecords: true,
    ...more,
  });
  // The policy that a deployment sends, with this EHR's origin in it.
  headers['Content-Security-Policy'] = [
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'`,
    `connect-src 'self' ${sandbox.origin}; base-uri 'none'; form-action 'none'; object-src 'none'`,
    `worker-src 'none'; frame-src 'none'; frame-ancestors 'none'`,
    `require-trusted-types-for 'script'; trusted-types 'none'`,
  ].join('; ');
  const browser = await launchBrowser();
  return {
    browser,
    ehr: sandbox.ehr,
    like: sandbox.like,
    patientList: sandbox.startPage,
    app,
    async window(options) {
      const context = await browser.newContext({ viewport: { width: 1240, height: 900 }, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (entry) => {
        if (entry.type() === 'error') complaints.push(entry.text());
      });
      return { context, page, complaints };
    },
    async close() {
      await browser.close();
      await Promise.all([server.close(), sandbox.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the app from one chart, as the patient list's link does. */
export async function open(walk: Walk, { page }: Visit, chart: string): Promise<void> {
  await page.goto(walk.ehr.launchUrl(chart, `${walk.app}launch/`));
}

/** Marks every draft in the EHR as stopped: a page that found one asks before it stores another beside it. */
export function stopDrafts({ ehr }: Walk): void {
  for (const form of ehr.stored('QuestionnaireResponse')) {
    const draft = form as unknown as Parameters<SandboxEhr['put']>[0] & { readonly status: string };
    if (draft.status === 'in-progress') ehr.put({ ...draft, status: 'stopped' });
  }
}
