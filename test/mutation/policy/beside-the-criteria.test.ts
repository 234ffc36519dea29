import { describe, expect, it } from 'vitest';
import { statementSources } from '../../../src/catalogue/statements.ts';
import { references } from '../../../src/core/facts/finding.ts';
import { advisoryOutcome } from '../../../src/core/policy/advisories.ts';
import { candidacy } from '../../../src/core/policy/candidacy.ts';
import { isSource, questionOf } from '../../../src/core/policy/documents.ts';
import type { Advisory, Check, Policy } from '../../../src/core/policy/policy.ts';
import { statements } from '../../../src/core/policy/statement.ts';
import {
  chart,
  concept,
  condition,
  diseaseStatus,
  ecog,
  type Json,
  lab,
  observation,
  order,
  prescription,
  procedure,
} from '../../support/chart.ts';
import { type Asked, assessed, med140 } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const colon = condition('icd C18.7', { id: 'colon' });
const mets = condition('icd C78.7', { id: 'mets' });
const y90 = order('sct 764677008');
const of = (resources: readonly Json[], asked: Asked = {}) => assessed(chart(...resources), asked);

const fit: Check = {
  kind: 'value',
  title: 'ECOG',
  value: 'ecog',
  unit: '{score}',
  comparator: '<=',
  limit: 2,
};
const aboutHcc = { kind: 'leaf', title: 'Liver cancer', leaf: 'dx.hcc' } as const;
const advisory = (more: Partial<Advisory>): Advisory => ({
  id: 'X',
  title: 'X',
  quote: null,
  source: 'S',
  ...more,
});

describe('a statement beside the criteria', () => {
  const said = (more: Partial<Advisory>, resources: readonly Json[]) => {
    const { verdict, gap, result } = advisoryOutcome(advisory(more), of(resources).facts);
    return [verdict, gap, result === undefined ? 'not checked' : 'checked'];
  };

  it.each<[string, Partial<Advisory>, readonly Json[], readonly unknown[]]>([
    ['is judged', { check: fit }, [ecog(1)], ['met', undefined, 'checked']],
    ['is judged not met', { check: fit }, [ecog(3)], ['not-met', undefined, 'checked']],
    ['is open for the reason of its check', { check: fit }, [], ['unknown', 'not-recorded', 'checked']],
    ['is for reading where nothing can be checked', {}, [ecog(1)], ['unknown', undefined, 'not checked']],
    [
      'is judged for the tumor it is about',
      { check: fit, appliesTo: aboutHcc },
      [hcc, ecog(1)],
      ['met', undefined, 'checked'],
    ],
    [
      'says nothing of another tumor',
      { check: fit, appliesTo: aboutHcc },
      [mets, colon, ecog(1)],
      ['unknown', undefined, 'not checked'],
    ],
    [
      'is open while the tumor is',
      { check: fit, appliesTo: aboutHcc },
      [ecog(1)],
      ['unknown', 'unconfirmed', 'not checked'],
    ],
    [
      'never says no where it only names cases',
      { check: fit, isSilentOtherwise: true },
      [ecog(3)],
      ['unknown', undefined, 'checked'],
    ],
    [
      'says yes to a case that it names',
      { check: fit, isSilentOtherwise: true },
      [ecog(1)],
      ['met', undefined, 'checked'],
    ],
    [
      'is open where a case that it names is',
      { check: fit, isSilentOtherwise: true },
      [],
      ['unknown', 'not-recorded', 'checked'],
    ],
  ])('%s', (_, more, resources, expected) => expect(said(more, resources)).toEqual(expected));

  it('shows what it was held against, also where it stays silent', () => {
    const facts = of([ecog(3)]).facts;
    for (const more of [{ check: fit }, { check: fit, isSilentOtherwise: true }])
      expect(references(advisoryOutcome(advisory(more), facts).evidence)).toEqual(['Observation/ecog']);
  });
});

describe('what others say', () => {
  const results = statements(statementSources, of([hcc, ecog(1)]).facts);

  it('has a row for every statement of every source, with its author, interests, words and source', () => {
    expect(results.length).toBe(statementSources.flatMap((source) => source.statements).length);
    for (const { id, title, author, interests, from, because } of results) {
      expect(
        from.statements.some((each) => each.id === id && each.title === title && each.author === author),
      ).toBe(true);
      expect(interests + because).not.toBe('');
    }
  });

  it('is judged like any statement', () => {
    const [source] = statementSources;
    if (!source) throw new Error('there are no statements');
    const own = { id: 'a', title: 'A', quote: 'q', author: 'B', interests: 'none', check: fit };
    expect(statements([{ ...source, statements: [own] }], of([ecog(1)]).facts)).toMatchObject([
      {
        id: 'a',
        title: 'A',
        quote: 'q',
        author: 'B',
        interests: 'none',
        verdict: 'met',
        evidence: [{ reference: 'Observation/ecog' }],
      },
    ]);
  });
});

