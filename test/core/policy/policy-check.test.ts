import { describe, expect, it } from 'vitest';
import { mappings, policies } from '../../../src/catalogue/catalogue.ts';
import { draftPolicies } from '../../../src/catalogue/draft-policies.ts';
import { assess } from '../../../src/core/assess.ts';
import { policyInForce } from '../../../src/core/policy/in-force.ts';
import { policyInWords } from '../../../src/core/policy/in-words.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { calendarMistakes, policyMistakes } from '../../../src/core/policy/policy-check.ts';
import { chart, condition, ecog, order } from '../../support/chart.ts';
import { assessed, recordOf } from '../../support/facts.ts';

const med140 = policies[0] as Policy;
const during = (version: string, start: string, end: string | null): Policy => ({
  ...med140,
  version,
  effective: { start, end },
});

describe('the calendar of a policy', () => {
  it.each<[string, readonly Policy[], readonly string[]]>([
    ['one version', [med140], []],
    [
      'versions that follow one another',
      [during('1', '2020-01-01', '2020-12-31'), during('2', '2021-01-01', null)],
      [],
    ],
    [
      'versions that overlap',
      [during('1', '2020-01-01', '2021-06-30'), during('2', '2021-01-01', null)],
      ['med140: versions 1 and 2 are in force at once'],
    ],
    [
      'a version without an end before another',
      [during('1', '2020-01-01', null), during('2', '2021-01-01', null)],
      ['med140: versions 1 and 2 are in force at once'],
    ],
    [
      'a day between two versions',
      [during('1', '2020-01-01', '2020-12-30'), during('2', '2021-01-01', null)],
      ['med140: no version is in force between 1 and 2'],
    ],
  ])('with %s', (_, versions, mistakes) => expect(calendarMistakes(versions)).toEqual(mistakes));

  it('is whole for the policies that are shipped', () =>
    expect(calendarMistakes([...policies, ...draftPolicies])).toEqual([]));
});

describe('the policy in force', () => {
  const versions = [during('1', '2020-01-01', '2020-12-31'), during('2', '2021-01-01', '2021-12-31')];
  const chosen = (on: string, id?: string) =>
    policyInForce([...versions, ...draftPolicies], { id, on, otherwise: 'med140' });

  it.each([
    ['2020-12-31', '1'],
    ['2021-01-01', '2'],
    ['2021-12-31', '2'],
  ])('on %s is version %s', (on, version) => expect(chosen(on).policy?.version).toBe(version));

  it.each<[string, string, string | undefined, RegExp]>([
    ['an expired one', '2022-01-01', undefined, /no longer in force/],
    ['one of the future', '2019-12-31', undefined, /not yet in force/],
    ['a draft', '2021-01-01', 'bcbst-y90', /draft: nothing is determined by it/],
    ['an unknown one', '2021-01-01', 'nobody', /no policy "nobody"/],
  ])('is refused with a sentence for %s', (_, on, id, because) => {
    const choice = chosen(on, id);
    expect(choice.policy).toBeUndefined();
    expect('because' in choice && choice.because).toMatch(because);
  });
});

describe('a policy file', () => {
  it.each([...policies, ...draftPolicies])('$id names nothing that is not there', (policy) =>
    expect(policyMistakes(policy, mappings)).toEqual([]),
  );

  it.each<[string, Partial<Policy>, RegExp]>([
    [
      'a unit that is not the measurement’s',
      {
        criteria: [
          {
            kind: 'value',
            value: 'bilirubin',
            comparator: '<=',
            limit: 34,
            unit: 'umol/L',
            title: 'Bilirubin',
          },
        ],
      },
      /unit must be mg\/dL/,
    ],
    ['an id used twice', { criteria: [...med140.criteria, ...med140.criteria] }, /id is used twice/],
    [
      'a document source that nothing supplies',
      {
        documents: [
          { id: 'D', title: 'D', quote: null, parts: [{ title: 'x', by: ['answer.nothing'] }], hints: [] },
        ],
      },
      /nothing supplies "answer.nothing"/,
    ],
    [
      'a site without a value set',
      { criteria: [{ kind: 'named-tumor', sites: ['dx.other.moon'], title: 'Moon' }] },
      /no value set/,
    ],
  ])('with %s is refused by name', (_, change, mistake) =>
    expect(policyMistakes({ ...med140, ...change }, mappings).join('\n')).toMatch(mistake),
  );

  it('reads in words, node by node', () => {
    const words = policyInWords(med140).join('\n');
    for (const id of ['I.A', 'I.B.3.a.ii', 'II', 'III']) expect(words).toContain(`${id} `);
  });
});

describe('the same chart under two payers', () => {
  it('differs by data alone: ECOG 3 is no criterion of one and ends the other', () => {
    const bundle = chart(condition('icd C22.0'), ecog(3), order('sct 764677008'));
    const draft = draftPolicies.find(({ id }) => id === 'bcbst-y90') as Policy;
    expect(assessed(bundle).determination.verdict).toBe('unknown');
    const under = assess(recordOf(bundle), draft, { asOf: '2025-06-16', mappings });
    expect(under.determination.verdict).toBe('not-met');
  });
});
