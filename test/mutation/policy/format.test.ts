import { describe, expect, it } from 'vitest';
import { policyInForce } from '../../../src/core/policy/in-force.ts';
import { checkInWords, policyInWords } from '../../../src/core/policy/in-words.ts';
import type { Check, Criterion, Policy } from '../../../src/core/policy/policy.ts';
import { calendarMistakes, policyMistakes } from '../../../src/core/policy/policy-check.ts';
import { mappings, med140 } from '../../support/facts.ts';
import { met, policyOf, unknown } from './made-up.ts';

const value = (more: Partial<Extract<Check, { kind: 'value' }>> = {}): Extract<Check, { kind: 'value' }> => ({
  kind: 'value',
  title: 'Bilirubin',
  value: 'bilirubin',
  unit: 'mg/dL',
  comparator: '<=',
  limit: 2,
  ...more,
});
const group = (kind: 'all' | 'any' | 'none', of: Criterion[], more: object = {}): Criterion => ({
  kind,
  title: 'Group',
  of,
  ...more,
});

describe('a policy in words', () => {
  it('has a line for every node, indented under its group, with number, kind and gate', () => {
    const policy = policyOf(
      [
        group('all', [group('none', [unknown]), { kind: 'at-least', n: 2, title: 'Two', of: [met, met] }], {
          id: 'I',
          therapies: ['tare', 'tace'],
        }),
        { ...value(), id: 'II' },
      ],
      { title: 'Policy', id: 'p', version: '7', status: 'draft' },
    );
    expect(policyInWords(policy)).toEqual([
      'Policy (p, version 7, draft)',
      'Any of the following:',
      '  I Group [tare, tace only], all of:',
      '    Group, none of:',
      '      Unknown (not seen)',
      '    Two, at least 2 of:',
      '      without further condition',
      '      without further condition',
      '  II Bilirubin: bilirubin <= 2 mg/dL',
    ]);
    expect(policyInWords(policyOf([group('any', [met])])).at(-2)).toBe('  Group, any of:');
  });

  it.each<[string, Check, string]>([
    ['a value with a window', value({ withinDays: 30 }), 'Bilirubin: bilirubin <= 2 mg/dL, within 30 days'],
    [
      'a score',
      { kind: 'score', title: 'Child-Pugh', score: 'child-pugh', classes: ['A', 'B'] },
      'Child-Pugh: class A or B',
    ],
    [
      'a choice',
      { kind: 'choice', title: 'Extent', question: 'extrahepatic-disease', oneOf: ['absent'] },
      'Extent: extrahepatic-disease is absent',
    ],
    [
      'treatments, at least',
      { kind: 'procedure', title: 'Done', procedure: 'ablation', atLeast: 1 },
      'Done: ablation at least 1',
    ],
    [
      'treatments, at most',
      { kind: 'procedure', title: 'Done', procedure: 'ablation', atMost: 3 },
      'Done: ablation at most 3',
    ],
    ['a diagnosis', { kind: 'leaf', title: 'Liver cancer', leaf: 'dx.hcc' }, 'Liver cancer'],
  ])('%s', (_, check, words) => expect(checkInWords(check)).toBe(words));
});

