import { describe, expect, it } from 'vitest';
import { draftUse, findDrafts, stopDraft } from '../../src/ehr/find-drafts.ts';
import { accessToken, base, chart, connect, mount, networkForTests, profile, sandbox } from './test-ehr.ts';

const network = networkForTests();
const form = { canonical: 'https://hepauth.example/Questionnaire/med140|2' };
const today = '2025-06-16';
const response = (id: string, more: object = {}) => ({
  resourceType: 'QuestionnaireResponse',
  id,
  identifier: { system: 'https://hepauth.example/response', value: id },
  questionnaire: form.canonical,
  status: 'in-progress',
  subject: { reference: 'Patient/ada' },
  authored: '2025-06-10T10:00:00Z',
  item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }],
  ...more,
});

async function open(responses: readonly object[], options: Parameters<typeof connect>[1] = {}) {
  const server = sandbox([chart(...responses)]);
  mount(network, server);
  return { server, ehr: connect(await accessToken(server), options) };
}
const named = (id: string) => ({
  launch: {
    fhirContext: [
      { resourceType: 'QuestionnaireResponse' as const, reference: `QuestionnaireResponse/${id}` },
    ],
  },
});

describe('the drafts of a patient', () => {
  it('are those in progress, and a completed form is never one of them', async () => {
    const { ehr } = await open([
      response('one'),
      response('done', { status: 'completed' }),
      response('gone', { status: 'stopped' }),
    ]);
    const { resumable, expired, unsure } = await findDrafts(ehr, form, today);
    expect(resumable.map(({ reference }) => reference)).toEqual(['QuestionnaireResponse/one']);
    expect(expired).toEqual([]);
    expect(unsure).toBeUndefined();
  });

  it('hold the one that the launch names, though a completed one is not gone on with', async () => {
    const { ehr } = await open([response('one')], named('one'));
    expect((await findDrafts(ehr, form, today)).resumable).toHaveLength(1);
    const other = await open([response('done', { status: 'completed' })], named('done'));
    expect(await findDrafts(other.ehr, form, today)).toEqual({ resumable: [], expired: [] });
  });

  it('that answer an older version of the form are to be stopped, and are not resumed', async () => {
    const old = response('old', { questionnaire: 'https://hepauth.example/Questionnaire/med140|1' });
    const { ehr, server } = await open([old]);
    const { resumable, expired } = await findDrafts(ehr, form, today);
    expect(resumable).toEqual([]);
    expect(expired).toMatchObject([{ because: expect.stringMatching(/newer version/) }]);
    const [draft] = expired;
    if (!draft) throw new Error('there is no expired draft');
    expect(await stopDraft(ehr, draft)).toMatchObject({ status: 'saved', verified: true });
    expect(server.stored('QuestionnaireResponse')).toMatchObject([
      { id: 'old', status: 'stopped', item: response('old').item },
    ]);
    expect((await findDrafts(ehr, form, today)).expired).toEqual([]);
  });

  it('that are stopped keep their answers as they were written, characters that no screen shows included', async () => {
    const written = 'soft\u00adhyphen\u200b, kept as <U+200B>';
    const old = response('old', {
      questionnaire: 'https://hepauth.example/Questionnaire/med140|1',
      item: [{ linkId: 'a', answer: [{ valueString: written }] }],
    });
    const { ehr, server } = await open([old]);
    const [draft] = (await findDrafts(ehr, form, today)).expired;
    if (!draft) throw new Error('no draft was found');
    expect(JSON.stringify(draft.resource)).toContain('soft<U+00AD>hyphen<U+200B>');
    expect(await stopDraft(ehr, draft)).toMatchObject({ status: 'saved', verified: true });
    expect(server.stored('QuestionnaireResponse')).toMatchObject([
      { status: 'stopped', item: [{ answer: [{ valueString: written }] }] },
    ]);
  });

  it('that somebody changed after they were found are not stopped', async () => {
    const old = response('old', { questionnaire: 'https://hepauth.example/Questionnaire/med140|1' });
    const { ehr, server } = await open([old]);
    const [draft] = (await findDrafts(ehr, form, today)).expired;
    if (!draft) throw new Error('no draft was found');
    server.put({ ...old, item: [] });
    expect(await stopDraft(ehr, draft)).toMatchObject({ status: 'conflict' });
    expect(server.stored('QuestionnaireResponse')).toMatchObject([{ status: 'in-progress', item: [] }]);
  });

  it('that were stored again as they were after they were found are stopped all the same', async () => {
    const old = response('old', { questionnaire: 'https://hepauth.example/Questionnaire/med140|1' });
    const { ehr, server } = await open([old]);
    const [draft] = (await findDrafts(ehr, form, today)).expired;
    if (!draft) throw new Error('no draft was found');
    server.put(old);
    expect(await stopDraft(ehr, draft)).toMatchObject({ status: 'saved', verified: true });
  });

  it('of another app, without an identifier of ours, are stopped too', async () => {
    const old = response('old', { questionnaire: `${form.canonical}1`, identifier: undefined });
    const { ehr, server } = await open([JSON.parse(JSON.stringify(old)) as object]);
    const [draft] = (await findDrafts(ehr, form, today)).expired;
    if (!draft) throw new Error('no draft was found');
    expect(await stopDraft(ehr, draft)).toMatchObject({ status: 'saved' });
    expect(server.stored('QuestionnaireResponse')).toMatchObject([{ id: 'old', status: 'stopped' }]);
  });

  it('may be more than were found where the search failed, and that is said', async () => {
    const { ehr, server } = await open([response('one')]);
    server.faults.set([{ on: 'QuestionnaireResponse', status: 403 }]);
    expect(await findDrafts(ehr, form, today)).toMatchObject({
      resumable: [],
      unsure: expect.stringMatching(/not allow/),
    });
  });

  it('are not looked for in an EHR that takes no forms', async () => {
    const { ehr, server } = await open([response('one')], { ehrProfile: profile({ writeBack: [] }) });
    await findDrafts(ehr, form, today);
    expect(server.requests.filter(({ url }) => url.startsWith(`${base}/QuestionnaireResponse`))).toEqual([]);
  });
});

describe('a stored form', () => {
  const here = { base, patientId: 'ada' };
  it.each([
    ['is resumed', {}, form, 'resume'],
    ['is resumed on the last day of its questionnaire', {}, { ...form, until: '2025-06-16' }, 'resume'],
    ['is stopped once its questionnaire has expired', {}, { ...form, until: '2025-06-15' }, 'stop'],
    [
      'without a version is stopped',
      { questionnaire: 'https://hepauth.example/Questionnaire/med140' },
      form,
      'stop',
    ],
    ['of another patient is left', { subject: { reference: 'Patient/bob' } }, form, 'leave'],
    [
      'of the same id elsewhere is left',
      { subject: { reference: 'https://evil.test/fhir/Patient/ada' } },
      form,
      'leave',
    ],
    [
      'of another questionnaire is left',
      { questionnaire: 'https://other.example/Questionnaire/x|2' },
      form,
      'leave',
    ],
    ['that was amended is left', { status: 'amended' }, form, 'leave'],
    ['without an id is left', { id: undefined }, form, 'leave'],
    [
      'that says nothing is left',
      { subject: undefined, questionnaire: undefined, status: undefined },
      form,
      'leave',
    ],
  ])('%s', (_, change, current, use) => {
    expect(draftUse(response('x', change), here, current, today).use).toBe(use);
  });

  it.each([undefined, null, 7, 'x', [], {}])('that is %j is left', (value) => {
    expect(draftUse(value, here, form, today).use).toBe('leave');
  });
});
