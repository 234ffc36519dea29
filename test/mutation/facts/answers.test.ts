import { describe, expect, it } from 'vitest';
import {
  AnswerError,
  answersOf,
  checkedEdit,
  expected,
  isQuestion,
  type Question,
  questions,
} from '../../../src/core/facts/answers.ts';
import { references } from '../../../src/core/facts/finding.ts';
import { freshnessClock } from '../../../src/core/facts/freshness.ts';
import {
  chart,
  condition,
  daysAgo,
  diseaseStatus,
  ecog,
  type Json,
  lab,
  observation,
  today,
} from '../../support/chart.ts';
import { assessed } from '../../support/facts.ts';

const edit = (question: string, value: unknown) => checkedEdit(question, value, 'Practitioner/dr', today);

describe('an answer', () => {
  it('that is none of ours is refused by name', () => {
    expect(() => edit('favourite-color', true)).toThrow(AnswerError);
    expect(() => edit('favourite-color', true)).toThrow('"favourite-color"');
    expect(() => edit('toString', true)).toThrow(AnswerError);
  });

  it.each<[string, unknown, string]>([
    ['unresectable', 'yes', 'true or false'],
    ['tumor-type', 'liver', 'hcc | icc | net-liver-mets'],
    ['extrahepatic-disease', true, 'present | absent'],
    ['bilirubin', 3, '{"value", "unit", "date"}'],
    ['ecog', 5, 'a whole number from 0 to 4'],
    ['tumor-count', 0, 'a number in range'],
    ['lung-shunt-percent', 101, 'a number in range'],
    ['approach', 7, 'text'],
    ['approach', '', 'text'],
    ['embolic-agent', '  ', 'text'],
    ['approach', '\u00a0\u200b\n', 'text'],
    ['planned-date', '2025-02-30', 'text'],
    ['coverage', 'Patient/x', 'text'],
  ])('%s of the wrong type is refused, and told what is expected', (question, value, wanted) => {
    expect(() => edit(question, value)).toThrow(AnswerError);
    expect(() => edit(question, value)).toThrow(wanted);
    expect(expected(question as Question)).toContain(wanted);
  });

  it('in words of any script, with space around them, is one', () => {
    expect(edit('embolic-agent', ' Y-90 ').value).toBe(' Y-90 ');
    expect(edit('symptoms', '\u8179\u75db').value).toBe('\u8179\u75db');
  });

  it('has no reason that cannot be seen', () => {
    const withReason = (reason: string) => () => checkedEdit('ecog', 1, 'Practitioner/dr', today, { reason });
    expect(withReason(' ')).toThrow('reason');
    expect(withReason('Seen today')).not.toThrow();
  });

  it('never shows in the refusal', () => {
    expect(() => edit('tumor-type', 'SECRET')).toThrow(expect.not.stringContaining('SECRET'));
  });

  it('is named as an error of answers', () => {
    try {
      edit('ecog', 9);
    } catch (error) {
      expect((error as Error).name).toBe('AnswerError');
      return;
    }
    throw new Error('it was taken');
  });

  it('is attested by who gave it, when it was given', () => {
    const given = answersOf([edit('unresectable', true)]).get('unresectable');
    expect(given).toEqual({
      value: true,
      provenance: { kind: 'attested', question: 'unresectable', by: 'Practitioner/dr', at: today },
    });
    expect(references(given ? [given.provenance] : [])).toEqual(['answer:unresectable']);
  });

  it('replaces the earlier one to the same question, and no other', () => {
    const answers = answersOf([edit('diffuse', true), edit('unresectable', true), edit('diffuse', false)]);
    expect([answers.get('diffuse')?.value, answers.get('unresectable')?.value, answers.get('ecog')]).toEqual([
      false,
      true,
      undefined,
    ]);
  });

  it('is to one of our questions', () => {
    expect(Object.keys(questions).every(isQuestion)).toBe(true);
    expect(['', 'nothing', 'constructor'].map(isQuestion)).toEqual([false, false, false]);
  });
});

describe('the clock of the evidence', () => {
  const clock = (resources: readonly Json[], answers: Json = {}) =>
    freshnessClock(assessed(chart(condition('icd C22.0', { id: 'hcc' }), ...resources), { answers }).facts);
  const evidence = [
    lab('bilirubin', 1, { effectiveDateTime: daysAgo(40) }),
    ecog(1, { effectiveDateTime: daysAgo(10) }),
    diseaseStatus('stable', { effectiveDateTime: daysAgo(60) }),
    observation('loinc 21889-1', {
      id: 'size',
      valueQuantity: { value: 4, unit: 'cm' },
      effectiveDateTime: daysAgo(20),
    }),
  ];

  it('has every recorded value in use, the first to run out first', () => {
    expect(clock(evidence).map(({ name, freshness, usableUntil }) => [name, freshness, usableUntil])).toEqual(
      [
        ['Disease status', 'fresh', daysAgo(-30)],
        ['Total bilirubin', 'stale', daysAgo(-50)],
        ['Tumor size', 'fresh', daysAgo(-70)],
        ['Performance status', 'fresh', daysAgo(-80)],
      ],
    );
  });

  it('says of each whether it still holds on the planned date, its last day included', () => {
    const holds = (planned: string) =>
      clock(evidence, { 'planned-date': planned }).map(({ holdsOnPlannedDate }) => holdsOnPlannedDate);
    expect(holds(daysAgo(-50))).toEqual([false, true, true, true]);
    expect(holds(daysAgo(-51))).toEqual([false, false, true, true]);
    expect(clock(evidence).map(({ holdsOnPlannedDate }) => holdsOnPlannedDate)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('has nothing that is open, and no answer', () => {
    expect(clock([lab('bilirubin', 1, { effectiveDateTime: daysAgo(91) })])).toEqual([]);
    expect(clock([], { ecog: 1, bilirubin: { value: 1, unit: 'mg/dL', date: today } })).toEqual([]);
  });
});