describe('what is wrong with a policy', () => {
  const quoted = { quote: 'literal words' };
  const draft = (criteria: Criterion[], changes: Partial<Policy> = {}) =>
    policyMistakes(policyOf(criteria, { status: 'draft', ...changes }), mappings);
  const [advisory] = med140.advisories;
  const [document] = med140.documents;
  if (!advisory || !document) throw new Error('the policy has neither statements nor documents');

  it('is nothing in the one that is shipped', () => expect(policyMistakes(med140, mappings)).toEqual([]));

  it.each<[string, () => readonly string[], RegExp[]]>([
    [
      'an id used twice, wherever it stands',
      () => draft([group('all', [{ ...met, id: 'I' }], { id: 'I' })]),
      [/^criterion I: the id is used twice/],
    ],
    [
      'an id used three times, said once',
      () =>
        draft([
          { ...met, id: 'I' },
          { ...met, id: 'I' },
          { ...met, id: 'I' },
        ]),
      [/^criterion I: the id is used twice/],
    ],
    [
      'a statement listed twice',
      () => draft([met], { advisories: [advisory, advisory], candidacy: [] }),
      [/^advisory A1: the id is used twice/],
    ],
    [
      'a document listed twice',
      () => draft([met], { documents: [document, document] }),
      [/^document D1: the id is used twice/],
    ],
    [
      'a group without parts, also inside another',
      () => draft([group('any', [group('all', [])])]),
      [/a group without parts/],
    ],
    [
      'a wrong unit in the tree',
      () => draft([group('all', [value({ unit: 'umol/L' })])]),
      [/the unit must be mg\/dL, found umol\/L/],
    ],
    [
      'a wrong unit of an answer',
      () => draft([value({ value: 'tumor-count', unit: 'cm' })]),
      [/the unit must be \{count\}/],
    ],
    [
      'a wrong unit of a size',
      () => draft([value({ value: 'tumor-size', unit: 'mm' })]),
      [/the unit must be cm/],
    ],
    [
      'a wrong unit in a statement',
      () => draft([met], { advisories: [{ ...advisory, check: value({ unit: 'g' }) }], candidacy: [] }),
      [/found g$/],
    ],
    [
      'a wrong unit in what is said of candidates',
      () =>
        draft([met], {
          candidacy: [
            {
              therapies: ['tare'],
              advisories: [],
              check: { id: 'c', title: 'C', quote: null, source: 's', criterion: value({ unit: 'g' }) },
            },
          ],
        }),
      [/found g$/],
    ],
    [
      'a value set that is not there',
      () => draft([{ kind: 'named-tumor', title: 'T', sites: ['dx.other.breast', 'dx.nowhere'] }]),
      [/^no value set "dx.nowhere"/],
    ],
    [
      'a treatment that is not there',
      () => draft([{ kind: 'procedure', title: 'T', procedure: 'leeches', atLeast: 1 }]),
      [/no procedure "leeches"/],
    ],
    [
      'a document that nothing supplies',
      () => draft([met], { documents: [{ ...document, parts: [{ title: 'P', by: ['answer.nothing'] }] }] }),
      [/^document D1: nothing supplies "answer.nothing"/],
    ],
    [
      'a hint that nothing supplies',
      () => draft([met], { documents: [{ ...document, hints: ['record.nothing'] }] }),
      [/^document D1: nothing supplies "record.nothing"/],
    ],
    [
      'candidacy by a statement that is not there',
      () => draft([met], { candidacy: [{ therapies: ['tae'], advisories: [{ id: 'A99' }] }] }),
      [/no advisory "A99"/],
    ],
  ])('%s', (_, found, expected) => {
    const mistakes = found();
    expect(mistakes).toHaveLength(expected.length);
    for (const [index, wanted] of expected.entries()) expect(mistakes[index]).toMatch(wanted);
  });

  it('is a node without the literal words of the payer, in an active policy only, where it has a number', () => {
    const criteria = [group('all', [met], { id: 'I', ...quoted }), { ...met, id: 'II' }];
    expect(policyMistakes(policyOf(criteria), mappings)).toEqual([
      expect.stringMatching(/^criterion II: an active policy must quote/),
    ]);
    expect(draft(criteria)).toEqual([]);
  });

  it('is none of these where all is well', () => {
    expect(
      draft([
        value(),
        value({ value: 'ecog', unit: '{score}' }),
        value({ value: 'lung-shunt-percent', unit: '%' }),
        { kind: 'procedure', title: 'T', procedure: 'ablation', atLeast: 1 },
        { kind: 'named-tumor', title: 'T', sites: ['dx.other.breast'] },
      ]),
    ).toEqual([]);
  });
});

const version = (name: string, start: string, end: string | null, more: Partial<Policy> = {}): Policy => ({
  ...med140,
  version: name,
  effective: { start, end },
  ...more,
});