describe('candidacy', () => {
  const goodLabs = [lab('bilirubin', 1), lab('albumin', 4), lab('inr', 1)];

  it('names its parts with their title and source, the policy’s own condition too', () => {
    const tare = of([hcc, ecog(1), ...goodLabs], { therapy: 'tare' }).candidacy;
    expect(tare.parts.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['A1', 'met'],
      ['A2', 'met'],
    ]);
    expect(tare.parts.every(({ title, source }) => title !== '' && source !== '')).toBe(true);
    expect(of([hcc], { therapy: 'tace' }).candidacy.parts).toMatchObject([
      { id: 'portal-vein-thrombosis', verdict: 'unknown', source: expect.stringContaining('MED140') },
    ]);
  });

  it('stands on the evidence of the parts that decide it', () => {
    const unfit = of([hcc, ecog(3), ...goodLabs], { therapy: 'tare' }).candidacy;
    expect(unfit.verdict).toBe('not-met');
    expect(references(unfit.evidence)).toEqual(['Observation/ecog']);
    expect(unfit.because).toContain('ECOG 3');
    expect(unfit.because).not.toContain('Child-Pugh');
  });

  it('is open, and says which of the two, where the therapy or the policy is silent', () => {
    const { facts, advisories } = of([hcc]);
    const silent: Policy = { ...med140, candidacy: [] };
    const [unknownTherapy, unknownToPolicy] = [
      candidacy(med140, facts, advisories, undefined),
      candidacy(silent, facts, advisories, 'tare'),
    ];
    expect([unknownTherapy.verdict, unknownToPolicy.verdict]).toEqual(['unknown', 'unknown']);
    expect(unknownTherapy.because).not.toBe(unknownToPolicy.because);
    expect(candidacy(med140, facts, advisories, 'tae')).toMatchObject({
      verdict: 'unknown',
      from: [],
      because: expect.stringContaining('bland'),
    });
  });
});

describe('a document', () => {
  const document = (id: string, resources: readonly Json[], asked: Asked = {}) => {
    const found = of(resources, asked).documents.find((each) => each.id === id);
    if (!found) throw new Error(`there is no document ${id}`);
    return found;
  };

  it('that is complete waits for nothing, and shows where it is stated', () => {
    const complete = document('D2c', [hcc], { answers: { 'extrahepatic-disease': 'absent' } });
    expect(complete).toMatchObject({ status: 'complete', waitsFor: [], touchedBy: [] });
    expect(references(complete.evidence)).toEqual(['answer:extrahepatic-disease']);
  });

  it('that is not asked of this tumor waits for nothing, and says of which it is', () => {
    expect(document('D2d', [hcc])).toMatchObject({
      status: 'not-applicable',
      evidence: [],
      waitsFor: [],
      touchedBy: [],
    });
  });

  it('names the parts that are missing, and the first question of each that would supply it', () => {
    const missing = document('D1', []);
    expect(missing.waitsFor).toEqual(['therapy', 'embolic-agent', 'approach']);
    expect(missing.because.split(',').length).toBe(3);
    const partial = document('D1', [y90], { answers: { approach: 'right lobe' } });
    expect(partial.waitsFor).not.toContain('therapy');
    expect(partial.waitsFor).not.toContain('approach');
  });

  it.each<[string, string, readonly Json[], readonly unknown[]]>([
    ['an order that names no therapy', 'D1', [order('cpt 37243', { id: 'o' })], ['ServiceRequest/o']],
    [
      'a tumor that is not settled',
      'D2a',
      [condition('icd C22.0', { id: 'p', verification: 'provisional' })],
      ['Condition/p'],
    ],
    ['the course of the disease', 'D2b', [hcc, diseaseStatus('worsened')], ['Observation/status']],
    ['earlier treatments', 'D4', [hcc, procedure('sct 107963000', { id: 'cut' })], ['Procedure/cut']],
    [
      'why a drug was stopped',
      'D5',
      [
        hcc,
        prescription('rxnorm 495881', {
          id: 'rx',
          status: 'stopped',
          statusReason: concept('sct 407563006'),
        }),
      ],
      ['MedicationRequest/rx'],
    ],
    ['a place on the list', 'D6', [hcc, condition('icd Z76.82', { id: 'list' })], ['Condition/list']],
  ])('that is partial shows what there is: %s', (_, id, resources, expected) => {
    const partial = document(id, resources);
    expect(partial.status).toBe('partial');
    expect(references(partial.evidence)).toEqual(expected);
  });

  it('does not take the size of the tumor that is too old', () => {
    const size = (day: string) =>
      observation('loinc 21889-1', {
        id: 'size',
        valueQuantity: { value: 4, unit: 'cm' },
        effectiveDateTime: day,
      });
    const sources = (day: string) => references(document('D2b', [hcc, size(day)]).evidence);
    expect([sources('2025-06-01'), sources('2024-06-01')]).toEqual([['Observation/size'], []]);
  });

  it('is not made partial by a drug that goes on', () =>
    expect(document('D5', [hcc, prescription('rxnorm 495881')]).status).toBe('missing'));

  it('is not made complete by metastases elsewhere that are only suspected', () =>
    expect(document('D2c', [hcc, condition('icd C78.01', { verification: 'provisional' })]).status).toBe(
      'missing',
    ));
});

describe('the sources of a document', () => {
  it.each<[string, string | undefined]>([
    ['answer.approach', 'approach'],
    ['leaf.dx.hcc', 'tumor-type'],
    ['leaf.unresectable', 'unresectable'],
    ['request.therapy', 'therapy'],
    ['request.agent', 'embolic-agent'],
    ['tumor.primary-or-metastatic', 'tumor-type'],
    ['tumor.recorded', undefined],
    ['record.treatments', undefined],
    ['answer.nothing', undefined],
    ['leaf.nothing', undefined],
    ['record.approach', undefined],
  ])('%s is supplied by the question %s', (source, question) => expect(questionOf(source)).toBe(question));

  it.each(['record.treatments', 'tumor.recorded', 'answer.approach'])('%s is known', (source) =>
    expect(isSource(source)).toBe(true),
  );
  it.each(['record.nothing', 'answer.nothing', 'toString', ''])('"%s" is not', (source) =>
    expect(isSource(source)).toBe(false),
  );
});
