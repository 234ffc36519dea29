import { afterEach, describe, expect, it, vi } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { createSandboxEhr, type SandboxEhr, type VendorName } from '../../launch/sandbox/sandbox-ehr.ts';
import { defaultPolicy, mappings, policies } from '../../src/catalogue/catalogue.ts';
import { readDeployment, vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { assess } from '../../src/core/assess.ts';
import type { CriterionResult } from '../../src/core/policy/determine.ts';
import type { Verdict } from '../../src/core/policy/verdict.ts';
import { dataRequirements, scopes } from '../../src/core/record/data-requirements.ts';
import { parseRecord } from '../../src/core/record/patient-record.ts';
import type { Ehr } from '../../src/ehr/ehr.ts';
import { type EhrProfile, requirementsFor } from '../../src/ehr/ehr-profile.ts';
import { readChart } from '../../src/ehr/read-record.ts';
import { saveDraft } from '../../src/ehr/save-draft.ts';
import { createTransport } from '../../src/ehr/transport.ts';
import { appUrl, base, clientId, launched } from '../sandbox/launched.ts';
import { profile } from './test-ehr.ts';

vi.setConfig({ testTimeout: 30_000 });

const asOf = '2025-06-16';
const vendors = { epic: 'epic', cerner: 'cerner', hapi: 'hapi', smart: 'smart-launcher' } as const;
const names = Object.keys(vendors) as readonly VendorName[];
const stories = charts.filter((chart) => JSON.stringify(chart).length < 200_000);
const nameOf = (story: unknown) => (story as { readonly id: string }).id;

function profileOf(like: string): EhrProfile {
  const place = { id: like, like, name: like, issuers: [base], clientId: 'hepauth' };
  const { profiles } = readDeployment('x', { id: 'x', development: true, ehrs: [place] }, vendorProfiles);
  return profiles[0] ?? profile();
}

const serving = (story: unknown, like?: VendorName, more: object = {}): SandboxEhr =>
  createSandboxEhr({
    base,
    charts: [story],
    today: asOf,
    clients: [{ clientId, redirectUris: [appUrl] }],
    // The public HAPI has no login.
    open: like === 'hapi' || like === undefined,
    ...(like && { like }),
    outsideRecords: true,
    ...more,
  });

async function connect(server: SandboxEhr, of: EhrProfile): Promise<Ehr> {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { signal: _, ...rest } = init ?? {};
    return server.handle(new Request(String(input), rest));
  });
  const [chart] = server.charts;
  if (!chart) throw new Error('the sandbox has no chart');
  const requested = [
    'launch openid fhirUser',
    ...scopes(requirementsFor(of, dataRequirements), of.scopeDialect, of.userLevelScopes),
    ...of.extraScopes,
  ];
  const isOpen = of.vendor === 'hapi' || of.vendor === 'other';
  const { token } = isOpen ? { token: {} } : await launched(server, chart.id, requested.join(' '));
  const { access_token = 'none', scope = requested.join(' ') } = token as {
    readonly access_token?: string;
    readonly scope?: string;
  };
  return {
    profile: of,
    context: {
      base,
      patientId: chart.patient.id,
      ...(chart.encounter && { encounterId: chart.encounter.split('/').at(-1) ?? '' }),
      ...(chart.practitioner && { fhirUser: `Practitioner/${chart.practitioner.split('/').at(-1)}` }),
      needPatientBanner: true,
      fhirContext: [],
      requestedScopes: requested,
      grantedScopes: scope.split(' '),
    },
    transport: createTransport({ base, token: () => access_token, pause: async () => {}, random: () => 0 }),
  };
}

async function judged(ehr: Ehr) {
  const { resources, unread, sources } = await readChart(ehr, dataRequirements);
  const record = parseRecord(resources, { owner: { patientId: ehr.context.patientId, base }, unread });
  const policy = policies.find(({ id }) => id === defaultPolicy);
  if (!policy) throw new Error('there is no default policy');
  const { determination } = assess(record, policy, { asOf, mappings });
  const verdicts: (readonly [string, Verdict])[] = [['the whole', determination.verdict]];
  const walk = (results: readonly CriterionResult[], path: string): void => {
    results.forEach((result, at) => {
      verdicts.push([`${path}/${at}`, result.verdict]);
      walk(result.of, `${path}/${at}`);
    });
  };
  walk(determination.results, '');
  return { verdicts, sources };
}

afterEach(() => vi.restoreAllMocks());

describe.each(names)('an EHR like %s', (like) => {
  const of = profileOf(vendors[like]);

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

describe('a draft', () => {
  const at = '2025-06-16T10:00:00Z';
  const draft = (server: SandboxEhr) => ({
    response: {
      resourceType: 'QuestionnaireResponse' as const,
      identifier: { system: 'https://hepauth.example/response', value: 'b1946ac9' },
      questionnaire: 'https://hepauth.example/Questionnaire/med140|1',
      status: 'in-progress',
      subject: { reference: `Patient/${server.charts[0]?.patient.id}` },
      item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }],
    },
    note: {
      text: 'The form, in words. Draft b1946ac9',
      draftId: 'b1946ac9',
      title: 'Prior authorization',
      at,
    },
  });
  const held = (server: SandboxEhr, type: string) => server.stored(type).length;
  /** Forms and notes that came to the chart since it was loaded. */
  const kept = (server: SandboxEhr, before: SandboxEhr) => [
    held(server, 'QuestionnaireResponse') - held(before, 'QuestionnaireResponse'),
    held(server, 'DocumentReference') - held(before, 'DocumentReference'),
  ];
  const open = async (like: VendorName) => {
    const server = serving(stories[0], like);
    const [fresh, ehr] = [serving(stories[0], like), await connect(server, profileOf(vendors[like]))];
    return { server, ehr, fresh };
  };

  it('is an unsigned note in an EHR like epic, which lists forms and refuses them', async () => {
    const { server, ehr, fresh } = await open('epic');
    const result = await saveDraft(ehr, draft(server));
    expect(result).toMatchObject({ rung: 'DocumentReference', outcome: { status: 'saved' }, passed: [] });
    expect(kept(server, fresh)).toEqual([0, 1]);
    expect(server.stored('DocumentReference').at(-1)).toMatchObject({ docStatus: 'preliminary' });
    // A second click files no second note, though this EHR would take it.
    expect(await saveDraft(ehr, draft(server))).toMatchObject({ outcome: { status: 'saved' } });
    expect(kept(server, fresh)).toEqual([0, 1]);
  });

  it('is a signed note in an EHR like cerner, and only after the person has said so', async () => {
    const { server, ehr, fresh } = await open('cerner');
    expect(await saveDraft(ehr, draft(server))).toMatchObject({
      rung: 'DocumentReference',
      outcome: { status: 'unconfirmed' },
    });
    expect(kept(server, fresh)).toEqual([0, 0]);
    const result = await saveDraft(ehr, { ...draft(server), confirmedFinal: true });
    expect(result).toMatchObject({ rung: 'DocumentReference', outcome: { status: 'saved' } });
    expect(kept(server, fresh)).toEqual([0, 1]);
  });

  it.each(['hapi', 'smart'] as const)('is a form in an EHR like %s, then an update of it', async (like) => {
    const { server, ehr, fresh } = await open(like);
    const { response, note } = draft(server);
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

  it.each(names)(
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
        await saveDraft(ehr, { ...draft(server), confirmedFinal: true });
      const [forms = 0, notes = 0] = kept(server, fresh);
      expect(forms + notes).toBe(1);
    },
  );
});
