import { describe, expect, it } from 'vitest';
import { condition, daysAgo, diseaseStatus, type Json, observation } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const mets = condition('icd C78.7', { id: 'mets' });
const colon = condition('icd C18.7', { id: 'colon' });
const breast = condition('icd C50.911', { id: 'breast' });
const pastBreast = condition('icd C50.911', { id: 'breast', clinical: 'remission' });
const hypertension = condition('icd I10', { id: 'i10' });
const worsened = (...focus: readonly string[]) =>
  diseaseStatus('worsened', focus.length > 0 ? { focus: focus.map((reference) => ({ reference })) } : {});
const progressive = (resources: readonly Json[], answers: Json = {}) =>
  leaf('progressive', resources, { answers });

describe('a disease status without a focus', () => {
  it.each<[string, readonly Json[], Json, string]>([
    ['speaks for the only cancer', [hcc], {}, 'met'],
    ['speaks for a metastasis and its primary', [mets, colon], {}, 'met'],
    ['speaks beside a cancer that is over', [hcc, pastBreast], {}, 'met'],
    ['speaks beside a disease that is none', [hcc, hypertension], {}, 'met'],
    ['speaks where no cancer is on record', [], {}, 'met'],
    ['speaks for a primary whose metastasis is not recorded', [colon], {}, 'met'],
    [
      'speaks for a primary that is recorded twice',
      [colon, condition('sct 363406005', { id: 'again' })],
      {},
      'met',
    ],
    [
      'speaks for a primary that may be the one',
      [condition('icd C69.31', { id: 'eye' })],
      { 'tumor-type': 'melanoma-liver-mets' },
      'met',
    ],
    ['does not speak beside another active cancer', [hcc, breast], {}, 'unknown'],
    [
      'does not speak for a liver tumor without a type, beside another cancer',
      [condition('icd C22.9', { id: 'liver' }), colon],
      {},
      'unknown',
    ],
    ['does not speak for a liver that is not recorded, beside two cancers', [colon, breast], {}, 'unknown'],
    ['does not speak for a liver that is not recorded, of a cancer elsewhere', [breast], {}, 'unknown'],
    [
      'does not speak for the tumor that the clinician names, of another',
      [colon],
      { 'tumor-type': 'hcc' },
      'unknown',
    ],
    [
      'does not speak of a tumor that is not known here',
      [condition('icd C71.9', { id: 'brain' })],
      { 'tumor-type': 'hcc' },
      'unknown',
    ],
  ])('%s', (_, resources, answers, expected) =>
    expect(progressive([...resources, worsened()], answers)).toBe(expected),
  );
});

describe('a disease status with a focus', () => {
  it.each<[string, readonly Json[], string]>([
    ['on the tumor', [hcc, worsened('Condition/hcc')], 'met'],
    ['on the tumor and another', [hcc, breast, worsened('Condition/breast', 'Condition/hcc')], 'met'],
    ['on the primary of the metastasis', [mets, colon, worsened('Condition/colon')], 'met'],
    [
      'on two, of which one is not on record',
      [hcc, breast, worsened('Condition/breast', 'Condition/x')],
      'unknown',
    ],
    ['that says nothing', [hcc, diseaseStatus('worsened', { focus: [{ display: 'the liver' }] })], 'unknown'],
  ])('%s', (_, resources, expected) => expect(progressive(resources)).toBe(expected));

  it.each<[string, readonly Json[]]>([
    ['another active cancer, beside a settled tumor', [hcc, breast, worsened('Condition/breast')]],
    ['a disease that is no cancer', [hcc, hypertension, worsened('Condition/i10')]],
    ['a disease that is no cancer, beside an open origin', [mets, hypertension, worsened('Condition/i10')]],
    ['a past cancer elsewhere', [hcc, pastBreast, worsened('Condition/breast')]],
  ])('on %s is set aside', (_, resources) =>
    expect(judged(resources).ignored).toEqual([
      { reference: 'Observation/status', because: 'about another disease' },
    ]),
  );

  it.each<[string, readonly Json[]]>([
    ['a cancer that may be the primary', [mets, colon, breast, worsened('Condition/breast')]],
    [
      'a tumor that is not confirmed',
      [condition('icd C22.0', { id: 'maybe', verification: 'provisional' }), worsened('Condition/maybe')],
    ],
    [
      'a past cancer that does not say what it was',
      [hcc, condition('icd C69.31', { id: 'eye', clinical: 'resolved' }), worsened('Condition/eye')],
    ],
    [
      'an unconfirmed cancer elsewhere',
      [
        hcc,
        condition('icd C50.911', { id: 'maybe', verification: 'provisional' }),
        worsened('Condition/maybe'),
      ],
    ],
    [
      'an older entry of one of two tumors in the liver',
      [
        hcc,
        condition('icd C78.7', { id: 'mets', primary: 'Condition/colon' }),
        colon,
        condition('icd C20', { id: 'rectum', clinical: 'resolved' }),
        worsened('Condition/rectum'),
      ],
    ],
    [
      'a disease that is no cancer and one that is not on record',
      [hcc, hypertension, worsened('Condition/i10', 'Condition/x')],
    ],
    [
      'a second, unconfirmed metastasis',
      [
        mets,
        colon,
        condition('icd C78.7', { id: 'again', verification: 'provisional' }),
        worsened('Condition/again'),
      ],
    ],
    [
      'an older entry of the same tumor',
      [hcc, condition('icd C22.0', { id: 'old', clinical: 'resolved' }), worsened('Condition/old')],
    ],
  ])('on %s blocks, and does not count', (_, resources) => {
    const older = diseaseStatus('stable', { id: 'older', effectiveDateTime: daysAgo(30) });
    expect(progressive([...resources, older])).toBe('unknown');
  });
});

