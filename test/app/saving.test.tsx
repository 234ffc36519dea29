import { act, cleanup, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer } from '../../src/app/answering.ts';
import { warnBeforeLeaving } from '../../src/app/leaving.ts';
import type { StageStore } from '../../src/app/stage.ts';
import { practitioner, show, staged } from './staged.tsx';

// Within the bar alone: working out the names of all controls of the page takes most of a second.
const bar = () => within(document.querySelector('.bar') as HTMLElement);
const draft = () => bar().getByRole('button', { name: 'Save draft' });
const answerYes = () =>
  within(screen.getByRole('article', { name: 'Is the tumor unresectable?' })).getByRole('button', {
    name: 'Yes',
  });

function isAskedBeforeLeaving(stage: StageStore): boolean {
  const page = new EventTarget();
  warnBeforeLeaving(page, stage);
  return !page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

describe('saving a draft', () => {
  it('says that it is stored only after it was read back', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    await user.click(draft());
    expect(await screen.findByText(/Draft stored as QuestionnaireResponse\/form and read back/)).toBeTruthy();
    expect(fake.stored()).toMatchObject({
      status: 'in-progress',
      identifier: { system: 'urn:ietf:rfc:3986' },
    });
  });

  it('stores once when it is pressed twice', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    fake.next = 'wait';
    await user.click(draft());
    await user.click(draft());
    expect(screen.getByText('Storing…')).toBeTruthy();
    await act(async () => fake.release());
    await screen.findByText(/Draft stored as/);
    expect(fake.writes).toHaveLength(1);
  });

  it('updates the same form the next time, under the same identifier', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    await user.click(draft());
    await screen.findByText(/Draft stored as/);
    await user.click(answerYes());
    await user.click(draft());
    await screen.findByText(/Draft stored as/);
    expect(fake.writes.map(({ method }) => method)).toEqual(['POST', 'PUT']);
    const identifiers = fake.writes.map(({ body }) => JSON.stringify(body.identifier));
    expect(identifiers[0]).toBe(identifiers[1]);
  });

  it('says in plain words that it was refused, and keeps the answers', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    await user.click(answerYes());
    fake.next = 'refuse';
    await user.click(draft());
    expect((await bar().findByRole('alert')).textContent).toMatch(
      /not stored: the EHR refused the request \(422\)/,
    );
    expect(stage.getState().edits).toHaveLength(1);
  });

  it('says that the outcome is not known, only looks when asked to look, and finds what came late', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    fake.next = 'lose';
    await user.click(draft());
    expect((await bar().findByRole('alert')).textContent).toMatch(
      /It is not known whether the form was stored.*The EHR may still store it/,
    );
    await user.click(bar().getByRole('button', { name: 'Look again' }));
    await bar().findByRole('alert');
    expect(fake.writes).toHaveLength(1);
    fake.holds({ ...fake.writes[0]?.body, id: 'form', meta: { versionId: '1' } });
    await user.click(bar().getByRole('button', { name: 'Look again' }));
    await screen.findByText(/Draft stored as/);
    expect(fake.writes.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('stores again only when a person takes the risk, and says so when both have arrived', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    fake.next = 'lose';
    await user.click(draft());
    await user.click(await bar().findByRole('button', { name: 'Store again, at the risk of a second one' }));
    await screen.findByText(/Draft stored as/);
    expect(fake.writes.map(({ method }) => method)).toEqual(['POST', 'POST']);
    fake.holdsAlso({ ...fake.writes[0]?.body, id: 'late', meta: { versionId: '1' } });
    await user.click(draft());
    expect((await bar().findByRole('alert')).textContent).toMatch(
      /holds this form 2 times: .*QuestionnaireResponse\/late.*Withdraw all but one/,
    );
  });

  it('lets a person choose when the form was changed in the EHR', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    await user.click(draft());
    await screen.findByText(/Draft stored as/);
    await user.click(answerYes());
    fake.next = 'conflict';
    await user.click(draft());
    expect((await bar().findByRole('alert')).textContent).toMatch(/the form was changed in the EHR/);
    await user.click(bar().getByRole('button', { name: 'Compare answer by answer' }));
    // Only this page changed something: its answer is proposed.
    await user.click(await screen.findByRole('button', { name: 'Store these answers' }));
    await screen.findByText(/Draft stored as/);
    expect(stage.getState().edits).toMatchObject([{ question: 'unresectable', value: true }]);
  });
});

describe('the patient', () => {
  it('is read again before anything is stored: nothing is sent when the EHR says something else by now', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    fake.patient = { ...fake.patient, birthDate: '1900-01-01' };
    await user.click(draft());
    expect((await bar().findByRole('alert')).textContent).toMatch(
      /Not stored: the EHR now says something else/,
    );
    expect(fake.writes).toEqual([]);
  });
});

