import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer, giveReason } from '../../src/app/answering.ts';
import { form } from '../../src/app/asking.ts';
import type { Judged } from '../../src/app/review.ts';
import { differing } from '../../src/app/rows.ts';
import { responseNow, textNow } from '../../src/app/saving.ts';
import { answersFrom } from '../../src/core/form/stored-answers.ts';
import { show, staged } from './staged.tsx';

const why = 'Measured again after the drain';
const row = () => within(document.getElementById('form-bilirubin') as HTMLElement);

async function overridden() {
  const { stage, fake } = staged(textbook);
  const user = show(stage);
  const number = row().getAllByRole('textbox')[0] as HTMLElement;
  await user.clear(number);
  await user.type(number, '1.9');
  await user.click(document.body);
  const reason = row().getByRole('textbox', { name: 'Why it differs from the chart' });
  return { stage, fake, user, reason };
}
const reviewOf = (stage: Awaited<ReturnType<typeof overridden>>['stage']) =>
  stage.getState().review as Judged;

describe('an answer that differs from the chart', () => {
  it('keeps the chart’s value in sight and asks why, and both can be undone', async () => {
    const { stage, user, reason } = await overridden();
    expect(row().getByText(/Chart: 1\.3 mg\/dL/)).toBeTruthy();
    await user.type(reason, why);
    await user.click(document.body);
    const [answer] = reviewOf(stage).draft.answers.filter(
      ({ linkId }) => linkId === 'liver-function.bilirubin',
    );
    expect(answer).toMatchObject({ origin: 'override', reason: why });
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(
      reviewOf(stage).draft.answers.find(({ linkId }) => linkId === 'liver-function.bilirubin')?.reason,
    ).toBeUndefined();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(row().getByText('from the chart')).toBeTruthy();
    expect(row().queryByRole('textbox', { name: 'Why it differs from the chart' })).toBeNull();
  });

  it('is stored with its reason, read back with it, and said in the note', async () => {
    const { stage, user, reason } = await overridden();
    await user.type(reason, why);
    await user.click(document.body);
    const response = responseNow(stage.getState(), reviewOf(stage));
    expect(JSON.stringify(response)).toContain(
      JSON.stringify({
        url: 'https://hepauth.example/fhir/StructureDefinition/override-reason',
        valueString: why,
      }),
    );
    const subject = response.subject.reference ?? '';
    const back = answersFrom(JSON.parse(JSON.stringify(response)), { questionnaire: form, subject });
    expect(back).toMatchObject({ status: 'read', edits: [{ question: 'bilirubin', reason: why }] });
    expect(textNow(stage.getState(), reviewOf(stage)).replaceAll(/\s+/g, ' ')).toContain(
      `reason given: ${why}`,
    );
  });

  it('keeps who gave the reason, and when, beside who gave the answer, through storing and reading back', async () => {
    const { stage } = staged(textbook);
    answer(stage, 'ecog', 2);
    const { ehr } = stage.getState();
    if (!ehr) throw new Error('there is an EHR');
    stage.setState({ ehr: { ...ehr, context: { ...ehr.context, fhirUser: 'Person/abara' } } });
    giveReason(stage, 'liver-function.ecog', why, 'ecog');
    const response = responseNow(stage.getState(), reviewOf(stage));
    const back = answersFrom(JSON.parse(JSON.stringify(response)), {
      questionnaire: form,
      subject: response.subject.reference ?? '',
    });
    expect(back).toMatchObject({
      edits: [
        {
          question: 'ecog',
          by: 'Practitioner/hale',
          reason: why,
          explained: { by: 'Person/abara', at: expect.stringMatching(/^2025-06-16T12:00/) },
        },
      ],
    });
    expect(textNow(stage.getState(), reviewOf(stage)).replaceAll(/\s+/g, ' ')).toContain(
      `reason given (by Person/abara on 2025-06-16): ${why}`,
    );
    show(stage);
    expect(document.getElementById('form-ecog')?.textContent).toContain('reason given by Person/abara');
  });

  it('is not completed before the reason is there', async () => {
    const { user, fake } = await overridden();
    await user.click(screen.getByRole('button', { name: 'Review and complete' }));
    const differing = within(screen.getByRole('region', { name: 'Answers that differ from the chart' }));
    for (const box of screen.getAllByRole('checkbox')) await user.click(box);
    await user.click(screen.getByRole('button', { name: 'Complete and store' }));
    expect(screen.getByText(/Say why each of your answers differs from the chart/)).toBeTruthy();
    expect(fake.writes).toEqual([]);
    await user.type(differing.getByRole('textbox', { name: 'Why it differs from the chart' }), why);
    await user.click(screen.getByRole('button', { name: 'Complete and store' }));
    await screen.findByText(/Completed form stored as/);
    expect(JSON.stringify(fake.writes)).toContain(why);
  });

  it('asks for the reason of a planned date too, which is no date of a result', () => {
    const { stage } = staged(textbook);
    answer(stage, 'planned-date', '2025-07-15');
    show(stage);
    fireEvent.click(screen.getByRole('button', { name: 'Review and complete' }));
    const differing = within(screen.getByRole('region', { name: 'Answers that differ from the chart' }));
    expect(differing.getAllByRole('textbox', { name: 'Why it differs from the chart' })).toHaveLength(1);
  });

  it('has one reason for a result and its date', () => {
    const { stage } = staged(textbook);
    answer(stage, 'bilirubin', { value: 1.9, unit: 'mg/dL', date: '2025-06-15' });
    const rows = differing(reviewOf(stage).draft.answers);
    expect(rows.map(({ item }) => item.linkId)).toEqual(['liver-function.bilirubin']);
  });
});
