import { describe, expect, it } from 'vitest';
import { document } from './cerner-document.ts';
import { encoded, like, texts } from './like.ts';

describe('a document', () => {
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
});
