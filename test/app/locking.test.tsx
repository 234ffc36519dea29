import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { App } from '../../src/app/App.tsx';
import { answer } from '../../src/app/answering.ts';
import { save } from '../../src/app/saving.ts';
import { StageContext } from '../../src/app/use-stage.ts';
import { watchUse } from '../../src/app/watching.ts';
import type { Session } from '../../src/ehr/running-session.ts';
import { fakeSession, staged } from './staged.tsx';
// Loaded beforehand: a clock that stands still would wait for it for ever.
import '../../src/app/ReviewScreen.tsx';

const minute = 60_000;
const idleMinutes = 15;
const stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
});

const pass = async (minutes: number) => {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(minutes * minute);
    await vi.dynamicImportSettled();
  });
};
const patient = 'Testcase';
const said = () => document.body.textContent ?? '';
const isShown = () => said().includes(patient) && document.querySelector('.verdict') !== null;

/** The whole app on a chart, watched, with an hour of session unless told otherwise. */
async function open(sessionMinutes = 60, more: Partial<Pick<Session, 'renewable'>> = {}) {
  const { stage, fake } = staged(textbook);
  const [began, day] = [Date.now(), stage.getState().now().getTime()];
  const now = () => new Date(day + Date.now() - began);
  const made = fakeSession(fake, day + sessionMinutes * minute, more);
  stage.setState({ now, session: made.session });
  stops.push(watchUse(window, stage, idleMinutes));
  render(
    <StageContext value={stage}>
      <App />
    </StageContext>,
  );
  await pass(0);
  return { stage, fake, made, log: made.log };
}
const press = async (name: string) => {
  // By its words: working out the names of all controls of the page takes most of a second.
  const button = [...document.querySelectorAll('button')].find((each) => each.textContent === name);
  if (!button) throw new Error(`there is no button ${name}`);
  await act(async () => fireEvent.click(button));
  await pass(0);
};
const answerYes = ({ stage }: Awaited<ReturnType<typeof open>>) =>
  act(async () => answer(stage, 'unresectable', true));

