import { describe, expect, it } from 'vitest';
import { references } from '../../../src/core/facts/finding.ts';
import { tumorKinds } from '../../../src/core/facts/tumor-type.ts';
import { assessed } from '../../support/facts.ts';
import {
  breast,
  chart,
  colon,
  condition,
  hcc,
  icc,
  type Json,
  melanoma,
  mets,
  net,
  netMets,
  observation,
  provisional,
  resolved,
  said,
  unread,
} from './diagnoses-on-record.ts';

/** What is expected of the kinds that are named; `others` of the rest. */
type Expected = Readonly<Partial<Record<(typeof tumorKinds)[number] | 'others', string>>>;
const whole = ({ others = 'not-recorded', ...named }: Expected) =>
  Object.fromEntries(tumorKinds.map((kind) => [kind, named[kind] ?? others]));
const x = (code: string | readonly string[], more: Parameters<typeof condition>[1] = {}) =>
  condition(code, { id: 'x', ...more });
const category = (code: string) => ({ extra: { category: [{ coding: [{ code }] }] } });

describe('a tumor that begins in the liver', () => {
  it.each<[string, readonly Json[], Expected]>([
    ['nothing on record', [], {}],
    ['a read that was refused', [unread], { others: 'denied' }],
    ['confirmed', [hcc()], { hcc: 'yes hcc', others: 'no hcc' }],
    ['confirmed, the other kind', [icc()], { icc: 'yes icc', others: 'no icc' }],
    ['both', [hcc(), icc()], { hcc: 'yes hcc', icc: 'yes icc', others: 'no hcc icc' }],
    [
      'one confirmed, the other not',
      [hcc(), icc(provisional)],
      { hcc: 'yes hcc', icc: 'unconfirmed icc', others: 'no hcc' },
    ],
    ['provisional', [hcc(provisional)], { hcc: 'unconfirmed hcc' }],
    ['over', [hcc(resolved)], { hcc: 'unconfirmed hcc' }],
    [
      'provisional, and over in another record',
      [hcc(provisional), hcc({ ...resolved, id: 'old' })],
      { hcc: 'unconfirmed hcc old' },
    ],
    ['of a type that is not said', [x('icd C22.9')], { hcc: 'unconfirmed x', icc: 'unconfirmed x' }],
    ['of a code for both bile-duct tumors', [x('icd C22.1')], { icc: 'unconfirmed x' }],
    ['of the bile ducts, the site not said', [x('sct 312104005')], { icc: 'unconfirmed x' }],
    ['of the bile ducts outside the liver', [x('icd C24.0')], { icc: 'no x' }],
    ['only in its history', [x('icd Z85.05')], { hcc: 'unconfirmed x' }],
    ['of another kind than the policy knows', [x('icd C22.3')], {}],
    ['of two kinds at once', [x('sct 274902006')], { hcc: 'conflict x', icc: 'conflict x' }],
    [
      'of two kinds at once by its histology',
      [x('icd C22.9', { histology: 'icdo 8180/3' })],
      { hcc: 'conflict x', icc: 'conflict x' },
    ],
    [
      'of two kinds by two codes of one record',
      [x(['icd C22.0', 'sct 109842005'])],
      { hcc: 'conflict x', icc: 'conflict x' },
    ],
    [
      'of one kind by its code and another by its histology',
      [hcc({ histology: 'icdo 8160/3' })],
      { hcc: 'conflict hcc' },
    ],
    [
      'ruled out in another record',
      [hcc(), hcc({ id: 'no', verification: 'refuted' })],
      { hcc: 'conflict hcc' },
    ],
    [
      'ruled out after it was confirmed',
      [hcc({ on: '2025-01-01' }), hcc({ id: 'no', verification: 'refuted', on: '2025-02-01' })],
      { hcc: 'conflict hcc' },
    ],
    [
      'ruled out before it was confirmed',
      [hcc({ on: '2025-03-01' }), hcc({ id: 'no', verification: 'refuted', on: '2025-02-01' })],
      { hcc: 'yes hcc', others: 'no hcc' },
    ],
    [
      'the problem list first, then what was coded at a visit',
      [
        hcc({ id: 'visit', ...category('encounter-diagnosis') }),
        hcc({ id: 'list', ...category('problem-list-item') }),
      ],
      { hcc: 'yes list visit', others: 'no list visit' },
    ],
    ['beside metastases of no other primary', [hcc(), mets()], { hcc: 'yes hcc', others: 'no hcc' }],
    [
      'beside metastases and another primary',
      [hcc(), mets(), colon()],
      { hcc: 'yes hcc', icc: 'no hcc', others: 'conflict mets hcc colon' },
    ],
  ])('%s', (_, resources, expected) => expect(said(resources)).toEqual(whole(expected)));
});

