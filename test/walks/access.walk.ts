import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { open, startWalk, type Visit, type Walk } from './walking.ts';

/* What WCAG 2.2 AA asks for beyond what axe can see; the states themselves are walked through elsewhere. */

let walk: Walk;
const visits: Visit[] = [];
beforeAll(async () => {
  walk = await startWalk();
});
afterEach(() => Promise.all(visits.splice(0).map(({ context }) => context.close())));
afterAll(() => walk?.close());

async function opened(options?: Parameters<Walk['window']>[0]): Promise<Page> {
  const visit = await walk.window(options);
  visits.push(visit);
  await open(walk, visit, 'textbook-hcc');
  await visit.page.getByText(/^Chart read: /).waitFor();
  await visit.page.getByRole('button', { name: /^About Hepauth/ }).waitFor();
  return visit.page;
}

const tooWide = (page: Page) =>
  page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth
      ? []
      : [...document.querySelectorAll('body *')]
          .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
          .map((each) => each.outerHTML.slice(0, 100)),
  );

/** What has the focus, and how much of it the bars at the edges of the window leave in sight, in pixels of height. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return undefined;
    const { top, bottom, width, height } = element.getBoundingClientRect();
    const isInBar = element.closest('.bar, .banner, .skips') !== null;
    const upper = document.querySelector('.banner')?.getBoundingClientRect().bottom ?? 0;
    const lower = document.querySelector('.bar')?.getBoundingClientRect().top ?? innerHeight;
    const seen = isInBar ? height : Math.min(bottom, lower) - Math.max(top, upper);
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      what: element.outerHTML.slice(0, 90),
      seen,
      height,
      width,
      hasOutline: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    };
  });

describe('by the keyboard', () => {
  it('everything is reached, seen and left again: no trap, nothing under a bar, the focus always drawn', async () => {
    const page = await opened({ viewport: { width: 1240, height: 700 } });
    const stops: string[] = [];
    const wrong: string[] = [];
    let isOut = false;
    for (let presses = 0; presses < 220 && !isOut; presses += 1) {
      await page.keyboard.press('Tab');
      const at = await focused(page);
      isOut = at === undefined;
      if (!at) continue;
      stops.push(at.what);
      if (at.seen < Math.min(at.height, 24) - 1) wrong.push(`hidden: ${at.what}`);
      if (!at.hasOutline) wrong.push(`no outline: ${at.what}`);
    }
    expect(isOut, 'the focus leaves the page at its end').toBe(true);
    expect(wrong).toEqual([]);
    expect(stops.length).toBeGreaterThan(40);
    await page.keyboard.press('Shift+Tab');
    expect((await focused(page))?.what).toBe(stops.at(-1));
    const reachable = await page.evaluate(
      () =>
        [
          ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary'),
        ].filter(
          (each) => each.checkVisibility({ contentVisibilityAuto: true }) && !each.hasAttribute('disabled'),
        ).length,
    );
    expect(stops).toHaveLength(reachable);
  });

  it('a menu and a dialog are left by Escape or by going on, and the focus comes back', async () => {
    const page = await opened();
    await page
      .getByRole('article', { name: 'Is the tumor unresectable?' })
      .getByRole('button', { name: 'Yes' })
      .click();
    const close = page.getByRole('button', { name: 'Sign out' });
    await close.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await close.evaluate((each) => each === document.activeElement)).toBe(true);
  });
});

describe('at 200 and 400 % zoom', () => {
  it.each([620, 320])('reflows into %i px, bars included, without sideways scrolling', async (width) => {
    const page = await opened({ viewport: { width, height: 450 }, deviceScaleFactor: 2 });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>('.copies')) details.open = false;
    });
    expect(await tooWide(page)).toEqual([]);
    // Half of the window at least stays for what is read.
    const bars = await page.evaluate(() =>
      ['.banner', '.bar'].reduce((sum, bar) => sum + (document.querySelector(bar)?.clientHeight ?? 0), 0),
    );
    expect(bars).toBeLessThanOrEqual(225);
  });

  it('reflows with text of twice the size', async () => {
    const page = await opened({ viewport: { width: 1240, height: 900 } });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    expect(await tooWide(page)).toEqual([]);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.tag, button, h1, h2, h3, .value')]
        .filter(
          ({ scrollWidth, clientWidth, clientHeight }) => clientHeight > 0 && scrollWidth > clientWidth + 1,
        )
        .map(({ outerHTML }) => outerHTML.slice(0, 90)),
    );
    expect(cut).toEqual([]);
  });
});

describe('whatever the user has chosen', () => {
  it('forced colours leave verdicts, chosen answers and the focus apart from what surrounds them', async () => {
    const page = await opened({ forcedColors: 'active' });
    const question = page.getByRole('article', { name: 'Is the tumor unresectable?' });
    await question.getByRole('button', { name: 'Yes' }).click();
    const look = await page.evaluate(() => {
      const style = (selector: string) => {
        const element = document.querySelector(selector);
        if (!element) throw new Error(`nothing is ${selector}`);
        const { borderTopStyle, borderLeftStyle, backgroundColor } = getComputedStyle(element);
        return { borderTopStyle, borderLeftStyle, backgroundColor };
      };
      return {
        tag: style('.verdict .tag'),
        verdict: style('.verdict-main'),
        chosen: style('button[aria-pressed="true"]'),
        other: style('.choices button[aria-pressed="false"]'),
      };
    });
    expect(look.tag.borderTopStyle).toBe('solid');
    expect(look.verdict.borderLeftStyle).toBe('solid');
    expect(look.chosen.backgroundColor).not.toBe(look.other.backgroundColor);
    const { violations } = await new AxeBuilder({ page }).include('.verdict').include('.decide').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.screenshot({ path: 'test/output/forced-colors.png' });
  });

  it('reduced motion moves nothing', async () => {
    const page = await opened({ reducedMotion: 'reduce' });
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((each) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
          return transitionDuration !== '0s' || animationName !== 'none' || scrollBehavior === 'smooth';
        }).length,
    );
    expect(moving).toBe(0);
  });

  it('no target is smaller than 24 by 24 pixels, but for links within a sentence', async () => {
    const page = await opened({ viewport: { width: 400, height: 900 } });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')]
        .filter((each) => each.checkVisibility() && !each.matches('.skip, .visually-hidden'))
        .map((each) => ({ each, box: each.getBoundingClientRect() }))
        .filter(({ box }) => Math.min(box.width, box.height) < 23.5)
        .map(
          ({ each, box }) =>
            `${Math.round(box.width)}×${Math.round(box.height)} ${each.outerHTML.slice(0, 90)}`,
        ),
    );
    expect(small).toEqual([]);
  });
});

describe('a mistake in a field', () => {
  it('is said at the field, tied to it, and said aloud', async () => {
    const page = await opened();
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>('details.section'))
        details.open = true;
    });
    const field = page.locator('#form-bilirubin input[inputmode="decimal"]');
    await field.fill('1,9');
    await field.press('Tab');
    await page.locator('#form-albumin input').first().focus();
    await page.locator('#form-bilirubin [role="alert"]').waitFor();
    const tied = await field.evaluate((each) => ({
      invalid: each.getAttribute('aria-invalid'),
      said: document.getElementById(each.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
      kept: (each as HTMLInputElement).value,
    }));
    expect(tied.invalid).toBe('true');
    expect(tied.said).toMatch(/Write a number with a point/);
    expect(tied.kept).toBe('1,9');
  });
});
