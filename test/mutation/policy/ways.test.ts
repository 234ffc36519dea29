import { describe, expect, it } from 'vitest';
import type { Check, Criterion } from '../../../src/core/policy/policy.ts';
import { asking, combined, minimal, nothing, subsets, type Way } from '../../../src/core/policy/way.ts';
import { condition, type Json, lab, observation, order } from '../../support/chart.ts';
import type { Asked } from '../../support/facts.ts';
import { assessedBy, met, notMet, unknown } from './made-up.ts';

const value = (
  name: 'ecog' | 'tumor-size' | 'tumor-count' | 'bilirubin',
  unit: string,
  limit = 2,
): Check => ({
  kind: 'value',
  title: name,
  value: name,
  unit,
  comparator: '<=',
  limit,
});
const leaf = (name: Extract<Check, { kind: 'leaf' }>['leaf']): Check => ({
  kind: 'leaf',
  title: name,
  leaf: name,
});
const choice: Check = {
  kind: 'choice',
  title: 'Extent',
  question: 'extrahepatic-disease',
  oneOf: ['absent'],
};
const vein: Check = { kind: 'finding', title: 'Portal vein', finding: 'portal-vein-thrombosis' };
const group = (kind: 'all' | 'any' | 'none', ...of: Criterion[]): Criterion => ({ kind, title: kind, of });
const atLeast = (n: number, ...of: Criterion[]): Criterion => ({ kind: 'at-least', n, title: 'Some', of });

const decisive = (
  criterion: Criterion,
  resources: readonly Json[] = [],
  asked: Asked = { therapy: 'tare' },
) =>
  assessedBy([criterion], resources, asked)
    .decisive.map((set) => [...set].toSorted().join('+'))
    .toSorted();