describe('where the clinician corrects which primary the metastasis comes from', () => {
  const corrected = { 'tumor-type': 'melanoma-liver-mets' };

  it.each<[string, Json]>([
    ['about the primary that it was paired with', worsened('Condition/colon')],
    ['without a focus', worsened()],
  ])('a status %s no longer speaks for it', (_, status) => {
    expect(progressive([mets, colon, status])).toBe('met');
    expect(progressive([mets, colon, status], { 'tumor-type': 'crc-liver-mets' })).toBe('met');
    expect(progressive([mets, colon, status], corrected)).toBe('unknown');
  });

  it('a status about the metastasis itself still does', () =>
    expect(progressive([mets, colon, worsened('Condition/mets')], corrected)).toBe('met'));
});

describe('the size of several lesions', () => {
  const size = (id: string, cm: number, extra: Json = {}) =>
    observation('loinc 21889-1', { id, valueQuantity: { value: cm, unit: 'cm' }, ...extra });
  const of = (lesion: string, extra: Json = {}) => ({ focus: [{ reference: lesion }], ...extra });
  const larger = (...sizes: readonly Json[]) =>
    judged([hcc, ...sizes]).advisories.find(({ id }) => id === 'A5')?.verdict;

  it.each<[string, readonly Json[], string]>([
    [
      'of one day is that of the largest, where each is named',
      [size('a', 2, of('BodyStructure/a')), size('b', 4, of('BodyStructure/b'))],
      'met',
    ],
    [
      'in whichever order they come',
      [size('b', 4, of('BodyStructure/b')), size('a', 2, of('BodyStructure/a'))],
      'met',
    ],
    ['is open where one is not named', [size('a', 2, of('BodyStructure/a')), size('b', 4)], 'unknown'],
    [
      'is open where they name a diagnosis and no lesion',
      [size('a', 2, of('Condition/hcc')), size('b', 4, of('Condition/hcc'))],
      'unknown',
    ],
    [
      'is open where one lesion was measured twice on one day',
      [size('a', 2, of('BodyStructure/a')), size('b', 4, of('BodyStructure/a'))],
      'unknown',
    ],
    [
      'is that of the last day',
      [
        size('a', 4, of('BodyStructure/a', { effectiveDateTime: daysAgo(30) })),
        size('b', 2, of('BodyStructure/b')),
      ],
      'not-met',
    ],
  ])('%s', (_, sizes, expected) => expect(larger(...sizes)).toBe(expected));

  it('leaves out what is about another disease, and only that', () => {
    const found = judged([hcc, colon, size('ours', 2), size('other', 9, of('Condition/colon'))]);
    expect(found.advisories.find(({ id }) => id === 'A5')?.verdict).toBe('not-met');
    expect(found.ignored).toEqual([{ reference: 'Observation/other', because: 'about another disease' }]);
  });
});