describe('the calendar of a policy', () => {
  it.each<[string, readonly Policy[], readonly RegExp[]]>([
    ['whole', [version('1', '2020-01-01', '2024-12-31'), version('2', '2025-01-01', null)], []],
    [
      'whole, whatever the order of the files',
      [version('2', '2025-01-01', null), version('1', '2020-01-01', '2024-12-31')],
      [],
    ],
    [
      'whole over a leap day',
      [version('1', '2020-01-01', '2024-02-29'), version('2', '2024-03-01', null)],
      [],
    ],
    [
      'two at once, on one day',
      [version('1', '2020-01-01', '2025-01-01'), version('2', '2025-01-01', null)],
      [/versions 1 and 2 are in force at once/],
    ],
    [
      'two at once, of which the first never ends',
      [version('1', '2020-01-01', null), version('2', '2025-01-01', null)],
      [/at once/],
    ],
    [
      'a day without',
      [version('1', '2020-01-01', '2024-12-30'), version('2', '2025-01-01', null)],
      [/no version is in force between 1 and 2/],
    ],
    [
      'drafts do not count',
      [version('1', '2020-01-01', null), version('2', '2025-01-01', null, { status: 'draft' })],
      [],
    ],
    [
      'another policy does not count',
      [version('1', '2020-01-01', null), version('2', '2025-01-01', null, { id: 'other' })],
      [],
    ],
    ['the last may end', [version('1', '2020-01-01', '2024-12-31')], []],
  ])('%s', (_, policies, expected) => {
    const mistakes = calendarMistakes(policies);
    expect(mistakes).toHaveLength(expected.length);
    for (const [index, wanted] of expected.entries()) expect(mistakes[index]).toMatch(wanted);
  });
});

describe('the policy to judge by', () => {
  const ours = version('1', '2020-01-01', null, {
    id: 'ours',
    payers: [{ system: 'urn:payer', value: '7' }],
  });
  const theirs = version('1', '2020-01-01', null, {
    id: 'theirs',
    payers: [{ system: 'urn:payer', value: '8' }],
  });
  const choose = (asked: Partial<Parameters<typeof policyInForce>[1]>, policies = [ours, theirs]) => {
    const choice = policyInForce(policies, { on: '2025-06-16', otherwise: 'ours', ...asked });
    return choice.policy ? [choice.policy.id, choice.selectedBy] : choice.because;
  };
  const payer = (value: string, system = 'urn:payer') => ({ name: 'P', identifiers: [{ system, value }] });

  it.each<[string, Parameters<typeof choose>[0], readonly string[]]>([
    ['is the default where nothing is known', {}, ['ours', 'default']],
    ["is the payer's", { payer: payer('8') }, ['theirs', 'coverage']],
    ["is the payer's, where it happens to be the default", { payer: payer('7') }, ['ours', 'coverage']],
    ['is the default for a payer that is not matched', { payer: payer('9') }, ['ours', 'default']],
    [
      'is the default for the number of another list',
      { payer: payer('8', 'urn:other') },
      ['ours', 'default'],
    ],
    ["is the one asked for, before the payer's", { id: 'ours', payer: payer('8') }, ['ours', 'option']],
  ])('%s', (_, asked, expected) => expect(choose(asked)).toEqual(expected));

  it('is refused by name where it is not known', () =>
    expect(choose({ id: 'nobody' })).toContain('"nobody"'));

  it.each<[string, Policy, string]>([
    ['a draft', version('1', '2020-01-01', null, { id: 'ours', status: 'draft' }), 'is a draft'],
    ['a retired one', version('1', '2020-01-01', null, { id: 'ours', status: 'retired' }), 'is a retired'],
    ['a future one', version('1', '2025-06-17', null, { id: 'ours' }), 'not yet in force'],
    [
      'one that ended yesterday',
      version('1', '2020-01-01', '2025-06-15', { id: 'ours' }),
      'no longer in force',
    ],
  ])('is refused: %s', (_, policy, because) => expect(choose({}, [policy])).toContain(because));

  it('is refused where it stands between two versions', () => {
    const between = [
      version('1', '2020-01-01', '2025-06-15', { id: 'ours' }),
      version('2', '2025-06-17', null, { id: 'ours' }),
    ];
    expect(choose({}, between)).toContain('no longer in force');
  });

  it('is in force on its first and on its last day', () => {
    expect(choose({}, [version('1', '2025-06-16', '2025-06-16', { id: 'ours' })])).toEqual([
      'ours',
      'default',
    ]);
  });
});
