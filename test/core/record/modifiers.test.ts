import { describe, expect, it } from 'vitest';
import {
  bundleOf,
  condition,
  daysAgo,
  ecog,
  type Json,
  lab,
  observation,
  order,
} from '../../support/chart.ts';
import { judged, leafAndIgnored } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const seen = (given: Json) => leafAndIgnored('dx.hcc', given);

describe('a modifier that is not known', () => {
  const negated = [{ url: 'http://x.example/negated', valueBoolean: true }];
  const because = 'it carries a modifier that may change its meaning';
  const set = (id: string) => [`Condition/${id}: ${because}`];

  it.each<[string, Json]>([
    ['as a list', { modifierExtension: negated }],
    ['as an object', { modifierExtension: negated[0] }],
    ['as rules', { implicitRules: 'http://x.example/rules' }],
    ['in a part', { stage: [{ modifierExtension: negated }] }],
    [
      'in what it contains',
      { contained: [{ resourceType: 'Observation', implicitRules: 'http://x.example/rules' }] },
    ],
  ])('%s sets the record aside', (_, extra) => {
    expect(seen(bundleOf([{ resource: { ...hcc, ...extra } }]))).toEqual(['unknown', ...set('hcc')]);
  });

  it.each<[string, Json]>([
    ['an empty list', { modifierExtension: [] }],
    ['an extension that modifies nothing', { extension: negated }],
    ['a language', { language: 'en' }],
  ])('%s is none', (_, extra) => {
    expect(seen(bundleOf([{ resource: { ...hcc, ...extra } }]))).toEqual(['met']);
  });

  it('of an entry is one of its record alone', () => {
    const other = condition('icd C22.1', { id: 'icc' });
    const given = bundleOf([{ resource: hcc }, { resource: other, modifierExtension: negated }]);
    expect(seen(given)).toEqual(['met', ...set('icc')]);
    expect(
      seen(bundleOf([{ resource: hcc, search: { mode: 'match', modifierExtension: negated } }])),
    ).toEqual(['unknown', ...set('hcc')]);
  });

  it('of a Bundle is one of each of its records, and of those of the Bundles in it', () => {
    const rules = { implicitRules: 'http://x.example/rules' };
    expect(seen(bundleOf([{ resource: hcc }], rules))).toEqual(['unknown', ...set('hcc')]);
    const inner = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: hcc }] };
    expect(seen(bundleOf([{ resource: inner }], rules))).toEqual(['unknown', ...set('hcc')]);
    expect(
      seen(
        bundleOf([{ resource: { ...inner, ...rules } }, { resource: condition('icd C22.1', { id: 'icc' }) }]),
      ),
    ).toEqual(['unknown', ...set('hcc')]);
  });

  it.each<[string, Json, string]>([
    ['an order', order('sct 764677008', { implicitRules: 'http://x.example/rules' }), 'therapy'],
    ['a grade', ecog(1, { component: [{ code: {}, modifierExtension: negated }] }), 'ecog'],
  ])('of %s is seen too', (_, resource, what) => {
    const { therapy, scores } = judged([resource]);
    expect(what === 'therapy' ? therapy : scores.ecog?.value).toBe(
      what === 'therapy' ? 'unknown' : undefined,
    );
  });

  it('of a component sets the whole aside, and blocks an older value of that component', () => {
    const bilirubin = lab('bilirubin', 1);
    const panel = observation('loinc 24325-3', {
      id: 'panel',
      component: [
        { code: bilirubin.code, valueQuantity: bilirubin.valueQuantity, modifierExtension: negated },
      ],
    });
    const sums = (...resources: readonly Json[]) => {
      const { low, high } = judged(resources).scores.childPugh ?? { low: 0, high: 0 };
      return [low, high];
    };
    const older = lab('bilirubin', 1, { effectiveDateTime: daysAgo(9) });
    const albumin = lab('albumin', 4.1);
    expect(sums(albumin, older)).toEqual([5, 11]);
    expect(sums(albumin, older, panel)).toEqual(sums(albumin));
    expect(judged([panel]).ignored).toEqual([{ reference: 'Observation/panel', because }]);
  });
});
