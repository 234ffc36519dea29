import { describe, expect, it } from 'vitest';
import { base, everything, launched, sandbox } from './launched.ts';

const patient = 'textbook-hcc';
const identifier = { system: 'https://hepauth.example/draft', value: 'draft-1' };
const draft = {
  resourceType: 'QuestionnaireResponse',
  identifier,
  questionnaire: 'https://hepauth.example/fhir/Questionnaire/liver|1.0.0',
  status: 'in-progress',
  subject: { reference: `Patient/${patient}` },
  authored: '2025-06-16T09:00:00-05:00',
  author: { reference: 'Practitioner/okafor' },
  extension: [
    { url: 'https://example.org/context', valueReference: { reference: 'ServiceRequest/hcc-order' } },
  ],
  item: [
    {
      linkId: 'bilirubin',
      text: 'Total bilirubin',
      answer: [{ valueQuantity: { value: 1.3, unit: 'mg/dL' } }],
    },
    { linkId: 'unresectable', answer: [{ valueBoolean: true, item: [{ linkId: 'why' }] }] },
  ],
};
const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers,
});
const put = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  ...post(body, headers),
  method: 'PUT',
});
const launch = (options = {}) => {
  const ehr = sandbox(options);
  return launched(ehr, patient, everything).then((app) => ({ ehr, ...app }));
};

