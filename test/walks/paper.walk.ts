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

/** One printed page: its text, and every word with its place in points, from the upper left corner. */
interface PrintedPage {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly words: readonly {
    readonly word: string;
    readonly box: readonly [number, number, number, number];
  }[];
}

/** The pages of the print, as they come out with the browser's own headers and footers switched on, which are on by default. */
async function printed(page: Page, name: string): Promise<readonly PrintedPage[]> {
  const pdf = await page.pdf({ format: 'Letter', preferCSSPageSize: true, displayHeaderFooter: true });
  const folder = mkdtempSync(join(tmpdir(), 'hepauth-print-'));
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, pdf);
  if (keptIn !== undefined) {
    mkdirSync(keptIn, { recursive: true });
    spawnSync('pdftoppm', ['-r', '60', '-png', file, join(keptIn, name)]);
  }
  const told = (...options: readonly string[]) =>
    spawnSync('pdftotext', [...options, file, '-'], { encoding: 'utf8', maxBuffer: 2 ** 26 }).stdout ?? '';
  const texts = told('-layout').split('\f');
  const boxes = told('-bbox').split('<page ').slice(1);
  rmSync(folder, { recursive: true });
  return boxes.map((xml, index) => {
    const [, width, height] = (/width="([\d.]+)" height="([\d.]+)"/.exec(xml) ?? []).map(Number);
    const words = [
      ...xml.matchAll(/xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</g),
    ].map(([, x, y, right, bottom, word = '']) => ({
      word,
      box: [Number(x), Number(y), Number(right), Number(bottom)] as const,
    }));
    return { text: texts[index] ?? '', width: width ?? 0, height: height ?? 0, words };
  });
}

/** Words nearer to the edge than 6 mm, which printers cut, and words that lie on one another. */
function cutIn({ width, height, words }: PrintedPage): readonly string[] {
  const edge = (6 / 25.4) * 72;
  const outside = words.filter(
    ({ box: [x, y, right, bottom] }) =>
      x < edge || y < edge || right > width - edge || bottom > height - edge,
  );
  const upon = words.filter(({ box: [x, y, right, bottom] }, index) =>
    words.some(
      ({ box }, other) =>
        other > index &&
        Math.min(right, box[2]) - Math.max(x, box[0]) > 1 &&
        Math.min(bottom, box[3]) - Math.max(y, box[1]) > 4,
    ),
  );
  return [...outside, ...upon].map(({ word }) => word);
}

/** What a reviewer looks for in the letter; what is missing is printed as missing, so its label is there all the same. */
const wanted = [
  'Letter of medical necessity',
  'Patient',
  'Member id',
  'Procedure codes (CPT/HCPCS)',
  'Diagnosis codes (ICD-10-CM)',
  'Units and sessions',
  'Planned date',
  'Site',
  'Embolization agent',
  'Approach',
  'Criterion',
  'Evidence',
  'Prior treatments',
  'Why surgery is not an option',
  'Why systemic therapy is not an option',
  'Alternatives considered',
  'Follow-up plan',
  'Attachments to add',
  'Peer-to-peer sheet',
  'Engine version',
] as const;

describe('the print', () => {
  it.skipIf(!canReadText)(
    'of every chart has the patient and the number of the page on every page, no address, and nothing cut',
    async () => {
      const lengths: string[] = [];
      for (const { id } of walk.ehr.charts) {
        const { page, context, complaints } = await opened(id);
        await take(page, 'Print the packet');
        await page.getByRole('article', { name: 'Proof: what this rests on' }).waitFor();
        const head = await page.locator('.paper-head').first().innerText();
        const pages = await printed(page, `packet-${id}`);
        lengths.push(`${id} ${pages.length}`);
        const [line = ''] = head.split(',');
        for (const [index, each] of pages.entries()) {
          const at = `${id}, page ${index + 1}`;
          const top = each.words.filter(({ box }) => box[3] < 72).map(({ word }) => word);
          expect(top.join(' '), at).toMatch(new RegExp(`^${line}.*MRN`));
          expect(each.text.replaceAll(/\s+/g, ''), at).toMatch(new RegExp(`${index + 1}/${pages.length}$`));
          expect(each.text, at).not.toMatch(/https?:|localhost|127\.0\.0\.1|Back to the review/);
          expect(cutIn(each), at).toEqual([]);
        }
        const all = pages.map(({ text }) => text).join('\n');
        for (const words of wanted) expect(all.replaceAll(/\s+/g, ' '), id).toContain(words);
        expect(all, id).toMatch(/[0-9a-f]{64}/);
        await page.getByRole('button', { name: 'Back to the review' }).click();
        await take(page, 'Peer-to-peer sheet');
        const sheet = await printed(page, `peer-to-peer-${id}`);
        expect(sheet.length, `${id}: the sheet for the call`).toBe(1);
        expect(complaints, id).toEqual([]);
        await context.close();
      }
      console.log(`pages of each packet: ${lengths.join(', ')}`);
    },
    5 * 60_000,
  );

  it.skipIf(!canReadText)('of the leaflet names nobody', async () => {
    const { page } = await opened('textbook-hcc');
    const name = (await page.locator('.banner strong').innerText()).split(',')[0] ?? '';
    await take(page, 'Patient leaflet');
    const text = (await printed(page, 'leaflet')).map((each) => each.text).join('\n');
    expect(text).toContain('radioactive beads');
    expect(text).not.toContain(name);
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
