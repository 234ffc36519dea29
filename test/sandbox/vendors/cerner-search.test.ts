import { describe, expect, it } from 'vitest';
import { base, like, nextOf, texts } from './like.ts';

const patient = 'patient=textbook-hcc';
const { bundle, matches, refused, send, status } = await like('cerner');

describe('a Cerner answer', () => {
  it('has an id and no total, and only matches [MAP phase-b-2026-04-27]', async () => {
    const found = await bundle(`Observation?${patient}&category=laboratory`);
    expect(found.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(found).not.toHaveProperty('total');
    expect(found.entry?.every(({ search }) => search.mode === 'match')).toBe(true);
  });

  it('that is empty has a total of 0 and no entry [§1.2, unverified]', async () => {
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

describe('Cerner refuses a search', () => {
  it.each([
    [
      'that names nobody',
      'Patient?gender=male',
      /^at least one of _id, identifier, name, family, given, birthdate, phone, email, address-postalcode, or -pageContext must be provided$/,
      'MAP error-search-with-unsupported-param',
    ],
    [
      'without a patient',
      'Observation?category=laboratory',
      /^at least one of _id, patient, subject/,
      'CERN observation.md',
    ],
    [
      'by _id and something else',
      `Condition?_id=hcc-hcc&${patient}`,
      /^_id must not be provided with any other/,
      'CERN condition.md',
    ],
    [
      'of orders by status',
      `ServiceRequest?${patient}&status=active`,
      /^status is not a supported/,
      'CERN service-request.md',
    ],
    [
      'of orders by category',
      `ServiceRequest?${patient}&category=x`,
      /^category is not a supported/,
      'CERN service-request.md',
    ],
    [
      'of orders by encounter',
      `ServiceRequest?${patient}&encounter=hcc-ir-consult`,
      /^encounter is not a supported/,
      'CERN service-request.md',
    ],
    [
      'of coverage by status',
      `Coverage?${patient}&status=active`,
      /^status is not a supported/,
      'CERN coverage.md',
    ],
    ['with _sort', `Observation?${patient}&_sort=date`, /^_sort is not a supported/, 'CERN'],
    ['with _include', `MedicationRequest?${patient}&_include=x`, /^_include is not a supported/, 'CERN'],
    [
      'with a count where there are no pages',
      `Condition?${patient}&_count=10`,
      /^_count is not a supported/,
      'CERN condition.md',
    ],
    [
      'of procedures by a date without a time',
      `Procedure?${patient}&date=ge2024-01-01`,
      /^date must have a time/,
      'CERN procedure.md',
    ],
    [
      'of procedures by a date without a prefix',
      `Procedure?${patient}&date=2024-01-01T00:00:00Z`,
      /^date must have a prefix/,
      'CERN procedure.md',
    ],
    [
      'of administrations by a date without a time',
      `MedicationAdministration?${patient}&effective-time=ge2024-01-01`,
      /^effective-time must have a time/,
      'CERN medication-administration.md',
    ],
    [
      'of orders changed since a day without a time',
      `ServiceRequest?${patient}&_lastUpdated=ge2024-01-01`,
      /^_lastUpdated must have a time/,
      'CERN service-request.md',
    ],
    [
      'of documents between two days without a time',
      `DocumentReference?${patient}&date=ge2024-01-01&date=le2025-01-01`,
      /^date must have a time/,
      'CERN document-reference.md',
    ],
    [
      'of documents by date and period',
      `DocumentReference?${patient}&date=ge2024-01-01&period=ge2024-01-01`,
      /must not be provided together$/,
      'CERN document-reference.md',
    ],
    [
      'of results by date and change',
      `Observation?${patient}&date=ge2024-01-01&_lastUpdated=ge2024-01-01`,
      /must not be provided together$/,
      'CERN observation.md',
    ],
    [
      'of results by three dates',
      `Observation?${patient}&date=ge2024&date=le2025&date=le2026`,
      /not be provided more than twice$/,
      'CERN observation.md',
    ],
    [
      'of results by an approximate date',
      `Observation?${patient}&date=ap2024`,
      /"ap2024" is not a date/,
      'CERN observation.md',
    ],
  ])('%s', async (_, path, says, source) => {
    const { status, issue } = await refused(path);
    expect(source).not.toBe('');
    expect([status, issue[0]?.severity, issue[0]?.code]).toEqual([400, 'error', 'invalid']);
    expect(texts(issue)).toMatch(says);
  });

  it('for diagnoses of visits, when the chart is big, by running out of time [MAP sandbox_patients.json]', async () => {
    const app = await like('cerner', 'long-record');
    const response = await app.send('Condition?patient=long-record&category=encounter-diagnosis');
    expect(response.status).toBe(504);
    expect(await response.text()).not.toContain('{');
    expect(await app.status('Condition?patient=long-record&category=problem-list-item')).toBe(200);
    expect(await status(`Condition?${patient}&category=encounter-diagnosis`)).toBe(200);
  });
});

describe('Cerner finds', () => {
  it.each([
    ['dates with a time', `Procedure?${patient}&date=ge2024-01-01T00:00:00Z`],
    [
      'a range of results',
      `Observation?${patient}&date=ge2024-06-01&date=le2025-12-31&code=http://loinc.org|1975-2`,
    ],
    ['several ids at once', 'Condition?_id=hcc-hcc,hcc-cirrhosis'],
  ])('%s', async (_, path) => {
    expect((await matches(path)).length).toBeGreaterThan(0);
  });

  it('an order by its catalogue code, a vital sign by no code of its own [CERN]', async () => {
    const [order] = await matches(`ServiceRequest?${patient}`);
    const [{ system, code }] = order.code.coding;
    expect(await matches(`ServiceRequest?${patient}&code=${system}|${code}`)).toHaveLength(1);
    const [sign] = await matches(`Observation?${patient}&category=vital-signs`);
    const [own] = sign.code.coding;
    expect(own.system).toContain('codeSet/72');
    expect(await matches(`Observation?${patient}&code=${own.system}|${own.code}`)).toEqual([]);
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
