import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { open, startWalk, type Visit, type Walk } from './walking.ts';

/*
 * Every state that the screen can be in: what it says, what assistive technology meets, and how it looks, at two widths, light and
 * dark. The pictures lie in test/output/states, to be looked at.
 */
const folder = 'test/output/states';
const story = 'textbook-hcc';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A chart that holds its patient and nothing else. */
const empty = {
  resourceType: 'Bundle',
  id: 'empty-chart',
  type: 'transaction',
  timestamp: '2026-06-16T08:00:00Z',
  entry: [
    {
      resource: {
        resourceType: 'Patient',
        id: 'empty-chart-patient',
        name: [{ family: 'Testcase', given: ['Nobody'] }],
        birthDate: '1960-04-01',
        gender: 'female',
      },
      request: { method: 'PUT', url: 'Patient/empty-chart-patient' },
    },
  ],
} as const;

let walk: Walk;
beforeAll(async () => {
  walk = await startWalk({ charts: [...charts, empty] });
  mkdirSync(folder, { recursive: true });
});
afterEach(() => walk.ehr.faults.clear());
afterAll(() => walk?.close());

const set = (...faults: Parameters<Walk['ehr']['faults']['set']>[0]) => walk.ehr.faults.set(faults);
const read = async (visit: Visit, chart = story): Promise<void> => {
  await open(walk, visit, chart);
  await visit.page.getByText(/^Chart read: /).waitFor();
  await visit.page.locator('.verdict').waitFor();
  await visit.page.getByRole('button', { name: /^About Hepauth/ }).waitFor();
};
const answer = (page: Page, name: 'Yes' | 'No') =>
  page
    .getByRole('article', { name: 'Is the tumor unresectable?' })
    .getByRole('button', { name, exact: true })
    .click();
const save = (page: Page) => page.getByRole('button', { name: 'Save draft' }).click();
const storing = (fault: object) => set({ on: 'QuestionnaireResponse', method: 'POST', ...fault });

interface State {
  /** Brings the page into the state. */
  readonly reach: (visit: Visit) => Promise<void>;
  /** What the screen says then. */
  readonly says: RegExp;
  /** It also changes what stands below the answer. */
  readonly isWhole?: true;
}

