import { describe, expect, it } from 'vitest';
import valueSets from '../../../mappings/value-sets/diagnoses.json' with { type: 'json' };
import { condition, type Json, observation, order } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const mets = condition('icd C78.7', { id: 'mets' });
const colon = condition('icd C18.7', { id: 'colon' });
const colorectal = (...resources: readonly Json[]) => leaf('dx.crc-liver-mets', resources);
const displayed = (system: string, code: string, display: string) =>
  condition([], { id: 'other', extra: { code: { coding: [{ system, code, display }] } } });
const sct = 'http://snomed.info/sct';
const icd = 'http://hl7.org/fhir/sid/icd-10-cm';

describe('the codings of one diagnosis', () => {
  it.each<[string, readonly string[], string, string]>([
    ['a primary of the liver and a metastasis in it', ['icd C22.0', 'icd C78.7'], 'dx.hcc', 'unknown'],
    ['a tumor and its history', ['icd C22.0', 'icd Z85.05'], 'dx.hcc', 'unknown'],
    [
      'two metastases, one of them said to be neuroendocrine',
      ['icd C7B.02', 'icd C78.7'],
      'dx.net-liver-mets',
      'met',
    ],
    [
      'a neuroendocrine metastasis and another primary',
      ['icd C7B.02', 'icd C18.7'],
      'dx.net-liver-mets',
      'unknown',
    ],
    ['the same tumor in two systems', ['icd C22.0', 'sct 109841003'], 'dx.hcc', 'met'],
  ])('name %s', (_, codes, name, expected) => expect(leaf(name, [condition(codes)])).toBe(expected));

  it('a metastasis that may be neuroendocrine stands beside its own code', () => {
    const melanoma = condition(['icd C78.7', 'sct 443493003'], { id: 'mets' });
    expect(leaf('dx.melanoma-liver-mets', [melanoma, condition('icd C43.9')])).toBe('met');
  });
});

describe('histology', () => {
  it.each<[string, string, string]>([
    ['that ICD-O-3 has and the kind can have', 'icdo 8140/3', 'met'],
    ['that ICD-O-3 has and the kind cannot have', 'icdo 8070/3', 'unknown'],
    ['that ICD-O-3 has and is not known here', 'icdo 9999/3', 'unknown'],
    ['of another system, not known here', 'sct 35917007', 'met'],
  ])('%s', (_, histology, expected) => {
    expect(colorectal(mets, condition('icd C18.7', { id: 'colon', histology }))).toBe(expected);
    expect(colorectal(condition('icd C78.7', { id: 'mets', histology }), colon)).toBe(expected);
  });

  it('makes a pancreatic tumor neuroendocrine, and no tumor of the bowel hepatocellular', () => {
    const pancreas = condition('icd C25.9', { histology: 'icdo 8150/3' });
    expect(leaf('dx.net-liver-mets', [mets, pancreas])).toBe('met');
    expect(leaf('dx.hcc', [condition('icd C18.7', { histology: 'icdo 8170/3' })])).toBe('unknown');
  });

  it('without a focus is of no diagnosis', () => {
    const report = observation('loinc 31206-6', {
      valueCodeableConcept: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/icd-o-3', code: '8720/3' }],
      },
    });
    // It names no other origin, and may only contradict the one on record.
    expect(colorectal(mets, colon, report)).toBe('unknown');
    expect(colorectal(mets, colon, { ...report, focus: [{ display: 'the liver' }] })).toBe('unknown');
    expect(leaf('dx.melanoma-liver-mets', [mets, report])).toBe('unknown');
    expect(colorectal(mets, colon, { ...report, focus: [{ reference: 'Condition/mets' }] })).toBe('not-met');
  });

  it('that proves a kind is among those that the kind can have', () => {
    const codes = (concept: string, use?: string) =>
      valueSets.entry
        .filter(({ resource }) => resource.url.endsWith(`/${concept}`))
        .flatMap(({ resource }) => resource.compose.include)
        .filter(
          ({ system, extension }) => system.endsWith('/icd-o-3') && (!use || extension[0]?.valueCode === use),
        )
        .flatMap((include) => ('concept' in include ? (include.concept ?? []) : []))
        .map(({ code }) => code);
    for (const [concept, kind] of [
      ['dx.hcc', 'hcc'],
      ['dx.icc', 'icc'],
      ['dx.net-primary', 'net'],
      ['dx.colorectal-primary', 'crc'],
      ['dx.melanoma', 'melanoma'],
    ] as const)
      expect(codes(`fits.${kind}`)).toEqual(expect.arrayContaining(codes(concept, 'proves')));
    expect(codes('dx.hcc', 'proves')).toContain('8170/3');
  });
});

describe('another primary on record', () => {
  it.each<[string, Json, string]>([
    ['of the bile duct, its site not stated, may be a liver tumor', condition('sct 312104005'), 'unknown'],
    ['in words alone', condition([], { id: 'w', extra: { code: { text: 'Ovarian carcinoma' } } }), 'unknown'],
    ['by a code of elsewhere, with its words', displayed(sct, '999999', 'Ovarian carcinoma'), 'unknown'],
    [
      'is none where a known code is of something else',
      displayed(sct, '17920008', 'Portal vein thrombosis due to malignancy'),
      'met',
    ],
    [
      'is none where ICD-10-CM says something else',
      displayed(icd, 'K74.60', 'Cirrhosis, carcinoma excluded'),
      'met',
    ],
  ])('%s', (_, other, expected) => expect(colorectal(mets, colon, other)).toBe(expected));

  it('of the bile duct alone leaves open what the metastasis is', () => {
    const found = judged([mets, condition('sct 312104005')]);
    expect(found.leaves).toMatchObject({ 'dx.icc': 'unknown', 'dx.crc-liver-mets': 'unknown' });
  });
});

describe('a diagnosis in words that only sound like a liver tumor', () => {
  const lung = order('cpt 79445', { site: 'sct 39607008' });

  it.each<[string, Json]>([
    ['a known code of something else', displayed(sct, '19943007', 'Cirrhosis, liver tumor excluded')],
    ['an ICD-10-CM code of something else', displayed(icd, 'K75.9', 'Hepatitis near a liver tumor')],
  ])('beside %s casts no doubt on an order for another organ', (_, other) =>
    expect(leaf('site.not-liver', [lung, other])).toBe('met'),
  );
});
