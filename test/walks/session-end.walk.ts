import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWalk, type Walk } from './walking.ts';

const story = 'textbook-hcc';
/** Long enough to read the chart in, on a machine that is busy; Oracle Health gives 570. */
const seconds = 12;
const short = { refresh_token: undefined, expires_in: seconds };

let walk: Walk;
beforeAll(async () => {
  walk = await startWalk();
});
afterAll(() => walk?.close());

const yes = (page: Page) =>
  page.getByRole('article', { name: 'Is the tumor unresectable?' }).getByRole('button', { name: 'Yes' });

/** Its orders are known by their words alone: the order is confirmed, and the therapy is chosen. */
async function chooseTherapy(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Yes, this order' }).click();
  await page
    .getByRole('article', { name: 'Which therapy is requested?' })
    .getByRole('button', { name: /\(TARE\)/ })
    .click();
}

/** The app on a chart of an EHR like Oracle Health; `extras` change what its token response says. */
async function opened(extras: Readonly<Record<string, unknown>>, isTimed = false) {
  const ehr = walk.like('cerner');
  const visit = await walk.window({ acceptDownloads: true });
  await visit.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: walk.app });
  const { page } = visit;
  if (isTimed) await page.clock.install();
  await page.goto(ehr.launchUrl(story, `${walk.app}launch/`, extras));
  await page.getByText(/^Chart read: /).waitFor();
  return { ...visit, ehr };
}

describe('a session that is over before the review is, as in Oracle Health', () => {
  it('leaves a page that can be read, answered, copied, printed and kept as a file, which the next launch takes in', async () => {
    const { page, context, complaints, ehr } = await opened(short);
    await chooseTherapy(page);
    await page.getByText(/^The session with the EHR has ended/).waitFor({ timeout: seconds * 1000 + 5000 });
    const asked = ehr.requests.length;

    await yes(page).click();
    await page.locator('.verdict').getByText('Criteria appear met').first().waitFor();
    await page.getByText('Copies', { exact: true }).click();
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByText('Copied.').waitFor();
    const copied = (await page.evaluate(() => navigator.clipboard.readText())).replaceAll(/\s+/g, ' ');
    expect(copied).toMatch(/Is the tumor unresectable\? Yes/);
    await page.getByRole('button', { name: 'Print the packet' }).click();
    await page.getByRole('article', { name: 'Letter of medical necessity' }).waitFor();
    await page.getByRole('button', { name: 'Back to the review' }).click();

    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Keep my answers as a file' }).click();
    const download = await waiting;
    const file = join(mkdtempSync(join(tmpdir(), 'hepauth-draft-')), download.suggestedFilename());
    await download.saveAs(file);
    expect(download.suggestedFilename()).toMatch(/^prior-authorization-[\w:-]+\.json$/);
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { readonly status: string };
    expect(kept.status).toBe('in-progress');
    expect(ehr.requests.length).toBe(asked);
    expect(complaints).toEqual([]);
    await context.close();

    const next = await opened({});
    await next.page.locator('input[type=file]').setInputFiles(file);
    await next.page.getByRole('button', { name: 'Go on with it' }).click();
    await next.page.getByRole('heading', { name: /^Since the draft of / }).waitFor();
    expect(await next.page.locator('#form-unresectable .origin').textContent()).toContain('your answer');
    // The order was confirmed before the file was kept, and is meant again.
    await next.page
      .getByText(/chosen by you/)
      .first()
      .waitFor();
    await next.page.locator('.verdict').getByText('Criteria appear met').first().waitFor();
    expect(next.complaints).toEqual([]);
    await next.context.close();

    // Another patient's page refuses it.
    const other = await walk.window();
    await other.page.goto(ehr.launchUrl('midgut-net', `${walk.app}launch/`));
    await other.page.getByText(/^Chart read: /).waitFor();
    await other.page.locator('input[type=file]').setInputFiles(file);
    await other.page.getByText('The file was not taken in: the file is about another patient.').waitFor();
    await other.context.close();
  });

  it('is not over where the EHR renews it: nothing is said, and what is completed is stored', async () => {
    const { page, context, complaints, ehr } = await opened({}, true);
    await chooseTherapy(page);
    await yes(page).click();
    await page.clock.fastForward('09:40');
    const renewals = () => ehr.requests.filter(({ url }) => url.endsWith('/token')).length;
    const before = renewals();
    expect(await page.getByText(/^The session with the EHR has ended/).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Review and complete' }).click();
    await page.getByRole('checkbox', { name: /I have reviewed/ }).check();
    await page.getByRole('button', { name: 'Complete and store' }).click();
    await page.getByRole('button', { name: 'Store it, signed' }).click();
    await page.getByText(/^Completed form stored as DocumentReference\//).waitFor();
    expect(renewals()).toBeGreaterThan(before);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
