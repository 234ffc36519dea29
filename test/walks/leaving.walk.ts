import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { open, startWalk, type Visit, type Walk } from './walking.ts';

const story = 'textbook-hcc';
const another = 'midgut-net';

let walk: Walk;
let remembering: Browser;
beforeAll(async () => {
  walk = await startWalk();
  // The tool switches the memory of earlier pages off unless it is told not to.
  remembering = await launchBrowser({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
});
afterAll(async () => {
  await remembering?.close();
  await walk?.close();
});

const nameOf = (chart: string) =>
  walk.ehr.charts
    .find(({ id }) => id === chart)
    ?.patient.name.split(' ')
    .at(-1) ?? '';

async function read(page: Page): Promise<void> {
  await page.getByText(/^Chart read: /).waitFor();
  await page.locator('.verdict').waitFor();
}

/** All that a person, a reader of the screen, or a look into the page could find of it. */
async function everythingIn(page: Page): Promise<string> {
  const [html, stored] = await Promise.all([
    page.content(),
    page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.title])),
  ]);
  return `${html} ${stored} ${page.url()}`;
}

const yes = (page: Page) =>
  page.getByRole('article', { name: 'Is the tumor unresectable?' }).getByRole('button', { name: 'Yes' });

describe('a page that is not used', () => {
  async function opened(): Promise<Visit> {
    const visit = await walk.window();
    await visit.page.clock.install();
    await open(walk, visit, story);
    await read(visit.page);
    return visit;
  }

  it('has nothing of the patient in it after its time, goes on when told, and is wiped in the end', async () => {
    const { page, context, complaints } = await opened();
    await yes(page).click();
    await page.clock.fastForward('15:10');
    await page.getByRole('heading', { name: 'Locked' }).waitFor();
    const found = await everythingIn(page);
    for (const word of [nameOf(story), 'Carcinoma', 'unresectable', 'Determination', 'MED140'])
      expect(found).not.toContain(word);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('.verdict').getByText('Criteria appear met').first().waitFor();
    expect(await yes(page).getAttribute('aria-pressed')).toBe('true');

    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText(/Draft stored as/).waitFor();
    await page.clock.fastForward('15:10');
    await page.getByRole('heading', { name: 'Locked' }).waitFor();
    await page.clock.fastForward('15:10');
    await page.getByRole('heading', { name: /not used/ }).waitFor();
    expect(await everythingIn(page)).not.toContain(nameOf(story));
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    expect(page.url()).toBe(walk.app);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('signing out', () => {
  it('asks before answers are lost, then leaves an empty page that a reload does not fill', async () => {
    const visit = await walk.window();
    const { page, context, complaints } = visit;
    const revoked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/oauth/revoke')) revoked.push(request.postData() ?? '');
    });
    await open(walk, visit, story);
    await read(page);
    await yes(page).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('dialog', { name: 'Sign out?' }).waitFor();
    await page.getByRole('button', { name: 'Stay here' }).click();
    expect(await page.locator('.verdict').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out without storing' }).click();
    await page.getByRole('heading', { name: 'Closed' }).waitFor();
    await page.getByText('The EHR has withdrawn the app’s access.').waitFor();
    expect(revoked).toHaveLength(1);
    expect(revoked[0]).toMatch(/^token=\w+&client_id=\w/);
    expect(await page.getByText('Answers that were not stored are gone.').isVisible()).toBe(true);
    expect(await everythingIn(page)).not.toContain(nameOf(story));
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: 'Open Hepauth from a patient’s chart' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('works without a network', async () => {
    const visit = await walk.window();
    const { page, context } = visit;
    await open(walk, visit, story);
    await read(page);
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Closed' }).waitFor();
    expect(await everythingIn(page)).not.toContain(nameOf(story));
    await context.close();
  });
});

describe('the browser’s memory of earlier pages', () => {
  /** A window of a browser that keeps pages, on a chart. */
  async function opened(chart: string) {
    const context = await remembering.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      addEventListener('pageshow', ({ persisted }) => seen.push(persisted ? 'kept' : 'new'));
    });
    await open(walk, { page } as Visit, chart);
    await read(page);
    return { page, context };
  }
  const wasKept = (page: Page) =>
    page.evaluate(() => (globalThis as unknown as { seen: readonly string[] }).seen.includes('kept'));
  const leaveAndReturn = async (page: Page, between: () => Promise<unknown>) => {
    await between();
    await page.goBack({ waitUntil: 'commit' });
  };

  it('shows the same patient again while the launch is still the tab’s last', async () => {
    const { page, context } = await opened(story);
    await leaveAndReturn(page, () => page.goto(walk.patientList));
    await page.locator('.verdict').waitFor();
    expect(await wasKept(page)).toBe(true);
    expect(await page.locator('.banner').innerText()).toContain(nameOf(story));
    await context.close();
  });

  it('never shows the patient of before once another chart was opened', async () => {
    const { page, context } = await opened(story);
    // As far as the EHR's login: there the new launch has taken the old session away already.
    await page.route('**/oauth/authorize**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>Login</h1>' }),
    );
    await page.goto(walk.ehr.launchUrl(another, `${walk.app}launch/`));
    await page.getByRole('heading', { name: 'Login' }).waitFor();
    while (!(await page.getByRole('heading', { name: 'This page was closed' }).isVisible())) {
      expect(await page.content()).not.toContain(nameOf(story));
      await page.goBack({ waitUntil: 'commit' });
    }
    expect(await wasKept(page)).toBe(true);
    expect(await everythingIn(page)).not.toContain(nameOf(story));
    await context.close();
  });

  it('shows an empty page again after signing out', async () => {
    const { page, context } = await opened(story);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Closed' }).waitFor();
    await leaveAndReturn(page, () => page.goto(walk.patientList));
    await page.getByRole('heading', { name: 'Closed' }).waitFor();
    expect(await everythingIn(page)).not.toContain(nameOf(story));
    await context.close();
  });
});
