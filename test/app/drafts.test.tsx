import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer, chooseOrder } from '../../src/app/answering.ts';
import { responseNow } from '../../src/app/saving.ts';
import { hasUnsavedAnswers, type StageStore } from '../../src/app/stage.ts';
import { draftFile } from '../../src/ehr/draft-file.ts';
import { base, fakeSession, show, staged } from './staged.tsx';
import '../../src/app/ResumedCard.tsx';

const bar = () => within(document.querySelector('.bar') as HTMLElement);
const fileOf = (stage: StageStore, change: object = {}): File => {
  const { review } = stage.getState();
  if (!review?.assessment) throw new Error('nothing was judged');
  const response = { ...responseNow(stage.getState(), review), ...change };
  return new File([draftFile(response, base).text], 'draft.json', { type: 'application/fhir+json' });
};
const choose = async (file: File) => {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  await act(async () => void fireEvent.change(input as Element, { target: { files: [file] } }));
};
const subject = () => document.querySelector('.bar .outcome p')?.textContent ?? '';

/** A file of the textbook chart with one answer, kept on the day of the story. */
function kept(change: object = {}): File {
  const { stage } = staged(textbook);
  answer(stage, 'unresectable', true);
  return fileOf(stage, change);
}

/** The same chart with another bilirubin of a later day. */
const later = {
  resourceType: 'Observation',
  id: 'new-bilirubin',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  subject: { reference: `Patient/${staged(textbook).fake.ehr.context.patientId}` },
  code: { coding: [{ system: 'http://loinc.org', code: '1975-2' }] },
  effectiveDateTime: textbook.timestamp.slice(0, 10),
  valueQuantity: { value: 2.9, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
};

describe('a draft file', () => {
  it('is taken in for the same patient and form, only when the clinician says so, and is not stored yet', async () => {
    const file = kept();
    const { stage } = staged(textbook);
    const user = show(stage);
    await choose(file);
    await waitFor(() => expect(subject()).toMatch(/^The file holds a draft of this form, of /));
    expect(stage.getState().edits).toEqual([]);
    await user.click(bar().getByRole('button', { name: 'Go on with it' }));
    expect(stage.getState().edits).toMatchObject([{ question: 'unresectable', value: true }]);
    expect(hasUnsavedAnswers(stage.getState())).toBe(true);
  });

  it('is taken in where it is dropped', async () => {
    const file = kept();
    const { stage } = staged(textbook);
    show(stage);
    const drop = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
      dataTransfer: { files: [file], types: ['Files'] },
    });
    await act(async () => void document.body.dispatchEvent(drop));
    expect(drop.defaultPrevented).toBe(true);
    await waitFor(() => expect(stage.getState().found).toMatchObject({ isFile: true }));
  });

  it.each([
    [
      'of another patient',
      () => kept({ subject: { reference: 'Patient/somebody-else' } }),
      /about another patient/,
    ],
    [
      'of another form',
      () => kept({ questionnaire: 'https://example.org/Questionnaire/other|1' }),
      /another questionnaire/,
    ],
    ['that was completed', () => kept({ status: 'completed' }), /not a draft/],
    ['that is no form', () => new File(['{"resourceType":"Bundle"}'], 'x.json'), /not a form of this app/],
    ['that is garbage', () => new File(['\u0000\u0001 <script>'], 'x.json'), /not a form of this app/],
    ['that is a film', () => new File(['x'.repeat(5_000_000)], 'x.mp4'), /too large/],
  ])('%s is refused with a sentence', async (_, file, because) => {
    const made = file();
    const { stage } = staged(textbook);
    show(stage);
    await choose(made);
    await waitFor(() => expect(subject()).toMatch(/^The file was not taken in: /));
    expect(subject()).toMatch(because);
    expect(stage.getState().edits).toEqual([]);
  });

  it('updates the copy that the EHR holds already, instead of storing a second one', async () => {
    const before = staged(textbook);
    const user = show(before.stage);
    await user.click(bar().getByRole('button', { name: 'Save draft' }));
    await screen.findByText(/Draft stored as/);
    answer(before.stage, 'unresectable', true);
    const file = fileOf(before.stage);
    const held = before.fake.stored() ?? {};
    cleanup();

    const { stage, fake } = staged(textbook);
    fake.holds({ ...held, meta: { versionId: '1' } });
    const again = show(stage);
    await choose(file);
    await waitFor(() =>
      expect(stage.getState().found).toMatchObject({ reference: 'QuestionnaireResponse/form' }),
    );
    await again.click(bar().getByRole('button', { name: 'Go on with it' }));
    await again.click(bar().getByRole('button', { name: 'Save draft' }));
    await screen.findByText(/Draft stored as/);
    expect(fake.writes.map(({ method }) => method)).toEqual(['PUT']);
  });

  it('whose copy was completed in the EHR meanwhile is not gone on with', async () => {
    const file = kept();
    const { stage, fake } = staged(textbook);
    const { identifier, subject: whose } = JSON.parse(await file.text()) as Record<string, unknown>;
    fake.holds({
      resourceType: 'QuestionnaireResponse',
      id: 'form',
      status: 'completed',
      identifier,
      subject: whose,
    });
    show(stage);
    await choose(file);
    await waitFor(() => expect(subject()).toMatch(/completed or stopped in the EHR/));
  });

  it('is not taken in while it is not known whether the EHR holds it: it could be stored twice', async () => {
    const file = kept();
    const { stage, fake } = staged(textbook);
    show(stage);
    fake.offline = true;
    await choose(file);
    await waitFor(() => expect(subject()).toMatch(/whether the EHR holds it already is not known/));
  });
});

