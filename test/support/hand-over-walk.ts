import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Visit, Walk } from '../walks/walking.ts';

/** The chart, and the order that the walk is about: it is written in the CDS client and stored by the EHR when it is signed. */
export const chart = 'textbook-hcc';
export const draft = {
  resourceType: 'ServiceRequest',
  id: 'example-request-id',
  status: 'draft',
  intent: 'plan',
  code: {
    coding: [
      {
        system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
        code: 'S2095',
        display: 'Radioembolization of liver with yttrium-90 microspheres',
      },
    ],
    text: 'Radioembolization of liver with yttrium-90 microspheres',
  },
  subject: { reference: `Patient/${chart}` },
} as const;

/** What the EHR stores when the draft is signed, by the physician who ordered. */
export function sign(walk: Walk, changes: object = {}): void {
  const authoredOn = new Date().toISOString();
  const requester = { reference: 'Practitioner/okafor', display: 'Adaeze Okafor, MD' };
  walk.ehr.put({ ...draft, status: 'active', intent: 'order', authoredOn, requester, ...changes });
}

export const item = (page: Page, question: string) => page.locator(`#form-${question}`);
const yes = (page: Page, question: string) =>
  item(page, question).getByRole('button', { name: 'Yes', exact: true });

/** Writes into a field of the form, as a person does who then goes on. */
export async function write(page: Page, question: string, text: string): Promise<void> {
  const field = item(page, question).locator('input, textarea').first();
  await field.fill(text);
  await field.blur();
}

export async function saved(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(/Draft stored as/).waitFor();
}

/** Opens every row of the user's own part. */
export async function ownPart(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^My part/ }).click();
}

/** The other user opens the same chart and goes on with the draft that lies there. */
export async function asStaff(walk: Walk): Promise<Visit> {
  const visit = await walk.window();
  await visit.page.goto(`${walk.patientList}?as=staff`);
  await visit.page.locator(`a[href="open/${chart}?as=staff"]`).click();
  await visit.page.getByRole('button', { name: 'Go on with it' }).click();
  await visit.page.getByText('You work as office staff.').waitFor();
  return visit;
}

/**
 * From the app, opened by the physician out of a card, to the one form in the EHR: saved, gone on with by staff, changed by both, brought
 * together, attested, completed.
 */
export async function handOver(walk: Walk, physician: Page): Promise<void> {
  await physician.getByText('Chart read').waitFor();
  await ownPart(physician);
  await yes(physician, 'unresectable').click();
  await write(physician, 'surgical-rationale', 'Tumor board: the remnant would be too small.');
  await saved(physician);

  const desk = await asStaff(walk);
  await item(desk.page, 'unresectable').getByText('answered by Adaeze Okafor, MD').waitFor();
  await ownPart(desk.page);
  await write(desk.page, 'tumor-count', '2');
  await write(desk.page, 'planned-sessions', '1');
  await saved(desk.page);

  // The physician's window knows nothing of it yet.
  await physician.getByRole('button', { name: /^All/ }).click();
  await physician.getByRole('button', { name: /^Without an answer/ }).click();
  await write(physician, 'tumor-count', '3');
  await physician.getByRole('button', { name: 'Save draft' }).click();
  await physician.getByRole('button', { name: 'Compare answer by answer' }).click();
  const count = physician.getByRole('group', { name: /^How many tumors/ });
  expect(await count.textContent()).toContain('changed on both sides');
  await count.getByRole('radio', { name: /^In the EHR 2/ }).check();
  await physician.getByRole('button', { name: 'Store these answers' }).click();
  await physician.getByText(/Draft stored as/).waitFor();

  await physician.getByRole('button', { name: 'Review and complete' }).click();
  await physician.getByRole('checkbox', { name: /^I have reviewed/ }).check();
  await physician.getByRole('button', { name: 'Attest and hand over to staff' }).click();
  await physician.getByText(/Draft stored with your attestation/).waitFor();

  const again = await asStaff(walk);
  await again.page.getByRole('button', { name: 'Review and complete' }).click();
  await again.page.getByText(/^Attested by Adaeze Okafor, MD/).waitFor();
  for (const tick of await again.page.getByRole('checkbox', { name: /^Left unknown/ }).all())
    await tick.check();
  await again.page.getByRole('button', { name: 'Complete and store' }).click();
  await again.page.getByText(/Completed form stored/).waitFor();
  expect([...desk.complaints.filter((each) => !each.includes('412')), ...again.complaints]).toEqual([]);
}

interface Stored {
  readonly linkId: string;
  readonly answer?: readonly unknown[];
  readonly item?: readonly Stored[];
}

/** The one form as the EHR holds it: its status, what it is about, and whose each answer is. */
export function storedForm(walk: Walk) {
  const forms = walk.ehr.stored('QuestionnaireResponse');
  const [form] = forms as unknown as readonly {
    readonly status: string;
    readonly extension: readonly object[];
    readonly item: readonly Stored[];
  }[];
  const all = (items: readonly Stored[]): readonly Stored[] =>
    items.flatMap((each) => [each, ...all(each.item ?? [])]);
  const authors = all(form?.item ?? []).flatMap(({ linkId, answer }) => {
    const [, who] =
      /"(?:reference|display)":"((?:Practitioner|Person)\/[a-z]+)"/.exec(JSON.stringify(answer)) ?? [];
    return who === undefined ? [] : [[linkId, who] as const];
  });
  return {
    count: forms.length,
    status: form?.status,
    context: JSON.stringify(form?.extension),
    authors: Object.fromEntries(authors),
  };
}

/** Who answered what, at the end of the walk. */
export const authors = {
  'surgery.unresectable': 'Practitioner/okafor',
  'surgery.rationale': 'Practitioner/okafor',
  'attestation.attested': 'Practitioner/okafor',
  'disease.tumor-count': 'Person/abara',
  'request.planned-sessions': 'Person/abara',
};
