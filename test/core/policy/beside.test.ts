import { describe, expect, it } from 'vitest';
import {
  concept,
  condition,
  daysAgo,
  diseaseStatus,
  ecog,
  type Json,
  lab,
  observation,
  order,
  prescription,
  procedure,
} from '../../support/chart.ts';
import { type Asked, judged } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const net = condition('icd C7B.02', { id: 'net' });
const mets = condition('icd C78.7', { id: 'mets' });
const colon = condition('icd C18.7', { id: 'colon' });
const breast = condition('icd C50.911', { id: 'breast' });
const y90 = order('sct 764677008');
const goodLabs = [lab('bilirubin', 1), lab('albumin', 4), lab('inr', 1)];
const badLabs = [lab('bilirubin', 9), lab('albumin', 2), lab('inr', 3)];

describe('the documents', () => {
  const status = (id: string, resources: readonly Json[], answers: Asked['answers'] = {}) =>
    judged(resources, { answers }).documents.find((each) => each.id === id)?.status;

  it.each<[string, string, readonly Json[], Asked['answers'], string]>([
    ['D1', 'nothing', [], {}, 'missing'],
    ['D1', 'an order that says only 37243', [order('cpt 37243')], {}, 'partial'],
    ['D1', 'an order of Y-90', [y90], {}, 'partial'],
    [
      'D1',
      'therapy, agent and approach',
      [y90],
      { approach: 'transarterial, right lobe', 'embolic-agent': 'glass microspheres' },
      'complete',
    ],
    ['D1', 'therapy and approach, no agent', [], { therapy: 'tae', approach: 'transarterial' }, 'partial'],
    ['D2a', 'nothing', [], {}, 'missing'],
    ['D2a', 'a confirmed primary', [hcc], {}, 'complete'],
    ['D2a', 'confirmed metastases of the breast', [mets, breast], {}, 'complete'],
    ['D2a', 'an angiosarcoma, outside the policy', [condition('icd C22.3')], {}, 'complete'],
    ['D2a', 'a liver cancer stated as primary, type unspecified', [condition('icd C22.8')], {}, 'complete'],
    ['D2a', 'a liver cancer that does not say which', [condition('icd C22.9')], {}, 'missing'],
    [
      'D2a',
      'a provisional primary',
      [condition('icd C22.0', { verification: 'provisional' })],
      {},
      'partial',
    ],
    ['D2a', 'the clinician says which', [], { 'tumor-type': 'icc' }, 'complete'],
    ['D2b', 'nothing', [hcc], {}, 'missing'],
    ['D2b', 'all three', [hcc], { 'liver-dominant': true, progressive: false, diffuse: false }, 'complete'],
    ['D2b', 'one of three', [hcc], { diffuse: true }, 'partial'],
    ['D2b', 'a disease status', [hcc, diseaseStatus('worsened')], {}, 'partial'],
    ['D2c', 'nothing', [hcc], {}, 'missing'],
    ['D2c', 'lung metastases on record', [hcc, condition('icd C78.01')], {}, 'complete'],
    ['D2c', 'its presence stated', [hcc], { 'extrahepatic-disease': 'present' }, 'complete'],
    ['D2c', 'its absence stated', [hcc], { 'extrahepatic-disease': 'absent' }, 'complete'],
    ['D2d', 'a tumor that is not settled', [], {}, 'missing'],
    ['D2d', 'NET, nothing said', [net], {}, 'missing'],
    ['D2d', 'NET with carcinoid syndrome', [net, condition('icd E34.0')], {}, 'complete'],
    ['D2d', 'NET, symptoms denied', [net], { symptomatic: false }, 'complete'],
    ['D2d', 'HCC', [hcc], {}, 'not-applicable'],
    ['D3', 'nothing', [hcc], {}, 'missing'],
    ['D3', 'unresectable without a word of why', [hcc], { unresectable: true }, 'partial'],
    ['D3', 'the reason', [hcc], { 'surgical-rationale': 'bilobar' }, 'complete'],
    ['D3', 'a bridge', [hcc], { 'bridge-to-transplant': true }, 'missing'],
    ['D4', 'nothing found', [hcc], {}, 'partial'],
    ['D4', 'a resection found', [hcc, procedure('sct 107963000')], {}, 'partial'],
    ['D4', 'the list confirmed', [hcc], { 'prior-treatments-confirmed': true }, 'complete'],
    ['D4', 'the list said to be incomplete', [hcc], { 'prior-treatments-confirmed': false }, 'partial'],
    ['D4', 'the treatments in words', [hcc], { 'prior-treatments': 'none' }, 'complete'],
    ['D5', 'nothing', [hcc], {}, 'missing'],
    [
      'D5',
      'a reason why a drug was stopped',
      [hcc, prescription('rxnorm 495881', { status: 'stopped', statusReason: concept('sct 407563006') })],
      {},
      'partial',
    ],
    ['D5', 'the reason', [hcc], { 'systemic-rationale': 'locoregional first' }, 'complete'],
    ['D6', 'HCC, nothing said', [hcc], {}, 'missing'],
    ['D6', 'HCC on a transplant list', [hcc, condition('icd Z76.82')], {}, 'partial'],
    ['D6', 'a bridge', [hcc], { 'bridge-to-transplant': true }, 'complete'],
    ['D6', 'no bridge', [hcc], { 'bridge-to-transplant': false }, 'complete'],
    ['D6', 'not settled', [], {}, 'missing'],
    ['D6', 'colorectal metastases', [mets, colon], {}, 'not-applicable'],
  ])('%s: %s', (id, _, resources, answers, expected) =>
    expect(status(id, resources, answers)).toBe(expected),
  );

  it('are independent of the verdict', () => {
    const output = judged([hcc, y90], { answers: { unresectable: true } });
    expect(output.verdict).toBe('met');
    expect(output.documents.filter(({ status: each }) => each === 'missing').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['D2c', 'D5']),
    );
  });
});