describe('a metastasis in the liver', () => {
  const open = (words: string): Expected => ({ net: words, crc: words, melanoma: words });
  it.each<[string, readonly Json[], Expected]>([
    ['of unknown origin', [mets()], open('unconfirmed mets')],
    ['of the one primary on record', [mets(), colon()], { crc: 'yes mets colon', others: 'no mets colon' }],
    ['of a neuroendocrine primary', [mets(), net()], { net: 'yes mets net', others: 'no mets net' }],
    ['of a melanoma', [mets(), melanoma()], { melanoma: 'yes mets melanoma', others: 'no mets melanoma' }],
    ['of a primary that the policy does not know', [mets(), breast()], { others: 'no mets breast' }],
    ['of one of two primaries', [mets(), colon(), breast()], open('conflict mets colon breast')],
    [
      'of a primary that is over',
      [mets(), colon(resolved)],
      { ...open('unconfirmed mets'), crc: 'unconfirmed mets colon' },
    ],
    [
      'that is provisional',
      [mets(provisional), colon()],
      { ...open('unconfirmed mets'), crc: 'unconfirmed mets colon' },
    ],
    [
      'where diagnoses could not all be read',
      [mets(), colon(), unread],
      { hcc: 'denied', icc: 'denied', others: 'denied mets colon' },
    ],
    [
      'linked to one of two primaries',
      [mets({ primary: 'Condition/colon' }), colon(), breast()],
      { crc: 'yes mets colon', others: 'no mets colon' },
    ],
    [
      'linked to a primary that is over',
      [mets({ primary: 'Condition/colon' }), colon(resolved), breast()],
      { crc: 'yes mets colon', others: 'no mets colon' },
    ],
    [
      'linked to a record that is not there',
      [mets({ primary: 'Condition/gone' }), colon()],
      { ...open('unconfirmed mets'), crc: 'unconfirmed mets colon' },
    ],
    [
      'linked to two primaries',
      [mets({ primary: ['Condition/colon', 'Condition/breast'] }), colon(), breast()],
      { ...open('unconfirmed mets'), crc: 'unconfirmed mets colon' },
    ],
    ['by a code that names its origin', [netMets()], { net: 'yes net-mets', others: 'no net-mets' }],
    ['by such a code, provisional', [netMets(provisional)], open('unconfirmed net-mets')],
    ['by such a code, over', [netMets(resolved)], { net: 'not-recorded net-mets' }],
    ['by a code that names a small-cell one', [x('sct 107811000119106')], open('unconfirmed x')],
    ['by its histology', [mets({ histology: 'icdo 8240/3' })], { net: 'yes mets', others: 'no mets' }],
    [
      'by its histology, whatever other primary there is',
      [mets({ histology: 'icdo 8720/3' }), colon()],
      { melanoma: 'yes mets', others: 'no mets' },
    ],
    [
      'an adenocarcinoma, where the one primary is one',
      [mets({ histology: 'icdo 8140/3' }), colon()],
      { crc: 'yes mets colon', others: 'no mets colon' },
    ],
    [
      'an adenocarcinoma, where the one primary is none',
      [mets({ histology: 'icdo 8140/3' }), net()],
      open('conflict mets net'),
    ],
    [
      'coded as an adenocarcinoma, where the one primary is none',
      [condition('sct 1691000119104', { id: 'mets' }), net()],
      open('conflict mets net'),
    ],
    [
      'beside a second entry that names its origin',
      [mets(), mets({ id: 'second', primary: 'Condition/net' }), net()],
      { net: 'yes mets net second', others: 'no mets net second' },
    ],
    [
      'beside a provisional one of another origin',
      [mets(), netMets(provisional), colon()],
      { net: 'unconfirmed net-mets', crc: 'yes mets colon', others: 'no mets colon' },
    ],
    [
      'ruled out after it was confirmed',
      [mets({ on: '2025-01-01' }), mets({ id: 'no', verification: 'refuted', on: '2025-02-01' }), colon()],
      { crc: 'conflict mets colon', others: 'no mets colon' },
    ],
    [
      'of a primary of mixed histology',
      [mets(), colon({ histology: 'icdo 8243/3' })],
      {
        hcc: 'not-recorded',
        icc: 'not-recorded',
        net: 'conflict colon mets',
        crc: 'conflict colon mets',
        melanoma: 'conflict mets colon',
      },
    ],
    [
      'of a provisional primary of mixed histology',
      [mets(), net({ ...provisional, histology: 'icdo 8245/3' })],
      { net: 'conflict net mets', crc: 'conflict net mets', melanoma: 'unconfirmed mets' },
    ],
    [
      'beside a cancer that could not be read',
      [{ ...breast(), clinicalStatus: 7 }, mets(), colon()],
      open('implausible mets colon'),
    ],
  ])('%s', (_, resources, expected) => expect(said(resources)).toEqual(whole(expected)));
});

