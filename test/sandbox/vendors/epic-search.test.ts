import { describe, expect, it } from 'vitest';
import { codes, like } from './like.ts';

const patient = 'patient=textbook-hcc';
const { bundle, refused } = await like('epic');

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