describe('the statements', () => {
  const advisory = (id: string, resources: readonly Json[], answers: Asked['answers'] = {}) =>
    judged(resources, { answers }).advisories.find((each) => each.id === id)?.verdict;
  const size = (cm: number, extra: Json = {}) =>
    observation('loinc 21889-1', { id: 'size', valueQuantity: { value: cm, unit: 'cm' }, ...extra });

  it.each<[string, string, readonly Json[], Asked['answers'], string]>([
    ['A1', 'ECOG 0', [ecog(0)], {}, 'met'],
    ['A1', 'ECOG 2', [ecog(2)], {}, 'met'],
    ['A1', 'ECOG 3', [ecog(3)], {}, 'not-met'],
    ['A1', 'none', [], {}, 'unknown'],
    ['A1', 'ECOG 2-3 in words', [observation('loinc 89247-1', { valueString: '2-3' })], {}, 'unknown'],
    ['A2', 'good labs', goodLabs, {}, 'met'],
    ['A2', 'bad labs', badLabs, {}, 'not-met'],
    ['A2', 'none', [], {}, 'unknown'],
    [
      'A2',
      'labs that leave it open',
      [lab('bilirubin', 2.5), lab('albumin', 3), lab('inr', 1)],
      {},
      'unknown',
    ],
    [
      'A2',
      'the same, ascites and encephalopathy denied',
      [lab('bilirubin', 2.5), lab('albumin', 3), lab('inr', 1)],
      { ascites: 'none', encephalopathy: 'none' },
      'met',
    ],
    ['A3', 'liver-dominant', [mets, colon], { 'liver-dominant': true }, 'met'],
    ['A3', 'not liver-dominant', [mets, colon], { 'liver-dominant': false }, 'not-met'],
    ['A4', 'angiogram and scan', [procedure('cpt 75726'), procedure('cpt 78803')], {}, 'met'],
    ['A4', 'one of the two', [procedure('cpt 75726')], {}, 'unknown'],
    ['A5', 'HCC of 3.1 cm', [hcc, size(3.1)], {}, 'met'],
    ['A5', 'HCC of 3 cm', [hcc, size(3)], {}, 'not-met'],
    ['A5', 'HCC of 3.1 cm, 91 days ago', [hcc, size(3.1, { effectiveDateTime: daysAgo(91) })], {}, 'unknown'],
    ['A5', 'a colorectal metastasis', [mets, colon, size(4)], {}, 'unknown'],
    ['A7', 'a statement to read', [hcc], {}, 'unknown'],
    ['A8', 'solitary, 2.9 cm', [hcc, size(2.9)], { 'tumor-count': 1 }, 'met'],
    ['A8', 'solitary, 3 cm', [hcc, size(3)], { 'tumor-count': 1 }, 'unknown'],
    ['A8', 'solitary, 4.9 cm', [hcc, size(4.9)], { 'tumor-count': 1 }, 'unknown'],
    ['A8', 'solitary, 5 cm', [hcc, size(5)], { 'tumor-count': 1 }, 'met'],
    ['A8', 'solitary, 5.1 cm', [hcc, size(5.1)], { 'tumor-count': 1 }, 'unknown'],
    ['A8', 'two, the larger 5.1 cm', [hcc, size(5.1)], { 'tumor-count': 2 }, 'met'],
    ['A8', 'two, the larger 5 cm', [hcc, size(5)], { 'tumor-count': 2 }, 'unknown'],
    ['A8', 'size without a count', [hcc, size(2)], {}, 'unknown'],
    ['A9', 'colorectal, solitary', [mets, colon], { 'tumor-count': 1 }, 'met'],
    ['A9', 'colorectal, liver-dominant, 5.1 cm', [mets, colon, size(5.1)], { 'liver-dominant': true }, 'met'],
    [
      'A9',
      'colorectal, several, 4 cm',
      [mets, colon, size(4)],
      { 'tumor-count': 3, 'liver-dominant': true },
      'unknown',
    ],
    [
      'A9',
      'neuroendocrine, symptomatic, medication failed',
      [net],
      { symptomatic: true, 'systemic-failed-symptoms': true },
      'met',
    ],
    [
      'A10',
      'all of it',
      [ecog(1)],
      { unresectable: true, 'liver-dominant': true, 'life-expectancy-at-least-3-months': true },
      'met',
    ],
    [
      'A10',
      'ECOG 2',
      [ecog(2)],
      { unresectable: true, 'liver-dominant': true, 'life-expectancy-at-least-3-months': true },
      'not-met',
    ],
    [
      'A10',
      'Karnofsky 70',
      [observation('loinc 89243-0', { valueInteger: 70 })],
      { unresectable: true, 'liver-dominant': true, 'life-expectancy-at-least-3-months': true },
      'met',
    ],
    [
      'A10',
      'a life expectancy of less',
      [ecog(1)],
      { unresectable: true, 'liver-dominant': true, 'life-expectancy-at-least-3-months': false },
      'not-met',
    ],
    [
      'A6',
      'solitary 8 cm, all terms',
      [hcc, size(8), ecog(1), ...goodLabs],
      {
        unresectable: true,
        'tumor-count': 1,
        'macrovascular-invasion': 'none',
        ascites: 'none',
        encephalopathy: 'none',
      },
      'met',
    ],
    [
      'A6',
      '8.1 cm',
      [hcc, size(8.1), ecog(1), ...goodLabs],
      { unresectable: true, 'tumor-count': 1, 'macrovascular-invasion': 'none' },
      'not-met',
    ],
    ['A6', 'branch invasion', [hcc, size(4)], { 'macrovascular-invasion': 'branch' }, 'not-met'],
  ])('%s: %s', (id, _, resources, answers, expected) =>
    expect(advisory(id, resources, answers)).toBe(expected),
  );

  it('name their source', () => {
    for (const { source } of judged([]).advisories) expect(source).toMatch(/^MED140 /);
  });
});

