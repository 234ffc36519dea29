import { act, cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import midgut from '../../launch/sandbox/patients/midgut-net.json' with { type: 'json' };
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer, enter } from '../../src/app/answering.ts';
import { itemOf } from '../../src/app/asking.ts';
import { attestationIn } from '../../src/app/attesting.ts';
import { owed } from '../../src/app/parts.ts';
import { goOnWith } from '../../src/app/resuming.ts';
import { save } from '../../src/app/saving.ts';
import type { StageStore } from '../../src/app/stage.ts';
import { show, staged } from './staged.tsx';
import { colleague, desk, handedOver, openedBy, physician, stands, storedAnswer } from './two-people.ts';

const bar = () => within(document.querySelector('.bar') as HTMLElement);
const owing = () => document.querySelector('.hand-over b')?.textContent ?? '';

describe('the two parts', () => {
  it('are said in one sentence: what I owe, and what the other part lacks', async () => {
    const { stage } = openedBy(physician);
    const user = show(stage);
    expect(owing()).toBe(
      'You still owe 7 answers: unresectable or not, bridge to transplantation or not, liver-dominant or not and 4 more, and the attestation; the staff part lacks 5.',
    );
    await act(async () => answer(stage, 'unresectable', true));
    expect(owing()).toMatch(/^You still owe 6 answers: liver-dominant or not/);
    await user.click(screen.getByRole('button', { name: 'I am office staff' }));
    expect(owing()).toBe(
      'You still owe 5 answers: the approach, disease outside the liver, earlier treatments and 2 more; the clinician’s part lacks 6 and the attestation.',
    );
  });

  it('owe nothing for what a clinician leaves open on purpose', async () => {
    const { stage } = openedBy(physician);
    show(stage);
    await act(async () => stage.setState({ leftOpen: ['unresectable', 'bridge-to-transplant'] }));
    expect(owing()).toMatch(/^You still owe 5 answers: liver-dominant or not/);
  });

  it('owe one of the ways to an answer, the shortest, and not all of them', () => {
    const { stage } = staged(midgut);
    const { review } = stage.getState();
    if (!review?.assessment) throw new Error('it is judged');
    const asked = owed(stage.getState(), review).clinician.map(({ linkId }) => linkId);
    // Either of two answers about systemic therapy is enough; both are documents, so that both are owed.
    expect(review.assessment.decisive.map(({ length }) => length)).toEqual([4, 4]);
    expect(asked.slice(0, 4)).toEqual(
      review.assessment.decisive[0]?.map((question) => itemOf(question).linkId),
    );
  });

  it('are marked on every item, and the clinician’s is what no record says', async () => {
    const { stage } = openedBy(physician);
    const user = show(stage);
    await user.click(screen.getByRole('button', { name: /^My part/ }));
    const rows = () => [...document.querySelectorAll('.form .row .label')].map((label) => label.textContent);
    expect(rows()).toHaveLength(8);
    expect(rows().every((label) => label?.endsWith('Clinician’s part'))).toBe(true);
    expect(rows()).toContain('Is the tumor unresectable?Clinician’s part');
    await user.click(screen.getByRole('button', { name: /^All/ }));
    expect(rows().filter((label) => label?.endsWith('Staff part'))).toHaveLength(rows().length - 8);
    const alternatives = document.getElementById('form-alternatives-considered');
    expect(alternatives?.textContent).toContain('take it from the notes');
  });
});

