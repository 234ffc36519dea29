import { describe, expect, it } from 'vitest';
import { enabledItems, meets } from '../../../src/core/form/enable-when.ts';
import type { EnableWhen, Item } from '../../../src/core/form/questionnaire.ts';
import { codeSystem } from '../../../src/core/form/questionnaire.ts';
import type { Value } from '../../../src/core/form/value.ts';
import { form } from './form.ts';

const answer = (code: string): Value => ({ kind: 'coding', system: codeSystem.answer, code, display: '' });
const integer = (value: number): Value => ({ kind: 'integer', value });
const yes: Value = { kind: 'boolean', value: true };
const no: Value = { kind: 'boolean', value: false };
const june: Value = { kind: 'date', value: '2025-06-16' };
const hcc = { answerCoding: { system: codeSystem.answer, code: 'hcc' } };

describe('a condition', () => {
  it.each<[readonly Value[], Partial<EnableWhen>, boolean]>([
    [[], { operator: 'exists', answerBoolean: true }, false],
    [[], { operator: 'exists', answerBoolean: false }, true],
    [[no], { operator: 'exists', answerBoolean: true }, true],
    [[no], { operator: 'exists', answerBoolean: false }, false],
    [[answer('hcc')], { operator: '=', ...hcc }, true],
    [[answer('icc')], { operator: '=', ...hcc }, false],
    [[answer('icc'), answer('hcc')], { operator: '=', ...hcc }, true],
    [[{ kind: 'coding', system: 'urn:other', code: 'hcc', display: '' }], { operator: '=', ...hcc }, false],
    [[], { operator: '=', ...hcc }, false],
    [[answer('hcc')], { operator: '!=', ...hcc }, false],
    [[answer('icc')], { operator: '!=', ...hcc }, true],
    [[], { operator: '!=', ...hcc }, true],
    [[yes], { operator: '=', answerBoolean: true }, true],
    [[no], { operator: '=', answerBoolean: true }, false],
    [[no], { operator: '=', answerBoolean: false }, true],
    [[integer(2)], { operator: '>', answerInteger: 2 }, false],
    [[integer(3)], { operator: '>', answerInteger: 2 }, true],
    [[integer(2)], { operator: '>=', answerInteger: 2 }, true],
    [[integer(1)], { operator: '>=', answerInteger: 2 }, false],
    [[integer(2)], { operator: '<', answerInteger: 2 }, false],
    [[integer(1)], { operator: '<', answerInteger: 2 }, true],
    [[integer(2)], { operator: '<=', answerInteger: 2 }, true],
    [[integer(3)], { operator: '<=', answerInteger: 2 }, false],
    [[{ kind: 'decimal', value: 0.5 }], { operator: '<', answerDecimal: 0.6 }, true],
    [[june], { operator: '>=', answerDate: '2025-06-16' }, true],
    [[june], { operator: '<', answerDate: '2025-06-16' }, false],
    [[june], { operator: '>', answerDate: '2025-06-15' }, true],
    [[], { operator: '>', answerInteger: 2 }, false],
    [[yes], { operator: '>', answerInteger: 0 }, false],
  ])('on %j that says %j is %s', (values, when, expected) => {
    expect(meets(values, { question: 'q', ...when } as EnableWhen)).toBe(expected);
  });
});

const boolean = (linkId: string, enableWhen: readonly EnableWhen[] = [], more: Partial<Item> = {}): Item => ({
  linkId,
  text: linkId,
  type: 'boolean',
  ...(enableWhen.length > 0 && { enableWhen: [...enableWhen] }),
  ...more,
});
const when = (question: string, answerBoolean = true): EnableWhen => ({
  question,
  operator: '=',
  answerBoolean,
});
const enabled = (item: readonly Item[], given: Readonly<Record<string, Value>>) => [
  ...enabledItems(
    { ...form, item: [...item] },
    new Map(Object.entries(given).map(([linkId, value]) => [linkId, [value]])),
  ),
];

describe('conditions together', () => {
  const both = (enableBehavior?: 'all' | 'any') => [
    boolean('a'),
    boolean('b'),
    boolean('c', [when('a'), when('b')], { ...(enableBehavior && { enableBehavior }) }),
  ];
  it.each<['all' | 'any' | undefined, Readonly<Record<string, Value>>, boolean]>([
    ['all', { a: yes, b: yes }, true],
    ['all', { a: yes, b: no }, false],
    ['any', { a: yes, b: no }, true],
    ['any', { a: no, b: no }, false],
    [undefined, { a: yes, b: no }, false],
  ])('joined by %s, given %j, enable: %s', (behavior, given, expected) => {
    expect(enabled(both(behavior), given).includes('c')).toBe(expected);
  });

  it('disable all that lies below a disabled group', () => {
    const group: Item = { ...boolean('group', [when('a')], { item: [boolean('inner')] }), type: 'group' };
    expect(enabled([boolean('a'), group], { a: no })).toEqual(['a']);
    expect(enabled([boolean('a'), group], { a: yes })).toEqual(['a', 'group', 'inner']);
  });

  it('take the answer of a disabled item for none', () => {
    const chain = [boolean('a'), boolean('b', [when('a')]), boolean('c', [when('b')])];
    expect(enabled(chain, { a: no, b: yes })).toEqual(['a']);
    expect(enabled(chain, { a: yes, b: yes })).toEqual(['a', 'b', 'c']);
  });

  it('in a ring enable nothing and end', () => {
    expect(enabled([boolean('a', [when('b')]), boolean('b', [when('a')])], { a: yes, b: yes })).toEqual([]);
  });
});

describe('the form for liver-directed therapy', () => {
  const given = (answers: Readonly<Record<string, string>>) =>
    enabledItems(form, new Map(Object.entries(answers).map(([linkId, code]) => [linkId, [answer(code)]])));
  it.each([
    ['surgery.bridge-to-transplant', ['hcc']],
    ['criteria.symptomatic', ['net-liver-mets']],
    ['systemic.failed-symptoms', ['net-liver-mets']],
    ['systemic.not-candidate', ['net-liver-mets']],
    ['systemic.chemo-refractory', ['crc-liver-mets']],
    ['systemic.chemo-not-candidate', ['crc-liver-mets']],
    ['disease.primary-diagnosis', ['net-liver-mets', 'crc-liver-mets', 'melanoma-liver-mets', 'other']],
    [
      'criteria.liver-dominant',
      ['hcc', 'icc', 'net-liver-mets', 'crc-liver-mets', 'melanoma-liver-mets', 'other'],
    ],
  ])('asks %s for %j, and for a tumor that is not known yet', (linkId, tumors) => {
    const all = ['hcc', 'icc', 'net-liver-mets', 'crc-liver-mets', 'melanoma-liver-mets', 'other'];
    expect(all.filter((tumor) => given({ 'disease.tumor-type': tumor }).has(linkId))).toEqual(tumors);
    expect(given({}).has(linkId)).toBe(true);
  });

  it('asks for the lung shunt where the therapy is radioembolization or not known', () => {
    const asked = (therapy?: string) =>
      given(therapy === undefined ? {} : { 'request.therapy': therapy }).has('liver-function.lung-shunt');
    expect([asked(), asked('tare'), asked('tace'), asked('deb-tace'), asked('tae')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
