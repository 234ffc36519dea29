import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import colorectal from '../../launch/sandbox/patients/colorectal-two-lines.json' with { type: 'json' };
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { formMetrics } from '../../src/app/about/form-metrics.ts';
import { answer, enter } from '../../src/app/answering.ts';
import { form } from '../../src/app/asking.ts';
import { save } from '../../src/app/saving.ts';
import type { StageStore } from '../../src/app/stage.ts';
import { questionItems } from '../../src/core/form/questionnaire.ts';
import { show, staged, unfold } from './staged.tsx';

async function fold(chart: unknown, name: RegExp, prepare?: (stage: StageStore) => void) {
  const { stage } = staged(chart);
  prepare?.(stage);
  show(stage);
  const heading = await screen.findByRole('heading', { name });
  const section = heading.closest('section') as HTMLElement;
  await act(async () => unfold(section));
  return { section, within: within(section), summary: section.querySelector('summary')?.textContent };
}

describe('what others say beside the policy', () => {
  it('is folded under its count, with what nobody reviewed counted apart', async () => {
    const { summary } = await fold(textbook, /What others say/);
    expect(summary).toMatch(/\d+ statements from 6 sources, 1 not reviewed by a person/);
  });

  it('says of each who, with which interests, of what kind and date', async () => {
    const { section } = await fold(textbook, /What others say/);
    const text = section.textContent ?? '';
    expect(text).toContain('Expert opinion, no date given. About: Hepatocellular carcinoma');
    expect(text).toContain('Jin Woo Choi, MD, PhD, Seoul National University Hospital');
    expect(text).toContain('Interests: Consultant to Boston Scientific');
    expect(text).toContain('Device label');
  });

  it('lists where they disagree and resolves nothing', async () => {
    const { within: panel } = await fold(textbook, /What others say/);
    expect(panel.getByText(/^Main portal vein thrombosis: outside what Choi describes/)).toBeTruthy();
  });

  it('holds what nobody reviewed against nothing', async () => {
    const { within: panel } = await fold(textbook, /What others say/);
    expect(panel.getByText('Not reviewed by a person.')).toBeTruthy();
    const row = panel.getByText('X1').closest('li') as HTMLElement;
    expect(row.querySelector('.tag')?.textContent).toBe('not reviewed');
  });
});

describe('candidacy for the other therapies', () => {
  it('names each of the four with its reason, in one order, and marks the requested one', async () => {
    const { section } = await fold(colorectal, /^Candidacy for the other therapies/);
    const rows = [...section.querySelectorAll('.statements > li')];
    expect(rows.map((row) => row.querySelector('b')?.textContent?.match(/\(([^)]+)\)$/)?.[1])).toEqual([
      'TARE',
      'TACE',
      'DEB-TACE',
      'TAE',
    ]);
    expect(rows.every((row) => (row.querySelector('.because')?.textContent ?? '') !== '')).toBe(true);
    expect(rows.filter(({ textContent }) => textContent?.includes('(requested)'))).toHaveLength(1);
    expect(rows[3]?.textContent).toContain('The policy states no clinical condition for bland embolization.');
  });

  it('never steers', async () => {
    const { section } = await fold(colorectal, /^Candidacy for the other therapies/);
    expect(section.textContent).not.toMatch(/\b(better|prefer|instead|recommended|best|should)\b/i);
  });
});

/** The textbook chart, its order planned for another date or for none. */
function plannedOn(occurrenceDateTime: string | undefined) {
  const entry = textbook.entry.map(({ resource, ...rest }) =>
    resource.resourceType === 'ServiceRequest'
      ? { ...rest, resource: { ...resource, occurrenceDateTime } }
      : { ...rest, resource },
  );
  return { ...textbook, entry };
}

