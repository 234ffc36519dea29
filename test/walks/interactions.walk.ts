import { mkdirSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, startWalk, type Walk } from './walking.ts';

/*
 * From launch to a draft that is ready to hand over, by the keyboard alone, counted strictly: every key that is pressed is one
 * interaction, whether it moves (Tab) or does something (Enter, a shortcut); nothing is clicked and no focus is set by the test.
 *
 * Ready to hand over: the policy is confirmed where the payer was not matched, no question that decides is open (its first answer is
 * given), and the draft is stored in the EHR and read back.
 */

interface Count {
  readonly chart: string;
  /** All keys pressed. */
  readonly keys: number;
  /** Those of them that do something. */
  readonly actions: number;
  readonly questions: number;
}

/** One person at the keys. */
function keyboard(page: Page) {
  const count = { keys: 0, actions: 0 };
  const press = async (key: string): Promise<void> => {
    count.keys += 1;
    if (key !== 'Tab') count.actions += 1;
    await page.keyboard.press(key);
  };
  const tabTo = async (target: Locator): Promise<void> => {
    for (let presses = 0; presses < 80; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await press('Tab');
    }
    throw new Error('the keyboard does not get there');
  };
  return { count, press, tabTo };
}

async function handedOver(walk: Walk, chart: string): Promise<Count> {
  const visit = await walk.window();
  const { page } = visit;
  await open(walk, visit, chart);
  await page.getByText(/^Chart read: /).waitFor();
  await page.locator('.verdict').waitFor();
  await page.getByRole('button', { name: /^About Hepauth/ }).waitFor();
  const { count, press, tabTo } = keyboard(page);

  const policy = page.getByRole('button', { name: 'Yes, judge by this policy' });
  const openQuestions = page.locator('.question-open');
  const isUnmatched = await policy.isVisible();
  await tabTo(
    page.getByRole('link', {
      name: isUnmatched ? 'Skip to the answer' : 'Skip to the questions that decide',
    }),
  );
  if (isUnmatched || (await openQuestions.count()) > 0) await press('Enter');
  if (isUnmatched) {
    await tabTo(policy);
    await press('Enter');
    await policy.waitFor({ state: 'detached' });
  }
  let questions = 0;
  while ((await openQuestions.count()) > 0) {
    if (questions === 12) throw new Error('the questions do not come to an end');
    const question = openQuestions.first();
    const heading = await question.getAttribute('aria-labelledby');
    await tabTo(question.locator('.choices button').first());
    await press('Enter');
    questions += 1;
    await page.locator(`.question-open[aria-labelledby="${heading}"]`).waitFor({ state: 'detached' });
  }
  await press('Control+s');
  await page.getByText(/^Draft stored as .+ and read back/).waitFor();
  await visit.context.close();
  return { chart, ...count, questions };
}

describe('a draft that is ready to hand over', () => {
  let walk: Walk;
  beforeAll(async () => {
    walk = await startWalk();
  });
  afterAll(() => walk?.close());

  it(
    'takes nine key presses for the textbook chart, and is counted for every chart',
    async () => {
      const counts: Count[] = [];
      for (const { id } of walk.ehr.charts) counts.push(await handedOver(walk, id));
      const lines = counts.map(
        ({ chart, keys, actions, questions }) =>
          `${chart.padEnd(34)} ${String(keys).padStart(4)} keys, of which ${actions} do something; ${questions} answered`,
      );
      console.log(lines.join('\n'));
      mkdirSync('test/output', { recursive: true });
      writeFileSync('test/output/interactions.json', `${JSON.stringify(counts, null, 2)}\n`);
      const textbook = counts.find(({ chart }) => chart === 'textbook-hcc');
      expect(textbook?.questions).toBe(1);
      expect(textbook?.keys).toBe(9);
      for (const { chart, actions, questions } of counts)
        expect(actions, chart).toBeLessThanOrEqual(questions + 3);
    },
    5 * 60_000,
  );
});
