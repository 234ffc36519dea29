import { HttpResponse, http } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { capabilityOf } from '../../src/ehr/capability.ts';
import { checkPatient } from '../../src/ehr/check-patient.ts';
import { type Draft, saveDraft } from '../../src/ehr/save-draft.ts';
import { writeLadder } from '../../src/ehr/write-ladder.ts';
import {
  accessToken,
  base,
  chart,
  connect,
  defaultScope,
  mount,
  networkForTests,
  profile,
  sandbox,
} from './test-ehr.ts';

const network = networkForTests();
afterEach(() => vi.unstubAllGlobals());

const identifier = { system: 'https://hepauth.example/response', value: 'b1946ac9' };
const response = {
  resourceType: 'QuestionnaireResponse' as const,
  identifier,
  questionnaire: 'https://hepauth.example/Questionnaire/med140|1',
  status: 'in-progress',
  subject: { reference: 'Patient/ada' },
  item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }],
};
const note = {
  text: 'The form, in words. Draft b1946ac9',
  draftId: 'b1946ac9',
  title: 'Prior authorization',
  at: '2025-06-16T10:00:00Z',
};
const draft: Draft = { response, note };
const form = { as: 'QuestionnaireResponse' };
const noteRung = (more: object = {}) => ({
  as: 'DocumentReference',
  docStatus: 'preliminary',
  contentType: 'text/plain',
  type: { system: 'http://loinc.org', code: '34109-9', display: 'Note' },
  author: 'omit',
  encounter: 'required',
  ...more,
});
const scope = `${defaultScope} patient/DocumentReference.crus patient/Binary.r`;

async function open(writeBack: readonly object[], options: Parameters<typeof sandbox>[1] = {}) {
  const server = sandbox([chart()], options);
  mount(network, server);
  return { server, ehr: connect(await accessToken(server, scope), { ehrProfile: profile({ writeBack }) }) };
}
const kept = (server: SandboxEhr) => ({
  forms: server.stored('QuestionnaireResponse').length,
  notes: server.stored('DocumentReference').length,
});

