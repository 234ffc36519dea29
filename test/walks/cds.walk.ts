import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CdsClient, serveCdsClient } from '../support/cds-client/serve-client.ts';
import { authors, chart, draft, handOver, sign, storedForm } from '../support/hand-over-walk.ts';
import { type ServedCds, serveCds } from '../support/served-cds.ts';
import { startWalk, type Walk } from './walking.ts';

const sites = { bodySite: [{ coding: [{ system: 'http://snomed.info/sct', code: '10200004' }] }] };

describe('from the order to the stored form', () => {
  let walk: Walk;
  let client: CdsClient;
  let cds: ServedCds;
  beforeAll(async () => {
    // The client asks without a token, as the public one does when it is opened by itself.
    walk = await startWalk({ open: true });
    client = await serveCdsClient([
      { ...draft, ...sites },
      { ...draft, id: 'another-request', ...sites },
    ]);
    const { origin, keys } = client;
    cds = await serveCds({ client: origin, keys, fhirServer: walk.ehr.base, app: walk.app });
  });
  afterAll(async () => {
    client?.close();
    await cds?.close();
    await walk?.close();
  });

  async function ordering(): Promise<Page> {
    const { page } = await walk.window();
    const asked = new URLSearchParams({
      fhirServiceUrl: walk.ehr.base,
      patientId: chart,
      serviceDiscoveryURL: cds.discovery,
    });
    await page.goto(`${client.origin}/?${asked}`);
    await page
      .getByRole('button', { name: /^Select/ })
      .first()
      .waitFor();
    return page;
  }
  const card = (page: Page) => page.getByRole('article');

  it('brings the same card at selection and at signature, in time, and a "not now" silences that order alone', async () => {
    const page = await ordering();
    const another = page.getByRole('button', { name: /^Select/ }).nth(1);
    await another.click();
    await card(page).waitFor();
    const [, shown, waited] =
      /^(\d) cards after (\d+) ms$/.exec((await page.getByText(/cards after/).textContent()) ?? '') ?? [];
    expect(shown).toBe('1');
    // A hook is answered within 4 s whatever happens; the machine of a test may be busy besides.
    expect(Number(waited)).toBeLessThan(4000);
    const uuid = await card(page).getAttribute('data-uuid');
    await page.getByRole('button', { name: /^Sign/ }).nth(1).click();
    await page.waitForFunction(() => document.querySelector('p')?.textContent?.startsWith('1 cards'));
    expect(await card(page).getAttribute('data-uuid')).toBe(uuid);
    await page.getByRole('button', { name: 'Not now' }).click();
    await card(page).waitFor({ state: 'detached' });
    await another.click();
    await page.getByText(/^0 cards/).waitFor();
    await page
      .getByRole('button', { name: /^Select/ })
      .first()
      .click();
    await card(page).waitFor();
    expect(cds.log.map(({ outcome }) => outcome)).toContain('snoozed');
  });

  it('goes from the card into the app, through two people and a conflict, to one form whose authors are right', async () => {
    const page = await ordering();
    await page.getByRole('button', { name: /^Sign/ }).first().click();
    await card(page).waitFor();
    sign(walk, sites);
    const [app] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Open the prior-authorization form' }).click(),
    ]);
    await app.getByRole('heading', { name: 'Y-90 radioembolization (TARE) of the liver' }).waitFor();
    await app.locator('.policy-line').getByText('from the order-entry card').waitFor();
    expect(await app.locator('.card-notice').count()).toBe(0);
    await handOver(walk, app);
    const form = storedForm(walk);
    expect(form).toMatchObject({ count: 1, status: 'completed', authors });
    expect(form.context).toContain(`ServiceRequest/${draft.id}`);
    expect(form.context).toContain('Coverage/hcc-coverage');
  });
});
