import { act, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer, chooseOrder, enter, giveReason } from '../../src/app/answering.ts';
import { comparison, merge, merged } from '../../src/app/merging.ts';
import { personName } from '../../src/app/people.ts';
import { goOnWith, lookForDrafts } from '../../src/app/resuming.ts';
import type { Judged } from '../../src/app/review.ts';
import { fileNow, responseNow, save, textNow } from '../../src/app/saving.ts';
import type { StageStore } from '../../src/app/stage.ts';
import { takeInFile } from '../../src/app/taking-in.ts';
import { base, show, unfold } from './staged.tsx';
import { colleague, decided, desk, found, handedOver, openedBy, physician, stands } from './two-people.ts';

const bar = () => within(document.querySelector('.bar') as HTMLElement);
const judgedOn = (stage: StageStore) => stage.getState().review as Judged;
const fileOf = (stage: StageStore) => {
  const { name, text } = fileNow(stage.getState(), judgedOn(stage));
  return new File([text], name);
};
const later = (stage: StageStore, minutes: number) => {
  const time = stage.getState().now().getTime() + minutes * 60_000;
  stage.setState({ now: () => new Date(time) });
};
const completing = (stage: StageStore) => save(stage, { attestation: { remark: '' }, as: 'completed' });

describe('storing again what was attested', () => {
  it('is for the answers that were attested: others go through the review and the attestation again', async () => {
    const { stage, fake } = openedBy(physician);
    decided(stage);
    fake.next = 'lose';
    await completing(stage);
    const user = show(stage);
    expect(bar().getByRole('button', { name: /^Store again/ })).toBeTruthy();
    await act(async () => answer(stage, 'unresectable', false));
    expect(bar().queryByRole('button', { name: /^Store again|^Look again/ })).toBeNull();
    await user.click(bar().getByRole('button', { name: 'Review what will be stored' }));
    expect(stage.getState().step).toBe('completion');
    expect((screen.getByRole('checkbox', { name: /I have reviewed/ }) as HTMLInputElement).checked).toBe(
      false,
    );
    expect(bar().queryByRole('button', { name: /^Store again|^Look again/ })).toBeNull();
    expect(fake.writes).toHaveLength(1);
  });

  it('is open to staff only while the attestation stands', async () => {
    const { stage, fake } = openedBy(desk, { held: await handedOver() });
    fake.next = 'lose';
    await save(stage, { as: 'completed' });
    answer(stage, 'unresectable', false);
    show(stage);
    expect(bar().queryByRole('button', { name: 'Try again' })).toBeNull();
    expect(bar().getByText(/Answers have changed since it was attested/)).toBeTruthy();
  });
});

describe('a completed form', () => {
  it('owes no attestation, and is copied as completed, until something changes', async () => {
    const { stage } = openedBy(physician);
    decided(stage);
    await completing(stage);
    expect(stands(stage)).toBe(true);
    const text = () => textNow(stage.getState(), stage.getState().review as Judged);
    expect(text()).not.toMatch(/DRAFT/);
    answer(stage, 'unresectable', false);
    expect(stands(stage)).toBe(false);
    expect(text()).toMatch(/DRAFT/);
  });
});

describe('changes to a completed form that were kept as a file', () => {
  const changed = async () => {
    const { stage, fake } = openedBy(physician);
    decided(stage);
    await completing(stage);
    later(stage, 5);
    answer(stage, 'follow-up-plan', 'CT in three months.');
    return { file: fileOf(stage), form: fake.stored() ?? {} };
  };

  it('are taken in as what they are, and stored as an amendment, attested anew', async () => {
    const { file, form } = await changed();
    const { stage, fake } = openedBy(physician);
    fake.holds(form);
    later(stage, 10);
    show(stage);
    await act(() => takeInFile(stage, file));
    expect(document.querySelector('.bar .outcome')?.textContent).toMatch(
      /^The file holds changes to the completed form/,
    );
    await act(async () => goOnWith(stage, stage.getState().found as never));
    expect(stage.getState()).toMatchObject({
      isCompleted: true,
      previous: { reference: 'QuestionnaireResponse/form' },
    });
    await expect(save(stage)).rejects.toThrow(/amended/);
    await act(() => completing(stage));
    expect(fake.writes.map(({ method, body }) => [method, body.status])).toEqual([['PUT', 'amended']]);
    expect(JSON.stringify(fake.stored())).toContain('CT in three months.');
  });

  it('are refused where somebody has amended it since', async () => {
    const { file, form } = await changed();
    const { stage, fake } = openedBy(physician);
    later(stage, 60);
    fake.holds({ ...form, status: 'amended', authored: stage.getState().now().toISOString() });
    await takeInFile(stage, file);
    expect(stage.getState().foundProblem).toMatch(/completed in the EHR after the file was kept/);
  });
});

