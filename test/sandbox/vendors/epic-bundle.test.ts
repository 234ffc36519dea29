import { describe, expect, it } from 'vitest';
import { base, codes, like, nextOf } from './like.ts';

const patient = 'patient=textbook-hcc';
const { bundle, send } = await like('epic');

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
