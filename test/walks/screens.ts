/** Takes the pictures of the documentation: `npx tsx test/walks/screens.ts [NAME…]`. Look at them before they are committed. */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { open, startWalk } from './walking.ts';

const folder = 'docs/screens';

interface Picture {
  readonly name: string;
  readonly chart: string;
  readonly width: number;
  /** Height of the window; without it, all of the page. */
  readonly height?: number;
  readonly dark?: boolean;
  readonly before?: (page: Page) => Promise<void>;
}

const question = (page: Page, name: string) => page.getByRole('article', { name });
const completion = async (page: Page) => {
  await question(page, 'Is the tumor unresectable?').getByRole('button', { name: 'Yes' }).click();
  await page.getByRole('button', { name: 'Review and complete' }).click();
};

const pictures: readonly Picture[] = [
  { name: 'determination', chart: 'textbook-hcc', width: 1240, height: 1000 },
  { name: 'textbook-1240', chart: 'textbook-hcc', width: 1240 },
  { name: 'textbook-400', chart: 'textbook-hcc', width: 400, height: 1400 },
  { name: 'textbook-dark', chart: 'textbook-hcc', width: 1240, height: 1000, dark: true },
  { name: 'completion-1240', chart: 'textbook-hcc', width: 1240, before: completion },
  {
    name: 'met-1240',
    chart: 'textbook-hcc',
    width: 1240,
    height: 1000,
    async before(page) {
      await question(page, 'Is the tumor unresectable?').getByRole('button', { name: 'Yes' }).click();
      await page.getByRole('button', { name: 'Save draft' }).click();
      await page.getByText(/Draft stored as/).waitFor();
    },
  },
  { name: 'metastases-1240', chart: 'colorectal-two-lines', width: 1240, height: 1300 },
  {
    name: 'paper-letter',
    chart: 'colorectal-two-lines',
    width: 1000,
    height: 1180,
    async before(page) {
      await page.getByText('Copies').click();
      await page.getByRole('button', { name: 'Print the packet' }).click();
      await page.getByRole('article', { name: 'Proof: what this rests on' }).waitFor();
    },
  },
  {
    name: 'paper-about',
    chart: 'colorectal-two-lines',
    width: 1000,
    async before(page) {
      await page.getByRole('button', { name: /^About Hepauth/ }).click();
      await page.getByRole('heading', { name: 'About Hepauth' }).waitFor();
    },
  },
];

mkdirSync(folder, { recursive: true });
const walk = await startWalk();
const wanted = process.argv.slice(2);
for (const { name, chart, width, height, dark, before } of pictures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const visit = await walk.window({
    viewport: { width, height: height ?? 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const { page, context } = visit;
  await open(walk, visit, chart);
  await page.getByText(/^Chart read: /).waitFor();
  await page.locator('.verdict').waitFor();
  await before?.(page);
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height === undefined) await page.setViewportSize({ width, height: whole });
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await walk.close();
