import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { startWalk, type Visit, type Walk } from './walking.ts';

const long = 'Hepatocellularcarcinoma'.repeat(60);
/** What a text in a chart may be, with how it has to be read. */
const hostile: readonly (readonly [text: string, read: string])[] = [
  ['\u202eexcluded\u202c is cancer', '<U+202E>excluded<U+202C> is cancer'],
  ['\u2066no\u2069 \u200bmetastasis', '<U+2066>no<U+2069> <U+200B>metastasis'],
  ['<script>globalThis.hacked = 1</script>', '<script>globalThis.hacked = 1</script>'],
  ['<img src=x onerror="globalThis.hacked = 1">', '<img src=x onerror="globalThis.hacked = 1">'],
  ['"><svg/onload=globalThis.hacked=1>', '"><svg/onload=globalThis.hacked=1>'],
  [
    '{{constructor.constructor("globalThis.hacked=1")()}}',
    '{{constructor.constructor("globalThis.hacked=1")()}}',
  ],
  ['javascript:globalThis.hacked=1', 'javascript:globalThis.hacked=1'],
  ['כבד وورم في الكبد', 'כבד وورم في الكبد'],
  ['Z̸̡̢͍̳̱͚͉a̵l̶g̷o̴', 'Z̸̡̢͍̳̱͚͉a̵l̶g̷o̴'],
  ['__proto__', '__proto__'],
  ['null', 'null'],
  [long, long],
];
const family = `\u202e${'Längstername'.repeat(30)}<b>x</b>`;

interface Entry {
  readonly resource: Readonly<Record<string, unknown>> & { readonly resourceType: string };
}

/** A story whose every text is one of these; codes and values stay, so that all of it is shown. */
function hostileChart(): object {
  const told = charts.find((chart) => (chart as { readonly id: string }).id === 'textbook-hcc') as {
    readonly entry: readonly Entry[];
  };
  let next = 0;
  const texts = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(texts);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        (key === 'text' || key === 'display') && typeof inner === 'string'
          ? (hostile[next++ % hostile.length]?.[0] ?? '')
          : texts(inner),
      ]),
    );
  };
  const entry = told.entry.map((each) =>
    each.resource.resourceType === 'Patient'
      ? { ...each, resource: { ...each.resource, name: [{ family, given: ['Ada'] }] } }
      : { ...each, resource: texts(each.resource) },
  );
  return { ...told, entry };
}

let walk: Walk;
beforeAll(async () => {
  walk = await startWalk({ charts: [hostileChart()] });
});
afterAll(() => walk?.close());

async function opened(width: number): Promise<Visit> {
  const visit = await walk.window({ viewport: { width, height: 900 } });
  await visit.page.goto(walk.ehr.launchUrl('textbook-hcc', `${walk.app}launch/`));
  await visit.page.getByText(/^Chart read: /).waitFor();
  await visit.page.locator('.verdict').waitFor();
  await unfold(visit.page);
  return visit;
}

/** Opens everything that can be opened. */
async function unfold(page: Page): Promise<void> {
  for (let times = 0; times < 3; times += 1)
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>('main details'))
        details.open = true;
    });
  await page.waitForTimeout(300);
}

async function state(page: Page) {
  return page.evaluate(() => ({
    hacked: (globalThis as unknown as { hacked?: number }).hacked,
    foreign: document.querySelectorAll(
      '#root :is(script, iframe, img, object, embed, base, meta, link, style)',
    ).length,
    handlers: [...document.querySelectorAll('#root *')].filter((element) =>
      [...element.attributes].some(({ name, value }) => /^on/i.test(name) || /javascript:/i.test(value)),
    ).length,
    isTooWide: document.documentElement.scrollWidth > innerWidth,
    text: document.body.textContent ?? '',
  }));
}
const clean = { hacked: undefined, foreign: 0, handlers: 0, isTooWide: false };
/** What turns the direction of a text, or hides within it. */
const unseen = /[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]/;

describe('a chart whose every text is hostile', () => {
  it.each([1240, 400])(
    'is text and nothing else on the screen, and breaks nothing at %i px',
    async (width) => {
      const { page, context, complaints } = await opened(width);
      const { text, ...rest } = await state(page);
      expect(rest).toEqual(clean);
      expect(text).not.toMatch(unseen);
      const shown = hostile.filter(([, read]) => text.includes(read));
      expect(shown.length).toBe(hostile.length);
      const banner = page.locator('.banner');
      expect(await banner.locator('strong').first().textContent()).toMatch(/^<U\+202E>Längstername/);
      // The number that tells two patients apart is not pushed out of sight by a name.
      expect(await banner.getByText('MRN-400101').isVisible()).toBe(true);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  it('is text and nothing else on paper', async () => {
    const { page, context, complaints } = await opened(400);
    await page.getByText('Copies', { exact: true }).click();
    await page.getByRole('button', { name: 'Print the packet' }).click();
    await page.getByRole('article', { name: 'Letter of medical necessity' }).waitFor();
    const { text, ...rest } = await state(page);
    expect(rest).toEqual(clean);
    expect(text).not.toMatch(unseen);
    expect(hostile.filter(([, read]) => text.includes(read)).length).toBeGreaterThan(2);
    await page.emulateMedia({ media: 'print' });
    expect((await state(page)).isTooWide).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