describe('what only points to a metastasis of one kind', () => {
  it.each<[string, readonly Json[], Expected]>([
    ['a colorectal primary', [colon()], { crc: 'not-recorded colon' }],
    [
      'the same, where diagnoses could not all be read',
      [colon(), unread],
      { crc: 'denied colon', others: 'denied' },
    ],
    ['a neuroendocrine primary', [net()], { net: 'not-recorded net' }],
    ['a melanoma', [melanoma()], { melanoma: 'not-recorded melanoma' }],
    ['neuroendocrine metastases of a site that is not said', [x('icd C7B.8')], { net: 'not-recorded x' }],
    ['a benign neuroendocrine tumor', [x('icd D3A.00')], { net: 'not-recorded x' }],
    ['a tumor that may be colorectal or anal', [x('icd C21.8')], { crc: 'not-recorded x' }],
    ['a history of colorectal cancer', [x('icd Z85.038')], { crc: 'not-recorded x' }],
    ['a history of a neuroendocrine tumor', [x('icd Z85.060')], { net: 'not-recorded x' }],
    ['a history of melanoma', [x('icd Z85.820')], { melanoma: 'not-recorded x' }],
    ['mixed histology', [x('sct 31396002')], { net: 'conflict x', crc: 'conflict x' }],
    ['nothing: a cancer of the breast', [breast()], {}],
  ])('%s', (_, resources, expected) => expect(said(resources)).toEqual(whole(expected)));
});

