import { describe, expect, it } from 'vitest';
import { base, like, nextOf } from './like.ts';

const patient = 'patient=textbook-hcc';
const { bundle, send } = await like('cerner');

describe('a Cerner answer', () => {
  it('has an id and no total, and only matches [MAP phase-b-2026-04-27]', async () => {
    const found = await bundle(`Observation?${patient}&category=laboratory`);
    expect(found.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(found).not.toHaveProperty('total');
    expect(found.entry?.every(({ search }) => search.mode === 'match')).toBe(true);
  });

  it('that is empty has a total of 0 and no entry [not observed]', async () => {
    const found = await bundle(`Observation?${patient}&code=http://loinc.org|0000-0`);
    expect(found.total).toBe(0);
    expect(found).not.toHaveProperty('entry');
  });

  it('has 50 results on a page unless asked, 200 at most, newest first [CERN observation.md]', async () => {
    const app = await like('cerner', 'long-record');
    const query = 'Observation?patient=long-record&category=laboratory';
    const first = await app.bundle(query);
    expect(first.entry).toHaveLength(50);
    expect((await app.bundle(`${query}&_count=1000`)).entry).toHaveLength(200);
    const days = first.entry?.map(({ resource }) => resource.effectiveDateTime) ?? [];
    expect(days).toEqual([...days].sort().reverse());
  });

  it('goes on by -pageContext and -pageDirection after the same question [MAP, CERN r4.md]', async () => {
    const app = await like('cerner', 'long-record');
    const query = 'Observation?patient=long-record&category=laboratory';
    const first = await app.bundle(query);
    expect(nextOf(first)).toMatch(
      /^https:\/\/ehr\.test\/fhir\/Observation\?patient=long-record&category=laboratory&-pageContext=[\w%]+&-pageDirection=NEXT$/,
    );
    const second = await app.bundle(nextOf(first) ?? '');
    expect(second.entry).toHaveLength(50);
    expect(nextOf(second)?.match(/-pageContext=/g)).toHaveLength(1);
  });

  it.each([
    ['DiagnosticReport', 10, 100],
    ['DocumentReference', 10, 100],
  ])('of %s has %i a page, %i at most [CERN]', async (type, usual, most) => {
    const app = await like('cerner', 'long-record', { scopes: `launch patient/${type}.read` });
    expect((await app.bundle(`${type}?patient=long-record`)).entry).toHaveLength(usual);
    const { entry = [] } = await app.bundle(`${type}?patient=long-record&_count=500`);
    expect(entry.length).toBeGreaterThan(usual);
    expect(entry.length).toBeLessThanOrEqual(most);
  });

  it('of Condition or Procedure is one page, however long [MAP sandbox_patients.json]', async () => {
    const app = await like('cerner', 'long-record');
    const found = await app.bundle('Condition?patient=long-record');
    expect(found.entry?.length).toBeGreaterThan(80);
    expect(nextOf(found)).toBeUndefined();
  });

  it('shows social history on the first page, however old [CERN observation.md]', async () => {
    const { entry = [] } = await bundle(`Observation?${patient}&_count=3`);
    expect(entry[0]?.resource.category[0].coding[0].code).toBe('social-history');
    expect(entry[1]?.resource.category[0].coding[0].code).not.toBe('social-history');
  });
});

describe('Cerner answers', () => {
  it.each([
    ['an unknown id', 'Patient/nobody'],
    ['an unknown type', 'FakeResourceTypeThatDoesNotExist?_count=1'],
    ['a type that Millennium has not', `BodyStructure?${patient}`],
  ])('%s with 404 and Not Found [MAP error-*]', async (_, path) => {
    const response = await send(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'not-found', details: { text: 'Not Found' } }],
    });
  });

  it('a scope that is missing with a 403 of its gateway, which is no FHIR [Oracle forum]', async () => {
    const app = await like('cerner', 'textbook-hcc', { scopes: 'launch patient/Patient.read' });
    const response = await app.send(`Condition?${patient}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/json']);
    expect(await response.json()).toEqual({
      code: 403,
      message: expect.stringContaining('insufficient-scopes'),
    });
  });

  it('any other media type than JSON with an empty 406 [CERN r4.md]', async () => {
    const response = await send('Patient/textbook-hcc', { headers: { accept: 'application/fhir+xml' } });
    expect([response.status, await response.text()]).toEqual([406, '']);
  });

  it('every origin alike, and lets it send two headers [CERN r4.md CORS]', async () => {
    const { ehr } = await like('cerner');
    const headers = { origin: 'https://app.test', 'access-control-request-method': 'POST' };
    const preflight = await ehr.handle(
      new Request(`${base}/DocumentReference`, { method: 'OPTIONS', headers }),
    );
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization, content-type');
    const exposed = preflight.headers.get('access-control-expose-headers');
    expect(exposed).toBe('ETag, Content-Location, Location, X-Request-Id, WWW-Authenticate, Date');
  });
});
