import { describe, expect, it } from 'vitest';
import type { Comparator } from '../../../src/core/facts/interval.ts';
import type { Check, Criterion } from '../../../src/core/policy/policy.ts';
import {
  condition,
  daysAgo,
  ecog,
  type Json,
  lab,
  observation,
  order,
  procedure,
  today,
} from '../../support/chart.ts';
import type { Asked } from '../../support/facts.ts';
import { judgedOn, met, notMet, unknown } from './made-up.ts';

type Said = readonly [verdict: string, gap?: string];
const said = (criterion: Criterion, resources: readonly Json[], answers: Asked['answers'] = {}): Said => {
  const { verdict, gap, evidence, support } = judgedOn(criterion, resources, { answers });
  // Whatever is shown is a record, a rule or an answer.
  for (const each of [...evidence, ...support]) expect(each).toHaveProperty('kind');
  return gap === undefined ? [verdict] : [verdict, gap];
};

describe('a value against a limit', () => {
  const check = (comparator: Comparator, limit: number, more: object = {}): Check => ({
    kind: 'value',
    title: 'Bilirubin',
    value: 'bilirubin',
    unit: 'mg/dL',
    comparator,
    limit,
    ...more,
  });

  it.each<[Comparator, number, string]>([
    ['<', 2, 'not-met'],
    ['<', 2.1, 'met'],
    ['<=', 2, 'met'],
    ['<=', 1.9, 'not-met'],
    ['>=', 2, 'met'],
    ['>=', 2.1, 'not-met'],
    ['>', 2, 'not-met'],
    ['>', 1.9, 'met'],
  ])('of exactly 2 mg/dL, wanted %s %d: %s', (comparator, limit, verdict) =>
    expect(said(check(comparator, limit), [lab('bilirubin', 2)])).toEqual([verdict]),
  );

  it('is open where a comparator leaves both sides possible, and settled where it does not', () => {
    const below2 = [lab('bilirubin', 2, { comparator: '<' })];
    expect(said(check('<', 2), below2)).toEqual(['met']);
    expect(said(check('<', 1.5), below2)).toEqual(['unknown', 'comparator']);
    expect(said(check('>', 2), below2)).toEqual(['not-met']);
  });

  it('is a conflict where two results of one time lie on both sides', () => {
    const two = [lab('bilirubin', 1), lab('bilirubin', 3, { id: 'second' })];
    expect(said(check('<', 2), two)).toEqual(['unknown', 'conflict']);
    expect(said(check('<', 4), two)).toEqual(['met']);
  });

  it('shows what it judged by: as evidence where it is settled, as support where it is open', () => {
    const settled = judgedOn(check('<', 2), [lab('bilirubin', 1)]);
    expect([settled.evidence.length, settled.support.length]).toEqual([1, 0]);
    const open = judgedOn(check('<', 1.5), [lab('bilirubin', 2, { comparator: '<' })]);
    expect([open.evidence.length, open.support.length]).toEqual([0, 1]);
  });

  it('may be narrowed by the policy: the last day of its window still counts', () => {
    const old = (days: number) => [lab('bilirubin', 1, { effectiveDateTime: daysAgo(days) })];
    expect(said(check('<', 2, { withinDays: 14 }), old(14))).toEqual(['met']);
    expect(said(check('<', 2, { withinDays: 14 }), old(15))).toEqual(['unknown', 'stale']);
    expect(said(check('<', 2), old(15))).toEqual(['met']);
  });

  it('gives the reason why there is none', () => {
    expect(said(check('<', 2), [])).toEqual(['unknown', 'not-recorded']);
    expect(said(check('<', 2), [lab('bilirubin', 1, { effectiveDateTime: daysAgo(91) })])).toEqual([
      'unknown',
      'stale',
    ]);
  });

  it('says the value with its unit and day, and on which side of the limit it is', () => {
    expect(judgedOn(check('<', 2), [lab('bilirubin', 1.25)]).because).toBe(
      `Bilirubin 1.25 mg/dL (${today}) is below 2 mg/dL.`,
    );
    expect(judgedOn(check('<=', 1), [lab('bilirubin', 1.25)]).because).toContain('is not at most 1 mg/dL');
    expect(judgedOn(check('>=', 1), [lab('bilirubin', 1.25)]).because).toContain('is at least 1 mg/dL');
    expect(judgedOn(check('>', 1), [lab('bilirubin', 1.25)]).because).toContain('is above 1 mg/dL');
  });

  it('names no unit where the unit is only a label', () => {
    const grade: Check = {
      kind: 'value',
      title: 'ECOG',
      value: 'ecog',
      unit: '{score}',
      comparator: '<=',
      limit: 2,
    };
    expect(judgedOn(grade, [ecog(1)]).because).toBe(`ECOG 1 (${today}) is at most 2.`);
  });

  it.each<[string, Check, readonly Json[], Asked['answers'], Said]>([
    [
      'the size of the tumor, from the record',
      { kind: 'value', title: 'Size', value: 'tumor-size', unit: 'cm', comparator: '<=', limit: 5 },
      [condition('icd C22.0'), observation('loinc 21889-1', { valueQuantity: { value: 50, unit: 'mm' } })],
      {},
      ['met'],
    ],
    [
      'how many tumors, which only a clinician says',
      { kind: 'value', title: 'Tumors', value: 'tumor-count', unit: '{count}', comparator: '<=', limit: 3 },
      [],
      {},
      ['unknown', 'clinician-only'],
    ],
    [
      'how many tumors, said',
      { kind: 'value', title: 'Tumors', value: 'tumor-count', unit: '{count}', comparator: '<=', limit: 3 },
      [],
      { 'tumor-count': 4 },
      ['not-met'],
    ],
    [
      'the lung shunt, said today and so within any window',
      {
        kind: 'value',
        title: 'Shunt',
        value: 'lung-shunt-percent',
        unit: '%',
        comparator: '<',
        limit: 20,
        withinDays: 0,
      },
      [],
      { 'lung-shunt-percent': 19.9 },
      ['met'],
    ],
  ])('%s', (_, wanted, resources, answers, expected) =>
    expect(said(wanted, resources, answers)).toEqual(expected),
  );

  it('that was answered stands on the answer', () => {
    const tumors: Check = {
      kind: 'value',
      title: 'Tumors',
      value: 'tumor-count',
      unit: '{count}',
      comparator: '<=',
      limit: 3,
      withinDays: 0,
    };
    expect(judgedOn(tumors, [], { answers: { 'tumor-count': 2 } })).toMatchObject({
      verdict: 'met',
      because: `Tumors 2 (${today}) is at most 3.`,
      evidence: [{ kind: 'attested', question: 'tumor-count' }],
    });
  });
});

