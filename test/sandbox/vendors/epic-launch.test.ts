import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { appUrl, authorize, authorizeParameters, clientId, exchange, sandbox } from '../launched.ts';
import { like, scope } from './like.ts';

const idToken = (token: { readonly id_token: string }) => decodeJwt(token.id_token);

describe('a launch from Epic', () => {
  it('says by a string that no banner is needed, and knows the patient by a second id [EOAUTH]', async () => {
    const { token } = await like('epic');
    expect(token).toMatchObject({
      patient: 'textbook-hcc',
      encounter: 'hcc-ir-consult',
      need_patient_banner: 'false',
      '__epic.dstu2.patient': expect.any(String),
      loginDepartment: expect.any(String),
      appointment: expect.any(String),
      location: expect.any(String),
    });
    expect(token).not.toHaveProperty('fhirContext');
    expect(token).not.toHaveProperty('refresh_token');
  });

  it('names the user under an odd base [CJS #105]', async () => {
    const { token } = await like('epic');
    expect(idToken(token).fhirUser).toBe('https://ehr.test/oauth2/api/FHIR/R4/Practitioner/okafor');
  });

  it('has an identity token that base64 without url does not read [CJS, seen]', async () => {
    const { token } = await like('epic');
    const [, payload = ''] = token.id_token.split('.');
    expect(payload).toMatch(/-/);
    expect(payload).toMatch(/_/);
    expect(() => atob(payload)).toThrow();
  });

  it('from no encounter has none [EOAUTH]', async () => {
    const ehr = sandbox({ like: 'epic' });
    const url = new URL(
      ehr.launchUrl('textbook-hcc', appUrl, { encounter: undefined, appContext: '{"order":"x"}' }),
    );
    const parameters = {
      ...authorizeParameters(ehr, 'textbook-hcc', scope),
      launch: url.searchParams.get('launch') ?? '',
    };
    const back = new URL((await authorize(ehr, parameters)).headers.get('location') ?? '');
    const token = await (await exchange(ehr, { code: back.searchParams.get('code') ?? '' })).json();
    expect(token).not.toHaveProperty('encounter');
    expect(token.appContext).toBe('{"order":"x"}');
  });

  it('echoes v1 scopes as they were asked, and drops online_access [EOAUTH, CJS #138]', async () => {
    const { token } = await like('epic', 'textbook-hcc', {
      scopes: 'launch openid online_access patient/*.read patient/Nothing.read',
    });
    expect(token.scope).toBe('launch openid patient/*.read');
  });

  it('echoes v2 scopes letter by letter and category by category [MAP scope-response]', async () => {
    const { token, status } = await like('epic', 'textbook-hcc', {
      scopes: 'launch patient/Condition.rs patient/DocumentReference.c',
    });
    const granted = token.scope.split(' ');
    expect(granted).toEqual(
      expect.arrayContaining([
        'patient/Condition.r',
        'patient/Condition.s',
        'patient/Condition.s?category=http://terminology.hl7.org/CodeSystem/condition-category|encounter-diagnosis',
        'patient/DocumentReference.c?category=http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category|clinical-note',
      ]),
    );
    expect(granted).not.toContain('patient/Condition.rs');
    expect(await status('Condition?patient=textbook-hcc')).toBe(200);
  });

  it('answers v1 to an app that an older organisation knows in v1 [EOAUTH]', async () => {
    const clients = [{ clientId, redirectUris: [appUrl], dialect: 'v1' as const }];
    const { token } = await like('epic', 'textbook-hcc', {
      clients,
      scopes: 'launch patient/Condition.rs patient/DocumentReference.crs',
    });
    expect(token.scope).toBe(
      'launch patient/Condition.read patient/DocumentReference.read patient/DocumentReference.write',
    );
  });

  it('grants what is registered of what is asked, and says nothing of the rest [EOAUTH]', async () => {
    const clients = [{ clientId, redirectUris: [appUrl], scopes: ['launch', 'patient/Patient.read'] }];
    const { token } = await like('epic', 'textbook-hcc', {
      clients,
      scopes: 'launch patient/Patient.read patient/Coverage.read',
    });
    expect(token.scope).toBe('launch patient/Patient.read');
  });

  it('that fails ends in a page that no frame may show [EOAUTH embedding]', async () => {
    const ehr = sandbox({ like: 'epic' });
    const response = await authorize(ehr, {
      ...authorizeParameters(ehr, 'textbook-hcc', scope),
      client_id: 'unknown',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });
});
