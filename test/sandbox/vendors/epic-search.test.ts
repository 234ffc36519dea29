import { describe, expect, it } from 'vitest';
import { base, codes, like, nextOf } from './like.ts';

const patient = 'patient=textbook-hcc';
const { bundle, read, refused, send, status } = await like('epic');

describe('Epic refuses a search', () => {
  it.each([
    [
      'of Observation by patient alone',
      'MAP search_param_observations',
      `Observation?${patient}`,
      400,
      ['59108'],
      'required',
    ],
    [
      'of Observation without a patient',
      'MAP search_param_observations',
      'Observation?category=vital-signs',
      400,
      ['59159'],
      'business-rule',
    ],
    [
      'of Condition without a patient',
      'MAP search_param_observations',
      'Condition?category=problem-list-item',
      400,
      ['59159'],
      'business-rule',
    ],
    [
      'of Patient without demographics',
      'MAP error-search-with-unsupported-param',
      'Patient',
      400,
      ['59159'],
      'business-rule',
    ],
    [
      'of AllergyIntolerance without a patient, as if by permission',
      'MAP search_param_observations',
      'AllergyIntolerance?clinical-status=active',
      403,
      ['4118'],
      'processing',
    ],
    [
      'of a wrong _id, with information alone',
      'MAP search_param_observations',
      'Condition?_id=nobody',
      400,
      ['59008'],
      'not-found',
    ],
  ])('%s [%s]', async (_, __, path, refusedWith, epic, code) => {
    const { status, issue } = await refused(path);
    expect(status).toBe(refusedWith);
    expect(codes(issue)).toEqual(epic);
    expect(issue.at(-1)).toMatchObject({ code });
  });

  it.each([
    [`Observation?totally-bogus-param=foo&${patient}`, ['59100', '59108']],
    ['Patient?totally-bogus-param=foo', ['59100', '59159']],
    ['Encounter?class=AMB', ['59109', '59159']],
  ])('%s with information first and the fatal issue second [MAP, EERR]', async (path, epic) => {
    const { issue } = await refused(path);
    expect(codes(issue)).toEqual(epic);
    expect(issue.map(({ severity }) => severity)).toEqual(['information', 'fatal']);
  });

  it('names the unknown parameter in capitals [MAP error-search-with-unsupported-param]', async () => {
    const { issue } = await refused('Patient?totally-bogus-param=foo');
    expect(issue[0]?.diagnostics).toBe('Unknown parameter: TOTALLY-BOGUS-PARAM. Parameter has been ignored.');
  });
});

describe('Epic ignores in silence', () => {
  it.each([
    ['an unknown parameter', 'totally-bogus-param=foo'],
    ['_sort', '_sort=-recorded-date'],
    ['_include', '_include=Condition:encounter'],
    ['_lastUpdated', '_lastUpdated=ge2099-01-01'],
  ])(
    '%s: the answer is unfiltered, and its self link repeats the question [MAP phase_b_findings]',
    async (_, parameter) => {
      const all = await bundle(`Condition?${patient}`);
      const filtered = await bundle(`Condition?${parameter}&${patient}`);
      expect(filtered.total).toBe(all.total);
      expect(filtered.entry?.length).toBe(all.entry?.length);
      expect(filtered.link.at(-1)?.url).toContain(parameter.split('=')[0]);
      expect(JSON.stringify(filtered)).not.toContain('59100');
    },
  );
});