describe('a Child-Pugh class', () => {
  const check: Check = { kind: 'score', title: 'Child-Pugh', score: 'child-pugh', classes: ['A', 'B'] };
  const good = [lab('bilirubin', 1), lab('albumin', 4), lab('inr', 1)];
  const bad = [lab('bilirubin', 9), lab('albumin', 2), lab('inr', 3)];
  const none = { ascites: 'none', encephalopathy: 'none' };

  it.each<[string, readonly Json[], Asked['answers'], Said]>([
    ['every possible one listed', good, {}, ['met']],
    ['none of the possible ones listed', bad, {}, ['not-met']],
    [
      'some of them listed',
      [lab('bilirubin', 2.5), lab('albumin', 3), lab('inr', 1)],
      {},
      ['unknown', 'not-recorded'],
    ],
    ['nothing that bounds it', [], {}, ['unknown', 'not-recorded']],
  ])('%s', (_, resources, answers, expected) => expect(said(check, resources, answers)).toEqual(expected));

  it('says the points and the class, as a span while it is open', () => {
    expect(judgedOn(check, good, { answers: none }).because).toBe('Child-Pugh 5: class A.');
    expect(judgedOn(check, good).because).toBe('Child-Pugh 5 to 9: class A or B.');
  });

  it('shows its inputs as evidence where it is settled, as support where it is open', () => {
    expect(judgedOn(check, good).evidence).not.toEqual([]);
    const open = judgedOn(check, [lab('bilirubin', 2.5), lab('albumin', 3), lab('inr', 1)]);
    expect(open.evidence).toEqual([]);
    expect(open.support).not.toEqual([]);
  });
});

describe('a choice of the clinician', () => {
  const check: Check = {
    kind: 'choice',
    title: 'Vessels',
    question: 'macrovascular-invasion',
    oneOf: ['none', 'branch'],
  };
  it.each<[Asked['answers'], Said]>([
    [{ 'macrovascular-invasion': 'none' }, ['met']],
    [{ 'macrovascular-invasion': 'branch' }, ['met']],
    [{ 'macrovascular-invasion': 'main' }, ['not-met']],
    [{}, ['unknown', 'clinician-only']],
  ])('%j', (answers, expected) => expect(said(check, [], answers)).toEqual(expected));

  it('stands on the answer', () =>
    expect(judgedOn(check, [], { answers: { 'macrovascular-invasion': 'main' } }).evidence).toMatchObject([
      { kind: 'attested', question: 'macrovascular-invasion' },
    ]));
});

