import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { open, startWalk, type Visit, type Walk } from './walking.ts';

/** Where each printed page is kept as a picture, to be looked at; nothing is kept without it. */
const keptIn = process.env.HEPAUTH_PAGES;
const canReadText = spawnSync('pdftotext', ['-v']).error === undefined;
if (!canReadText) console.warn('pdftotext is not installed: the text of the printed pages is NOT checked');

let walk: Walk;
const visits: Visit[] = [];
beforeAll(async () => {
  walk = await startWalk();
});
afterEach(() => Promise.all(visits.splice(0).map(({ context }) => context.close())));
afterAll(() => walk?.close());

async function opened(chart: string, options?: Parameters<Walk['window']>[0]): Promise<Visit> {
  const made = await walk.window(options);
  visits.push(made);
  await open(walk, made, chart);
  await made.page.getByText(/^Chart read: /).waitFor();
  await made.page.locator('.verdict').waitFor();
  return made;
}

async function take(page: Page, entry: string): Promise<void> {
  await page.getByText('Copies').click();
  await page.getByRole('button', { name: entry }).click();
  await page.getByRole('button', { name: 'Back to the review' }).waitFor();
}

/** The pages of the print, as text. */
async function printed(page: Page, name: string): Promise<readonly string[]> {
  const pdf = await page.pdf({ format: 'Letter', preferCSSPageSize: true });
  const folder = mkdtempSync(join(tmpdir(), 'hepauth-print-'));
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, pdf);
  if (keptIn !== undefined) {
    mkdirSync(keptIn, { recursive: true });
    spawnSync('pdftoppm', ['-r', '60', '-png', file, join(keptIn, name)]);
  }
  const { stdout } = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return (stdout ?? '').split('\f').filter((text) => text.trim() !== '');
}

const charts = ['textbook-hcc', 'colorectal-two-lines', 'breast-metastases'] as const;

describe('the print', () => {
  it.skipIf(!canReadText).each(charts)(
    'of %s has the patient on every page, and no address',
    async (chart) => {
      const { page, complaints } = await opened(chart);
      await take(page, 'Print the packet');
      await page.getByRole('article', { name: 'Proof: what this rests on' }).waitFor();
      const head = await page.locator('.paper-head').first().innerText();
      const pages = await printed(page, `packet-${chart}`);
      expect(pages.length).toBeGreaterThanOrEqual(3);
      const [line = ''] = head.split(',');
      for (const text of pages) {
        expect(text.trimStart().slice(0, 200)).toContain(line);
        expect(text.trimStart().slice(0, 300)).toMatch(/MRN/);
        expect(text).not.toMatch(/https?:|localhost|127\.0\.0\.1|Back to the review/);
      }
      const all = pages.join('\n');
      for (const wanted of [
        'Letter of medical necessity',
        'Member id',
        'Peer-to-peer sheet',
        'Engine version',
      ])
        expect(all).toContain(wanted);
      expect(all).toMatch(/[0-9a-f]{64}/);
      expect(complaints).toEqual([]);
    },
  );

  it.skipIf(!canReadText).each(charts)('of %s gives the call with the reviewer one page', async (chart) => {
    const { page } = await opened(chart);
    await take(page, 'Peer-to-peer sheet');
    expect(await printed(page, `peer-to-peer-${chart}`)).toHaveLength(1);
  });

  it.skipIf(!canReadText)('of the leaflet names nobody', async () => {
    const { page } = await opened('textbook-hcc');
    const name = (await page.locator('.banner strong').innerText()).split(',')[0] ?? '';
    await take(page, 'Patient leaflet');
    const pages = await printed(page, 'leaflet');
    expect(pages.join('\n')).toContain('radioactive beads');
    expect(pages.join('\n')).not.toContain(name);
  });
});

describe('the screens of paper', () => {
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const violations = async (page: Page) => {
    const found = (await new AxeBuilder({ page }).withTags(rules).analyze()).violations;
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  };

  it.each([
    ['light', 1240],
    ['dark', 1240],
    ['light', 400],
  ] as const)(
    'give nothing to object to, %s at %i px, and need no sideways scrolling',
    async (colorScheme, width) => {
      const { page, complaints } = await opened('colorectal-two-lines', {
        colorScheme,
        viewport: { width, height: 900 },
      });
      for (const entry of ['Print the packet', 'Peer-to-peer sheet', 'Patient leaflet']) {
        await take(page, entry);
        expect(await violations(page), entry).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), entry).toBe(
          true,
        );
        await page.getByRole('button', { name: 'Back to the review' }).click();
        await page.locator('.verdict').waitFor();
      }
      await page.getByRole('button', { name: /^About Hepauth/ }).click();
      await page.getByRole('heading', { name: 'About Hepauth' }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it('and what stands beside the policy gives none either, once it is opened', async () => {
    const { page } = await opened('textbook-hcc');
    await page.getByRole('button', { name: /^About Hepauth/ }).waitFor();
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>('.fold > details'))
        details.open = true;
    });
    await page.getByText('Not reviewed by a person.', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('can be opened and left by the keyboard alone, and the focus comes back', async () => {
    const { page } = await opened('textbook-hcc');
    const copies = page.locator('.copies > summary');
    await copies.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Packet for the payer' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.verdict').waitFor();
    await expect.poll(() => copies.evaluate((each) => each === document.activeElement)).toBe(true);
  });
});

describe('the picture of the documentation', () => {
  it.skipIf(keptIn === undefined)('is taken', async () => {
    const { page } = await opened('colorectal-two-lines', { viewport: { width: 1000, height: 1180 } });
    await take(page, 'Print the packet');
    await page.getByRole('article', { name: 'Proof: what this rests on' }).waitFor();
    await page.screenshot({ path: 'docs/screens/paper-letter.png' });
    await page.getByRole('button', { name: 'Back to the review' }).click();
    await page.getByRole('button', { name: /^About Hepauth/ }).click();
    await page.getByRole('heading', { name: 'About Hepauth' }).waitFor();
    await page.setViewportSize({
      width: 1000,
      height: await page.evaluate(() => document.documentElement.scrollHeight),
    });
    await page.screenshot({ path: 'docs/screens/paper-about.png' });
  });
});

describe('the packet as a file', () => {
  it('is kept by the browser under a name that tells nothing', async () => {
    const { page } = await opened('textbook-hcc');
    await page.getByText('Copies').click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the packet (JSON)' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/^packet-[0-9a-f-]{36}\.json$/);
    const { stdout } = spawnSync('node_modules/.bin/tsx', ['src/cli/replay.ts', await file.path()], {
      encoding: 'utf8',
    });
    expect(stdout).toContain('determination: byte-equal');
  });
});