describe('a draft of somebody', () => {
  it('waits behind a file that is taken in, and is asked about all the same', async () => {
    const theirs = await handedOver();
    const kept = openedBy(colleague);
    answer(kept.stage, 'approach', 'radial');
    const { stage, fake } = openedBy(colleague);
    fake.holds(theirs);
    await lookForDrafts(stage);
    await takeInFile(stage, fileOf(kept.stage));
    expect(stage.getState().found?.isFile).toBe(true);
    goOnWith(stage, stage.getState().found as never);
    expect(stage.getState().found?.reference).toBe('QuestionnaireResponse/form');
    await save(stage);
    expect(stage.getState().saving.state).toBe('held');
    expect(fake.writes).toEqual([]);
  });

  it('that could not be looked for is said to be unknown', async () => {
    const { stage, fake } = openedBy(colleague);
    fake.offline = true;
    await lookForDrafts(stage);
    expect(stage.getState().foundProblem).toMatch(
      /^Whether the EHR holds a draft of this form is not known: /,
    );
  });

  it('is not gone on with while this page’s own is being stored', async () => {
    const { stage, fake } = openedBy(colleague);
    const own = stage.getState().identifier;
    fake.next = 'wait';
    const saving = save(stage);
    await vi.waitFor(() => expect(fake.writes).toHaveLength(1));
    const held = {
      ...found({ ...(await handedOver()), id: 'theirs' }),
      reference: 'QuestionnaireResponse/theirs',
    };
    stage.setState({ found: held });
    goOnWith(stage, held);
    fake.release();
    await saving;
    expect(stage.getState()).toMatchObject({
      identifier: own,
      previous: { reference: 'QuestionnaireResponse/form' },
    });
    expect(stage.getState().found).toBe(held);
  });

  it('that is no completed form does not become one by what this page has completed before', async () => {
    const theirs = await handedOver();
    const { stage, fake } = openedBy(physician);
    decided(stage);
    await completing(stage);
    fake.holds(theirs);
    goOnWith(stage, { ...found(theirs), reference: 'QuestionnaireResponse/theirs' });
    const compared = comparison(stage.getState());
    if (compared?.status !== 'comparable') throw new Error('they can be put beside each other');
    merge(stage, compared, new Map(compared.differences.map(({ linkId }) => [linkId, 'theirs'])));
    expect(stage.getState().isCompleted).toBe(false);
    expect(responseNow(stage.getState(), judgedOn(stage)).status).toBe('in-progress');
  });

  it('is asked about before a second form is stored', async () => {
    const held = await handedOver();
    const { stage, fake } = openedBy(desk);
    stage.setState({ found: found(held) });
    const user = show(stage);
    await act(async () => save(stage));
    expect(fake.writes).toEqual([]);
    expect(bar().getByRole('alert').textContent).toContain('the EHR holds a draft of this form already');
    await user.click(bar().getByRole('button', { name: 'Keep mine apart' }));
    await act(async () => save(stage));
    expect(fake.writes.map(({ method }) => method)).toEqual(['POST']);
  });

  it('comes into sight also where something was stored here first, and is then not mistaken for one’s own', async () => {
    const held = await handedOver();
    const { stage, fake } = openedBy(desk);
    await save(stage);
    await lookForDrafts(stage);
    expect(stage.getState().found).toBeUndefined();
    fake.holdsAlso({ ...held, id: 'theirs' });
    await lookForDrafts(stage);
    expect(stage.getState().found?.reference).toBe('QuestionnaireResponse/theirs');
  });
});