describe('the questions that would decide', () => {
  it.each<[string, Criterion, readonly string[]]>([
    ['a value asks for itself', value('bilirubin', 'mg/dL'), ['bilirubin']],
    ['the size of the tumor is asked in centimetres', value('tumor-size', 'cm'), ['tumor-size-cm']],
    ['a choice asks its question', choice, ['extrahepatic-disease']],
    ['the portal vein is asked about', group('none', vein), ['macrovascular-invasion']],
    ['a diagnosis asks for the type of tumor', leaf('dx.hcc'), ['tumor-type']],
    ['all of them together', group('all', value('ecog', '{score}'), choice), ['ecog+extrahepatic-disease']],
    ['each of them alone', group('any', value('ecog', '{score}'), choice), ['ecog', 'extrahepatic-disease']],
    ['what is met already is not asked', group('all', met, choice), ['extrahepatic-disease']],
    ['nothing where one of all is not met', group('all', notMet, choice), []],
    ['nothing where one of all was not seen', group('all', unknown, choice), []],
    ['the other where one of any was not seen', group('any', unknown, choice), ['extrahepatic-disease']],
    ['nothing where one of none is met', group('none', met, choice), []],
    ['an answer against, for one of none', group('none', choice), ['extrahepatic-disease']],
    ['nothing where one of none was not seen', group('none', unknown, choice), []],
    [
      'any one against all, inside none',
      group('none', group('all', choice, value('ecog', '{score}'))),
      ['ecog', 'extrahepatic-disease'],
    ],
    [
      'all against any, inside none',
      group('none', group('any', choice, value('ecog', '{score}'))),
      ['ecog+extrahepatic-disease'],
    ],
    [
      'for, inside none of none',
      group('none', group('none', choice, value('ecog', '{score}'))),
      ['ecog', 'extrahepatic-disease'],
    ],
    [
      'one more where one of two is met',
      atLeast(2, met, choice, value('ecog', '{score}')),
      ['ecog', 'extrahepatic-disease'],
    ],
    [
      'two where none of two is',
      atLeast(2, notMet, choice, value('ecog', '{score}')),
      ['ecog+extrahepatic-disease'],
    ],
    [
      'every pair of three',
      atLeast(2, leaf('diffuse'), choice, value('ecog', '{score}')),
      ['diffuse+ecog', 'diffuse+extrahepatic-disease', 'ecog+extrahepatic-disease'],
    ],
    ['nothing where too few are left', atLeast(2, notMet, unknown, choice), []],
    [
      'enough against at least two, inside none',
      group('none', atLeast(2, leaf('diffuse'), choice, value('ecog', '{score}'))),
      ['diffuse+ecog', 'diffuse+extrahepatic-disease', 'ecog+extrahepatic-disease'],
    ],
    [
      'one against two of two, inside none',
      group('none', atLeast(2, choice, value('ecog', '{score}'))),
      ['ecog', 'extrahepatic-disease'],
    ],
    [
      'the smaller set where one holds the other',
      group('any', choice, group('all', choice, value('ecog', '{score}'))),
      ['extrahepatic-disease'],
    ],
    ['nothing where two types of tumor would be needed', group('all', leaf('dx.hcc'), leaf('dx.icc')), []],
    [
      'one type that is none of the others',
      group('all', leaf('dx.hcc'), group('none', leaf('dx.icc'))),
      ['tumor-type'],
    ],
    [
      'nothing where a type is wanted and excluded',
      group('all', leaf('dx.hcc'), group('none', leaf('dx.hcc'))),
      [],
    ],
    [
      'an open list of treatments, where no more than so many are allowed',
      { kind: 'procedure', title: 'Few', procedure: 'ablation', atMost: 1 },
      ['prior-treatments-confirmed'],
    ],
    [
      'nothing where a treatment must be found',
      { kind: 'procedure', title: 'Done', procedure: 'ablation', atLeast: 1 },
      [],
    ],
    ['never the organ', leaf('site.not-liver'), []],
  ])('%s', (_, criterion, expected) => expect(decisive(criterion)).toEqual(expected));

  it('are none without a therapy, and none once the verdict stands', () => {
    expect(decisive(choice, [], {})).toEqual([]);
    expect(decisive(choice, [], { therapy: 'tare', answers: { 'extrahepatic-disease': 'absent' } })).toEqual(
      [],
    );
    expect(decisive(choice, [], { therapy: 'tare', answers: { 'extrahepatic-disease': 'present' } })).toEqual(
      [],
    );
  });

  it('are those of the requested therapy only', () => {
    const gated: Criterion = { kind: 'all', title: 'TACE', therapies: ['tace'], of: [choice] };
    expect(decisive(group('any', gated, value('ecog', '{score}')))).toEqual(['ecog']);
    expect(decisive(group('any', gated, value('ecog', '{score}')), [], { therapy: 'tace' })).toEqual([
      'ecog',
      'extrahepatic-disease',
    ]);
  });

  it('are not asked of a tumor that is another one', () =>
    expect(decisive(group('all', leaf('dx.hcc'), choice), [condition('sct 109842005')])).toEqual([]));

  it('do not undo what the record has settled', () => {
    const hcc = condition('icd C22.0');
    expect(decisive(group('all', leaf('dx.hcc'), choice), [hcc])).toEqual(['extrahepatic-disease']);
    expect(decisive(group('all', leaf('dx.hcc'), leaf('dx.icc')), [hcc])).toEqual([]);
  });
});

describe('the inputs of a score that would decide', () => {
  const score = (...classes: ('A' | 'B' | 'C')[]): Check => ({
    kind: 'score',
    title: 'Child-Pugh',
    score: 'child-pugh',
    classes,
  });
  const threeOnePoints = [lab('bilirubin', 1), lab('albumin', 4), lab('inr', 1)];

  it.each<[string, Check, readonly Json[], Asked['answers'], readonly string[]]>([
    [
      'both clinical items, for class A of 5 to 9 points',
      score('A'),
      threeOnePoints,
      {},
      ['ascites+encephalopathy'],
    ],
    [
      'one of them where the other is known',
      score('A'),
      threeOnePoints,
      { ascites: 'none' },
      ['encephalopathy'],
    ],
    ['nothing where the class cannot be reached', score('C'), threeOnePoints, {}, []],
  ])('%s', (_, criterion, resources, answers, expected) =>
    expect(decisive(criterion, resources, { therapy: 'tare', answers: { ...answers } })).toEqual(expected),
  );

  it('may be asked for the worse, where the class is excluded', () =>
    expect(
      decisive(group('none', score('A')), [lab('bilirubin', 2.5), lab('albumin', 4), lab('inr', 1)]),
    ).toEqual(['ascites', 'encephalopathy']));

  it('are all five where nothing is on record', () => {
    const gaps = assessedBy([score('A')], [], { therapy: 'tare' }).gaps.filter(
      ({ blocks }) => blocks.length > 0,
    );
    expect(gaps).toEqual([]);
    const named = assessedBy([{ ...score('A'), id: 'I' }], [], { therapy: 'tare' }).gaps;
    expect(named.filter(({ blocks }) => blocks.includes('I')).map(({ question }) => question)).toEqual([
      'bilirubin',
      'albumin',
      'inr',
      'ascites',
      'encephalopathy',
    ]);
  });
});