describe('candidacy', () => {
  const of = (resources: readonly Json[], asked: Asked) => {
    const { verdict, from } = judged(resources, asked).candidacy;
    return `${verdict} ${from.join()}`;
  };
  it.each<[string, readonly Json[], Asked, string]>([
    ['Y-90, HCC, fit, good labs', [hcc, ecog(1), ...goodLabs], { therapy: 'tare' }, 'met A1,A2'],
    ['Y-90, HCC, unfit', [hcc, ecog(3), ...goodLabs], { therapy: 'tare' }, 'not-met A1,A2'],
    ['Y-90, HCC, no labs', [hcc, ecog(1)], { therapy: 'tare' }, 'unknown A1,A2'],
    ['Y-90, HCC, unfit, no labs', [hcc, ecog(3)], { therapy: 'tare' }, 'not-met A1,A2'],
    ['Y-90, metastases', [mets, colon, ecog(1), ...goodLabs], { therapy: 'tare' }, 'unknown A1,A2,A3'],
    [
      'Y-90, metastases, liver-dominant',
      [mets, colon, ecog(1), ...goodLabs],
      { therapy: 'tare', answers: { 'liver-dominant': true } },
      'met A1,A2,A3',
    ],
    [
      'Y-90, metastases, not liver-dominant',
      [mets, colon, ecog(1), ...goodLabs],
      { therapy: 'tare', answers: { 'liver-dominant': false } },
      'not-met A1,A2,A3',
    ],
    ['Y-90, tumor unknown', [ecog(1), ...goodLabs], { therapy: 'tare' }, 'unknown A1,A2,A3'],
    ['TACE, nothing said', [hcc], { therapy: 'tace' }, 'unknown portal-vein-thrombosis'],
    [
      'TACE, portal vein thrombosis',
      [hcc, condition('icd I81')],
      { therapy: 'tace' },
      'not-met portal-vein-thrombosis',
    ],
    [
      'TACE, provisional thrombosis',
      [hcc, condition('icd I81', { verification: 'provisional' })],
      { therapy: 'tace' },
      'unknown portal-vein-thrombosis',
    ],
    [
      'TACE, the vein is open',
      [hcc],
      { therapy: 'tace', answers: { 'macrovascular-invasion': 'none' } },
      'met portal-vein-thrombosis',
    ],
    [
      'DEB-TACE, invasion',
      [hcc],
      { therapy: 'deb-tace', answers: { 'macrovascular-invasion': 'branch' } },
      'not-met portal-vein-thrombosis',
    ],
    ['bland', [hcc, ecog(1), ...goodLabs], { therapy: 'tae' }, 'unknown '],
    ['unknown therapy', [hcc], {}, 'unknown '],
  ])('%s', (_, resources, asked, expected) => expect(of(resources, asked)).toBe(expected));

  it('changes nothing of the verdict', () => {
    const unfit = judged([hcc, ecog(4), ...badLabs, y90], { answers: { unresectable: true } });
    expect([unfit.candidacy.verdict, unfit.verdict]).toEqual(['not-met', 'met']);
  });
});