describe('office staff', () => {
  it('finishes what a clinician attested, and every answer keeps its author, time and origin', async () => {
    const held = await handedOver();
    expect(held).toMatchObject({ status: 'in-progress', author: { reference: physician } });
    const { stage, fake } = openedBy(desk, { held });
    const user = show(stage);
    await act(async () => answer(stage, 'planned-sessions', 2));
    await user.click(bar().getByRole('button', { name: 'Review and complete' }));
    expect(screen.getByText(/^Attested by Adaeze Okafor, MD on 16 June 2025/)).toBeTruthy();
    expect(screen.queryByRole('checkbox', { name: /I have reviewed/ })).toBeNull();
    await user.click(bar().getByRole('button', { name: 'Complete and store' }));
    await screen.findByText(/Completed form stored/);
    const stored = fake.stored();
    // A Person may not stand where FHIR wants a practitioner: it is named in words, and read back as it was.
    expect(stored).toMatchObject({ status: 'completed', author: { display: desk } });
    for (const linkId of ['surgery.unresectable', 'surgery.rationale', 'attestation.attested']) {
      expect(storedAnswer(stored, linkId)).toBe(storedAnswer(held, linkId));
      expect(storedAnswer(stored, linkId)).toContain(`"valueReference":{"reference":"${physician}"}`);
    }
    expect(storedAnswer(stored, 'request.planned-sessions')).toContain(`{"display":"${desk}"}`);
    expect(storedAnswer(stored, 'request.planned-sessions')).toContain('"valueCode":"manual"');
    expect(stored).not.toHaveProperty('source');
  });

  it('cannot attest, nor complete what nobody has attested', async () => {
    const { stage, fake } = openedBy(desk);
    const user = show(stage);
    expect(screen.queryByRole('button', { name: 'I am a clinician' })).toBeNull();
    await user.click(bar().getByRole('button', { name: 'Review and complete' }));
    expect(screen.queryByRole('checkbox', { name: /I have reviewed/ })).toBeNull();
    await user.click(bar().getByRole('button', { name: 'Complete and store' }));
    expect(bar().getByRole('alert').textContent).toContain('Only a clinician can attest');
    expect(fake.writes).toEqual([]);
    await expect(save(stage, { as: 'completed' })).rejects.toThrow('somebody attests');
  });

  it('sees who answered, and when', async () => {
    const { stage } = openedBy(desk, { held: await handedOver() });
    show(stage);
    const row = document.getElementById('form-unresectable') as HTMLElement;
    expect(row.textContent).toContain('answered by Adaeze Okafor, MD 16 June 2025, 12:00');
    const tree = document.querySelector('.tree')?.textContent ?? '';
    expect(tree).toContain('Answer of Adaeze Okafor, MD');
    expect(tree).not.toContain('Your answer');
  });

  it('who is a practitioner to the EHR says so, and is then no clinician here', async () => {
    const { stage } = openedBy(colleague);
    const user = show(stage);
    await user.click(screen.getByRole('button', { name: 'I am office staff' }));
    await user.click(bar().getByRole('button', { name: 'Review and complete' }));
    expect(screen.queryByRole('checkbox', { name: /I have reviewed/ })).toBeNull();
  });
});

describe('an attestation', () => {
  it.each<[string, boolean, (stage: StageStore) => void]>([
    ['an item where nothing stood', true, (stage) => answer(stage, 'tumor-count', 2)],
    [
      'an administrative item',
      true,
      (stage) => enter(stage, 'coverage.member-id', [{ kind: 'string', value: 'X1' }]),
    ],
    ['the clinician’s own answer', false, (stage) => answer(stage, 'unresectable', false)],
    [
      'another question of the clinician’s part',
      false,
      (stage) => answer(stage, 'bridge-to-transplant', true),
    ],
    ['what the chart filled', false, (stage) => answer(stage, 'ecog', 3)],
    ['what the chart filled, to nothing', false, (stage) => enter(stage, 'disease.liver-diagnosis', [])],
  ])('after a change of %s stands: %s', async (_, expected, change) => {
    const { stage } = openedBy(desk, { held: await handedOver() });
    expect(stands(stage)).toBe(true);
    change(stage);
    expect(stands(stage)).toBe(expected);
  });

  it('that fell is said to have fallen, and is given anew', async () => {
    const { stage, fake } = openedBy(colleague, { held: await handedOver() });
    answer(stage, 'unresectable', false);
    const user = show(stage);
    await user.click(bar().getByRole('button', { name: 'Review and complete' }));
    expect(
      screen.getByText(
        /another than the one that was attested: the attestation of Adaeze Okafor, MD no longer stands/,
      ),
    ).toBeTruthy();
    for (const tick of screen.getAllByRole('checkbox')) await user.click(tick);
    await user.click(bar().getByRole('button', { name: 'Complete and store' }));
    await screen.findByText(/Completed form stored/);
    expect(storedAnswer(fake.stored(), 'attestation.attested')).toContain(colleague);
  });

  it('does not stand where the chart says something else by now', async () => {
    const held = await handedOver();
    const changed = JSON.parse(
      JSON.stringify(held).replaceAll('"valueQuantity":{"value":4', '"valueQuantity":{"value":3'),
    );
    expect(changed).not.toEqual(held);
    const { stage } = openedBy(desk, { held: changed });
    expect(stands(stage)).toBe(false);
    expect(stage.getState().fallen).toMatchObject({ by: physician, because: 'chart' });
  });

  it('is handed over only by who ticks it', async () => {
    const { stage, fake } = openedBy(physician);
    const user = show(stage);
    await act(async () => answer(stage, 'unresectable', true));
    await user.click(bar().getByRole('button', { name: 'Review and complete' }));
    const hand = bar().getByRole('button', { name: 'Attest and hand over to staff' });
    await user.click(hand);
    expect(bar().getByRole('alert').textContent).toContain('Tick the attestation');
    expect(fake.writes).toEqual([]);
    await user.click(screen.getByRole('checkbox', { name: /I have reviewed/ }));
    await user.click(hand);
    await screen.findByText(/Draft stored with your attestation/);
    expect(fake.stored()).toMatchObject({ status: 'in-progress' });
    await user.click(bar().getByRole('button', { name: 'Save draft' }));
    await screen.findByText(/Draft stored as/);
    expect(storedAnswer(fake.stored(), 'attestation.attested')).toContain(physician);
  });
});