describe('what waits for an answer', () => {
  const gaps = (criterion: Criterion, resources: readonly Json[] = [], asked: Asked = { therapy: 'tare' }) =>
    assessedBy([criterion], resources, asked).gaps.filter(({ blocks }) => blocks.length > 0);
  const blocks = (...of: Parameters<typeof gaps>) =>
    Object.fromEntries(gaps(...of).map(({ question, blocks: ids }) => [question, ids.join()]));

  it.each<[string, Criterion, Readonly<Record<string, string>>]>([
    ['the check, by its own number', { ...choice, id: 'I' }, { 'extrahepatic-disease': 'I' }],
    [
      'the nearest number above, where the check has none',
      { ...group('all', choice), id: 'I' },
      { 'extrahepatic-disease': 'I' },
    ],
    [
      'the number of the check before that of its group',
      { ...group('all', { ...choice, id: 'I.A' }), id: 'I' },
      { 'extrahepatic-disease': 'I.A' },
    ],
    ['nothing that has no number', choice, {}],
    [
      'each node that asks it, once',
      { ...group('all', { ...choice, id: 'I.A' }, { ...group('any', choice, choice), id: 'I.B' }), id: 'I' },
      { 'extrahepatic-disease': 'I.A,I.B' },
    ],
    [
      'nothing under a node that is decided',
      {
        ...group(
          'any',
          { ...group('all', notMet, choice), id: 'I.A' },
          { ...value('ecog', '{score}'), id: 'I.B' },
        ),
        id: 'I',
      },
      { ecog: 'I.B' },
    ],
    [
      'nothing that can no longer change the verdict',
      { ...group('all', { ...choice, id: 'I.A' }, notMet), id: 'I' },
      {},
    ],
    [
      'nothing beside a part that was not seen',
      { ...group('all', { ...choice, id: 'I.A' }, unknown), id: 'I' },
      {},
    ],
    ['the portal vein', { ...group('none', vein), id: 'I' }, { 'macrovascular-invasion': 'I' }],
    [
      'the list of treatments',
      { kind: 'procedure', title: 'Few', procedure: 'ablation', atMost: 1, id: 'I' },
      { 'prior-treatments-confirmed': 'I' },
    ],
  ])('%s', (_, criterion, expected) => expect(blocks(criterion)).toEqual(expected));

  it('includes the therapy while no order says it', () => {
    const gated: Criterion = {
      kind: 'all',
      id: 'I',
      title: 'TACE',
      therapies: ['tace'],
      of: [{ ...choice, id: 'I.A' }],
    };
    expect(blocks(gated, [], {})).toEqual({ therapy: 'I', 'extrahepatic-disease': 'I.A' });
    expect(blocks(gated, [order('cpt 79445')], {})).toEqual({});
  });

  it('includes the organ while no record says it', () => {
    expect(blocks({ ...leaf('site.not-liver'), id: 'I' })).toEqual({ site: 'I' });
  });

  it.each<[string, Check, readonly Json[], Asked['answers'], object]>([
    [
      'a value that is too uncertain',
      value('bilirubin', 'mg/dL', 1),
      [lab('bilirubin', 2, { comparator: '<' })],
      {},
      {},
    ],
    [
      'a size not recorded',
      value('tumor-size', 'cm'),
      [condition('icd C22.0')],
      {},
      { gap: 'not-recorded', who: 'clinician' },
    ],
    [
      'a size of no unit',
      value('tumor-size', 'cm'),
      [observation('loinc 21889-1', { valueQuantity: { value: 4 } })],
      {},
      { gap: 'unit', who: 'clinician' },
    ],
    [
      'a performance status not recorded',
      value('ecog', '{score}'),
      [],
      {},
      { gap: 'not-recorded', who: 'clinician' },
    ],
    [
      'a laboratory value not recorded',
      value('bilirubin', 'mg/dL'),
      [],
      {},
      { gap: 'not-recorded', who: 'laboratory' },
    ],
    [
      'a count',
      value('tumor-count', '{count}'),
      [],
      {},
      { gap: 'clinician-only', who: 'clinician', because: expect.stringContaining('clinician') },
    ],
    ['an open portal vein', vein, [], {}, { gap: 'not-recorded', who: 'clinician' }],
    [
      'a portal vein thrombosis that is unconfirmed',
      vein,
      [condition('icd I81', { verification: 'provisional' })],
      {},
      { gap: 'unconfirmed', support: [{ reference: 'Condition/icd-I81' }] },
    ],
  ])('says why, who can tell and what supports it: %s', (_, check, resources, answers, expected) => {
    const found = gaps({ ...check, id: 'I' }, resources, { therapy: 'tare', answers: { ...answers } });
    expect(found).toMatchObject(Object.keys(expected).length === 0 ? [] : [expected]);
  });

  it('is a matter for whoever runs the EHR where a read was refused', () => {
    const refused = assessedBy(
      [{ ...value('bilirubin', 'mg/dL'), id: 'I' }],
      [
        {
          resourceType: 'OperationOutcome',
          issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'Observation' }],
        },
      ] as readonly Json[],
      { therapy: 'tare' },
    ).gaps.find(({ question }) => question === 'bilirubin');
    expect(refused).toMatchObject({ who: 'it' });
  });
});