describe('create', () => {
  it('stores a response under an id of the server and says where it is', async () => {
    const { ehr, send, read } = await launch();
    const response = await send('QuestionnaireResponse', post(draft));
    const stored = await response.json();
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('W/"1"');
    expect(response.headers.get('location')).toBe(`${base}/QuestionnaireResponse/${stored.id}/_history/1`);
    expect(stored).toMatchObject({ ...draft, meta: { versionId: '1' } });
    expect(await read(`QuestionnaireResponse/${stored.id}`)).toEqual(stored);
    expect(ehr.stored('QuestionnaireResponse')).toEqual([stored]);
  });

  it('lets a response be found by its identifier, and by its patient', async () => {
    const { send, ids } = await launch();
    const { id } = await (await send('QuestionnaireResponse', post(draft))).json();
    expect(
      await ids(`QuestionnaireResponse?identifier=${identifier.system}|draft-1&patient=${patient}`),
    ).toEqual([id]);
    expect(await ids(`QuestionnaireResponse?identifier=${identifier.system}|draft-2`)).toEqual([]);
  });

  it('with If-None-Exist stores once, however often it is sent', async () => {
    const { ehr, send } = await launch();
    const once = { 'if-none-exist': `identifier=${identifier.system}|draft-1` };
    const first = await send('QuestionnaireResponse', post(draft, once));
    const second = await send('QuestionnaireResponse', post(draft, once));
    expect([first.status, second.status]).toEqual([201, 200]);
    expect((await second.json()).id).toBe((await first.json()).id);
    expect(ehr.stored('QuestionnaireResponse')).toHaveLength(1);
  });

  it('with If-None-Exist that matches two is refused', async () => {
    const { send } = await launch();
    await send('QuestionnaireResponse', post(draft));
    await send('QuestionnaireResponse', post(draft));
    const third = await send('QuestionnaireResponse', post(draft, { 'if-none-exist': 'status=in-progress' }));
    expect(third.status).toBe(412);
  });

  it('answers nothing but headers when asked for the minimum', async () => {
    const { send } = await launch();
    const response = await send('QuestionnaireResponse', post(draft, { prefer: 'return=minimal' }));
    expect([response.status, await response.text()]).toEqual([201, '']);
    expect(response.headers.get('location')).toContain('/_history/1');
  });

  it('ignores an id, version or date that the app made up', async () => {
    const { send } = await launch();
    const made = {
      ...draft,
      id: 'mine',
      meta: { versionId: '9', lastUpdated: '2001-01-01T00:00:00Z', profile: ['https://x.test/p'] },
    };
    const stored = await (await send('QuestionnaireResponse', post(made))).json();
    expect(stored.id).not.toBe('mine');
    expect(stored.meta).toMatchObject({ versionId: '1', profile: ['https://x.test/p'] });
    expect(stored.meta.lastUpdated).not.toMatch(/^2001/);
  });

  it('takes a note', async () => {
    const { status } = await launch();
    const note = {
      resourceType: 'DocumentReference',
      status: 'current',
      docStatus: 'preliminary',
      type: { coding: [{ system: 'http://loinc.org', code: '34109-9' }] },
      subject: { reference: `Patient/${patient}` },
      content: [{ attachment: { contentType: 'text/plain', data: 'aGVsbG8=' } }],
      context: { encounter: [{ reference: 'Encounter/hcc-ir-consult' }] },
    };
    expect(await status('DocumentReference', post(note))).toBe(201);
    expect(await status('DocumentReference', post({ ...note, content: [] }))).toBe(422);
  });

  const { status: _, ...withoutStatus } = draft;
  const { questionnaire: __, ...withoutQuestionnaire } = draft;
  const item = (answer: unknown) => ({ ...draft, item: [{ linkId: 'a', answer }] });
  it.each([
    ['no status', withoutStatus, 'QuestionnaireResponse.status'],
    ['no questionnaire', withoutQuestionnaire, 'QuestionnaireResponse.questionnaire'],
    ['a status of its own making', { ...draft, status: 'final' }, 'QuestionnaireResponse.status'],
    ['a status that is a number', { ...draft, status: 1 }, 'QuestionnaireResponse.status'],
    ['identifiers in an array', { ...draft, identifier: [identifier] }, 'QuestionnaireResponse.identifier'],
    [
      'a subject that is no patient',
      { ...draft, subject: { reference: 'Practitioner/okafor' } },
      'QuestionnaireResponse.subject',
    ],
    [
      'another patient as its subject',
      { ...draft, subject: { reference: 'Patient/midgut-net' } },
      'QuestionnaireResponse.subject',
    ],
    [
      'an encounter of another patient',
      { ...draft, encounter: { reference: 'Encounter/net-ir-consult' } },
      'QuestionnaireResponse.encounter',
    ],
    [
      'an author who is not here',
      { ...draft, author: { reference: 'Practitioner/nobody' } },
      'QuestionnaireResponse.author',
    ],
    [
      'a time without a zone',
      { ...draft, authored: '2025-06-16T09:00:00' },
      'QuestionnaireResponse.authored',
    ],
    ['an element that FHIR does not have', { ...draft, answers: [] }, 'QuestionnaireResponse.answers'],
    ['no items where it says items', { ...draft, item: [] }, 'QuestionnaireResponse.item'],
    ['an item without a linkId', { ...draft, item: [{ text: 'x' }] }, 'QuestionnaireResponse.item[0].linkId'],
    [
      'two values in one answer',
      item([{ valueInteger: 1, valueString: 'x' }]),
      'QuestionnaireResponse.item[0].answer[0].valueString',
    ],
    ['an answer without a value', item([{}]), 'QuestionnaireResponse.item[0].answer[0].value[x]'],
    [
      'an answer of the wrong type',
      item([{ valueInteger: 1.5 }]),
      'QuestionnaireResponse.item[0].answer[0].valueInteger',
    ],
    [
      'a value in words where a number belongs',
      item([{ valueQuantity: { value: '1.3' } }]),
      'QuestionnaireResponse.item[0].answer[0].valueQuantity.value',
    ],
    [
      'an answer type that R4 does not have',
      item([{ valueCodeableConcept: { text: 'x' } }]),
      'QuestionnaireResponse.item[0].answer[0].valueCodeableConcept',
    ],
    ['null', item([null]), 'QuestionnaireResponse.item[0].answer[0]'],
    ['an empty string', item([{ valueString: ' ' }]), 'QuestionnaireResponse.item[0].answer[0].valueString'],
  ])('refuses a response with %s, and says where', async (_, body, expression) => {
    const { ehr, send } = await launch();
    const response = await send('QuestionnaireResponse', post(body));
    const { issue } = await response.json();
    expect(response.status).toBe(422);
    expect(issue.flatMap((each: { expression: string[] }) => each.expression)).toContain(expression);
    expect(ehr.stored('QuestionnaireResponse')).toEqual([]);
  });

  it.each([
    ['what is not JSON', '{', 400],
    ['what is not a resource', '[]', 400],
    ['another type than the URL says', '{"resourceType":"Patient"}', 400],
  ])('refuses %s', async (_, body, status) => {
    const app = await launch();
    expect(await app.status('QuestionnaireResponse', { method: 'POST', body })).toBe(status);
  });

  it('refuses what is not sent as JSON, and types that it does not take', async () => {
    const app = await launch();
    const asText = { ...post(draft), headers: { 'content-type': 'text/plain' } };
    expect(await app.status('QuestionnaireResponse', asText)).toBe(415);
    expect(await app.status('Observation', post({ resourceType: 'Observation' }))).toBe(405);
    expect(await app.status('QuestionnaireResponse/x', { method: 'DELETE' })).toBe(405);
  });

  it('of responses can be switched off, as most hospitals have it', async () => {
    const app = await launch({ writable: ['DocumentReference'] });
    expect(await app.status('QuestionnaireResponse', post(draft))).toBe(405);
  });
});

