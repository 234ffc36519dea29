import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import type { Judged } from '../../src/app/review.ts';
import type { StageStore } from '../../src/app/stage.ts';
import { show, staged, unfold } from './staged.tsx';

const row = (question: string) => {
  const element = document.getElementById(`form-${question}`);
  if (!element) throw new Error(`no row for ${question}`);
  return within(element);
};
const hasRow = (question: string) => document.getElementById(`form-${question}`) !== null;
const answersTo = (stage: StageStore, linkId: string) =>
  (stage.getState().review as Judged).draft.answers.filter((each) => each.linkId === linkId);

describe('the form', () => {
  it('shows for what it took from the chart the value, unit, date and source', () => {
    show(staged(textbook).stage);
    unfold(document.getElementById('form-bilirubin') as HTMLElement);
    const bilirubin = row('bilirubin');
    expect((bilirubin.getByRole('textbox') as HTMLInputElement).value).toBe('1.3');
    expect((bilirubin.getByLabelText('Unit') as HTMLSelectElement).value).toBe('mg/dL');
    expect(bilirubin.getAllByText(/\d{1,2} [A-Z][a-z]+ \d{4}/).length).toBeGreaterThan(0);
    expect(bilirubin.getByText('from the chart')).toBeTruthy();
    expect(bilirubin.getAllByText(/Observation\//).length).toBeGreaterThan(0);
  });

  it('lies folded under its counts, but for what decides and is open', () => {
    show(staged(textbook).stage);
    const sections = [...document.querySelectorAll<HTMLDetailsElement>('details.section')];
    const open = sections.filter((each) => each.open).map((each) => each.querySelector('h3')?.textContent);
    expect(open).toEqual(['Surgical candidacy']);
    for (const each of sections)
      expect(each.querySelector('summary')?.textContent).toMatch(/\d+ of \d+ answered/);
  });

  it('opens the section that a link leads to', () => {
    show(staged(textbook).stage);
    const section = document.getElementById('form-bilirubin')?.closest('details');
    expect(section?.open).toBe(false);
    location.hash = '#form-bilirubin';
    fireEvent(window, new Event('hashchange'));
    expect(section?.open).toBe(true);
  });

  it('keeps a section open that answering closes by itself', async () => {
    const user = show(staged(textbook).stage);
    const section = document.getElementById('form-unresectable')?.closest('details');
    await user.click(row('unresectable').getByRole('button', { name: 'Yes' }));
    expect(section?.open).toBe(true);
  });

  it('takes 1.9 for 1.9, however it is typed', async () => {
    const { stage } = staged(textbook);
    const user = show(stage);
    const field = row('bilirubin').getByRole('textbox') as HTMLInputElement;
    await user.clear(field);
    await user.type(field, '1.1');
    await user.type(field, '{Backspace}9');
    expect(field.value).toBe('1.9');
    await user.tab();
    await user.click(screen.getByRole('heading', { level: 1 }));
    const [answer] = answersTo(stage, 'liver-function.bilirubin');
    expect(answer).toMatchObject({ value: { value: 1.9 }, origin: 'override' });
  });

  it('keeps what the chart says beside an override, and gives it back', async () => {
    const { stage } = staged(textbook);
    const user = show(stage);
    const field = row('bilirubin').getByRole('textbox');
    await user.clear(field);
    await user.type(field, '2.4');
    await user.click(screen.getByRole('heading', { level: 1 }));
    expect(row('bilirubin').getByText('yours, not the chart’s')).toBeTruthy();
    expect(row('bilirubin').getByText(/Chart: 1.3 mg\/dL/)).toBeTruthy();
    await user.click(row('bilirubin').getByRole('button', { name: 'Use the chart’s value' }));
    expect(row('bilirubin').getByText('from the chart')).toBeTruthy();
    expect((row('bilirubin').getByRole('textbox') as HTMLInputElement).value).toBe('1.3');
  });

  it.each(['1,9', 'about 2', '1.9.1', '-1'])(
    'refuses %s, says why at the field, and keeps what was typed',
    async (text) => {
      const { stage } = staged(textbook);
      const user = show(stage);
      const field = row('bilirubin').getByRole('textbox') as HTMLInputElement;
      await user.clear(field);
      await user.type(field, text);
      await user.click(screen.getByRole('heading', { level: 1 }));
      expect(field.value).toBe(text);
      expect(field.getAttribute('aria-invalid')).toBe('true');
      const problem = document.getElementById(field.getAttribute('aria-describedby') ?? '');
      expect(problem?.textContent).toBe('Write a number with a point, such as 1.9.');
      expect(stage.getState().edits).toEqual([]);
    },
  );

  it('leaves an item empty on purpose, and the chart does not fill it again', async () => {
    const { stage } = staged(textbook);
    const user = show(stage);
    await user.clear(row('bilirubin').getByRole('textbox'));
    await user.click(screen.getByRole('heading', { level: 1 }));
    expect(row('bilirubin').getByText('left empty by you')).toBeTruthy();
    await user.click(screen.getAllByRole('button', { name: 'Yes' })[0] as HTMLElement);
    expect(answersTo(stage, 'liver-function.bilirubin')).toEqual([]);
  });

  it('takes a text when the field is left, not before', async () => {
    const { stage } = staged(textbook);
    const user = show(stage);
    const field = row('approach').getByRole('textbox');
    await user.type(field, 'Left radial access, right lobe');
    expect(stage.getState().edits).toEqual([]);
    await user.tab();
    expect(stage.getState().edits).toMatchObject([
      { question: 'approach', value: 'Left radial access, right lobe' },
    ]);
    expect(row('approach').getByText('your answer')).toBeTruthy();
  });

  it('shows and hides items by the answers, at once', async () => {
    const user = show(staged(textbook).stage);
    expect(hasRow('bridge-to-transplant')).toBe(true);
    expect(hasRow('chemo-refractory')).toBe(false);
    await user.selectOptions(row('tumor-type').getByRole('combobox'), 'Colorectal metastases');
    expect(hasRow('bridge-to-transplant')).toBe(false);
    expect(hasRow('chemo-refractory')).toBe(true);
  });

  it('judges anew on every answer', async () => {
    const user = show(staged(textbook).stage);
    await user.click(row('unresectable').getByRole('button', { name: 'Yes' }));
    expect(document.querySelector('.verdict .tag')?.textContent).toBe('Criteria appear met');
  });

  it('removes one of several values and adds another', async () => {
    const { stage } = staged(textbook);
    const user = show(stage);
    const codes = row('request.procedure-codes');
    const before = answersTo(stage, 'request.procedure-codes').length;
    await user.click(codes.getAllByRole('button', { name: /^Remove / })[0] as HTMLElement);
    expect(answersTo(stage, 'request.procedure-codes')).toHaveLength(before - 1);
    await user.selectOptions(codes.getByRole('combobox'), codes.getByRole('option', { name: /C2616/ }));
    expect(answersTo(stage, 'request.procedure-codes').map(({ origin }) => origin)).toContain('override');
    expect(answersTo(stage, 'request.procedure-codes')).toHaveLength(before);
  });

  it('wants the date of a result that was given elsewhere', async () => {
    const { stage } = staged(withoutBilirubin());
    const user = show(stage);
    await user.type(row('bilirubin').getByRole('textbox'), '1.2');
    await user.click(screen.getByRole('heading', { level: 1 }));
    expect(row('bilirubin').getByRole('alert').textContent).toBe('Give the date of the result.');
    const day = stage.getState().now().toISOString().slice(0, 10);
    const date = row('bilirubin').getByLabelText('Date of the result');
    fireEvent.focus(date);
    fireEvent.change(date, { target: { value: day } });
    fireEvent.blur(date);
    expect(stage.getState().edits).toMatchObject([
      { question: 'bilirubin', value: { value: 1.2, unit: 'mg/dL', date: day } },
    ]);
  });

  it('narrows to what has no answer, and keeps a row that is being answered', async () => {
    const user = show(staged(textbook).stage);
    await user.click(screen.getByRole('button', { name: /^Without an answer/ }));
    expect(hasRow('bilirubin')).toBe(false);
    await user.click(row('unresectable').getByRole('button', { name: 'No' }));
    expect(hasRow('unresectable')).toBe(true);
  });
});

function withoutBilirubin(): unknown {
  const chart = structuredClone(textbook) as unknown as {
    entry: { resource: { resourceType: string; code?: unknown } }[];
  };
  return {
    ...chart,
    entry: chart.entry.filter(
      ({ resource }) =>
        resource.resourceType !== 'Observation' || !JSON.stringify(resource.code).includes('"1975-2"'),
    ),
  };
}

describe('what is being typed', () => {
  it('into a list counts when a draft is stored by its keys', async () => {
    const { stage, fake } = staged(textbook);
    const user = show(stage);
    unfold();
    await user.type(row('prior.procedures').getByLabelText('Add another'), 'TACE of segment 6 in 2023');
    await user.keyboard('{Control>}s{/Control}');
    await screen.findByText(/Draft stored as/);
    expect(JSON.stringify(fake.stored())).toContain('TACE of segment 6 in 2023');
    expect(answersTo(stage, 'prior.procedures')).toHaveLength(1);
  });
});

describe('an answer in the place of the chart’s', () => {
  it('offers no "not sure", which would put the chart’s back in force', async () => {
    const user = show(staged(textbook).stage);
    unfold();
    await user.click(row('ecog').getByRole('button', { name: '2' }));
    expect(row('ecog').queryByRole('button', { name: 'Not sure' })).toBeNull();
    await user.click(row('ecog').getByRole('button', { name: 'Use the chart’s value' }));
    expect(row('ecog').getByRole('button', { name: '1' }).getAttribute('aria-pressed')).toBe('true');
  });
});
