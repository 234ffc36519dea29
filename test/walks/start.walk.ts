import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchBrowser } from '../support/browser.ts';

describe('npm start', () => {
  let demo: ChildProcess;
  let said = '';
  let browser: Browser;
  const urls = () => said.match(/https?:\/\/\S+/g) ?? [];

  beforeAll(async () => {
    demo = spawn(process.execPath, ['launch/start.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] });
    demo.stdout?.on('data', (chunk) => {
      said += chunk;
    });
    const isUp = () => {
      if (demo.exitCode !== null) throw new Error('npm start ended before it printed a URL');
      return urls().length > 0;
    };
    await vi.waitUntil(isUp, { timeout: 30_000 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    demo.kill();
  });

  it('prints one URL, whose page lists the patients and launches the app from a chart', async () => {
    expect(urls()).toHaveLength(1);
    const page = await browser.newPage();
    await page.goto(urls()[0] ?? '');
    const patients = page.getByRole('listitem');
    expect(await patients.count()).toBeGreaterThanOrEqual(10);
    const first = patients.first().getByRole('link');
    const name = (await first.innerText()).trim();
    await first.click();
    // The banner names the patient as charts do: family name first.
    const [family = ''] = name.split(' ').slice(-1);
    await page.locator('.banner').getByText(family).waitFor();
    expect(new URL(page.url()).searchParams.has('launch')).toBe(false);
  });

  it('stops everything on Ctrl-C', async () => {
    const ended = once(demo, 'exit');
    demo.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    await expect(fetch(urls()[0] ?? '')).rejects.toThrow();
  });
});