describe('a draft', () => {
  it('is created as a form, then updated, where the EHR takes forms', async () => {
    const { ehr, server } = await open([form, noteRung()]);
    expect(await saveDraft(ehr, draft)).toMatchObject({
      rung: 'QuestionnaireResponse',
      outcome: { status: 'saved', verified: true, versionId: '1' },
      passed: [],
    });
    const changed = { ...response, item: [{ linkId: 'a', answer: [{ valueBoolean: false }] }] };
    expect(await saveDraft(ehr, { ...draft, response: changed })).toMatchObject({
      outcome: { status: 'saved', versionId: '2' },
    });
    expect(kept(server)).toEqual({ forms: 1, notes: 0 });
  });

  it('is filed as a note where the EHR says that it takes no forms, and says why', async () => {
    const { ehr, server } = await open([form, noteRung()], { writable: ['DocumentReference'] });
    expect(await saveDraft(ehr, draft)).toMatchObject({
      rung: 'DocumentReference',
      outcome: { status: 'saved', as: 'DocumentReference' },
      passed: [{ as: 'QuestionnaireResponse', because: expect.stringMatching(/this EHR says/) }],
    });
    expect(kept(server)).toEqual({ forms: 0, notes: 1 });
  });

  it.each([403, 404, 405, 422, 501])(
    'is filed as a note after a %i for the form, and keeps the EHR’s words',
    async (status) => {
      const { ehr, server } = await open([form, noteRung()]);
      server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', status }]);
      const { rung, passed } = await saveDraft(ehr, draft);
      expect(rung).toBe('DocumentReference');
      expect(passed).toMatchObject([
        { as: 'QuestionnaireResponse', because: expect.stringMatching(new RegExp(`${status}|on purpose`)) },
      ]);
      expect(kept(server)).toEqual({ forms: 0, notes: 1 });
    },
  );

  it('is not filed as a note as well while the form may have been stored', async () => {
    const { ehr, server } = await open([form, noteRung()]);
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' },
      { on: 'QuestionnaireResponse', method: 'GET', status: 400 },
    ]);
    expect(await saveDraft(ehr, draft)).toMatchObject({
      rung: 'QuestionnaireResponse',
      outcome: { status: 'unknown' },
    });
    expect(kept(server)).toEqual({ forms: 1, notes: 0 });
  });

  it.each([
    ['form', 'QuestionnaireResponse', { forms: 1, notes: 0 }],
    ['note', 'DocumentReference', { forms: 0, notes: 1 }],
  ] as const)(
    'sent as a %s is not called unstored while that is in doubt, though the EHR can be asked no more',
    async (as, on, expected) => {
      const { ehr, server } = await open(as === 'form' ? [form] : [noteRung()]);
      server.faults.set([
        { on, method: 'POST', effect: 'drop' },
        { on, method: 'GET', status: 400 },
      ]);
      expect(await saveDraft(ehr, draft)).toMatchObject({
        outcome: { status: 'unknown', mayBecomeTwo: true },
      });
      server.faults.set([{ on: 'Patient', status: 401 }]);
      const later = await saveDraft(ehr, draft);
      expect(later).toMatchObject({
        outcome: { status: 'unknown', because: expect.stringMatching(/session/) },
      });
      expect(later.outcome).not.toHaveProperty('mayBecomeTwo');
      expect(kept(server)).toEqual(expected);
    },
  );

  it('whose update is in doubt is not called unstored, though the EHR can be asked no more', async () => {
    const { ehr, server } = await open([form]);
    await saveDraft(ehr, draft);
    const changed = { ...response, item: [{ linkId: 'a', answer: [{ valueBoolean: false }] }] };
    server.faults.set([
      // The reading before the update passes.
      { on: 'QuestionnaireResponse', method: 'GET', times: 1 },
      { on: 'QuestionnaireResponse', method: 'PUT', effect: 'drop' },
      { on: 'QuestionnaireResponse', method: 'GET', status: 400 },
    ]);
    expect(await saveDraft(ehr, { ...draft, response: changed })).toMatchObject({
      outcome: { status: 'unknown' },
    });
    server.faults.set([{ on: 'Patient', status: 401 }]);
    expect(await saveDraft(ehr, { ...draft, response: changed })).toMatchObject({
      outcome: { status: 'unknown', because: expect.stringMatching(/session/) },
    });
  });

  it('is not stored as a form as well while it may have been filed as a note', async () => {
    const { ehr, server } = await open([form, noteRung()]);
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', status: 422, times: 1 },
      { on: 'DocumentReference', method: 'POST', effect: 'drop' },
      { on: 'DocumentReference', method: 'GET', status: 400, times: 1 },
    ]);
    expect(await saveDraft(ehr, draft)).toMatchObject({ outcome: { status: 'unknown' } });
    expect(await saveDraft(ehr, draft)).toMatchObject({
      rung: 'DocumentReference',
      outcome: { status: 'saved' },
    });
    expect(kept(server)).toEqual({ forms: 0, notes: 1 });
  });

  it('that lies in the EHR as a form is not filed as a note as well when a change of it is refused', async () => {
    const { ehr, server } = await open([form, noteRung()]);
    await saveDraft(ehr, draft);
    server.faults.set([{ on: 'QuestionnaireResponse', method: 'PUT', status: 422 }]);
    const changed = { ...response, item: [{ linkId: 'a', answer: [{ valueBoolean: false }] }] };
    expect(await saveDraft(ehr, { ...draft, response: changed })).toMatchObject({
      rung: 'QuestionnaireResponse',
      outcome: { status: 'refused', httpStatus: 422 },
    });
    expect(kept(server)).toEqual({ forms: 1, notes: 0 });
  });

  it('waits for the person where the note is signed the moment that it is stored', async () => {
    const { ehr, server } = await open([noteRung({ docStatus: 'final' })]);
    expect(await saveDraft(ehr, draft)).toMatchObject({
      rung: 'DocumentReference',
      outcome: { status: 'unconfirmed' },
    });
    expect(kept(server).notes).toBe(0);
    expect(await saveDraft(ehr, { ...draft, confirmedFinal: true })).toMatchObject({
      outcome: { status: 'saved' },
    });
    expect(kept(server).notes).toBe(1);
  });

  it.each([
    ['takes neither forms nor notes', [], {}],
    ['refuses both', [form, noteRung()], { writable: [] }],
  ])('is to be exported where the EHR %s', async (_, writeBack, options) => {
    const { ehr, server } = await open(writeBack, options);
    expect(await saveDraft(ehr, draft)).toMatchObject({ rung: 'export', outcome: { status: 'export' } });
    expect(kept(server)).toEqual({ forms: 0, notes: 0 });
  });

  it('is to be exported once the session has ended', async () => {
    const { ehr, server } = await open([form]);
    server.faults.set([{ status: 401, body: 'empty' }]);
    expect(await saveDraft(ehr, draft)).toMatchObject({
      rung: 'export',
      outcome: { because: expect.stringMatching(/^the session with the EHR has ended/) },
    });
    const asked = server.requests.length;
    expect(await saveDraft(ehr, draft)).toMatchObject({ rung: 'export' });
    expect(server.requests.length).toBe(asked);
  });

  it('is not sent while another window stores one for the same patient, and says so', async () => {
    const held = new Map<string, boolean>();
    const request = async (name: string, _: unknown, task: (lock: object | null) => Promise<unknown>) => {
      if (held.get(name)) return task(null);
      held.set(name, true);
      return task({}).finally(() => held.delete(name));
    };
    vi.stubGlobal('navigator', { locks: { request } });
    const { ehr, server } = await open([form]);
    const other = connect(await accessToken(server, scope));
    server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', delay: 500 }]);
    vi.resetModules();
    const elsewhere = await import('../../src/ehr/save-draft.ts');
    const [first, again, second] = await Promise.all([
      saveDraft(ehr, draft),
      saveDraft(ehr, draft),
      elsewhere.saveDraft(other, draft),
    ]);
    expect(again).toEqual(first);
    expect(first).toMatchObject({ outcome: { status: 'saved' } });
    expect(second).toMatchObject({ rung: 'none', outcome: { status: 'busy' } });
    expect(kept(server).forms).toBe(1);
    expect([...held.keys()].join()).not.toMatch(/ada|med140/);
    expect(
      await elsewhere.saveDraft(other, {
        ...draft,
        response: { ...response, identifier: { ...identifier, value: 'second' } },
      }),
    ).toMatchObject({
      outcome: { status: 'saved' },
    });
  });
});

