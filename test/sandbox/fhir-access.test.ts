import { describe, expect, it } from 'vitest';
import { base, everything, launched, sandbox } from './launched.ts';

const patient = 'textbook-hcc';

describe('without a good token', () => {
  it.each([
    ['no token', {}, /^Bearer realm="fhir"$/],
    ['an unknown token', { authorization: 'Bearer made-up' }, /error="invalid_token"/],
    ['another scheme', { authorization: 'Basic aGVsbG8=' }, /error="invalid_token"/],
  ])('%s earns 401 and a challenge', async (_, headers, challenge) => {
    const response = await sandbox().handle(new Request(`${base}/Patient/${patient}`, { headers }));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(challenge);
    expect(await response.json()).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  it('an expired token earns 401, to the second', async () => {
    let now = Date.parse('2025-06-16T13:00:00Z');
    const app = await launched(sandbox({ now: () => now, accessTokenSeconds: 570 }), patient, everything);
    expect(app.token.expires_in).toBe(570);
    now += 569_999;
    expect(await app.status(`Patient/${patient}`)).toBe(200);
    now += 1;
    expect(await app.status(`Patient/${patient}`)).toBe(401);
  });
});

describe('scopes', () => {
  it.each([
    ['patient/Observation.rs', 'Observation/hcc-ecog', 200],
    ['patient/Observation.rs', `Observation?patient=${patient}`, 200],
    ['patient/Observation.rs', `Condition?patient=${patient}`, 403],
    ['patient/Observation.r', `Observation?patient=${patient}`, 403],
    ['patient/Observation.s', 'Observation/hcc-ecog', 403],
    ['patient/Observation.read', `Observation?patient=${patient}`, 200],
    ['patient/Observation.write', 'Observation/hcc-ecog', 403],
    ['patient/*.read', `Coverage?patient=${patient}`, 200],
    ['patient/*.*', `Coverage?patient=${patient}`, 200],
    ['user/Observation.rs', 'Observation/hcc-ecog', 200],
    ['openid', `Patient/${patient}`, 403],
  ])('%s on %s: %i', async (scope, path, status) => {
    const app = await launched(sandbox(), patient, `launch ${scope}`);
    const response = await app.send(path);
    expect(response.status).toBe(status);
    if (status === 403) expect(response.headers.get('www-authenticate')).toMatch('insufficient_scope');
  });

  it.each([
    ['patient/QuestionnaireResponse.c', 201, 403],
    ['patient/QuestionnaireResponse.u', 403, 200],
    ['patient/QuestionnaireResponse.rs', 403, 403],
    ['patient/QuestionnaireResponse.write', 201, 200],
  ])('%s lets create end in %i and update in %i', async (scope, created, updated) => {
    const ehr = sandbox();
    const author = await launched(ehr, patient, 'launch patient/QuestionnaireResponse.c');
    const app = await launched(ehr, patient, `launch ${scope}`);
    const response = {
      resourceType: 'QuestionnaireResponse',
      status: 'in-progress',
      questionnaire: 'https://hepauth.example/fhir/Questionnaire/x|1',
      subject: { reference: `Patient/${patient}` },
    };
    const post = { method: 'POST', body: JSON.stringify(response) };
    const { id } = await (await author.send('QuestionnaireResponse', post)).json();
    expect(await app.status('QuestionnaireResponse', post)).toBe(created);
    const put = { method: 'PUT', body: JSON.stringify({ ...response, id }) };
    expect(await app.status(`QuestionnaireResponse/${id}`, put)).toBe(updated);
  });

  it('narrowed by category show that category alone', async () => {
    const category = 'http://terminology.hl7.org/CodeSystem/observation-category';
    const app = await launched(
      sandbox(),
      patient,
      `launch patient/Observation.rs?category=${category}|survey`,
    );
    expect(await app.ids(`Observation?patient=${patient}`)).toEqual(['hcc-ecog', 'hcc-ecog-2']);
    expect(await app.status('Observation/hcc-bilirubin')).toBe(404);
    expect(await app.status('Observation/hcc-ecog')).toBe(200);
  });
});

describe('the patient compartment', () => {
  it.each([
    ['Patient/midgut-net', 404],
    ['Condition/net-liver-metastases', 404],
    ['Condition/net-liver-metastases/_history/1', 404],
    ['Observation/no-such-id', 404],
    ['Condition?patient=midgut-net', 403],
    ['Condition?subject=Patient/midgut-net', 403],
    ['Practitioner/okafor', 200],
    ['Organization/prairie-health-plan', 200],
  ])('%s: %i', async (path, status) => {
    const app = await launched(sandbox(), patient, everything);
    expect(await app.status(path)).toBe(status);
  });

  it('holds a search that names no patient', async () => {
    const app = await launched(sandbox(), patient, everything);
    expect(await app.ids('Patient')).toEqual([patient]);
    const conditions = await app.ids('Condition');
    expect(conditions.length).toBeGreaterThan(5);
    expect(conditions.every((id) => id.startsWith('hcc-'))).toBe(true);
  });

  it('is wider for a user-level scope, as in real EHRs', async () => {
    const app = await launched(sandbox(), patient, 'launch user/Condition.rs');
    expect(await app.status('Condition/net-liver-metastases')).toBe(200);
  });

  it('shows what was misfiled in the chart, and hides it from the one whose it is not', async () => {
    const ehr = sandbox();
    const app = await launched(ehr, 'provisional-diagnosis', everything);
    const found = await app.read('Condition?patient=provisional-diagnosis&code=C22.0');
    const subjects = found.entry.map(
      (entry: { resource: { subject: { reference: string } } }) => entry.resource.subject.reference,
    );
    expect(subjects).toContain('Patient/sandbox-somebody-else');
    const other = await launched(ehr, patient, everything);
    expect(await other.status('Condition/prov-other-hcc')).toBe(404);
  });
});
