import { describe, expect, it } from 'vitest';
import { document } from './cerner-document.ts';
import { base, like } from './like.ts';

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
