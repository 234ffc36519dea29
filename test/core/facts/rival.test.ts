import { describe, expect, it } from 'vitest';
import { coding, condition, diseaseStatus, type Json } from '../../support/chart.ts';
import { leaf } from '../../support/facts.ts';

const mets = condition('icd C78.7', { id: 'mets' });
const colon = condition('icd C18.7', { id: 'colon' });
const worsened = diseaseStatus('worsened');
const called = (codes: readonly string[], text: string, more: Json = {}) =>
  condition(codes, { id: 'other', extra: { code: { coding: codes.map(coding), text }, ...more } });
/** The origin and the course of a colorectal metastasis beside another entry. */
const beside = (other: Json) =>
  (['dx.crc-liver-mets', 'progressive'] as const).map((name) => leaf(name, [mets, colon, other, worsened]));
const decided = ['met', 'met'];
const open = ['unknown', 'unknown'];

describe('a basal cell carcinoma of the skin', () => {
  it.each([
    condition('icd C44.311'),
    condition('icd C44.91'),
    condition('icd C44.1121'),
    condition('sct 254701007'),
    condition('icd C44.311', { verification: 'provisional' }),
    called(['icd C44.311'], 'Basal cell carcinoma (BCC) of skin of nose'),
    called(['icd C44.511'], 'Basal cell carcinoma of skin of breast'),
    called(['icd C44.311'], 'Suspected BCC of nose'),
    called(['http://local.example 1'], 'Basal cell carcinoma of nose'),
  ])('is not where a metastasis comes from, nor what a disease status is about', (skin) =>
    expect(beside(skin)).toEqual(decided),
  );

  it.each([
    ['melanoma', 'dx.melanoma-liver-mets', 'icd C43.59', 'met'],
    ['breast cancer', 'dx.crc-liver-mets', 'icd C50.911', 'not-met'],
  ])('is none beside %s', (_, name, code, expected) =>
    expect(leaf(name, [mets, condition(code), condition('icd C44.311')])).toBe(expected),
  );

  it('does not stand beside a tumor of the liver', () =>
    expect(leaf('progressive', [condition('icd C22.0'), condition('icd C44.311'), worsened])).toBe('met'));

  it.each([
    condition('icd C44.321'),
    condition('icd C44.301'),
    called(['icd C44.311'], 'Melanoma of nose'),
    called(['icd C44.311'], 'Squamous cell carcinoma of nose'),
    called(['icd C44.311'], 'Basal cell carcinoma of nose; lung cancer'),
    called(['icd C44.311', 'icd C50.911'], 'Two cancers'),
    called(['http://local.example 1'], 'Basal cell carcinoma of nose, melanoma of back'),
    condition('icd C44.311', { histology: 'icdo 8720/3' }),
    called(['icd C44.91'], 'Metastatic basal cell carcinoma to liver'),
    called(['icd C44.91'], 'Metastatic BCC, lung and liver'),
    called(['icd C44.91'], 'BCC; Merkel cell carcinoma'),
    called(['icd C44.91'], 'Pancreatic mass'),
  ])('is one no longer where it is of another type, or unspecified', (skin) =>
    expect(beside(skin)).toEqual(open),
  );

  it('is the origin where a metastasis is linked to it', () =>
    expect(
      leaf('dx.crc-liver-mets', [
        condition('icd C78.7', { primary: 'Condition/skin' }),
        condition('icd C44.311', { id: 'skin' }),
        colon,
      ]),
    ).toBe('unknown'));
});

describe('a cancer of the blood', () => {
  it.each([condition('icd C91.11'), condition('icd C90.01'), called(['icd C91.11'], 'CLL in remission')])(
    'in remission by its code is no rival',
    (blood) => expect(beside(blood)).toEqual(decided),
  );

  it('in remission by its code and active again in words may be what a disease status is about', () =>
    expect(beside(called(['icd C91.11'], 'CLL, relapsed 2025, progressing'))).toEqual(['met', 'unknown']));

  it.each([condition('icd C91.10'), condition('icd C90.00'), called(['icd C90.00'], 'Multiple myeloma')])(
    'that is active is not where a metastasis comes from, and may be what a disease status is about',
    (blood) => expect(beside(blood)).toEqual(['met', 'unknown']),
  );

  it.each([
    condition('icd C83.30'),
    called(['icd C91.11'], 'Breast cancer'),
    called(['icd C91.11'], 'Melanoma'),
    condition(['icd C91.11', 'icd C50.911'], { id: 'other' }),
    called(['icd C91.10'], 'CLL with Richter transformation, liver'),
    called(['icd C91.10'], 'CLL, liver lesions'),
    called(['icd C91.10'], 'CLL and GIST of stomach'),
    called(['icd C91.10'], 'Sarcoma of thigh'),
    condition('icd C92.30'),
    condition('icd C90.20'),
    condition('icd C90.30'),
  ])('is one where it is a lymphoma, or another cancer in words or by code', (other) =>
    expect(beside(other)).toEqual(open),
  );
});

describe('cancer in general', () => {
  it.each([
    condition('icd C80.1'),
    condition('sct 443961001'),
    called(['icd C80.1'], 'Metastatic cancer (HCC)'),
    called(['icd C80.1'], 'Metastatic cancer to liver'),
    called(['icd C80.1'], 'Malignant (primary) neoplasm, unspecified'),
    called(['sct 363346000'], 'Cancer (disorder)'),
    called(['http://local.example 1'], 'Cancer cachexia'),
    called(['http://local.example 1'], 'Neutropenia due to malignancy'),
    called(['http://local.example 1'], 'Hypercalcemia of malignancy'),
    called(['http://local.example 1'], 'Port-A-Cath in place for cancer chemo'),
    called(['http://local.example 1'], 'Cancer cachexia', {
      code: {
        coding: [{ ...coding('http://local.example 1'), display: 'Cancer cachexia' }],
        text: 'Cancer cachexia',
      },
    }),
    condition('sct 109838007'),
  ])('says no more than the entry that names it', (general) => expect(beside(general)).toEqual(decided));

  it.each([
    called(['icd C80.1'], 'Metastatic breast cancer'),
    called(['icd C80.1'], 'Melanoma'),
    called(['sct 363346000'], 'Liver cancer'),
    called(['icd C80.1'], 'Occult primary malignancy, pancreaticobiliary'),
    called(['icd C80.1'], 'Second primary, under work-up'),
    called(['icd C80.1'], 'Cancer, pancreatic'),
    called(['icd C80.1'], 'Head/neck ca'),
    called(['icd C80.1'], 'Merkel cell carcinoma'),
    called(['icd C80.1'], 'Small cell carcinoma'),
    called(['http://local.example 1'], 'Port-a-cath in place for cancer chemo (breast cancer)'),
    called(['http://local.example 1'], 'Lung cancer with hypercalcemia'),
    called(['http://local.example 1'], 'Hypercalcemia due to cancer of lung'),
  ])('is another one where its words say so', (other) => expect(beside(other)).not.toEqual(decided));

  it('is no primary on its own', () =>
    expect(leaf('dx.crc-liver-mets', [mets, condition('icd C80.1')])).toBe('unknown'));
});
