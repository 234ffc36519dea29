import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { responseNow } from '../../src/app/saving.ts';
import type { StageStore } from '../../src/app/stage.ts';
import type { LaunchContext } from '../../src/ehr/launch-context.ts';
import { base, show, staged } from './staged.tsx';

const cpt = 'http://www.ama-assn.org/go/cpt';
const day = textbook.timestamp.slice(0, 10);
const patient = textbook.entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource.id;
const order = (id: string, code: object, more: object = {}) => ({
  resourceType: 'ServiceRequest',
  id,
  status: 'active',
  intent: 'order',
  subject: { reference: `Patient/${patient}` },
  authoredOn: day,
  code,
  ...more,
});
const y90 = { coding: [{ system: cpt, code: '79445' }], text: 'Y-90 radioembolization' };
const again = { coding: [{ system: cpt, code: '79445' }], text: 'Y-90, second session' };
const embolization = { coding: [{ system: cpt, code: '37243' }], text: 'Embolization, tumor' };
const words = { text: 'Y90 radioembolization right lobe' };
const mapping = { text: 'Tc-99m MAA mapping' };

/** The textbook chart with other orders. */
function ordered(orders: readonly object[], launch: Partial<LaunchContext> = {}) {
  const entry = textbook.entry.filter(({ resource }) => resource.resourceType !== 'ServiceRequest');
  const { stage, fake } = staged({ ...textbook, entry }, orders, launch);
  return { stage, fake, user: show(stage) };
}
const named = (id: string): Partial<LaunchContext> => ({
  fhirContext: [{ resourceType: 'ServiceRequest', reference: `ServiceRequest/${id}` }],
});

/** What the form that would be stored says of the order, and where it says that the therapy comes from. */
function stored(stage: StageStore) {
  const { review } = stage.getState();
  if (!review?.assessment) throw new Error('nothing was judged');
  const { extension, item = [] } = responseNow(stage.getState(), review);
  const references = extension.flatMap((each) =>
    'valueReference' in each && each.valueReference.reference?.startsWith('ServiceRequest/')
      ? [each.valueReference.reference]
      : [],
  );
  const answers = item.flatMap((group) => group.item ?? []);
  const [therapy] = answers.find(({ linkId }) => linkId === 'request.therapy')?.answer ?? [];
  return { references, therapy: JSON.stringify(therapy) };
}
const card = () => within(screen.getByRole('region', { name: /^(Y-90|Chemo|Therapy)/ }));
const press = (name: string | RegExp) => card().getByRole('button', { name });