describe('an Epic answer', () => {
  it('that is empty holds one outcome, 4101, and a total of 0 [MAP observation-lab.json]', async () => {
    const { total, entry } = await bundle(`ServiceRequest?${patient}&status=on-hold`);
    expect(total).toBe(0);
    expect(entry).toMatchObject([
      {
        fullUrl: expect.stringMatching(/^urn:uuid:/),
        search: { mode: 'outcome' },
        resource: { resourceType: 'OperationOutcome' },
      },
    ]);
    expect(codes(entry?.[0]?.resource.issue)).toEqual(['4101']);
  });

  it('that is empty says beside it what was left out [MAP observation-lab.json]', async () => {
    const { entry } = await bundle(`Observation?${patient}&category=laboratory&code=none`);
    expect(codes(entry?.[0]?.resource.issue)).toEqual(['59204', '4101']);
  });

  it.each([
    [
      'Condition',
      '&category=problem-list-item',
      ['59204'],
      'Client not authorized for Condition - Outside Record Problems.',
    ],
    ['Condition', '&category=encounter-diagnosis', ['59204'], 'Outside Record Encounter Diagnosis'],
    ['Observation', '&category=laboratory', ['59204'], 'Outside Record Results'],
    ['Observation', '&category=vital-signs', ['59204'], 'Outside Record Vital Signs'],
    [
      'Procedure',
      '',
      ['59205', '59204'],
      'User not authorized for Procedure - External Radiotherapy Summary.',
    ],
    ['DiagnosticReport', '', ['59204'], 'Outside Record Results'],
    ['MedicationRequest', '', ['59204'], 'Outside Record'],
    ['Encounter', '', ['59204'], 'Outside Record'],
  ])('of %s%s that is not empty ends with %j [MAP phase-b-2026-04-26]', async (type, query, epic, words) => {
    const { total, entry = [] } = await bundle(`${type}?${patient}${query}`);
    const last = entry.at(-1);
    expect(last?.search.mode).toBe('outcome');
    expect(codes(last?.resource.issue)).toEqual(epic);
    expect(last?.resource.issue[0].diagnostics).toContain(words);
    expect(total).toBe(entry.length - 1);
  });

  it('of DocumentReference leaves nothing out [MAP phase-b-2026-04-26]', async () => {
    const { entry = [] } = await bundle(`DocumentReference?${patient}`);
    expect(entry.every(({ search }) => search.mode === 'match')).toBe(true);
  });

  it('leaves nothing out for an app that is registered for records from outside', async () => {
    const app = await like('epic', 'textbook-hcc', { outsideRecords: true });
    const { entry = [] } = await app.bundle(`Procedure?${patient}`);
    expect(entry.length).toBeGreaterThan(0);
    expect(entry.every(({ search }) => search.mode === 'match')).toBe(true);
  });

  it('has no id; each entry has a link to itself and an absolute fullUrl [MAP pagination_overlay]', async () => {
    const found = await bundle(`Condition?${patient}`);
    const url = `${base}/Condition/${found.entry?.[0]?.resource.id}`;
    expect(found).not.toHaveProperty('id');
    expect(found.entry?.[0]).toMatchObject({ fullUrl: url, link: [{ relation: 'self', url }] });
  });

  it('shows no version and no date of change, and no ETag [MAP golden]', async () => {
    const response = await send('Patient/textbook-hcc');
    const { meta } = await response.json();
    expect(response.headers.has('etag')).toBe(false);
    expect(response.headers.has('last-modified')).toBe(false);
    expect(meta).not.toHaveProperty('versionId');
    expect(meta).not.toHaveProperty('lastUpdated');
  });

  it('refers to everything in relative form [MAP reference_resolution_overlay]', async () => {
    const text = JSON.stringify(await bundle(`Observation?${patient}&category=laboratory`));
    const references = [...text.matchAll(/"reference":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(0);
    expect(references.every((reference) => /^[A-Z]\w+\//.test(reference ?? ''))).toBe(true);
  });
});

describe('an Epic page', () => {
  it('has up to 1000 entries, then a sessionID; next stands before self [MAP pagination_overlay]', async () => {
    const app = await like('epic', 'long-record');
    const first = await app.bundle('Observation?patient=long-record&category=laboratory');
    expect(first.entry).toHaveLength(1000);
    expect(first.link.map(({ relation }) => relation)).toEqual(['next', 'self']);
    expect(nextOf(first)).toMatch(/^https:\/\/ehr\.test\/fhir\/Observation\?sessionID=17-[0-9A-F]{32}$/);
    const second = await app.bundle(nextOf(first) ?? '');
    expect(second.entry?.filter(({ search }) => search.mode === 'match')).toHaveLength(387);
    expect(nextOf(second)).toBeUndefined();
  });

  it('says what was left out on the last page only [MAP observation-vitals.json]', async () => {
    const app = await like('epic', 'textbook-hcc', { pageSize: 20 });
    const first = await app.bundle(`Observation?${patient}&category=laboratory`);
    expect(first.entry?.every(({ search }) => search.mode === 'match')).toBe(true);
  });

  it('counts itself as the total where _count is set [MAP observation-vital-signs-paginated]', async () => {
    const first = await bundle(`Observation?${patient}&category=laboratory&_count=5`);
    expect([first.total, first.entry?.length]).toEqual([5, 5]);
    const second = await bundle(nextOf(first) ?? '');
    expect([second.total, second.entry?.length]).toEqual([5, 5]);
  });

  it('expires with its session: 4113 [EERR]', async () => {
    let now = Date.parse('2025-06-16T13:00:00Z');
    const app = await like('epic', 'textbook-hcc', { pageSize: 20, pageSeconds: 60, now: () => now });
    const next = nextOf(await app.bundle(`Observation?${patient}&category=laboratory`)) ?? '';
    now += 59_999;
    expect(await app.status(next)).toBe(200);
    now += 1;
    const { status, issue } = await app.refused(next);
    expect([status, codes(issue)]).toEqual([400, ['4113']]);
  });
});

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
