import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '../../launch/sandbox/resource.ts';
import { startWalk, stopDrafts, type Walk } from './walking.ts';

const story = 'textbook-hcc';
const cpt = 'http://www.ama-assn.org/go/cpt';

let walk: Walk;
let subject = '';
beforeAll(async () => {
  walk = await startWalk();
  subject = `Patient/${walk.ehr.charts.find(({ id }) => id === story)?.patient.id}`;
  // Of the story's own orders none is live: each test brings its own.
  for (const each of ordersNow()) put({ ...each, status: 'revoked' });
});
afterEach(() => stopDrafts(walk));
afterAll(() => walk?.close());

const ordersNow = () =>
  (walk.ehr.stored('ServiceRequest') as (Resource & { readonly id: string })[]).filter(
    (each) => (each.subject as { readonly reference: string }).reference === subject,
  );
const put = (resource: object) => walk.ehr.put(resource as Parameters<typeof walk.ehr.put>[0]);
const order = (id: string, code: object, more: object = {}) =>
  put({
    resourceType: 'ServiceRequest',
    id,
    status: 'active',
    intent: 'order',
    subject: { reference: subject },
    authoredOn: new Date().toLocaleDateString('en-CA'),
    code,
    ...more,
  });
const y90 = (text: string) => ({ coding: [{ system: cpt, code: '79445' }], text });

/** The app on the chart, launched with these words of the EHR. */
async function opened(extras: object) {
  const visit = await walk.window();
  const launch = { fhirContext: undefined, appContext: undefined, ...extras };
  await visit.page.goto(walk.ehr.launchUrl(story, `${walk.app}launch/`, launch));
  await visit.page.getByText(/^Chart read: /).waitFor();
  await visit.page.locator('.verdict').waitFor();
  return visit;
}

interface Form {
  readonly extension: readonly { readonly valueReference?: { readonly reference: string } }[];
  readonly subject: { readonly reference: string };
}

/** The orders that the form stored last refers to. */
async function ordersStored(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(/Draft stored as/).waitFor();
  const forms = walk.ehr.stored('QuestionnaireResponse') as unknown as readonly Form[];
  return (forms.filter((form) => form.subject.reference === subject).at(-1)?.extension ?? []).flatMap(
    ({ valueReference }) =>
      valueReference?.reference.startsWith('ServiceRequest/') ? [valueReference.reference] : [],
  );
}

describe('the order of a launch', () => {
  it('is chosen among several, and goes into the form and onto the paper', async () => {
    order('session-1', y90('Y-90, first session'));
    order('session-2', y90('Y-90, second session'), { status: 'draft' });
    order('maa', { text: 'Tc-99m MAA mapping' });
    const { page, context, complaints } = await opened({});
    await page.getByRole('heading', { name: 'Which order is meant?' }).waitFor();
    await page.getByText(/a mapping study is ordered beside it/).waitFor();
    await page.getByRole('button', { name: /second session.*not signed yet/ }).click();
    expect(await ordersStored(page)).toEqual(['ServiceRequest/session-2']);
    await page.getByText('Copies', { exact: true }).click();
    await page.getByRole('button', { name: 'Print the packet' }).click();
    const letter = page.getByRole('article', { name: 'Letter of medical necessity' });
    await letter.waitFor();
    expect(await letter.innerText()).toMatch(/Order\s+ServiceRequest\/session-2 "Y-90, second session"/);
    expect(await letter.innerText()).not.toContain('first session');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each([
    ['fhirContext', { fhirContext: [{ reference: 'ServiceRequest/session-1' }] }],
    ['appContext in JSON', { appContext: JSON.stringify({ order: 'ServiceRequest/session-1' }) }],
    ['appContext as an object', { appContext: { order: 'ServiceRequest/session-1' } }],
    [
      'appContext, percent-encoded',
      { appContext: encodeURIComponent(JSON.stringify({ order: 'session-1', policy: 'med140' })) },
    ],
  ])('is the one that %s names', async (_, extras) => {
    const { page, context, complaints } = await opened(extras);
    await page.getByText('Change the request').click();
    await page.getByText(/“Y-90, first session”.*named by the launch/).waitFor();
    expect(await ordersStored(page)).toEqual(['ServiceRequest/session-1']);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('is asked for where appContext says nothing that can be read', async () => {
    const { page, context, complaints } = await opened({ appContext: '%E0%A4%A{"order":<script>alert(1)' });
    await page.getByRole('heading', { name: 'Which order is meant?' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('may not be there before it is signed: the physician’s word then routes, and the form says whose it is', async () => {
    const { page, context, complaints } = await opened({
      fhirContext: [{ reference: 'ServiceRequest/not-signed-yet' }],
    });
    // The EHR answers 404 to the one request for it, and the browser says so.
    for (const id of ['session-1', 'session-2', 'maa']) order(id, y90('withdrawn'), { status: 'revoked' });
    await page.reload();
    await page
      .getByText(/before it is signed that is as usual/)
      .first()
      .waitFor();
    await page
      .getByRole('article', { name: 'Which therapy is requested?' })
      .getByRole('button', { name: /\(TARE\)/ })
      .click();
    await page.getByText('Change the request').click();
    await page.getByText(/The request is entered by you/).waitFor();
    expect(await ordersStored(page)).toEqual([]);
    const [form] = walk.ehr.stored('QuestionnaireResponse').slice(-1);
    expect(JSON.stringify(form)).toMatch(/"request.therapy".{0,400}"valueCode":"manual"/);
    expect(complaints.filter((each) => !each.includes('404'))).toEqual([]);
    await context.close();
  });
});
