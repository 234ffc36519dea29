import { act, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { App } from '../../src/app/App.tsx';
import { answer, takeChart } from '../../src/app/answering.ts';
import { lock } from '../../src/app/locking.ts';
import { createStage, type StageStore } from '../../src/app/stage.ts';
import { readOnto } from '../../src/app/start.ts';
import { StageContext } from '../../src/app/use-stage.ts';
import { stopWords } from '../../src/app/words.ts';
import type { ChartRead } from '../../src/ehr/read-record.ts';
import { base, fakeSession, show, staged } from './staged.tsx';

const shown = (stage: StageStore) =>
  render(
    <StageContext value={stage}>
      <App />
    </StageContext>,
  );

describe('a launch that does not succeed', () => {
  it.each(Object.keys(stopWords) as (keyof typeof stopWords)[])(
    'says what happened and what to do: %s',
    (because) => {
      const stage = createStage();
      stage.setState({ at: 'stopped', stopped: { because } });
      shown(stage);
      const { title, text } = stopWords[because];
      expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(title);
      expect(screen.getByRole('alert').textContent).toContain(text);
    },
  );

  it('quotes the EHR as text, never as markup', () => {
    const stage = createStage();
    stage.setState({ at: 'stopped', stopped: { because: 'refused', said: 'server_error: <b>call IT</b>' } });
    shown(stage);
    expect(screen.getByText('server_error: <b>call IT</b>').querySelector('b')).toBeNull();
  });
});

describe('a chart that is being read', () => {
  const resources = textbook.entry.map(({ resource }) => resource as object);
  const reading = (changes: Partial<ChartRead>): ChartRead => ({
    resources: [],
    unread: [],
    sources: [
      { id: 'conditions', label: 'Diagnoses', state: 'complete', count: 3 },
      { id: 'laboratory', label: 'Laboratory results', state: 'reading', count: 0 },
    ],
    finished: false,
    sessionEnded: false,
    ...changes,
  });
  const own = { patientId: idOf(resources), base };

  it('shows how far it is while there is no patient yet', () => {
    const stage = createStage();
    takeChart(stage, reading({}), own);
    shown(stage);
    expect(screen.getByText('1 of 2 sources read')).toBeTruthy();
    expect(stage.getState().at).toBe('reading');
  });

  it('stops with a reason when it ends without the patient', () => {
    const stage = createStage();
    takeChart(stage, reading({ finished: true }), own);
    shown(stage);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(stopWords['no-patient'].title);
  });

  it.each([
    ['was closed', { active: false }],
    ['was merged into another one', { link: [{ type: 'replaced-by', other: { reference: 'Patient/b' } }] }],
  ])('stops where the chart %s, and judges nobody', (_, more) => {
    const stage = createStage();
    const closed = resources.map((resource) =>
      (resource as { resourceType: string }).resourceType === 'Patient' ? { ...resource, ...more } : resource,
    );
    takeChart(stage, reading({ resources: closed, finished: true }), own);
    shown(stage);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(stopWords['not-in-use'].title);
    expect(stage.getState().review).toBeUndefined();
  });

  const stopped = async () => {
    const { stage, fake } = staged(textbook);
    const made = fakeSession(fake, Date.now() + 60_000);
    stage.setState({ session: made.session });
    answer(stage, 'unresectable', true);
    fake.patient = { ...fake.patient, active: false };
    await act(() => readOnto(stage, fake.ehr));
    await act(() => vi.waitFor(() => expect(made.log).toEqual(['logout'])));
    return { stage };
  };

  it('keeps nothing of the patient where it stops, and signs out; how it was connected stays', async () => {
    const { stage } = await stopped();
    const { ehr, stopped: why, ...rest } = stage.getState();
    expect(ehr).toBeDefined();
    expect(why?.because).toBe('not-in-use');
    expect(JSON.stringify(rest)).not.toContain('Testcase');
    expect(rest).toMatchObject({ edits: [], read: { resources: [] }, isSessionOver: true });
    expect(rest.review).toBeUndefined();
    expect(rest.read?.sources.length).toBeGreaterThan(5);
    expect(rest.found).toBeUndefined();
  });

  it('gives out the answers that nobody else holds as a file, where it stops', async () => {
    const { stage } = await stopped();
    shown(stage);
    expect(screen.getByRole('button', { name: 'Keep my answers as a file' })).toBeTruthy();
    const { file } = stage.getState().stopped ?? {};
    expect(JSON.parse(file?.text ?? '{}')).toMatchObject({ resourceType: 'QuestionnaireResponse' });
  });

  it('that has stopped is over after a time without use, with all that was left in it', async () => {
    const { stage } = await stopped();
    lock(stage, 15);
    expect(stage.getState()).toMatchObject({ ended: { because: 'unused', hasLost: true } });
    expect(stage.getState().stopped).toBeUndefined();
    expect(stage.getState().ehr).toBeUndefined();
  });

  it('is judged as far as it goes, and what is missing is unknown, not absent', () => {
    const stage = createStage(() => new Date(`${textbook.timestamp.slice(0, 10)}T12:00:00`));
    const withoutDiagnoses = resources.filter(
      (resource) => (resource as { resourceType: string }).resourceType !== 'Condition',
    );
    const unread = [
      {
        requirement: 'Condition',
        resourceType: 'Condition',
        gap: 'partial' as const,
        because: 'still being read',
      },
    ];
    takeChart(stage, reading({ resources: withoutDiagnoses, unread }), own);
    show(stage);
    expect(document.querySelector('.verdict .tag')?.textContent).toBe('Cannot be determined from the record');
    expect(screen.getByText(/The chart is still being read/)).toBeTruthy();
  });

  it('says when the session has ended, and keeps what was read', () => {
    const { stage } = staged(textbook);
    stage.setState({ read: reading({ finished: true, sessionEnded: true }) });
    show(stage);
    expect(screen.getAllByText(/The session with the EHR has ended/).length).toBeGreaterThan(0);
    expect(document.querySelector('.verdict .tag')?.textContent).toBe('Cannot be determined from the record');
  });

  it('warns in the last five minutes of the session', () => {
    const { stage, fake } = staged(textbook);
    const soon = stage.getState().now().getTime() + 4 * 60_000;
    stage.setState({ session: fakeSession(fake, soon).session });
    show(stage);
    expect(screen.getByText(/^The session with the EHR ends at \d\d:\d\d/)).toBeTruthy();
  });
});

function idOf(resources: readonly object[]): string {
  const all = resources as readonly { readonly resourceType: string; readonly id: string }[];
  return all.find(({ resourceType }) => resourceType === 'Patient')?.id ?? '';
}