const states: Readonly<Record<string, State>> = {
  'not launched': {
    reach: async ({ page }) => void (await page.goto(walk.app)),
    says: /Open Hepauth from a patient’s chart/,
  },
  loading: {
    async reach(visit) {
      set({ on: 'Patient', delay: 60_000 });
      await open(walk, visit, story);
      await visit.page.getByText(/sources read$/).waitFor();
    },
    says: /Reading the chart…/,
  },
  'reading, with what has come': {
    async reach(visit) {
      set({ on: 'Observation', delay: 60_000 });
      await open(walk, visit, story);
      await visit.page.locator('.verdict').waitFor();
    },
    says: /The chart is still being read/,
  },
  'read in part': {
    async reach(visit) {
      set({ on: 'Procedure', effect: 'looping-next' });
      await read(visit);
    },
    says: /1 source not read in full/,
  },
  denied: {
    async reach(visit) {
      set({ on: 'Condition', status: 403 });
      await read(visit);
    },
    says: /access denied|not read in full/,
    isWhole: true,
  },
  'a source that failed': {
    async reach(visit) {
      set({ on: 'MedicationRequest', status: 500 });
      await read(visit);
    },
    says: /1 source not read in full/,
  },
  empty: {
    reach: (visit) => read(visit, 'empty-chart'),
    says: /Which therapy is requested comes first/,
    isWhole: true,
  },
  'an error at the start': {
    async reach(visit) {
      set({ on: 'token', status: 500 });
      await open(walk, visit, story);
    },
    says: /The EHR (refused|could not be reached)|cannot be used/,
  },
  'an error: no patient': {
    async reach(visit) {
      set({ on: 'Patient', status: 404 });
      await open(walk, visit, story);
    },
    says: /The patient’s record could not be read/,
  },
  determined: {
    async reach(visit) {
      await read(visit);
      await answer(visit.page, 'Yes');
    },
    says: /Criterion I\.B\.1, .+ appears met/,
    isWhole: true,
  },
  'not met': {
    reach: (visit) => read(visit, 'breast-metastases'),
    says: /Criteria do not appear met/,
    isWhole: true,
  },
  saved: {
    async reach(visit) {
      await read(visit);
      await answer(visit.page, 'Yes');
      await save(visit.page);
    },
    says: /Draft stored as QuestionnaireResponse\/\S+ and read back/,
  },
  refused: {
    async reach(visit) {
      await read(visit, 'si-units');
      storing({ status: 422 });
      await save(visit.page);
    },
    says: /was not stored: the EHR refused the request/,
  },
  'unknown outcome': {
    async reach(visit) {
      await read(visit, 'stale-labs');
      set(
        { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' },
        { on: 'QuestionnaireResponse', method: 'GET', status: 503 },
      );
      await save(visit.page);
    },
    says: /It is not known whether the form was stored/,
  },
  conflict: {
    async reach(visit) {
      await read(visit, 'midgut-net');
      await save(visit.page);
      await visit.page.getByText(/Draft stored as/).waitFor();
      const { id = '', ...stored } = walk.ehr.stored('QuestionnaireResponse').at(-1) ?? {};
      walk.ehr.put({ resourceType: 'QuestionnaireResponse', ...stored, id, status: 'stopped' });
      await visit.page.getByRole('button', { name: 'Not sure' }).first().click();
      await save(visit.page);
    },
    says: /the form was changed in the EHR/,
  },
  'two versions side by side': {
    async reach(visit) {
      await read(visit, 'transplant-listed-hcc');
      await save(visit.page);
      await visit.page.getByText(/Draft stored as/).waitFor();
      const other = await walk.window();
      const launch = `${walk.app}launch/`;
      await other.page.goto(walk.ehr.launchUrl('transplant-listed-hcc', launch, {}, 'Person/abara'));
      await other.page.getByRole('button', { name: 'Go on with it' }).click();
      await answer(other.page, 'No');
      await save(other.page);
      await other.page.getByText(/Draft stored as/).waitFor();
      await other.context.close();
      await answer(visit.page, 'Yes');
      await save(visit.page);
      await visit.page.getByRole('button', { name: 'Compare answer by answer' }).click();
    },
    says: /changed on both sides/,
    isWhole: true,
  },
  'office staff, with nothing attested': {
    async reach({ page }) {
      await page.goto(walk.ehr.launchUrl('deb-tace-order', `${walk.app}launch/`, {}, 'Person/abara'));
      await page.getByText(/^Chart read: /).waitFor();
      await page.getByRole('button', { name: 'Review and complete' }).click();
      await page.getByRole('button', { name: 'Complete and store' }).click();
    },
    says: /Only a clinician can attest/,
    isWhole: true,
  },
  'a card that does not hold any more': {
    async reach({ page }) {
      const appContext =
        '{"coverage":"Coverage/nobody","policy":"med999","about":{"therapy":"0123456789abcdef"}}';
      await page.goto(
        walk.ehr.launchUrl('intrahepatic-cholangiocarcinoma', `${walk.app}launch/`, { appContext }),
      );
      await page.getByText(/^Chart read: /).waitFor();
    },
    says: /names a policy that cannot be used/,
    isWhole: true,
  },
  offline: {
    async reach(visit) {
      await read(visit, 'no-ecog');
      await visit.context.setOffline(true);
      await save(visit.page);
    },
    says: /(Not stored|not known whether the form was stored): .+/,
  },
  'expired session': {
    async reach(visit) {
      await read(visit, 'uveal-melanoma');
      set({ status: 401 });
      await save(visit.page);
    },
    says: /The session with the EHR has ended/,
  },
  'a draft in the EHR': {
    async reach(visit) {
      const first = await walk.window();
      await read(first, 'tace-order');
      await save(first.page);
      await first.page.getByText(/Draft stored as/).waitFor();
      await first.context.close();
      await read(visit, 'tace-order');
    },
    says: /The EHR holds a draft of this form/,
  },
  locked: {
    async reach(visit) {
      await visit.page.clock.install();
      await read(visit, 'no-ecog');
      await visit.page.clock.fastForward('15:10');
    },
    says: /Everything of the patient is hidden/,
  },
  closed: {
    async reach(visit) {
      await read(visit, 'no-ecog');
      await visit.page.getByRole('button', { name: 'Sign out' }).click();
    },
    says: /Nothing of the patient is left in this window/,
  },
  'several orders': {
    async reach({ page }) {
      const chart = 'transplant-listed-hcc';
      const reference = `Patient/${walk.ehr.charts.find(({ id }) => id === chart)?.patient.id}`;
      for (const text of ['Y-90, first session', 'Y-90, second session'])
        walk.ehr.put({
          resourceType: 'ServiceRequest',
          id: text.replaceAll(/\W+/g, '-').toLowerCase(),
          status: 'active',
          intent: 'order',
          subject: { reference },
          authoredOn: new Date().toLocaleDateString('en-CA'),
          code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '79445' }], text },
        });
      const nothingMore = { fhirContext: undefined, appContext: undefined };
      await page.goto(walk.ehr.launchUrl(chart, `${walk.app}launch/`, nothingMore));
      await page.locator('.verdict').waitFor();
    },
    says: /Which order is meant\?/,
  },
  'completion, with what is missing': {
    async reach(visit) {
      await read(visit);
      await visit.page.getByRole('button', { name: 'Review and complete' }).click();
      await visit.page.getByRole('button', { name: 'Complete and store' }).click();
    },
    says: /Tick the attestation\./,
  },
};

const looks = [
  { scheme: 'light', width: 1200 },
  { scheme: 'dark', width: 1200 },
  { scheme: 'light', width: 400 },
  { scheme: 'dark', width: 400 },
] as const;

describe('the screen', () => {
  it.each(Object.entries(states))(
    'in the state "%s" says so, to everybody, at every width',
    async (name, state) => {
      const visit = await walk.window({ viewport: { width: 1200, height: 900 } });
      const { page, context } = visit;
      await state.reach(visit);
      await page.getByText(state.says).first().waitFor();
      for (const { scheme, width } of looks) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        const at = `${name}, ${scheme}, ${width} px`;
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          at,
        ).toBeLessThanOrEqual(0);
        // Colours differ by scheme, targets and reflow by width: these two together see both.
        if ((scheme === 'light') === (width === 1200))
          expect(await violations(page, state.isWhole === true), at).toEqual([]);
        await page.screenshot({ path: `${folder}/${name.replaceAll(/\W+/g, '-')}-${width}-${scheme}.png` });
      }
      await context.close();
    },
  );
});

/** What stands below the answer is the same in most states: it is looked at in those that change it. */
const below = ['.columns', '.fold', '.form', '.numbers'] as const;

async function violations(page: Page, isWhole: boolean): Promise<readonly string[]> {
  // As high as the page: what the bar at the foot covers is not too small, it is further down.
  const { width, height } = page.viewportSize() ?? { width: 1200, height: 900 };
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, whole) });
  const all = new AxeBuilder({ page }).withTags(rules);
  const asked = isWhole ? all : below.reduce((builder, part) => builder.exclude(part), all);
  const found = (await asked.analyze()).violations;
  await page.setViewportSize({ width, height });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
