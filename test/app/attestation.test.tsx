import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import {
  answer,
  chooseOrder,
  confirmPolicy,
  enter,
  restore,
  takeChart,
  undo,
} from '../../src/app/answering.ts';
import { attestedNow } from '../../src/app/attested.ts';
import type { Judged } from '../../src/app/review.ts';
import { save } from '../../src/app/saving.ts';
import type { StageStore } from '../../src/app/stage.ts';
import { otherwise } from '../../src/app/standing.ts';
import { bundleContents } from '../../src/core/record/bundle.ts';
import { base, show } from './staged.tsx';
import {
  colleague,
  decided,
  desk,
  handedOver,
  openedBy,
  physician,
  stands,
  storedAnswer,
} from './two-people.ts';

const patient = textbook.entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource.id ?? '';
const without = (isGone: (resource: object) => boolean) => ({
  ...textbook,
  entry: textbook.entry.filter(({ resource }) => !isGone(resource)),
});
const withoutEcog = without((resource) => JSON.stringify(resource).includes('89247'));
const withoutOrders = without(
  (resource) => (resource as { resourceType: string }).resourceType === 'ServiceRequest',
);
const order = (id: string) => ({
  resourceType: 'ServiceRequest',
  id,
  status: 'active',
  intent: 'order',
  subject: { reference: `Patient/${patient}` },
  authoredOn: textbook.timestamp.slice(0, 10),
  code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '79445' }], text: `Y-90 ${id}` },
});
const twoOrders = { chart: withoutOrders, more: [order('a'), order('b')] };

/** The chart is read again, or further. */
function reads(stage: StageStore, chart: unknown): void {
  const { resources, unread } = bundleContents(chart);
  takeChart(
    stage,
    { resources, unread, sources: [], finished: true, sessionEnded: false },
    { patientId: patient, base },
  );
}
const attesting = (stage: StageStore) => save(stage, { attestation: { remark: '' }, as: 'draft' });
const because = (stage: StageStore) => stage.getState().fallen?.because;
const bar = () => within(document.querySelector('.bar') as HTMLElement);

describe('an attestation and the chart', () => {
  it('falls when the rest of the chart comes', async () => {
    const { stage } = openedBy(physician, { chart: withoutEcog });
    decided(stage);
    await attesting(stage);
    expect(stands(stage)).toBe(true);
    reads(stage, textbook);
    expect(stands(stage)).toBe(false);
    expect(because(stage)).toBe('chart');
  });

  it('falls when something attested is no longer in the chart', async () => {
    const { stage } = openedBy(physician);
    decided(stage);
    await attesting(stage);
    reads(stage, textbook);
    expect(stands(stage)).toBe(true);
    reads(stage, withoutEcog);
    expect(stands(stage)).toBe(false);
  });

  it('falls where a draft without an ECOG meets a chart that has one by now', async () => {
    const held = await handedOver({ chart: withoutEcog });
    expect(stands(openedBy(desk, { chart: withoutEcog, held }).stage)).toBe(true);
    const { stage } = openedBy(desk, { held });
    expect(stands(stage)).toBe(false);
    expect(because(stage)).toBe('chart');
  });

  it('falls where the chart by now says something in whose place an answer stands', async () => {
    const said = (stage: StageStore) => {
      decided(stage);
      answer(stage, 'ecog', 1);
    };
    const held = await handedOver({ chart: withoutEcog }, said);
    expect(stands(openedBy(desk, { chart: withoutEcog, held }).stage)).toBe(true);
    expect(stands(openedBy(desk, { held }).stage)).toBe(false);
  });

  it('stands for what follows from an answer of the staff alone', async () => {
    const withoutAscites = without((resource) => JSON.stringify(resource).includes('scites'));
    const { stage } = openedBy(desk, {
      chart: withoutAscites,
      held: await handedOver({ chart: withoutAscites }),
    });
    const classOf = () =>
      (stage.getState().review as Judged).draft.answers.some(
        ({ linkId }) => linkId === 'liver-function.child-pugh-class',
      );
    expect(classOf()).toBe(false);
    answer(stage, 'ascites', 'none');
    answer(stage, 'encephalopathy', 'none');
    expect({ classOf: classOf(), because: because(stage) }).toEqual({ classOf: true, because: undefined });
    expect(stands(stage)).toBe(true);
  });
});

describe('an attestation and what was left empty on purpose', () => {
  it.each<[string, (stage: StageStore) => void]>([
    ['given back to the chart', (stage) => restore(stage, 'disease.liver-diagnosis')],
    ['filled', (stage) => enter(stage, 'disease.liver-diagnosis', [{ kind: 'string', value: 'another' }])],
  ])('falls when it is %s', async (_, change) => {
    const held = await handedOver({}, (stage) => {
      decided(stage);
      enter(stage, 'disease.liver-diagnosis', []);
    });
    const { stage } = openedBy(desk, { held });
    expect(stands(stage)).toBe(true);
    change(stage);
    expect(stands(stage)).toBe(false);
    expect(because(stage)).toBe('answer');
  });
});