describe('the order of a draft', () => {
  it('is meant by who goes on with it, also where the launch names another one', async () => {
    const order = textbook.entry.find(({ resource }) => resource.id === 'hcc-order')?.resource as object;
    const another = { ...order, id: 'another', occurrenceDateTime: '2025-07-01' };
    const launch = (id: string) => ({
      fhirContext: [{ resourceType: 'ServiceRequest', reference: `ServiceRequest/${id}` } as const],
    });
    const first = staged(textbook, [another], launch('another'));
    answer(first.stage, 'unresectable', true);
    await save(first.stage, { attestation: { remark: '' }, as: 'draft' });
    const held = first.fake.stored() ?? {};
    const { stage } = staged(textbook, [another], launch('hcc-order'));
    goOnWith(stage, { reference: 'QuestionnaireResponse/form', resource: held });
    const { review, entries, revision, storedRevision } = stage.getState();
    expect(review?.assessment && review.ordering?.choice).toEqual({
      is: 'this',
      reference: 'ServiceRequest/another',
    });
    expect(attestationIn(entries)).toBeDefined();
    expect(storedRevision).toBe(revision);
  });
});

/** A draft that two people have open: what the colleague stored meanwhile, and the stage of the one who comes second. */
async function conflicting(theirs: (stage: StageStore) => void, mine: (stage: StageStore) => void) {
  const held = await handedOver();
  const other = openedBy(colleague, { held });
  theirs(other.stage);
  await save(other.stage);
  const { stage, fake } = openedBy(desk, { held });
  mine(stage);
  fake.holds({ ...other.fake.stored(), meta: { versionId: '2' } });
  await save(stage);
  return { stage, fake };
}

describe('two people who change one draft', () => {
  it('choose answer by answer, and each answer keeps its author', async () => {
    const { stage, fake } = await conflicting(
      (other) => {
        answer(other, 'tumor-count', 3);
        answer(other, 'approach', 'Right lobe');
      },
      (mine) => {
        answer(mine, 'tumor-count', 2);
        answer(mine, 'planned-sessions', 1);
      },
    );
    const user = show(stage);
    await user.click(bar().getByRole('button', { name: 'Compare answer by answer' }));
    const rows = await screen.findAllByRole('group');
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('changed in the EHR only'),
      expect.stringContaining('changed by you only'),
      expect.stringContaining('changed on both sides'),
    ]);
    const store = screen.getByRole('button', { name: 'Store these answers' });
    await user.click(store);
    expect(screen.getByRole('alert').textContent).toContain('Choose one for each answer first');
    expect(fake.writes).toEqual([]);
    await user.click(within(rows[2] as HTMLElement).getByRole('radio', { name: /^In the EHR/ }));
    await user.click(store);
    await screen.findByText(/Draft stored as/);
    const stored = fake.stored();
    expect(storedAnswer(stored, 'disease.tumor-count')).toMatch(/lindqvist.*"valueInteger":3/);
    expect(storedAnswer(stored, 'request.approach')).toMatch(/lindqvist.*Right lobe/);
    expect(storedAnswer(stored, 'request.planned-sessions')).toMatch(/abara.*"valueInteger":1/);
    expect(storedAnswer(stored, 'surgery.unresectable')).toMatch(/okafor.*true/);
  });

  it('lose an attestation that another answer was chosen against, and keep one that was not', async () => {
    const choose = async (name: RegExp) => {
      const { stage } = await conflicting(
        (other) => answer(other, 'unresectable', false),
        (mine) => answer(mine, 'planned-sessions', 1),
      );
      const user = show(stage);
      await user.click(bar().getByRole('button', { name: 'Compare answer by answer' }));
      const row = (await screen.findAllByRole('group')).find((each) =>
        each.textContent?.includes('unresectable'),
      );
      await user.click(within(row as HTMLElement).getByRole('radio', { name }));
      await user.click(screen.getByRole('button', { name: 'Store these answers' }));
      await screen.findByText(/Draft stored as/);
      cleanup();
      return attestationIn(stage.getState().entries) !== undefined;
    };
    expect(await choose(/^In the EHR/)).toBe(false);
    expect(await choose(/^Here/)).toBe(true);
  });

  it('cannot put a draft in the place of a completed form', async () => {
    const { stage, fake } = await conflicting(
      () => {},
      (mine) => answer(mine, 'planned-sessions', 1),
    );
    fake.holds({ ...fake.stored(), status: 'completed', meta: { versionId: '3' } });
    await save(stage);
    show(stage);
    expect(bar().getByRole('alert').textContent).toContain('it is no longer in progress');
    expect(bar().queryByRole('button', { name: 'Compare answer by answer' })).toBeNull();
    const before = stage.getState().identifier.value;
    const user = userEvent.setup();
    await user.click(bar().getByRole('button', { name: 'Store mine as a new form' }));
    await screen.findByText(/Draft stored as/);
    expect(fake.writes.at(-1)?.method).toBe('POST');
    expect(JSON.stringify(fake.writes.at(-1)?.body.identifier)).not.toContain(before);
  });
});