describe('how long each value can be used', () => {
  it('lists the values with the last day of each, the first first', async () => {
    const { section, within: panel } = await fold(plannedOn(undefined), /^How long each value/);
    expect(panel.getAllByText(/^Can be used until \d+ \w+ \d{4}/).length).toBeGreaterThan(3);
    expect(section.textContent).toContain('No date is planned');
    expect(section.querySelector('.notice')).toBeNull();
  });

  it.each([
    ['2025-06-28', 'Planned date: 28 June 2025', 0],
    ['2025-12', 'Planned date: 31 December 2025', 9],
  ])(
    'takes the date %s of the order as the form does, by the last day that it leaves open',
    async (date, said, late) => {
      const { section } = await fold(plannedOn(date), /^How long each value/);
      expect(section.textContent).toContain(said);
      expect(section.querySelectorAll('.notice')).toHaveLength(late);
    },
  );

  it('marks what runs out before the planned date', async () => {
    const late = `${Number(textbook.timestamp.slice(0, 4)) + 1}-06-01`;
    const { section, summary } = await fold(textbook, /^How long each value/, (stage) =>
      answer(stage, 'planned-date', late),
    );
    const rows = [...section.querySelectorAll('li')];
    const marked = rows.filter(({ textContent }) =>
      textContent?.includes('runs out before the planned date'),
    );
    expect(marked.length).toBeGreaterThan(3);
    expect(summary).toContain(`${marked.length} not until the planned date`);
  });
});

describe('what the app says of itself', () => {
  async function about() {
    const { stage } = staged(textbook);
    const user = show(stage);
    await user.click(await screen.findByRole('button', { name: /^About Hepauth/ }));
    await screen.findByRole('heading', { level: 1, name: 'About Hepauth' });
  }
  const value = (label: string) => screen.getByText(label).closest('div')?.querySelector('dd')?.textContent;

  it('names use, limits, sources and what leaves the browser', async () => {
    await about();
    const parts = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
    expect(parts).toEqual([
      'Intended use',
      'Known limits',
      'Source attributes',
      'What leaves this browser',
      'This form in numbers',
    ]);
    expect(value('Policy version')).toBe('med140, 2022.1');
    expect(value('Engine version')).toBe('0.1.0');
    expect(value('Last held against the payer’s document')).toMatch(/^\d+ \w+ \d{4}$/);
    expect(value('Funding')).toContain('none stated');
    expect(value('Sex')).toContain('MELD 3.0 only');
  });

  it('counts without a word of the chart', async () => {
    await about();
    expect(value('Questions filled from the chart')).toMatch(/^\d+ of \d+ \(\d+ %\)$/);
    expect(value('Of those, replaced by a person')).toMatch(/^0 of \d+ \(0 %\)$/);
    expect(value('Since this page was opened; not stored yet')).toMatch(/second/);
  });

  it('counts as DTR does: a replaced value as filled and as an override, a new answer as manual, an emptied one apart', () => {
    const { stage } = staged(textbook);
    const ids = questionItems(form).map(({ linkId }) => linkId);
    const count = () => {
      const { review } = stage.getState();
      if (!review?.assessment) throw new Error('nothing judged');
      return formMetrics(review.draft, ids, review.draftWith([]));
    };
    const before = count();
    expect(before).toMatchObject({ overridden: 0, manual: 0, emptied: 0 });
    expect(before.autoPopulated).toBeGreaterThan(10);
    answer(stage, 'unresectable', true);
    expect(count()).toMatchObject({ autoPopulated: before.autoPopulated, overridden: 0, manual: 1 });
    enter(stage, 'coverage.member-id', []);
    expect(count()).toMatchObject({ autoPopulated: before.autoPopulated - 1, emptied: 1, overridden: 0 });
    answer(stage, 'planned-date', '2026-12-24');
    expect(count()).toMatchObject({ autoPopulated: before.autoPopulated - 1, overridden: 1 });
  });

  it('keeps the counts of the last store, with the time that it took', async () => {
    const { stage } = staged(textbook);
    answer(stage, 'unresectable', true);
    await save(stage);
    const stored = stage.getState().measured;
    expect(stored).toMatchObject({ manual: 1, overridden: 0 });
    expect(stored?.seconds).toBeGreaterThanOrEqual(0);
    answer(stage, 'bridge-to-transplant', false);
    expect(stage.getState().measured).toEqual(stored);
  });
});
