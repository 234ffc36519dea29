import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SandboxEhr, VendorName } from '../../launch/sandbox/sandbox-ehr.ts';
import { saveDraft } from '../../src/ehr/save-draft.ts';
import { profile } from './test-ehr.ts';
import {
  connect,
  draftFor,
  judged,
  kept,
  nameOf,
  profileOf,
  serving,
  stories,
  vendorNames,
} from './vendor-ehr.ts';

afterEach(() => vi.restoreAllMocks());

describe.each(vendorNames)('an EHR like %s', (like) => {
  const of = profileOf(like);

  it.each(stories.map((story) => [nameOf(story), story] as const))(
    'is read whole, in its own ways, and %s is judged as everywhere, or less',
    async (_, story) => {
      const plain = new Map((await judged(await connect(serving(story), profile()))).verdicts);
      const { verdicts, sources } = await judged(await connect(serving(story, like), of));
      expect(sources.filter(({ state }) => state !== 'complete')).toEqual([]);
      for (const [node, verdict] of verdicts)
        if (verdict !== 'unknown') expect([node, verdict]).toEqual([node, plain.get(node)]);
      const lost = verdicts.filter(
        ([node, verdict]) => verdict === 'unknown' && plain.get(node) !== 'unknown',
      );
      // Oracle Health shows no performance status, and knows its procedures by words.
      expect(lost.length).toBeLessThanOrEqual(like === 'cerner' ? 8 : like === 'epic' ? 4 : 0);
    },
  );
});

describe('an EHR like epic whose registration leaves records out', () => {
  it('is told as incomplete, and turns nothing that it does not show into a no', async () => {
    const [story] = stories;
    const plain = new Map((await judged(await connect(serving(story), profile()))).verdicts);
    const hidden = serving(story, 'epic', { outsideRecords: false });
    const { verdicts, sources } = await judged(await connect(hidden, profileOf('epic')));
    expect(sources.filter(({ state }) => state !== 'complete').map(({ because }) => because)).toEqual(
      expect.arrayContaining([expect.stringMatching(/withheld/)]),
    );
    for (const [node, verdict] of verdicts)
      if (verdict !== 'unknown') expect([node, verdict]).toEqual([node, plain.get(node)]);
  });
});

describe('a launch of an EHR like epic that names no visit', () => {
  it('leaves unread what is kept with the visit, and the performance status open', async () => {
    const { context, ...ehr } = await connect(serving(stories[0], 'epic'), profileOf('epic'));
    const { encounterId: _, ...launch } = context;
    const { sources, verdicts } = await judged({ ...ehr, context: launch });
    expect(sources.filter(({ state }) => state !== 'complete')).toEqual([
      {
        id: 'smartdata',
        label: 'SmartData elements',
        state: 'partial',
        count: 0,
        because: 'this launch named no visit',
      },
    ]);
    expect(new Map(verdicts).get('the whole')).toBe('unknown');
  });

  it('doubts the performance status alone: laboratory values are kept elsewhere', async () => {
    const { context, ...ehr } = await connect(serving(stories[0], 'epic'), profileOf('epic'));
    const { encounterId: _, ...launch } = context;
    const { facts } = await judged({ ...ehr, context: launch });
    expect(facts.performanceStatus).toMatchObject({ state: 'open', gap: 'partial' });
    expect(facts.laboratories.bilirubin.latest.state).toBe('known');
  });
});

describe('a warning that names another type than was searched for', () => {
  it('turns no diagnosis that it may have withheld into "not met"', async () => {
    const breast = serving(stories.find((story) => nameOf(story) === 'breast-metastases'));
    const wholeOf = async (server: SandboxEhr) =>
      new Map((await judged(await connect(server, profile()))).verdicts).get('the whole');
    expect(await wholeOf(breast)).toBe('not-met');
    const diagnostics = 'Records attached to an Encounter were withheld.';
    const resource = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'warning', code: 'suppressed', diagnostics }],
    };
    const withholding: SandboxEhr = {
      ...breast,
      async handle(request) {
        const answer = await breast.handle(request);
        if (!request.url.includes('/Condition?')) return answer;
        const page = await answer.json();
        return Response.json({ ...page, entry: [...page.entry, { resource, search: { mode: 'outcome' } }] });
      },
    };
    expect(await wholeOf(withholding)).toBe('unknown');
  });
});

describe('a draft', () => {
  const open = async (like: VendorName) => {
    const server = serving(stories[0], like);
    const [fresh, ehr] = [serving(stories[0], like), await connect(server, profileOf(like))];
    return { server, ehr, fresh };
  };

  it('is an unsigned note in an EHR like epic, which lists forms and refuses them', async () => {
    const { server, ehr, fresh } = await open('epic');
    const result = await saveDraft(ehr, draftFor(server));
    expect(result).toMatchObject({ rung: 'DocumentReference', outcome: { status: 'saved' }, passed: [] });
    expect(kept(server, fresh)).toEqual([0, 1]);
    expect(server.stored('DocumentReference').at(-1)).toMatchObject({ docStatus: 'preliminary' });
    // A second click files no second note, though this EHR would take it.
    expect(await saveDraft(ehr, draftFor(server))).toMatchObject({ outcome: { status: 'saved' } });
    expect(kept(server, fresh)).toEqual([0, 1]);
  });

  it('is a signed note in an EHR like cerner, and only after the person has said so', async () => {
    const { server, ehr, fresh } = await open('cerner');
    expect(await saveDraft(ehr, draftFor(server))).toMatchObject({
      rung: 'DocumentReference',
      outcome: { status: 'unconfirmed' },
    });
    expect(kept(server, fresh)).toEqual([0, 0]);
    const result = await saveDraft(ehr, { ...draftFor(server), confirmedFinal: true });
    expect(result).toMatchObject({ rung: 'DocumentReference', outcome: { status: 'saved' } });
    expect(kept(server, fresh)).toEqual([0, 1]);
  });

  it.each(['hapi', 'smart'] as const)('is a form in an EHR like %s, then an update of it', async (like) => {
    const { server, ehr, fresh } = await open(like);
    const { response, note } = draftFor(server);
    expect(await saveDraft(ehr, { response, note })).toMatchObject({
      rung: 'QuestionnaireResponse',
      outcome: { status: 'saved', verified: true },
    });
    const changed = { ...response, item: [{ linkId: 'a', answer: [{ valueBoolean: false }] }] };
    expect(await saveDraft(ehr, { response: changed, note })).toMatchObject({
      outcome: { status: 'saved', verified: true, versionId: '2' },
    });
    expect(kept(server, fresh)).toEqual([1, 0]);
  });

  it.each(vendorNames)(
    'is stored at most once by five clicks in an EHR like %s that loses every answer to a write',
    async (like) => {
      const { server, ehr, fresh } = await open(like);
      server.faults.set([{ method: 'POST', effect: 'drop' }]);
      vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
        const { signal: _, ...rest } = init ?? {};
        const answer = await server.handle(new Request(String(input), rest));
        if (answer.type === 'error') throw new TypeError('Failed to fetch');
        return answer;
      });
      for (let click = 0; click < 5; click += 1)
        await saveDraft(ehr, { ...draftFor(server), confirmedFinal: true });
      const [forms = 0, notes = 0] = kept(server, fresh);
      expect(forms + notes).toBe(1);
    },
  );
});