describe('what else follows from the diagnoses', () => {
  const tumor = (resources: readonly Json[], answers: Json = {}) =>
    assessed(chart(...resources), { answers }).facts.tumor;
  const ids = (resources: readonly Json[]) => tumor(resources).inLiver.map(({ condition: { id } }) => id);

  it('a malignancy in the liver is a confirmed one, of any kind', () => {
    expect(ids([hcc(), mets(), colon(), x('icd C22.3')])).toEqual(['hcc', 'mets', 'x']);
    expect(ids([x('icd C22.9', { histology: 'icdo 8180/3' })])).toEqual(['x']);
    expect(ids([hcc(provisional), mets(resolved), colon(), x('sct 312104005')])).toEqual([]);
  });

  it.each<[string, readonly Json[], Json, boolean]>([
    ['nothing', [], {}, false],
    ['a provisional one', [hcc(provisional)], {}, true],
    ['one that is over', [hcc(resolved)], {}, false],
    ['a primary elsewhere', [colon()], {}, false],
    ['what the clinician names', [], { 'tumor-type': 'hcc' }, true],
    ['what the clinician calls another', [], { 'tumor-type': 'other' }, false],
  ])('a malignancy in the liver must be reckoned with: %s', (_, resources, answers, expected) =>
    expect(tumor(resources, answers).mayBeInLiver).toBe(expected),
  );

  it.each<[string, readonly Json[], Json, boolean]>([
    ['nothing on record', [], {}, true],
    ['a primary of the liver', [hcc()], {}, false],
    ['a primary of the liver beside metastases', [hcc(), mets()], {}, true],
    ['metastases that are over', [hcc(), mets(resolved)], {}, true],
    ['a primary elsewhere', [colon()], {}, true],
    ['a primary of the liver beside one elsewhere', [hcc(), colon()], {}, false],
    ['the clinician says a primary', [mets()], { 'tumor-type': 'icc' }, false],
    ['the clinician says hepatocellular', [mets()], { 'tumor-type': 'hcc' }, false],
    ['the clinician says metastases', [hcc()], { 'tumor-type': 'net-liver-mets' }, true],
  ])('metastases must be reckoned with: %s', (_, resources, answers, expected) =>
    expect(tumor(resources, answers).mayBeMetastatic).toBe(expected),
  );

  it.each<[string, readonly Json[], string]>([
    ['nothing', [], 'not-recorded '],
    ['a confirmed primary', [hcc()], 'yes Condition/hcc'],
    [
      'the problem list first',
      [hcc({ id: 'visit' }), icc({ id: 'list', ...category('problem-list-item') })],
      'yes Condition/list,Condition/visit',
    ],
    ['confirmed metastases', [mets(), colon()], 'yes Condition/mets'],
    ['one that is stated as primary, of a type that is not', [x('icd C22.8')], 'yes Condition/x'],
    ['one that does not say', [x('icd C22.9')], 'not-recorded '],
    ['another primary of the liver', [x('icd C22.3')], 'yes Condition/x'],
    ['a combined one', [x('sct 274902006')], 'yes Condition/x'],
    ['a provisional one', [hcc(provisional)], 'unconfirmed Condition/hcc'],
    ['a primary elsewhere', [colon()], 'not-recorded '],
  ])('primary or metastatic: %s', (_, resources, expected) => {
    const { truth, gap, evidence, support } = tumor(resources).primaryOrMetastatic;
    const shown = references(truth === 'open' ? support : evidence).join();
    expect(`${truth === 'open' ? gap : truth} ${shown}`).toBe(expected);
  });

  it('primary or metastatic is what the clinician names, unless that is another tumor', () => {
    expect(references(tumor([], { 'tumor-type': 'hcc' }).primaryOrMetastatic.evidence)).toEqual([
      'answer:tumor-type',
    ]);
    expect(tumor([], { 'tumor-type': 'other' }).primaryOrMetastatic.truth).toBe('open');
  });

  it('the clinician names the one tumor that it is, and so none of the others', () => {
    const words = (type: string) => Object.values(said([hcc()], { 'tumor-type': type }));
    expect(words('icc')).toEqual(['no', 'yes', 'no', 'no', 'no'].map((word) => `${word} answer:tumor-type`));
    expect(words('other')).toEqual(['no', 'no', 'no', 'no', 'no'].map((word) => `${word} answer:tumor-type`));
  });
});

describe('whose size of a tumor counts', () => {
  const size = (cm: number, focus?: readonly string[]) =>
    observation('loinc 21889-1', {
      id: `size-${cm}`,
      valueQuantity: { value: cm, unit: 'cm' },
      ...(focus && { focus: focus.map((reference) => ({ reference })) }),
    });
  const counted = (focus: readonly string[] | undefined, ...resources: readonly Json[]) =>
    assessed(chart(...resources, size(4, focus))).facts.tumorSize.state;

  it.each<[string, readonly string[] | undefined, readonly Json[], string]>([
    ['of the tumor itself', ['Condition/hcc'], [hcc()], 'known'],
    ['of another cancer', ['Condition/breast'], [hcc(), breast()], 'open'],
    ['of no diagnosis', undefined, [hcc()], 'known'],
    ['of both', ['Condition/breast', 'Condition/hcc'], [hcc(), breast()], 'known'],
    ['of the primary that the metastases come from', ['Condition/colon'], [mets(), colon()], 'known'],
    ['of a provisional tumor', ['Condition/hcc'], [hcc(provisional)], 'known'],
    ['of one of two candidate primaries', ['Condition/colon'], [mets(), colon(), breast()], 'known'],
    ['of a diagnosis that is no tumor', ['Condition/x'], [hcc(), x('icd I10')], 'open'],
  ])('%s', (_, focus, resources, expected) => expect(counted(focus, ...resources)).toBe(expected));
});