describe('treatments that were done', () => {
  const atLeast: Check = { kind: 'procedure', title: 'Ablated', procedure: 'ablation', atLeast: 1 };
  const atMost: Check = {
    kind: 'procedure',
    title: 'At most one',
    procedure: 'radioembolization',
    atMost: 1,
  };
  const ablation = (id: string, extra: Json = {}) => procedure('sct 713110007', { id, ...extra });
  const y90 = (id: string, extra: Json = {}) => procedure('sct 764677008', { id, ...extra });
  const listed = { 'prior-treatments-confirmed': true };

  it.each<[string, Check, readonly Json[], Asked['answers'], Said]>([
    ['at least one, none found', atLeast, [], {}, ['unknown', 'not-recorded']],
    ['at least one, none found, the list confirmed', atLeast, [], listed, ['not-met']],
    [
      'at least one, the list said to be incomplete',
      atLeast,
      [],
      { 'prior-treatments-confirmed': false },
      ['unknown', 'not-recorded'],
    ],
    ['at most one, none found', atMost, [], {}, ['unknown', 'not-recorded']],
    ['at most one, one found', atMost, [y90('a')], {}, ['unknown', 'not-recorded']],
    ['at most one, one found, the list confirmed', atMost, [y90('a')], listed, ['met']],
    ['at most one, two found', atMost, [y90('a'), y90('b')], {}, ['not-met']],
    [
      'at most one, two found of which one was stopped',
      atMost,
      [y90('a'), y90('b', { status: 'stopped' })],
      listed,
      ['met'],
    ],
    ['at most one, another kind', atMost, [ablation('a'), ablation('b')], listed, ['met']],
  ])('%s', (_, check, resources, answers, expected) =>
    expect(said(check, resources, answers)).toEqual(expected),
  );

  it('one found is one done, and is its evidence', () => {
    const result = judgedOn({ ...atLeast, procedure: 'radioembolization' }, [y90('a')]);
    expect(result.verdict).toBe('met');
    expect(result.evidence).toMatchObject([{ reference: 'Procedure/a' }]);
  });

  it('what was found so far supports an open limit', () =>
    expect(judgedOn(atMost, [y90('a')])).toMatchObject({
      evidence: [],
      support: [{ reference: 'Procedure/a' }],
    }));
});

describe('a tumor that the policy names', () => {
  const check: Check = { kind: 'named-tumor', title: 'Breast', sites: ['dx.other.breast'] };
  const mets = condition('icd C78.7', { id: 'mets' });

  it.each<[string, readonly Json[], Said]>([
    ['metastases of it', [mets, condition('icd C50.911')], ['met']],
    ['metastases of another', [mets, condition('icd C18.7')], ['not-met']],
    ['a tumor that began in the liver', [condition('icd C22.0')], ['not-met']],
    ['metastases of which the primary is not known', [mets], ['unknown', 'not-recorded']],
    ['nothing', [], ['unknown', 'not-recorded']],
  ])('%s', (_, resources, expected) => expect(said(check, resources)).toEqual(expected));

  it('stands on the records of both', () =>
    expect(
      judgedOn(check, [mets, condition('icd C50.911', { id: 'breast' })]).evidence.length,
    ).toBeGreaterThan(0));
});

describe('portal vein thrombosis', () => {
  const check: Check = { kind: 'finding', title: 'Portal vein', finding: 'portal-vein-thrombosis' };
  it.each<[string, readonly Json[], Asked['answers'], string]>([
    ['on record', [condition('icd I81')], {}, 'met'],
    ['denied', [], { 'macrovascular-invasion': 'none' }, 'not-met'],
    ['not recorded', [], {}, 'unknown'],
  ])('%s', (_, resources, answers, verdict) => expect(said(check, resources, answers)[0]).toBe(verdict));
});

describe('what needs no record', () => {
  it('"for any indication" is met as it stands', () => expect(said(met, [])).toEqual(['met']));
  it('a part of the document that was not seen is never anything but open', () =>
    expect(said(unknown, [condition('icd C22.0'), ecog(0)])).toEqual(['unknown', 'not-requested']));
});

