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