describe('the order', () => {
  it('is the one that the launch names, though another could be meant', () => {
    const { stage } = ordered([order('a', y90), order('b', again)], named('b'));
    expect(card().getByText(/“Y-90, second session”.*named by the launch/)).toBeTruthy();
    expect(stored(stage)).toMatchObject({ references: ['ServiceRequest/b'] });
    expect(stored(stage).therapy).toContain('auto-client');
  });

  it.each([
    ['JSON', JSON.stringify({ order: 'ServiceRequest/b', policy: 'med140' })],
    ['percent-encoded JSON', encodeURIComponent(JSON.stringify({ order: `${base}/ServiceRequest/b` }))],
    ['a query', 'order=ServiceRequest%2Fb'],
  ])('is the one that a card names in %s', (_, appContext) => {
    const { stage } = ordered([order('a', y90), order('b', again)], { appContext });
    expect(stored(stage).references).toEqual(['ServiceRequest/b']);
  });

  it.each(['%', '{"order":', '"ServiceRequest/b"', '[[[', 'ServiceRequest/b', '\u202e'])(
    'is asked for where the card says %j, and nothing breaks',
    (appContext) => {
      const { stage } = ordered([order('a', y90), order('b', again)], { appContext });
      expect(card().getByRole('heading', { name: 'Which order is meant?' })).toBeTruthy();
      expect(stored(stage).references).toEqual([]);
    },
  );

  it('is chosen by the person where there are several, and goes where the form goes', async () => {
    const { stage, user } = ordered([order('a', y90), order('b', again)]);
    expect(stored(stage).references).toEqual([]);
    await user.click(press(/second session/));
    expect(card().getByText(/“Y-90, second session”/).textContent).toContain('chosen by you');
    expect(stored(stage).references).toEqual(['ServiceRequest/b']);
    await user.click(press('Choose again'));
    expect(stored(stage).references).toEqual([]);
  });

  it('decides the therapy where several name different ones', async () => {
    const tace = { coding: [{ system: 'http://snomed.info/sct', code: '314617008' }], text: 'TACE' };
    const { stage, user } = ordered([order('a', y90), order('b', tace)]);
    expect(screen.getByRole('heading', { level: 2, name: /Therapy not known/ })).toBeTruthy();
    await user.click(press(/“TACE”/));
    expect(screen.getByRole('heading', { level: 2, name: /Chemoembolization/ })).toBeTruthy();
    expect(stored(stage)).toMatchObject({ references: ['ServiceRequest/b'] });
  });

  it('may be none of those on record: then the therapy is the physician’s word, and the form names no order', async () => {
    const { stage, user } = ordered([order('a', y90), order('b', again)]);
    await user.click(press('None of these'));
    expect(card().getByText(/No order of the record is the one that is meant/)).toBeTruthy();
    const question = within(screen.getByRole('article', { name: 'Which therapy is requested?' }));
    await user.click(question.getByRole('button', { name: /TARE/ }));
    const { references, therapy } = stored(stage);
    expect(references).toEqual([]);
    expect(card().getByText(/The request is entered by you/)).toBeTruthy();
    // The chart without the person does not name another therapy: the answer replaces nothing.
    expect(therapy).toContain('"manual"');
  });

  it('is confirmed where only its words say so, and the agent is asked for', async () => {
    const { stage, user } = ordered([order('a', words)]);
    expect(card().getByRole('heading', { name: 'Is this the order?' })).toBeTruthy();
    expect(card().getByText(/Known by its words only/)).toBeTruthy();
    expect(stored(stage).references).toEqual([]);
    await user.click(press('Yes, this order'));
    expect(stored(stage)).toMatchObject({ references: ['ServiceRequest/a'], therapy: undefined });
    const question = within(screen.getByRole('article', { name: 'Which therapy is requested?' }));
    await user.click(question.getByRole('button', { name: /TARE/ }));
    expect(stored(stage).references).toEqual(['ServiceRequest/a']);
    expect(stored(stage).therapy).toContain('"manual"');
  });

  it('asks for the agent where 37243 stands alone, and takes the launch’s word that it is the order', async () => {
    const { stage, user } = ordered([order('a', embolization)], named('a'));
    expect(card().getByText(/Its code names no agent/)).toBeTruthy();
    expect(card().queryByRole('heading', { name: 'Is this the order?' })).toBeNull();
    const question = within(screen.getByRole('article', { name: 'Which therapy is requested?' }));
    await user.click(question.getByRole('button', { name: /\(TACE\)/ }));
    expect(stored(stage).references).toEqual(['ServiceRequest/a']);
  });

  it('may be unsigned, which is said and hinders nothing', () => {
    const { stage } = ordered([order('a', y90, { status: 'draft' })], named('a'));
    expect(card().getByText(/^from the order of .*; not signed yet/)).toBeTruthy();
    expect(stored(stage)).toMatchObject({ references: ['ServiceRequest/a'] });
  });

  it('may not be given out yet: that is as usual, and the therapy is the physician’s word', async () => {
    const { stage, user } = ordered([], named('temporary-1'));
    expect(card().getByText(/before it is signed that is as usual/)).toBeTruthy();
    const question = within(screen.getByRole('article', { name: 'Which therapy is requested?' }));
    await user.click(question.getByRole('button', { name: /TARE/ }));
    expect(stored(stage).references).toEqual([]);
    expect(stored(stage).therapy).toContain('"manual"');
  });

  it('is the treatment, with the mapping study shown beside it', () => {
    const { stage } = ordered([order('a', y90), order('maa', mapping)]);
    expect(card().getByText(/Mapping study ordered beside it: “Tc-99m MAA mapping”/)).toBeTruthy();
    expect(stored(stage).references).toEqual(['ServiceRequest/a']);
  });

  it('is not there where only the mapping study is', () => {
    ordered([order('maa', { text: 'Y-90 mapping with MAA' })]);
    expect(card().getByText(/Only the mapping study is ordered/)).toBeTruthy();
    expect(screen.getByRole('article', { name: 'Which therapy is requested?' })).toBeTruthy();
  });

  it('has to be settled before the form is completed, also by saying that it is none', async () => {
    const { user } = ordered([order('a', y90), order('b', again)]);
    await user.click(screen.getByRole('button', { name: 'Review and complete' }));
    await user.click(screen.getByRole('button', { name: 'Complete and store' }));
    expect(screen.getByText(/Say which order is meant, or that none is/)).toBeTruthy();
  });
});