describe('a group', () => {
  const group = (kind: 'all' | 'any' | 'none', ...of: Criterion[]): Criterion => ({
    kind,
    title: 'Group',
    of,
  });
  const atLeast = (n: number, ...of: Criterion[]): Criterion => ({ kind: 'at-least', n, title: 'Group', of });

  it.each<[string, Criterion, string]>([
    ['all, one not met', group('all', met, unknown, notMet), 'not-met'],
    ['all, one open', group('all', met, unknown), 'unknown'],
    ['all met', group('all', met, met), 'met'],
    ['any, one met', group('any', notMet, unknown, met), 'met'],
    ['any, one open', group('any', notMet, unknown), 'unknown'],
    ['any, none met', group('any', notMet, notMet), 'not-met'],
    ['none, one met', group('none', notMet, met, unknown), 'not-met'],
    ['none, one open', group('none', notMet, unknown), 'unknown'],
    ['none of them met', group('none', notMet, notMet), 'met'],
    ['two of three met', atLeast(2, met, met, notMet), 'met'],
    ['two of three, one met and two open', atLeast(2, met, unknown, unknown), 'unknown'],
    ['two of three, one met and one open', atLeast(2, met, unknown, notMet), 'unknown'],
    ['two of three, one met', atLeast(2, met, notMet, notMet), 'not-met'],
  ])('%s', (_, criterion, verdict) => expect(judgedOn(criterion, []).verdict).toBe(verdict));

  it('says why by the parts that decide, each once', () => {
    expect(judgedOn(group('all', met, unknown, notMet, notMet), []).because).toBe(
      judgedOn(notMet, []).because,
    );
    expect(judgedOn(group('none', notMet, met), []).because).toBe(judgedOn(met, []).because);
  });

  it('is open for the reason of its first open part, and gives none once it is settled', () => {
    const lung: Check = {
      kind: 'choice',
      title: 'Extent',
      question: 'extrahepatic-disease',
      oneOf: ['absent'],
    };
    expect(said(group('all', met, lung, unknown), [])).toEqual(['unknown', 'clinician-only']);
    expect(said(group('all', met, unknown, lung), [])).toEqual(['unknown', 'not-requested']);
    expect(said(group('any', met, lung), [])).toEqual(['met']);
  });

  it('shows the evidence of the parts that decide; while it is open, of all', () => {
    const limit = (most: number): Check => ({
      kind: 'value',
      title: 'ECOG',
      value: 'ecog',
      unit: '{score}',
      comparator: '<=',
      limit: most,
    });
    const bilirubin: Check = {
      kind: 'value',
      title: 'Bilirubin',
      value: 'bilirubin',
      unit: 'mg/dL',
      comparator: '<',
      limit: 2,
    };
    const resources = [ecog(1), lab('bilirubin', 1)];
    const evidenceOf = (criterion: Criterion) =>
      judgedOn(criterion, resources).evidence.map((each) => ('reference' in each ? each.reference : ''));
    expect(evidenceOf(group('all', bilirubin, limit(0)))).toEqual(['Observation/ecog']);
    expect(evidenceOf(group('all', bilirubin, limit(2)))).toEqual([
      'Observation/bilirubin',
      'Observation/ecog',
    ]);
    expect(evidenceOf(group('all', bilirubin, limit(2), unknown))).toEqual([
      'Observation/bilirubin',
      'Observation/ecog',
    ]);
    expect(evidenceOf(group('all', limit(1), limit(2)))).toEqual(['Observation/ecog']);
  });
});

describe('a node for some therapies only', () => {
  const gated = (of: Criterion): Criterion => ({
    kind: 'all',
    title: 'Gated',
    therapies: ['tace', 'deb-tace'],
    of: [of],
  });

  it.each<[string, Criterion, Asked['therapy'], Said]>([
    ['is judged for its own', gated(met), 'deb-tace', ['met']],
    ['is open for its own where its parts are', gated(unknown), 'tace', ['unknown', 'not-requested']],
    ['is not met for another', gated(met), 'tare', ['not-met']],
    ['is not met for another, whatever is open in it', gated(unknown), 'tare', ['not-met']],
    ['cannot be met without one', gated(met), undefined, ['unknown', 'not-recorded']],
    ['is not met without one where its parts are not', gated(notMet), undefined, ['not-met']],
    ['keeps its own reason without one', gated(unknown), undefined, ['unknown', 'not-requested']],
  ])('%s', (_, criterion, therapy, expected) => {
    const { verdict, gap } = judgedOn(criterion, [], { therapy });
    expect(gap === undefined ? [verdict] : [verdict, gap]).toEqual(expected);
  });

  it('shows no evidence for another therapy', () => {
    const leaf: Check = { kind: 'leaf', title: 'HCC', leaf: 'dx.hcc' };
    const resources = [condition('icd C22.0'), order('sct 764677008')];
    expect(judgedOn(gated(leaf), resources).evidence).toEqual([]);
    expect(judgedOn(gated(leaf), resources, { therapy: 'tace' }).evidence).not.toEqual([]);
  });
});
