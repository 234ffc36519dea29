import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authors, chart, draft, handOver, sign, storedForm } from '../support/hand-over-walk.ts';
import { type PublicClient, publicClient, stock } from '../support/public-client.ts';
import { type ServedCds, serveCds } from '../support/served-cds.ts';
import { startWalk, type Walk } from '../walks/walking.ts';

const place = process.env.CDS_SANDBOX ?? '';
if (place === '')
  console.log(
    'skipped: no public CDS Hooks client (name the built folder or the address of github.com/cds-hooks/sandbox in CDS_SANDBOX)',
  );

describe.runIf(place !== '')('the public CDS Hooks client', () => {
  let walk: Walk;
  let client: PublicClient;
  let cds: ServedCds;
  beforeAll(async () => {
    walk = await startWalk({ open: true });
    client = await publicClient(place);
    const { origin, keys } = client;
    cds = await serveCds({ client: origin, keys, fhirServer: walk.ehr.base, app: walk.app });
  });
  afterAll(async () => {
    client?.close();
    await cds?.close();
    await walk?.close();
  });

  it('shows the card of an order that is written in it, and its link leads to one form whose authors are right', async () => {
    const { page } = await walk.window();
    await stock(page, draft.code.coding[0]);
    const asked = new URLSearchParams({
      ...{ hook: 'order-select', screen: 'pama', patientId: chart },
      fhirServiceUrl: walk.ehr.base,
      serviceDiscoveryURL: cds.discovery,
    });
    await page.goto(`${client.address}?${asked}`);
    const orders = page.locator('input[id^="react-select"]').first();
    await page.getByText(`ID: ${chart}`).waitFor();
    await orders.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText(draft.code.text).first().waitFor();
    await page.keyboard.press('Enter');

    const link = page.getByRole('button', { name: 'Open the prior-authorization form' });
    await link.waitFor();
    expect(await page.locator('body').textContent()).toContain('answers needed');
    // It resolves the prefetch by POST, and shows nothing that it could not read as a card.
    const searches = walk.ehr.requests.filter(({ url }) => url.endsWith('/_search'));
    expect(searches.length).toBeGreaterThan(10);
    expect(searches.every(({ method, status }) => method === 'POST' && status === 200)).toBe(true);
    const called = cds.log.find(({ outcome }) => outcome === 'card');
    expect(called).toMatchObject({ status: 200, hook: 'order-select', iss: 'https://sandbox.cds-hooks.org' });
    expect(called?.ms).toBeLessThan(3900);

    sign(walk);
    await link.and(page.locator(':enabled')).waitFor();
    const [app] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await app.getByRole('heading', { name: /^Y-90 radioembolization \(TARE\)/ }).waitFor();
    await handOver(walk, app);
    const form = storedForm(walk);
    expect(form).toMatchObject({ count: 1, status: 'completed', authors });
    expect(form.context).toContain(`ServiceRequest/${draft.id}`);
  });
});