describe('ways', () => {
  const words = ({ allowed, asked }: Way) =>
    `${[...allowed].map(([question, answers]) => `${question}=${[...answers].join('|')}`).join(' ')} asks ${[...asked].join()}`;

  it('that need two answers to one question cancel each other; those that share one keep it', () => {
    const ways = combined(
      [asking('ascites', ['none', 'mild'])],
      [asking('ascites', ['mild']), asking('ascites', ['moderate-severe'])],
    );
    expect(ways.map(words)).toEqual(['ascites=mild asks ascites']);
  });

  it('combine every left one with every right one', () => {
    const ways = combined([asking('ecog', ['a']), nothing], [asking('diffuse', ['b'])]);
    expect(ways.map(words)).toEqual(['ecog=a diffuse=b asks ecog,diffuse', 'diffuse=b asks diffuse']);
    expect(combined([], [nothing])).toEqual([]);
  });

  it('are dropped where another asks no more and leaves no less free', () => {
    const easy = asking('ecog', ['a', 'b']);
    const narrow = asking('ecog', ['a']);
    const both = combined([easy], [asking('diffuse', ['c'])]);
    expect(minimal([narrow, easy, ...both]).map(words)).toEqual(['ecog=a|b asks ecog']);
  });

  it('are kept where each leaves free what the other does not', () => {
    expect(minimal([asking('ecog', ['a']), asking('ecog', ['b'])])).toHaveLength(2);
    expect(minimal([asking('ecog', ['a']), asking('diffuse', ['a'])])).toHaveLength(2);
  });

  it('are kept once, however their answers are ordered', () => {
    expect(minimal([asking('ecog', ['a', 'b']), asking('ecog', ['b', 'a'])])).toHaveLength(1);
  });

  it('that cost nothing beat all that ask', () =>
    expect(minimal([asking('ecog', ['a']), nothing])).toEqual([nothing]));

  it('do not beat another by an answer of the record that it does not need', () => {
    const recorded: Way = { allowed: new Map([['tumor-type', new Set(['hcc'])]]), asked: new Set() };
    expect(minimal([recorded, asking('ecog', ['a'])])).toHaveLength(2);
  });

  it.each<[number, number]>([
    [0, 1],
    [1, 4],
    [2, 6],
    [3, 4],
    [4, 1],
    [5, 0],
  ])('subsets of %d among four are %d', (size, count) => {
    const found = subsets(['a', 'b', 'c', 'd'], size);
    expect(new Set(found.map((set) => set.join())).size).toBe(count);
    expect(found.every((set) => set.length === size)).toBe(true);
  });
});