describe('a page that is not used', () => {
  it('holds the patient until the time is over, and nothing of the patient after it', async () => {
    await open();
    expect(isShown()).toBe(true);
    await pass(14);
    expect(isShown()).toBe(true);
    await pass(1.1);
    expect(screen.getByRole('heading', { name: 'Locked' })).toBeTruthy();
    expect(said()).not.toContain(patient);
    expect(document.querySelector('.verdict, .banner, .bar, form, table')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Locked');
  });

  it('is not locked while it is used', async () => {
    await open();
    for (let times = 0; times < 4; times += 1) {
      await pass(10);
      act(() => void fireEvent.keyDown(document.body, { key: 'a' }));
    }
    expect(isShown()).toBe(true);
  });

  it('is locked by the clock, not by a timer that stood still: the first touch after it shows nothing', async () => {
    await open();
    vi.setSystemTime(Date.now() + 20 * minute);
    act(() => void fireEvent.pointerDown(document.body));
    expect(said()).not.toContain(patient);
  });

  it('takes what is being typed as an answer before its field goes', async () => {
    const { stage } = await open();
    const field = document.querySelector<HTMLTextAreaElement>('#form textarea');
    field?.focus();
    act(() => void fireEvent.change(field as Element, { target: { value: 'A word half said' } }));
    vi.setSystemTime(Date.now() + 16 * minute);
    await pass(0.1);
    expect(screen.getByRole('heading', { name: 'Locked' })).toBeTruthy();
    const { edits, entries } = stage.getState();
    expect(JSON.stringify([edits, entries])).toContain('A word half said');
  });
});

describe('a locked page', () => {
  it('goes on, with every answer, when the EHR still answers for this patient', async () => {
    const opened = await open();
    await answerYes(opened);
    await pass(16);
    await press('Continue');
    expect(isShown()).toBe(true);
    expect(opened.stage.getState().edits).toMatchObject([{ question: 'unresectable', value: true }]);
    expect(opened.log).toEqual([]);
    // The time without use begins anew.
    await pass(14);
    expect(isShown()).toBe(true);
  });

  it('stays shut while the EHR cannot be asked', async () => {
    const { fake } = await open();
    await pass(16);
    fake.offline = true;
    await press('Continue');
    expect(screen.getByRole('status').textContent).toMatch(/could not be asked/);
    expect(said()).not.toContain(patient);
    fake.offline = false;
    await press('Continue');
    expect(isShown()).toBe(true);
  });

  it('ends when the EHR means somebody else by now', async () => {
    const { fake, log } = await open();
    await pass(16);
    fake.patient = { ...fake.patient, birthDate: '1900-01-01' };
    await press('Continue');
    expect(screen.getByRole('heading', { name: /the EHR now means somebody else/ })).toBeTruthy();
    expect(log).toEqual(['logout']);
  });

  it('is wiped after as long again, and its access revoked, where nothing waits in it', async () => {
    const { stage, log } = await open();
    await pass(16);
    expect(log).toEqual([]);
    await pass(15);
    expect(screen.getByRole('heading', { name: /not used/ })).toBeTruthy();
    expect(log).toEqual(['logout']);
    expect(JSON.stringify(stage.getState())).not.toContain(patient);
    expect(said()).not.toContain('gone');
  });

  it('lets answers that are not stored wait an hour, and says what was lost after it', async () => {
    const opened = await open(600);
    await answerYes(opened);
    await pass(16);
    expect(said()).toMatch(/answers that are not stored. They wait in this window until/);
    await pass(58);
    expect(screen.getByRole('heading', { name: 'Locked' })).toBeTruthy();
    await pass(2);
    expect(said()).toContain('Answers that were not stored are gone.');
    expect(opened.log).toEqual(['logout']);
  });

  it('can be closed by whoever stands before it', async () => {
    const { log } = await open();
    await pass(16);
    await press('Sign out');
    expect(screen.getByRole('heading', { name: 'Closed' })).toBeTruthy();
    expect(log).toEqual(['logout']);
  });
});

describe('a locked page whose session is over', () => {
  it('ends at once where nothing waits in it', async () => {
    const { log } = await open(9.5);
    await pass(16);
    expect(screen.getByRole('heading', { name: /not used/ })).toBeTruthy();
    expect(log).toEqual(['logout']);
  });

  it('keeps no chart, only the answers as a file, which a new launch takes in', async () => {
    const opened = await open(9.5);
    await answerYes(opened);
    await pass(16);
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull();
    const { stage, log } = opened;
    const { locked, ehr, review, read, edits } = stage.getState();
    expect({ ehr, review, read, edits }).toEqual({
      ehr: undefined,
      review: undefined,
      read: undefined,
      edits: [],
    });
    expect(log).toEqual(['logout']);
    expect(JSON.parse(locked?.file?.text ?? '{}')).toMatchObject({
      resourceType: 'QuestionnaireResponse',
      status: 'in-progress',
    });
    expect(within(document.body).getByRole('button', { name: 'Keep my answers as a file' })).toBeTruthy();
    await pass(60);
    expect(said()).toContain('Answers that were not stored are gone.');
    expect(JSON.stringify(stage.getState())).not.toContain('QuestionnaireResponse');
  });

  it('is not over by the clock while the EHR renews it', async () => {
    await open(9.5, { renewable: true });
    await pass(16);
    await press('Continue');
    expect(isShown()).toBe(true);
  });

  it('finds out by asking where the EHR has ended it early', async () => {
    const { fake, log } = await open();
    await pass(16);
    fake.sessionEnded = true;
    await press('Continue');
    expect(screen.getByRole('heading', { name: /not used/ })).toBeTruthy();
    expect(log).toEqual(['logout']);
  });
});

describe('a page that the browser brings back from its memory', () => {
  const move = (type: 'pagehide' | 'pageshow', persisted = true) =>
    act(async () => void window.dispatchEvent(Object.assign(new Event(type), { persisted })));

  it('is put aside empty, and shows its patient again only while its launch is the tab’s last', async () => {
    await open();
    await move('pagehide');
    expect(said()).toBe('');
    await move('pageshow');
    expect(isShown()).toBe(true);
  });

  it('shows nothing of the earlier patient after another launch or a logout', async () => {
    const { made } = await open();
    await move('pagehide');
    made.isKept = false;
    await move('pageshow');
    expect(screen.getByRole('heading', { name: 'This page was closed' })).toBeTruthy();
    expect(said()).not.toContain(patient);
  });

  it('is locked when it was away for too long', async () => {
    await open();
    await move('pagehide');
    vi.setSystemTime(Date.now() + 16 * minute);
    await move('pageshow');
    expect(screen.getByRole('heading', { name: 'Locked' })).toBeTruthy();
  });
});

type Opened = Awaited<ReturnType<typeof open>>;

/** An EHR that gives back less than it was sent. */
function altersForms({ fake: { ehr } }: Opened): void {
  const { get } = ehr.transport;
  Object.assign(ehr.transport, {
    get: async (...asked: Parameters<typeof get>) => {
      const reply = await get(...asked);
      const isForm = asked[0].startsWith('QuestionnaireResponse/') && reply.ok;
      return isForm ? { ...reply, body: { ...(reply.body as object), item: [] } } : reply;
    },
  });
}

/** Stored again on a person's word, and the first attempt came after all. */
async function liesThereTwice({ stage, fake }: Opened): Promise<void> {
  fake.next = 'lose';
  void save(stage);
  // It is looked for, after pauses.
  await pass(0.1);
  await act(async () => save(stage, { storeAgain: true }));
  fake.holdsAlso({ ...fake.stored(), id: 'second' });
  await act(async () => answer(stage, 'unresectable', false));
}

describe('signing out', () => {
  it('wipes the page and says that the EHR has withdrawn the access', async () => {
    const { stage, log } = await open();
    await press('Sign out');
    expect(screen.getByRole('heading', { name: 'Closed' })).toBeTruthy();
    expect(said()).toContain('The EHR has withdrawn the app’s access.');
    expect(log).toEqual(['logout']);
    expect(said()).not.toContain(patient);
    expect(JSON.stringify(stage.getState())).not.toContain(patient);
  });

  it('asks where answers are not stored, and stays when told to', async () => {
    const opened = await open();
    await answerYes(opened);
    await press('Sign out');
    expect(screen.getByRole('dialog', { name: 'Sign out?' })).toBeTruthy();
    await press('Stay here');
    expect(isShown()).toBe(true);
    expect(opened.log).toEqual([]);
  });

  it('stores a draft and closes; where that fails it says so and stays', async () => {
    const opened = await open();
    await answerYes(opened);
    opened.fake.next = 'refuse';
    await press('Sign out');
    await press('Store a draft, then sign out');
    expect(isShown()).toBe(true);
    expect(said()).toMatch(/not stored/i);
    await press('Sign out');
    await press('Store a draft, then sign out');
    expect(screen.getByRole('heading', { name: 'Closed' })).toBeTruthy();
    expect(opened.fake.stored()).toMatchObject({ status: 'in-progress' });
    expect(said()).not.toContain('gone');
  });

  it('goes no further for one who chose to stay while the draft was being stored', async () => {
    const opened = await open();
    await answerYes(opened);
    opened.fake.next = 'wait';
    await press('Sign out');
    await press('Store a draft, then sign out');
    await press('Stay here');
    await act(async () => answer(opened.stage, 'surgical-rationale', 'Portal hypertension.'));
    opened.fake.release();
    await pass(0);
    expect(opened.stage.getState().saving).toMatchObject({ state: 'ended' });
    expect(isShown()).toBe(true);
    expect(opened.log).toEqual([]);
  });

  it('goes no further over what was answered while the draft was being stored', async () => {
    const opened = await open();
    await answerYes(opened);
    opened.fake.next = 'wait';
    await press('Sign out');
    await press('Store a draft, then sign out');
    await act(async () => answer(opened.stage, 'surgical-rationale', 'Portal hypertension.'));
    opened.fake.release();
    await pass(0);
    expect(isShown()).toBe(true);
  });

  it('never turns a completed form back into a draft: it leads back to amend it', async () => {
    const opened = await open();
    const { stage, fake, log } = opened;
    await answerYes(opened);
    await act(async () => save(stage, { attestation: { remark: '' } }));
    await act(async () => answer(stage, 'unresectable', false));
    await press('Sign out');
    expect(screen.queryByRole('button', { name: 'Store a draft, then sign out' })).toBeNull();
    await press('Back to amend');
    expect(screen.getByRole('heading', { name: 'Review what will be stored' })).toBeTruthy();
    await expect(save(stage)).rejects.toThrow(/completed/);
    expect(fake.writes).toHaveLength(1);
    expect(fake.stored()).toMatchObject({ status: 'completed' });
    expect(log).toEqual([]);
  });

  it.each([
    ['is stored otherwise than it was sent', altersForms],
    ['lies there twice', liesThereTwice],
  ])('stays where the draft %s, and says so', async (_, goesWrong) => {
    const opened = await open();
    await answerYes(opened);
    await goesWrong(opened);
    await press('Sign out');
    await press('Store a draft, then sign out');
    expect(opened.stage.getState().saving).toMatchObject({ result: { outcome: { status: 'saved' } } });
    expect(screen.getByRole('alert')).toBeTruthy();
    expect(isShown()).toBe(true);
    expect(opened.log).toEqual([]);
  });

  it('lets nothing that comes late put the patient back', async () => {
    const opened = await open();
    const { stage, fake } = opened;
    await answerYes(opened);
    fake.next = 'wait';
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Save draft' })));
    await pass(0);
    await press('Sign out');
    await press('Sign out without storing');
    await act(async () => fake.release());
    await pass(0.1);
    expect(JSON.stringify(stage.getState())).not.toContain(patient);
    expect(stage.getState().saving).toEqual({ state: 'none' });
    expect(screen.getByRole('heading', { name: 'Closed' })).toBeTruthy();
  });
});