describe('who can supply what is missing', () => {
  const gap = (question: string, resources: readonly Json[], asked: Asked = {}) =>
    judged(resources, asked).gaps.find((each) => each.question === question);
  it.each<[string, string, readonly Json[], Json]>([
    ['unresectable', 'HCC', [hcc, y90], { gap: 'clinician-only', blocks: ['I.B.1'], who: 'clinician' }],
    ['bilirubin', 'none', [hcc], { gap: 'not-recorded', blocks: [], who: 'laboratory' }],
    [
      'bilirubin',
      'too old',
      [hcc, lab('bilirubin', 1, { effectiveDateTime: daysAgo(91) })],
      { gap: 'stale', who: 'laboratory' },
    ],
    [
      'bilirubin',
      'no unit',
      [hcc, observation('loinc 1975-2', { valueQuantity: { value: 1 } })],
      { gap: 'unit' },
    ],
    ['bilirubin', 'implausible', [hcc, lab('bilirubin', 900)], { gap: 'implausible' }],
    [
      'bilirubin',
      'of no day',
      [hcc, { ...lab('bilirubin', 1), effectiveDateTime: '' }],
      { gap: 'implausible' },
    ],
    ['ecog', 'two that differ', [hcc, ecog(1), ecog(2, { id: 'e2' })], { gap: 'conflict' }],
    [
      'tumor-type',
      'provisional',
      [condition('icd C22.0', { verification: 'provisional' }), y90],
      { gap: 'unconfirmed' },
    ],
    ['coverage', 'none', [hcc], { gap: 'not-recorded', who: 'staff' }],
    ['therapy', 'no order', [hcc], { gap: 'not-recorded' }],
    [
      'progressive',
      'too old',
      [mets, colon, diseaseStatus('worsened', { effectiveDateTime: daysAgo(91) }), y90],
      { gap: 'stale', blocks: ['I.B.3.b.i'] },
    ],
  ])('%s: %s', (question, _, resources, expected) =>
    expect(gap(question, resources)).toMatchObject(expected),
  );

  it('the one shared question blocks each branch that waits for it', () => {
    expect(gap('unresectable', [y90])?.blocks).toEqual(['I.B.1', 'I.B.3.a', 'I.B.3.b', 'I.B.3.c', 'I.B.4']);
    expect(gap('liver-dominant', [y90])?.blocks).toEqual(['I.B.3.a.i', 'I.B.3.b.i', 'I.B.3.c']);
  });
  it('nothing blocks in a tumor for which nothing is asked', () => {
    const { gaps } = judged([mets, breast, y90]);
    expect(gaps.filter(({ blocks }) => blocks.length > 0)).toEqual([]);
    expect(gap('surgical-rationale', [mets, breast, y90])?.documents).toContain('D3');
  });
});
