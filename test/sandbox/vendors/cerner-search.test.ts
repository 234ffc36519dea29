import { describe, expect, it } from 'vitest';
import { like, texts } from './like.ts';

const patient = 'patient=textbook-hcc';
const { matches, refused, status } = await like('cerner');

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