describe('a draft that is gone on with', () => {
  async function resumed(more: readonly object[] = []) {
    const file = kept();
    const { stage } = staged(textbook, more);
    const user = show(stage);
    await choose(file);
    await waitFor(() => expect(stage.getState().found).toBeDefined());
    await user.click(bar().getByRole('button', { name: 'Go on with it' }));
    return { stage, user, card: within(await screen.findByRole('region', { name: /^Since the draft of / })) };
  }

  it('says that nothing has changed where the chart says the same', async () => {
    const { card } = await resumed();
    expect(card.getByText(/The chart says the same/)).toBeTruthy();
  });

  it('shows what the chart says now beside what stood in it, marked, and changes no answer', async () => {
    const { stage, card } = await resumed([later]);
    const row = card.getByText('Total bilirubin').parentElement;
    expect(row?.textContent).toMatch(/In the draft: .*mg\/dL.*The chart now: 2\.9 mg\/dL/);
    expect(row?.querySelector('mark')?.textContent).toContain('2.9');
    expect(stage.getState().edits).toMatchObject([{ question: 'unresectable', value: true }]);
  });

  it('is put beside what was answered on this page before: neither goes over the other', async () => {
    const file = kept();
    const { stage } = staged(textbook);
    answer(stage, 'unresectable', false);
    answer(stage, 'ascites', 'none');
    const user = show(stage);
    await choose(file);
    await waitFor(() => expect(stage.getState().found).toBeDefined());
    await user.click(bar().getByRole('button', { name: 'Go on with it' }));
    const [first] = await screen.findAllByRole('group');
    expect(first?.textContent).toContain('changed by you only');
    const both = within(await screen.findByRole('group', { name: /^Is the tumor unresectable\?/ }));
    await user.click(screen.getByRole('button', { name: 'Take these answers' }));
    expect(screen.getByRole('alert').textContent).toContain('Choose one for each answer first');
    await user.click(both.getByRole('radio', { name: /^Here/ }));
    await user.click(screen.getByRole('button', { name: 'Take these answers' }));
    const said = new Map(stage.getState().edits.map(({ question, value }) => [question, value]));
    expect(said).toEqual(
      new Map<string, unknown>([
        ['unresectable', false],
        ['ascites', 'none'],
      ]),
    );
    expect(hasUnsavedAnswers(stage.getState())).toBe(true);
  });

  it('means the order again that it was about, where the launch leaves that open', async () => {
    const entry = textbook.entry.filter(({ resource }) => resource.resourceType !== 'ServiceRequest');
    const order = (id: string) => ({
      resourceType: 'ServiceRequest',
      id,
      status: 'active',
      intent: 'order',
      subject: later.subject,
      authoredOn: later.effectiveDateTime,
      code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '79445' }], text: id },
    });
    const chart = { ...textbook, entry };
    const orders = [order('first'), order('second')];
    const before = staged(chart, orders);
    chooseOrder(before.stage, 'ServiceRequest/second');
    const file = fileOf(before.stage);
    const { stage } = staged(chart, orders);
    const user = show(stage);
    await choose(file);
    await waitFor(() => expect(stage.getState().found).toBeDefined());
    await user.click(bar().getByRole('button', { name: 'Go on with it' }));
    expect(stage.getState().order).toBe('ServiceRequest/second');
  });
});

describe('when the session has run out', () => {
  it('offers the file in the place of storing, and keeps all else in reach', async () => {
    const { stage, fake } = staged(textbook);
    const { session } = fakeSession(fake, stage.getState().now().getTime() - 1);
    answer(stage, 'unresectable', true);
    stage.setState({ session });
    show(stage);
    expect(bar().queryByRole('button', { name: 'Save draft' })).toBeNull();
    const make = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x');
    fireEvent.click(bar().getByRole('button', { name: 'Keep my answers as a file' }));
    expect(make).toHaveBeenCalledOnce();
    make.mockRestore();
    expect(document.querySelector('.verdict')).not.toBeNull();
  });
});