describe('a draft that the EHR holds', () => {
  it('is gone on with only when the clinician says so, and stays one form', async () => {
    const first = staged(textbook);
    await answerAndSave(first);
    const stored = first.fake.stored() ?? {};
    cleanup();

    const { stage, fake } = staged(textbook);
    fake.holds(stored);
    stage.setState({ found: { reference: 'QuestionnaireResponse/form', versionId: '1', resource: stored } });
    const user = show(stage);
    expect(stage.getState().edits).toEqual([]);
    await user.click(bar().getByRole('button', { name: 'Go on with it' }));
    expect(stage.getState().edits).toMatchObject([{ question: 'unresectable', value: true }]);
    expect(isAskedBeforeLeaving(stage)).toBe(false);
    await user.click(draft());
    await screen.findByText(/Draft stored as/);
    expect(fake.writes.map(({ method }) => method)).toEqual(['PUT']);
    expect(fake.writes[0]?.body.identifier).toEqual(stored.identifier);
  });
});

async function answerAndSave({ stage }: ReturnType<typeof staged>): Promise<void> {
  const user = show(stage);
  await user.click(answerYes());
  await user.click(draft());
  await screen.findByText(/Draft stored as/);
}

describe('leaving', () => {
  it('asks only while there are answers that the EHR does not hold', async () => {
    const { stage } = staged(textbook);
    const user = show(stage);
    expect(isAskedBeforeLeaving(stage)).toBe(false);
    await user.click(answerYes());
    expect(screen.getByText('There are answers that are not stored yet.')).toBeTruthy();
    expect(isAskedBeforeLeaving(stage)).toBe(true);
    await user.click(draft());
    await screen.findByText(/Draft stored as/);
    expect(isAskedBeforeLeaving(stage)).toBe(false);
  });
});

describe('completing', () => {
  const toReview = async (user: ReturnType<typeof show>) =>
    user.click(bar().getByRole('button', { name: 'Review and complete' }));
  const attestation = () =>
    screen.getByRole('checkbox', { name: /I have reviewed the answers/ }) as HTMLInputElement;
  const store = () => bar().getByRole('button', { name: 'Complete and store' });

  it('lists what will be stored, with the attestation unticked, and stores nothing before it is ticked', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    await user.click(answerYes());
    await toReview(user);
    expect(document.activeElement).toBe(
      screen.getByRole('heading', { level: 1, name: 'Review what will be stored' }),
    );
    expect(screen.getByText('Total bilirubin')).toBeTruthy();
    expect(attestation().checked).toBe(false);
    await user.click(store());
    expect(bar().getByRole('alert').textContent).toContain('Tick the attestation.');
    expect(fake.writes).toEqual([]);
    await user.click(attestation());
    await user.click(store());
    await screen.findByText(/Completed form stored as/);
    expect(fake.stored()).toMatchObject({ status: 'completed', author: { reference: practitioner } });
    expect(JSON.stringify(fake.stored())).toContain('attestation.attested');
  });

  it('has each unknown that can change the determination ticked one by one', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    await toReview(user);
    await user.click(attestation());
    await user.click(store());
    expect(bar().getByRole('alert').textContent).toContain('Tick each question that you leave unknown.');
    expect(fake.writes).toEqual([]);
    for (const tick of screen.getAllByRole('checkbox', { name: /^Left unknown: / })) await user.click(tick);
    await user.click(store());
    await screen.findByText(/Completed form stored as/);
    expect(fake.stored()).toMatchObject({ status: 'completed' });
  });

  it('stores a later change as an amendment, attested anew', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    await user.click(answerYes());
    await toReview(user);
    await user.click(attestation());
    await user.click(store());
    await screen.findByText(/Completed form stored as/);
    await act(async () => answer(stage, 'unresectable', false));
    await user.click(bar().getByRole('button', { name: 'Review and store the change' }));
    expect(attestation().checked).toBe(false);
    for (const tick of screen.queryAllByRole('checkbox', { name: /^Left unknown: / })) await user.click(tick);
    await user.click(attestation());
    await user.click(store());
    await screen.findByText(/Completed form stored as/);
    expect(fake.stored()).toMatchObject({ status: 'amended' });
    expect(fake.writes).toHaveLength(2);
  });

  it('keeps what was attested out of a draft', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    await user.click(answerYes());
    await toReview(user);
    await user.click(attestation());
    await user.click(screen.getAllByRole('button', { name: 'Back to the answers' })[0] as HTMLElement);
    await user.click(draft());
    await screen.findByText(/Draft stored as/);
    expect(JSON.stringify(fake.stored())).not.toContain('attestation.attested');
  });
});