describe('an attestation, the order and the policy', () => {
  it('falls with another order, and is back when that is undone', async () => {
    const { stage } = openedBy(physician, twoOrders);
    decided(stage);
    chooseOrder(stage, 'ServiceRequest/a');
    await attesting(stage);
    chooseOrder(stage, 'ServiceRequest/b');
    expect(stands(stage)).toBe(false);
    expect(because(stage)).toBe('order');
    undo(stage);
    expect(stage.getState().order).toBe('ServiceRequest/a');
    expect(stands(stage)).toBe(true);
    expect(because(stage)).toBeUndefined();
  });

  it('falls with another policy, and not when the one it was held against is confirmed', async () => {
    const { stage } = openedBy(physician);
    decided(stage);
    await attesting(stage);
    confirmPolicy(stage, 'med140');
    expect(stands(stage)).toBe(true);
    const { review } = stage.getState();
    if (!review?.assessment) throw new Error('it is judged');
    const attested = { ...attestedNow(review), policy: 'another|1' };
    expect(otherwise(attested, stage.getState(), review)).toBe('policy');
  });

  it('goes with the order that the physician chose', async () => {
    const held = await handedOver(twoOrders, (stage) => {
      decided(stage);
      chooseOrder(stage, 'ServiceRequest/b');
    });
    const { stage, fake } = openedBy(desk, { ...twoOrders, held });
    expect((stage.getState().review as Judged).draft.orders).toEqual(['ServiceRequest/b']);
    expect(stands(stage)).toBe(true);
    show(stage);
    expect(screen.getByText(/“Y-90 b”/).textContent).toContain('the one that the draft is about');
    await act(async () => save(stage));
    expect(JSON.stringify(fake.stored()?.extension)).toContain('ServiceRequest/b');
  });

  it('keeps its order, with a word about it, where the launch names another', async () => {
    const held = await handedOver(twoOrders, (stage) => {
      decided(stage);
      chooseOrder(stage, 'ServiceRequest/b');
    });
    const { stage } = openedBy(desk, {
      ...twoOrders,
      held,
      launch: { fhirContext: [{ resourceType: 'ServiceRequest', reference: 'ServiceRequest/a' }] },
    });
    expect((stage.getState().review as Judged).draft.orders).toEqual(['ServiceRequest/b']);
    expect(stands(stage)).toBe(true);
    expect(stage.getState().foundProblem).toContain('about another order');
  });
});

describe('a hand-over', () => {
  const handOver = async (stage: StageStore) => {
    const user = show(stage);
    await user.click(bar().getByRole('button', { name: 'Review and complete' }));
    await user.click(screen.getByRole('checkbox', { name: /I have reviewed/ }));
    await user.click(bar().getByRole('button', { name: 'Attest and hand over to staff' }));
    return user;
  };

  it('waits until the chart is read', async () => {
    const { stage, fake } = openedBy(physician);
    const { read } = stage.getState();
    if (!read) throw new Error('it is read');
    stage.setState({ read: { ...read, finished: false } });
    await handOver(stage);
    expect(bar().getByRole('alert').textContent).toMatch(/still being read/);
    expect(fake.writes).toEqual([]);
  });

  it('waits until an order is chosen', async () => {
    const { stage, fake } = openedBy(physician, twoOrders);
    await handOver(stage);
    expect(bar().getByRole('alert').textContent).toMatch(/Say which order is meant/);
    expect(fake.writes).toEqual([]);
  });

  it('waits for the tick again when something else stands on the screen', async () => {
    const { stage, fake } = openedBy(physician);
    const { read } = stage.getState();
    if (!read) throw new Error('it is read');
    stage.setState({ read: { ...read, finished: false } });
    const user = await handOver(stage);
    await act(async () => reads(stage, withoutEcog));
    expect((screen.getByRole('checkbox', { name: /I have reviewed/ }) as HTMLInputElement).checked).toBe(
      false,
    );
    await user.click(bar().getByRole('button', { name: 'Attest and hand over to staff' }));
    expect(bar().getByRole('alert').textContent).toMatch(/Tick the attestation/);
    expect(fake.writes).toEqual([]);
  });
});

describe('a remark', () => {
  it('with a character that FHIR forbids is stored with a mark in its place', async () => {
    const { stage, fake } = openedBy(physician);
    decided(stage);
    await save(stage, { attestation: { remark: 'one\u000btwo' }, as: 'completed' });
    expect(storedAnswer(fake.stored(), 'attestation.remark')).toContain('one\uFFFDtwo');
  });
});

describe('an undo', () => {
  it('never goes behind a draft that was gone on with', async () => {
    const held = await handedOver();
    const { stage } = openedBy(colleague, { held });
    undo(stage);
    expect(stage.getState().edits.map(({ question }) => question)).toContain('unresectable');
    expect(stage.getState().before).toEqual([]);
  });

  it('keeps an attestation given since, as far as it stands', async () => {
    const { stage } = openedBy(physician);
    decided(stage);
    enter(stage, 'coverage.member-id', [{ kind: 'string', value: 'X1' }]);
    await attesting(stage);
    undo(stage);
    expect(stands(stage)).toBe(true);
    undo(stage);
    expect(stands(stage)).toBe(false);
    expect(because(stage)).toBe('answer');
  });
});
