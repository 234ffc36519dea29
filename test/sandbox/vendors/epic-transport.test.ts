import { describe, expect, it } from 'vitest';
import { base, codes, like } from './like.ts';

const patient = 'patient=textbook-hcc';
const { read, refused, send, status } = await like('epic');

describe('Epic answers', () => {
  it.each([[null], ['*/*'], ['this/is-not-a-real-mime'], ['application/xml']])(
    'in XML to Accept %s [MAP transport_findings]',
    async (accept) => {
      const response = await send('Patient/textbook-hcc', { headers: { accept: accept ?? '' } });
      expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
      expect(await response.text()).toMatch(
        /^<Patient xmlns="http:\/\/hl7\.org\/fhir">.*<id value="textbook-hcc"\/>/,
      );
    },
  );

  it.each([
    ['application/fhir+json', 'application/fhir+json; charset=utf-8'],
    ['application/json', 'application/json; charset=utf-8'],
  ])('in JSON to Accept %s [MAP transport_findings]', async (accept, type) => {
    const response = await send('Patient/textbook-hcc', { headers: { accept } });
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.json()).toMatchObject({ id: 'textbook-hcc' });
  });

  it('an unknown type with an HTML page of the web server [MAP phase_b_findings]', async () => {
    const response = await send('FakeResourceTypeThatDoesNotExist?_count=1');
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html']);
    expect(await response.text()).toContain('404 - File or directory not found.');
  });

  it('an unknown id with 59008 [MAP error-404-on-nonexistent-patient-id]', async () => {
    const { status, issue } = await refused('Patient/nobody');
    expect([status, codes(issue), issue[0]?.severity]).toEqual([404, ['59008'], 'fatal']);
  });

  it('a bad token with 401, the empty string in JSON and a challenge [MAP transport_findings]', async () => {
    const bad = await (await like('epic')).ehr.handle(
      new Request(`${base}/Patient/textbook-hcc`, { headers: { authorization: 'Bearer not-a-real-jwt' } }),
    );
    expect([bad.status, bad.headers.get('content-type'), await bad.text()]).toEqual([
      401,
      'application/json; charset=utf-8',
      '""',
    ]);
    expect(bad.headers.get('www-authenticate')).toBe(
      'Bearer error="invalid_token", error_description="The access token provided is not valid"',
    );
  });

  it('a token without the scope with an empty 403 and a header; without the API, with neither [EOAUTH]', async () => {
    const clients = [
      {
        clientId: 'hepauth',
        redirectUris: ['https://app.test/'],
        scopes: ['launch', 'patient/Patient.read', 'patient/Condition.read'],
      },
    ];
    const app = await like('epic', 'textbook-hcc', { clients, scopes: 'launch patient/Patient.read' });
    const [scopeless, unregistered] = [
      await app.send(`Condition?${patient}`),
      await app.send(`Coverage?${patient}`),
    ];
    expect([scopeless.status, await scopeless.text(), scopeless.headers.get('www-authenticate')]).toEqual([
      403,
      '',
      'Bearer error="insufficient_scope"',
    ]);
    expect([
      unregistered.status,
      await unregistered.text(),
      unregistered.headers.has('www-authenticate'),
    ]).toEqual([403, '', false]);
  });

  it('what it can do by a list that promises more than an app may [MAP CapabilityStatement]', async () => {
    const statement = await read('metadata');
    expect(statement).toMatchObject({
      software: { name: 'Epic', version: 'February 2026' },
      format: ['xml', 'json'],
    });
    const of = (type: string) =>
      statement.rest[0].resource.find((each: { type: string }) => each.type === type);
    expect(of('QuestionnaireResponse')).toMatchObject({
      interaction: [{ code: 'create' }, { code: 'read' }, { code: 'search-type' }],
      conditionalCreate: false,
      searchInclude: ['*'],
    });
    expect(of('QuestionnaireResponse')).not.toHaveProperty('versioning');
    expect(of('MedicationStatement')).toBeUndefined();
    expect(await status(`MedicationStatement?${patient}`)).toBe(404);
  });
});