describe('before a draft is sent, the patient is read again, and nothing is sent when', () => {
  const patient = {
    resourceType: 'Patient',
    id: 'ada',
    name: [{ family: 'Canary', given: ['Ada'] }],
    gender: 'female',
  };
  const answered = (body: object, status = 200) =>
    network.use(http.get(`${base}/Patient/ada`, () => HttpResponse.json(body as never, { status })));

  it.each([
    ['the EHR answers with somebody else', { ...patient, id: 'bob' }, /somebody else/],
    ['the name has changed', { ...patient, name: [{ family: 'Other' }] }, /something else in name/],
    [
      'the chart was merged',
      { ...patient, link: [{ type: 'replaced-by', other: { reference: 'Patient/b' } }] },
      /merged/,
    ],
    ['the chart is closed', { ...patient, active: false }, /no longer in use/],
    ['it is no patient', { resourceType: 'Bundle' }, /somebody else/],
  ])('%s', async (_, body, because) => {
    const { ehr, server } = await open([form]);
    answered(body);
    const result = await saveDraft(ehr, { ...draft, patient });
    expect(result).toMatchObject({
      rung: 'none',
      outcome: { status: 'stopped', because: expect.stringMatching(because) },
    });
    expect(JSON.stringify(result)).not.toMatch(/Canary/);
    expect(kept(server).forms).toBe(0);
  });

  it('the patient cannot be read', async () => {
    const { ehr, server } = await open([form]);
    answered({}, 403);
    expect(await saveDraft(ehr, draft)).toMatchObject({
      outcome: { status: 'stopped', because: expect.stringMatching(/read again/) },
    });
    expect(kept(server).forms).toBe(0);
  });

  it('but is sent when only the order of keys is another', async () => {
    const { ehr } = await open([form]);
    const { id, name, ...rest } = patient;
    answered({ name, ...rest, id });
    expect(await checkPatient(ehr, patient)).toEqual({ status: 'same' });
  });
});

