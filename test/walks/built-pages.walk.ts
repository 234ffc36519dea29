import type { Browser } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';

/** The policy that a deployment sends, without the EHR origins that it adds. */
const securityPolicy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'",
  "base-uri 'none'; form-action 'none'; object-src 'none'; worker-src 'none'; frame-src 'none'; frame-ancestors 'none'",
  "require-trusted-types-for 'script'; trusted-types 'none'",
].join('; ');

describe('the built pages, served under a strict security policy', () => {
  let server: PreviewServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await preview({
      logLevel: 'error',
      preview: { port: 0, headers: { 'Content-Security-Policy': securityPolicy } },
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it.each(['/', '/launch/'])('%s opens without an EHR, breaks no rule and says what to do', async (path) => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (entry) => {
      if (entry.type() === 'error') complaints.push(entry.text());
    });
    const origin = server.resolvedUrls?.local[0];
    await page.goto(new URL(path, origin).href);
    await page
      .getByText(/EHR|chart/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });
});
