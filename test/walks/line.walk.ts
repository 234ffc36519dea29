import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { open, startWalk, type Visit, type Walk } from './walking.ts';

let walk: Walk;
const visits: Visit[] = [];
beforeAll(async () => {
  walk = await startWalk();
});
afterEach(async () => {
  walk.ehr.faults.clear();
  await Promise.all(visits.splice(0).map(({ context }) => context.close()));
});
afterAll(() => walk?.close());

async function opened(chart: string): Promise<Visit> {
  const made = await walk.window();
  visits.push(made);
  await open(walk, made, chart);
  await made.page.getByText(/^Chart read: /).waitFor();
  await made.page.locator('.verdict').waitFor();
  return made;
}

const formsOf = (id: string) => {
  const patient = walk.ehr.charts.find((chart) => chart.id === id)?.patient.id;
  const ofPatient = (form: object) => JSON.stringify(form).includes(`"Patient/${patient}"`);
  return walk.ehr.stored('QuestionnaireResponse').filter(ofPatient);
};
const saveDraft = (page: Page) => page.getByRole('button', { name: 'Save draft' }).click();
const question = (page: Page) => page.getByRole('article', { name: 'Is the tumor unresectable?' });
const answerYes = (page: Page) => question(page).getByRole('button', { name: 'Yes' }).click();
const isYes = (page: Page) => page.getByText('Criteria appear met').first();

describe('a network that goes away', () => {
  it('in the middle of a session costs no answer, sends nothing later, and saving works again when it is back', async () => {
    const { page, context } = await opened('textbook-hcc');
    await context.setOffline(true);
    await answerYes(page);
    await isYes(page).waitFor();
    await saveDraft(page);
    const told = page.getByRole('alert').filter({ hasText: 'could not be reached' });
    await told.waitFor();
    expect(await told.innerText()).toMatch(/network, firewall, or this app is not allowed there/);
    expect(await told.innerText()).toMatch(/Your answers are still here/);
    await isYes(page).waitFor();
    await context.setOffline(false);
    expect(formsOf('textbook-hcc')).toEqual([]);
    await saveDraft(page);
    await page.getByText(/Draft stored as/).waitFor();
    expect(formsOf('textbook-hcc')).toHaveLength(1);
  });

  it('or a firewall that lets one kind of record through no more leaves its criteria unknown, with the reason', async () => {
    const made = await walk.window();
    visits.push(made);
    await made.context.route(/\/fhir\/Observation\?/, (route) => route.abort('blockedbyclient'));
    await open(walk, made, 'textbook-hcc');
    const { page } = made;
    await page.getByText(/sources? not read in full/).waitFor();
    await page
      .getByText(/could not be reached/)
      .first()
      .waitFor({ state: 'attached' });
    expect(await page.locator('.verdict').innerText()).not.toMatch(/appear met/);
  });
});

describe('a draft', () => {
  it('that is reloaded comes back from the EHR, after a question, with nothing of the chart left in the browser', async () => {
    const { page } = await opened('colorectal-two-lines');
    const notSure = page.getByRole('button', { name: 'Not sure' }).first();
    await notSure.click();
    await saveDraft(page);
    await page.getByText(/Draft stored as/).waitFor();
    await page.getByRole('button', { name: 'Yes' }).first().click();
    await page.getByText('There are answers that are not stored yet.').waitFor();

    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await page.evaluate(() => {
      location.reload();
    });
    await expect.poll(() => asked).toEqual(['beforeunload']);
    // Kept: the person has said no.
    await page.getByText('There are answers that are not stored yet.').waitFor();

    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText(/^Chart read: /).waitFor();
    await page.getByRole('button', { name: 'Go on with it' }).click();
    await saveDraft(page);
    await page.getByText(/Draft stored as/).waitFor();
    expect(formsOf('colorectal-two-lines')).toHaveLength(1);
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(kept).not.toMatch(/QuestionnaireResponse"|"answer"|unresectable/);
  });

  it('whose answer is lost is stored once by five clicks', async () => {
    const { page } = await opened('midgut-net');
    walk.ehr.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' }]);
    for (let click = 0; click < 5; click += 1) {
      await saveDraft(page);
      await page.getByText(/Draft stored as/).waitFor();
    }
    expect(formsOf('midgut-net')).toHaveLength(1);
  });

  it('that the EHR stores after the line has broken is waited for and found', async () => {
    const { page, context } = await opened('uveal-melanoma');
    let posts = 0;
    await context.route(/\/fhir\/QuestionnaireResponse$/, async (route) => {
      const request = route.request();
      if (request.method() !== 'POST') return route.continue();
      posts += 1;
      const [url, data, headers] = [request.url(), request.postData() ?? '', await request.allHeaders()];
      setTimeout(() => void context.request.post(url, { data, headers }), 1500);
      return route.abort('connectionreset');
    });
    await saveDraft(page);
    await page.getByText(/Draft stored as/).waitFor();
    expect(posts).toBe(1);
    expect(formsOf('uveal-melanoma')).toHaveLength(1);
  });

  it('that may still be stored is sent again by no click but the one that takes the risk', async () => {
    const { page } = await opened('si-units');
    walk.ehr.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', status: 503, times: 1 }]);
    await saveDraft(page);
    const told = page.getByRole('alert').filter({ hasText: 'It is not known whether the form was stored' });
    await told.waitFor();
    expect(await told.innerText()).toMatch(/may still store it/);
    await page.getByRole('button', { name: 'Look again' }).click();
    await told.waitFor();
    expect(formsOf('si-units')).toEqual([]);
    await page.getByRole('button', { name: 'Store again, at the risk of a second one' }).click();
    await page.getByText(/Draft stored as/).waitFor();
    expect(formsOf('si-units')).toHaveLength(1);
  });

  it('that two windows store at a time is stored once, and the second is told', async () => {
    const first = await opened('stale-labs');
    const second = await first.context.newPage();
    await second.goto(walk.ehr.launchUrl('stale-labs', `${walk.app}launch/`));
    await second.getByText(/^Chart read: /).waitFor();
    walk.ehr.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', delay: 2000 }]);
    await saveDraft(first.page);
    await first.page.getByText('Storing…').waitFor();
    await saveDraft(second);
    await second.getByText(/another window is storing a form for this patient right now/).waitFor();
    await first.page.getByText(/Draft stored as/).waitFor();
    expect(formsOf('stale-labs')).toHaveLength(1);
  });
});