describe('the ways of writing', () => {
  const { writeBack } = profile({ writeBack: [form, noteRung()] });
  const says = (types: Readonly<Record<string, readonly string[]>>) =>
    ({
      ok: true,
      software: 'x',
      fhirVersion: '4.0.1',
      types: new Map(
        Object.entries(types).map(([type, interactions]) => [
          type,
          { interactions, conditionalCreate: false },
        ]),
      ),
    }) as const;
  const open = (types: Readonly<Record<string, readonly string[]>>, stored = false) =>
    writeLadder({ writeBack }, says(types), stored).open.map(({ as }) => as);

  it.each([
    [
      'both',
      { QuestionnaireResponse: ['create', 'update'], DocumentReference: ['create'] },
      false,
      ['QuestionnaireResponse', 'DocumentReference'],
    ],
    [
      'update alone, and nothing is stored yet',
      { QuestionnaireResponse: ['read', 'update'], DocumentReference: ['create'] },
      false,
      ['DocumentReference'],
    ],
    [
      'update alone, and the form is stored',
      { QuestionnaireResponse: ['read', 'update'], DocumentReference: ['create'] },
      true,
      ['QuestionnaireResponse', 'DocumentReference'],
    ],
    [
      'create alone, and the form is stored',
      { QuestionnaireResponse: ['create'], DocumentReference: ['create'] },
      true,
      ['DocumentReference'],
    ],
    ['neither', { Patient: ['read'] }, false, []],
    [
      'no interactions at all',
      { QuestionnaireResponse: [], DocumentReference: [] },
      false,
      ['QuestionnaireResponse', 'DocumentReference'],
    ],
    ['no types at all', {}, false, ['QuestionnaireResponse', 'DocumentReference']],
  ] as const)(
    'are those of the profile that the EHR does not deny: it names %s',
    (_, types, stored, expected) => {
      expect(open(types, stored)).toEqual(expected);
    },
  );

  it('are never more than the profile has, whatever the EHR says that it can do', () => {
    expect(writeLadder({ writeBack: [] }, says({ QuestionnaireResponse: ['create'] }), false).open).toEqual(
      [],
    );
  });

  it('are those of the profile where the EHR does not say what it can do', async () => {
    const { ehr, server } = await connected();
    server.faults.set([{ on: 'metadata', status: 404 }]);
    const capability = await capabilityOf(ehr);
    expect(capability).toMatchObject({ ok: false });
    expect(writeLadder({ writeBack }, capability, false).open).toHaveLength(2);
  });

  it('are asked of the EHR once', async () => {
    const { ehr, server } = await connected();
    await Promise.all([capabilityOf(ehr), capabilityOf(ehr)]);
    expect(await capabilityOf(ehr)).toMatchObject({ ok: true, fhirVersion: '4.0.1' });
    expect(server.requests.filter(({ url }) => url.endsWith('/metadata'))).toHaveLength(1);
  });

  async function connected() {
    const server = sandbox([chart()]);
    mount(network, server);
    return { server, ehr: connect(await accessToken(server, scope)) };
  }
});