describe('the answers of two people brought together', () => {
  const joined = async (mine: (stage: StageStore) => void, theirs: (stage: StageStore) => void) => {
    const held = await handedOver();
    const other = openedBy(colleague, { held });
    theirs(other.stage);
    await save(other.stage);
    const { stage, fake } = openedBy(desk, { held });
    mine(stage);
    fake.holds({ ...other.fake.stored(), meta: { versionId: '2' } });
    fake.next = 'conflict';
    await save(stage);
    const compared = comparison(stage.getState());
    if (compared?.status !== 'comparable') throw new Error('they can be put beside each other');
    return { stage, compared };
  };

  it('keep an attestation that both sides have where only staff parts differ, whosever is taken', async () => {
    const { stage, compared } = await joined(
      (mine) => answer(mine, 'tumor-count', 2),
      (theirs) => answer(theirs, 'approach', 'Right lobe'),
    );
    const choices = new Map(
      compared.differences.map(({ linkId, changed }) => [linkId, changed as 'mine' | 'theirs']),
    );
    expect([...choices.values()].toSorted()).toEqual(['mine', 'theirs']);
    expect(merged(stage.getState(), compared, choices).fallen).toBeUndefined();
    merge(stage, compared, choices);
    expect(stands(stage)).toBe(true);
    expect(stage.getState().before).toEqual([]);
  });

  it('do not take over an attestation that the chart of this page contradicts', async () => {
    const withoutEcog = {
      ...textbook,
      entry: textbook.entry.filter(({ resource }) => !JSON.stringify(resource).includes('89247')),
    };
    const held = await handedOver({ chart: withoutEcog });
    const { stage, fake } = openedBy(desk, { held });
    expect(stands(stage)).toBe(false);
    answer(stage, 'planned-sessions', 1);
    fake.holds({ ...held, meta: { versionId: '2' } });
    fake.next = 'conflict';
    await save(stage);
    const compared = comparison(stage.getState());
    if (compared?.status !== 'comparable') throw new Error('they can be put beside each other');
    expect(merged(stage.getState(), compared, new Map()).fallen).toEqual({ by: physician, because: 'chart' });
    merge(stage, compared, new Map());
    expect(stands(stage)).toBe(false);
  });

  it('are about the order that was chosen, where each side means another', async () => {
    const order = textbook.entry.find(({ resource }) => resource.id === 'hcc-order')?.resource as object;
    const opening = { more: [{ ...order, id: 'another' }] };
    const held = await handedOver(opening, (stage) => {
      chooseOrder(stage, 'ServiceRequest/another');
      decided(stage);
    });
    const { stage } = openedBy(desk, opening);
    chooseOrder(stage, 'ServiceRequest/hcc-order');
    goOnWith(stage, found(held));
    const compared = comparison(stage.getState());
    if (compared?.status !== 'comparable') throw new Error('they can be put beside each other');
    expect(compared.differences[0]).toMatchObject({ linkId: 'order', changed: 'both' });
    const choose = (side: 'mine' | 'theirs') =>
      merged(stage.getState(), compared, new Map([['order', side]]));
    expect(choose('mine')).toMatchObject({
      said: { order: 'ServiceRequest/hcc-order' },
      fallen: { by: physician, because: 'order' },
    });
    expect(choose('theirs').said.order).toBe('ServiceRequest/another');
    expect(choose('theirs').fallen).toBeUndefined();
  });

  it('show a reason that only one side has, so that none is lost', async () => {
    const override = (stage: StageStore) => answer(stage, 'ecog', 2);
    const { compared } = await joined(override, (theirs) => {
      override(theirs);
      giveReason(theirs, 'liver-function.ecog', 'Seen today', 'ecog');
    });
    expect(compared.differences.map(({ linkId }) => linkId)).toContain('liver-function.ecog');
  });

  it('are attested anew where they were attested with the store that met the other version', async () => {
    const { stage, fake } = openedBy(physician);
    answer(stage, 'approach', 'radial');
    await save(stage);
    const other = openedBy(colleague, { held: fake.stored() ?? {} });
    answer(other.stage, 'follow-up-plan', 'By the colleague.');
    await save(other.stage);
    decided(stage);
    fake.holds({ ...other.fake.stored(), meta: { versionId: '7' } });
    fake.next = 'conflict';
    await save(stage, { attestation: { remark: '' }, as: 'draft' });
    const user = show(stage);
    await user.click(bar().getByRole('button', { name: 'Compare answer by answer' }));
    const writes = fake.writes.length;
    await user.click(await screen.findByRole('button', { name: 'Take these answers' }));
    expect(screen.getByRole('heading', { name: 'Review what will be stored' })).toBeTruthy();
    expect(fake.writes).toHaveLength(writes);
  });

  it('say before they are stored that an attestation would fall', async () => {
    const { stage, compared } = await joined(
      (mine) => answer(mine, 'planned-sessions', 1),
      (theirs) => answer(theirs, 'bridge-to-transplant', true),
    );
    const choices = new Map(
      compared.differences.map(({ linkId, changed }) => [linkId, changed as 'mine' | 'theirs']),
    );
    expect(merged(stage.getState(), compared, choices).fallen).toEqual({ by: physician, because: 'answer' });
  });
});

describe('a person’s name', () => {
  it('is never that of somebody on another server', () => {
    const resources = [
      {
        performer: [
          { reference: 'https://elsewhere.example/fhir/Practitioner/hale', display: 'Somebody Else' },
        ],
      },
      { performer: [{ reference: `${base}/Practitioner/hale`, display: 'Dr. Hale' }] },
    ];
    expect(personName('Practitioner/hale', resources, base)).toBe('Dr. Hale');
    expect(personName('https://elsewhere.example/fhir/Practitioner/hale', [...resources], base)).toBe(
      'https://elsewhere.example/fhir/Practitioner/hale',
    );
  });
});

describe('people whom the EHR does not name', () => {
  it('are not taken for one another', async () => {
    const nobody = { launch: { fhirUser: undefined as never } };
    const first = openedBy(undefined as never, nobody);
    decided(first.stage);
    enter(first.stage, 'liver-function.albumin', [], 'albumin');
    await save(first.stage, { attestation: { remark: '' }, as: 'draft' });
    const { stage } = openedBy(undefined as never, { ...nobody, held: first.fake.stored() ?? {} });
    show(stage);
    unfold();
    expect(stands(stage)).toBe(true);
    expect([...document.querySelectorAll('.yours')].map(({ textContent }) => textContent).join()).toMatch(
      /^Answered by a user whom the EHR did not name \(session /,
    );
    expect(document.getElementById('form-albumin')?.textContent).toMatch(/left empty by a user whom/);
  });
});
