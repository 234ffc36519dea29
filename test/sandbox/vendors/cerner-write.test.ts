import { describe, expect, it } from 'vitest';
import { base, encoded, like, texts } from './like.ts';

const codeSet72 = 'https://fhir.cerner.com/ec2458f2-1e24-41c8-b71b-0e701af7583d/codeSet/72';
const document = {
  resourceType: 'DocumentReference',
  status: 'current',
  docStatus: 'final',
  type: { coding: [{ system: codeSet72, code: '2820507', display: 'Admission Note Physician' }] },
  subject: { reference: 'Patient/textbook-hcc' },
  author: [{ reference: 'Practitioner/okafor' }],
  content: [
    {
      attachment: {
        contentType: 'text/plain;charset=utf-8',
        data: encoded('Draft draft-1'),
        title: 'Prior authorization',
        creation: '2025-06-16T10:00:00.000Z',
      },
    },
  ],
  context: {
    encounter: [{ reference: 'Encounter/hcc-ir-consult' }],
    period: { end: '2025-06-16T10:00:00.000Z' },
  },
};

describe('a document filed with Cerner', () => {
  it('is answered 201, empty, as text/html, with an absolute Location and an ETag [CERN document-reference.md]', async () => {
    const { post } = await like('cerner');
    const response = await post(document);
    expect([response.status, await response.text()]).toEqual([201, '']);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.get('content-length')).toBe('0');
    expect(response.headers.get('location')).toMatch(
      /^https:\/\/ehr\.test\/fhir\/DocumentReference\/[\w-]+$/,
    );
    expect(response.headers.get('etag')).toBe('W/"1"');
  });

  it('is read back with its text behind absolute addresses [MAP documentreference-12752183]', async () => {
    const { post, read, send } = await like('cerner');
    const location = (await post(document)).headers.get('location') ?? '';
    const stored = await read(location);
    expect(stored).toMatchObject({ docStatus: 'final', authenticator: { reference: 'Practitioner/okafor' } });
    expect(stored.content.map(({ attachment }: { attachment: { url: string } }) => attachment.url)).toEqual([
      expect.stringMatching(/^https:\/\/ehr\.test\/fhir\/Binary\/XR-/),
      expect.stringMatching(/^https:\/\/ehr\.test\/fhir\/Binary\/XML-/),
    ]);
    const { url } = stored.content[0].attachment;
    expect(atob((await read(url)).data)).toBe('Draft draft-1');
    const plain = await send(url, { headers: { accept: 'text/plain' } });
    expect(await plain.text()).toBe('Draft draft-1');
    expect((await send(url, { headers: { accept: 'application/pdf' } })).status).toBe(406);
  });

  it('loses what Cerner does not know [CERN document_reference.yaml]', async () => {
    const { post, read } = await like('cerner');
    const more = { ...document, identifier: [{ value: 'draft-1' }], description: 'Prior authorization' };
    const stored = await read((await post(more)).headers.get('location') ?? '');
    expect(stored).not.toHaveProperty('identifier');
    expect(stored).not.toHaveProperty('description');
  });

  const { author: _, ...withoutAuthor } = document;
  const attachment = (changes: object) => ({
    ...document,
    content: [{ attachment: { ...document.content[0]?.attachment, ...changes } }],
  });
  const loinc = { system: 'http://loinc.org', code: '34109-9' };
  it.each([
    ['a draft', { ...document, docStatus: 'preliminary' }, 'docStatus must be final for provider access'],
    ['one that is superseded', { ...document, status: 'superseded' }, 'status must be current'],
    ['one by nobody', withoutAuthor, 'author must be exactly the authorized provider'],
    [
      'one by somebody else',
      { ...document, author: [{ reference: 'Practitioner/reyes' }] },
      'author must be exactly the authorized provider',
    ],
    [
      'one with an authenticator',
      { ...document, authenticator: { reference: 'Practitioner/okafor' } },
      'authenticator is not supported for provider access',
    ],
    [
      'one with two attachments',
      { ...document, content: [...document.content, ...document.content] },
      'content must contain only one entry',
    ],
    [
      'text without its charset',
      attachment({ contentType: 'text/plain' }),
      'content.attachment.contentType must be a supported MIME type with its charset',
    ],
    [
      'one created on a day',
      attachment({ creation: '2025-06-16' }),
      'content.attachment.creation must have a time component',
    ],
    [
      'one without data',
      { ...document, content: [{ attachment: { contentType: 'application/pdf' } }] },
      'content.attachment.data is required',
    ],
    [
      'one without an end',
      { ...document, context: { encounter: document.context.encounter } },
      'context.period.end is required, with a time component',
    ],
    [
      'one that ends on a day',
      { ...document, context: { period: { end: '2025-06-16' } } },
      'context.period.end is required, with a time component',
    ],
    [
      'one of two visits',
      {
        ...document,
        context: {
          ...document.context,
          encounter: [...document.context.encounter, { reference: 'Encounter/hcc-liver-clinic' }],
        },
      },
      'only a single context.encounter is supported',
    ],
    [
      'one of two kinds of type',
      { ...document, type: { coding: [...document.type.coding, loinc] } },
      'type must have LOINC codings or one proprietary coding, not both',
    ],
    [
      'one with a modifier',
      { ...document, modifierExtension: [{ url: 'https://x.test', valueBoolean: true }] },
      'Body contained modifier extensions',
    ],
    [
      'one with implicit rules',
      { ...document, implicitRules: 'https://x.test' },
      'Body contained implicit rules',
    ],
  ])('is refused as %s [CERN document_reference.yaml]', async (_, body, says) => {
    const { ehr, post } = await like('cerner');
    const before = ehr.stored('DocumentReference').length;
    const response = await post(body);
    const { issue } = await response.json();
    expect(response.status).toBe(422);
    expect(texts(issue)).toContain(says);
    expect(ehr.stored('DocumentReference')).toHaveLength(before);
  });

  it.each([
    ['LOINC', { ...document, type: { coding: [loinc] } }],
    ['PDF', attachment({ contentType: 'application/pdf', data: encoded('%PDF-1.4') })],
  ])('may be of %s', async (_, body) => {
    const { post } = await like('cerner');
    expect((await post(body)).status).toBe(201);
  });

  it('is changed only by who names its version: 412 without, 409 when stale [CERN r4.md]', async () => {
    const { ehr, post, send } = await like('cerner');
    const location = (await post(document)).headers.get('location') ?? '';
    const id = location.slice(`${base}/DocumentReference/`.length);
    const retracted = JSON.stringify({ ...document, id, status: 'entered-in-error' });
    const put = (headers: Record<string, string>) =>
      send(location, { method: 'PUT', body: retracted, headers });
    expect((await put({})).status).toBe(412);
    const stored = ehr.stored('DocumentReference').find((each) => each.id === id);
    if (stored === undefined) throw new Error('nothing was stored');
    ehr.put({ ...stored, id });
    expect((await put({ 'if-match': 'W/"1"' })).status).toBe(409);
    const response = await put({ 'if-match': 'W/"2"' });
    expect([response.status, response.headers.get('etag')]).toEqual([200, 'W/"3"']);
  });
});

describe('Cerner takes no form', () => {
  it('for QuestionnaireResponse has no create [CERN questionnaire-response.md]', async () => {
    const { ehr, post, read } = await like('cerner');
    const response = await post({ resourceType: 'QuestionnaireResponse' });
    expect(response.status).toBe(404);
    expect(ehr.stored('QuestionnaireResponse')).toEqual([]);
    const statement = await read('metadata');
    const listed = statement.rest[0].resource.find(
      (each: { type: string }) => each.type === 'QuestionnaireResponse',
    );
    expect(listed.interaction).not.toContainEqual({ code: 'create' });
  });
});
