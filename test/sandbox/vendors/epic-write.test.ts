import { describe, expect, it } from 'vitest';
import { note, representation } from './epic-note.ts';
import { encoded, like } from './like.ts';

describe('a note filed with Epic', () => {
  it('is answered 201 with an empty body, a relative Location and no ETag [EWB, MAP write-probe]', async () => {
    const { post } = await like('epic');
    const response = await post(note);
    expect([response.status, await response.text()]).toEqual([201, '']);
    expect(response.headers.get('location')).toMatch(/^DocumentReference\/[\w-]+$/);
    expect(response.headers.has('etag')).toBe(false);
  });

  it('comes back in the answer to Prefer: return=representation [EWB]', async () => {
    const { post } = await like('epic');
    const response = await post(note, representation);
    const stored = await response.json();
    expect(response.headers.get('location')).toBe(`DocumentReference/${stored.id}`);
    expect(stored).toMatchObject({
      docStatus: 'preliminary',
      author: [{ reference: 'Practitioner/okafor' }],
    });
    expect(stored).not.toHaveProperty('authenticator');
  });

  it('loses its identifier to two of Epic’s own [MAP write-probe]', async () => {
    const { post } = await like('epic');
    const { identifier } = await (await post(note, representation)).json();
    expect(identifier.map(({ system }: { system: string }) => system)).toEqual([
      'urn:oid:1.2.840.114350.1.13.0.1.7.2.727879',
      'urn:oid:1.2.840.114350.1.72.3.15',
    ]);
  });

  it('is signed by the user where docStatus is left out [MAP write-probe]', async () => {
    const { post } = await like('epic');
    const { docStatus: _, ...unsaid } = note;
    const stored = await (await post(unsaid, representation)).json();
    expect(stored).toMatchObject({
      docStatus: 'final',
      authenticator: { reference: 'Practitioner/okafor' },
      extension: [
        { url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-DocumentReference.attester' },
      ],
    });
  });

  it('keeps its first attachment only, and gives it back as HTML and RTF behind relative addresses [EWB, MAP]', async () => {
    const { post, read, send } = await like('epic');
    const two = {
      ...note,
      content: [...note.content, { attachment: { contentType: 'text/plain', data: encoded('second') } }],
    };
    const { content } = await (await post(two, representation)).json();
    expect(content).toMatchObject([
      { attachment: { contentType: 'text/html', url: expect.stringMatching(/^Binary\//) } },
      { attachment: { contentType: 'text/rtf', url: expect.stringMatching(/^Binary\//) } },
    ]);
    const { data } = await read(content[0].attachment.url);
    expect(atob(data)).toContain('Draft draft-1<br/>Bilirubin &lt; 2 mg/dL');
    expect(atob(data)).not.toContain('second');
    const rtf = await send(content[1].attachment.url, { headers: { accept: 'text/rtf' } });
    expect(await rtf.text()).toMatch(/^\{\\rtf1/);
  });

  it('has its type under two numbers of Epic and LOINC [MAP write-probe]', async () => {
    const { post } = await like('epic');
    const { type } = await (await post(note, representation)).json();
    expect(type.coding).toMatchObject([
      { system: 'urn:oid:1.2.840.114350.1.13.0.1.7.4.737880.5010' },
      { system: 'urn:oid:1.2.840.114350.1.72.727879.69848980' },
      { system: 'http://loinc.org', code: '34109-9', userSelected: true },
    ]);
  });

  it('is filed again when sent again, whatever If-None-Exist says [EWB]', async () => {
    const { ehr, post } = await like('epic');
    const before = ehr.stored('DocumentReference').length;
    const once = { 'if-none-exist': 'identifier=https://hepauth.example/draft|draft-1' };
    expect([(await post(note, once)).status, (await post(note, once)).status]).toEqual([201, 201]);
    expect(ehr.stored('DocumentReference')).toHaveLength(before + 2);
  });

  it('is found by patient, category, day and docstatus, as Epic spells it [MAP CapabilityStatement]', async () => {
    const { post, matches } = await like('epic', 'textbook-hcc', {
      now: () => Date.parse('2025-06-16T14:00:00Z'),
    });
    await post(note);
    const query = 'DocumentReference?patient=textbook-hcc&category=clinical-note&date=ge2025-06-16';
    expect(await matches(`${query}&docstatus=preliminary`)).toHaveLength(1);
    expect(await matches(`${query}&doc-status=preliminary`)).toHaveLength((await matches(query)).length);
  });
});

describe('Epic takes no form', () => {
  it('though it lists QuestionnaireResponse create: a business rule forbids it [ECAT 10023, EWB]', async () => {
    const { ehr, post } = await like('epic');
    const response = await post({
      resourceType: 'QuestionnaireResponse',
      status: 'in-progress',
      questionnaire: 'https://hepauth.example/q|1',
      subject: { reference: 'Patient/textbook-hcc' },
    } as { resourceType: string });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ issue: [{ severity: 'fatal', code: 'business-rule' }] });
    expect(ehr.stored('QuestionnaireResponse')).toEqual([]);
  });
});