describe('update', () => {
  it('makes a new version and keeps the old one', async () => {
    const { send, read } = await launch();
    const stored = await (await send('QuestionnaireResponse', post(draft))).json();
    const path = `QuestionnaireResponse/${stored.id}`;
    const response = await send(path, put({ ...stored, status: 'completed' }, { 'if-match': 'W/"1"' }));
    expect([response.status, response.headers.get('etag')]).toEqual([200, 'W/"2"']);
    expect(await read(path)).toMatchObject({ status: 'completed', meta: { versionId: '2' } });
    expect(await read(`${path}/_history/1`)).toMatchObject({
      status: 'in-progress',
      meta: { versionId: '1' },
    });
    expect((await send(`${path}/_history/3`)).status).toBe(404);
  });

  it('of a stale version is 412 and changes nothing', async () => {
    const { ehr, send } = await launch();
    const stored = await (await send('QuestionnaireResponse', post(draft))).json();
    const path = `QuestionnaireResponse/${stored.id}`;
    ehr.put({ ...stored, status: 'amended' });
    const response = await send(path, put({ ...stored, status: 'completed' }, { 'if-match': 'W/"1"' }));
    expect(response.status).toBe(412);
    expect(await response.json()).toMatchObject({ issue: [{ code: 'conflict' }] });
    expect(ehr.stored('QuestionnaireResponse')).toMatchObject([
      { status: 'amended', meta: { versionId: '2' } },
    ]);
  });

  it('without If-Match is taken, or refused where the EHR insists', async () => {
    for (const [requireIfMatch, status] of [
      [false, 200],
      [true, 412],
    ] as const) {
      const app = await launch({ requireIfMatch });
      const stored = await (await app.send('QuestionnaireResponse', post(draft))).json();
      expect(await app.status(`QuestionnaireResponse/${stored.id}`, put(stored))).toBe(status);
    }
  });

  it('refuses an unknown id, another id in the body, and a response that became wrong', async () => {
    const app = await launch();
    const stored = await (await app.send('QuestionnaireResponse', post(draft))).json();
    const path = `QuestionnaireResponse/${stored.id}`;
    expect(await app.status('QuestionnaireResponse/unknown', put({ ...draft, id: 'unknown' }))).toBe(405);
    expect(await app.status(path, put({ ...stored, id: 'other' }))).toBe(400);
    expect(await app.status(path, put({ ...stored, status: 'done' }))).toBe(422);
  });

  it('is answered 304 when nothing has changed since', async () => {
    const app = await launch();
    expect(await app.status(`Patient/${patient}`, { headers: { 'if-none-match': 'W/"1"' } })).toBe(304);
  });
});
