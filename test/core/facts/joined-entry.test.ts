import { describe, expect, it } from 'vitest';
import { coding, condition, diseaseStatus, type Json } from '../../support/chart.ts';
import { leaf } from '../../support/facts.ts';

const joined = (codes: readonly string[], text?: string, more: Parameters<typeof condition>[1] = {}) =>
  condition(codes, {
    id: 'joined',
    ...more,
    ...(text !== undefined && { extra: { code: { coding: codes.map(coding), text } } }),
  });
const colon = condition('icd C18.7', { id: 'colon' });
const mets = condition('icd C78.7', { id: 'mets' });
const crc = (...chart: readonly Json[]) => leaf('dx.crc-liver-mets', chart);

describe('a primary and its liver metastasis in one entry', () => {
  it.each([
    ['dx.crc-liver-mets', joined(['icd C18.9', 'icd C78.7'], 'Colon cancer metastasized to liver (HCC)')],
    ['dx.crc-liver-mets', joined(['icd C18.9', 'icd C78.7', 'icd C78.00'])],
    ['dx.crc-liver-mets', joined(['icd C78.7', 'icd C18.9', 'sct 94381002', 'sct 363406005'])],
    ['dx.melanoma-liver-mets', joined(['icd C43.9', 'icd C78.7'])],
    ['dx.melanoma-liver-mets', joined(['sct 314987003', 'icd C78.7'])],
    ['dx.net-liver-mets', joined(['icd C7A.012', 'icd C78.7'])],
  ])('are one disease: %s', (name, entry) => expect(leaf(name, [entry])).toBe('met'));

  it.each([
    joined(['icd C50.919', 'icd C78.7'], 'Carcinoma of breast metastatic to liver (HCC)'),
    joined(['icd C25.0', 'icd C78.7']),
  ])('exclude the other kinds where no policy names the primary', (entry) =>
    expect(crc(entry)).toBe('not-met'),
  );

  it.each([
    ['of which the primary began in the liver', joined(['icd C22.0', 'icd C78.7'])],
    ['of which the primary is past', joined(['icd Z85.038', 'icd C78.7'])],
    ['with a third tumor', joined(['icd C18.9', 'icd C50.919', 'icd C78.7'])],
    ['of an organ that says nothing of the type', joined(['icd C73', 'icd C78.7'])],
    ['with another origin in words', joined(['icd C18.9', 'icd C78.7'], 'Breast cancer metastatic to liver')],
    [
      'with a histology of another',
      joined(['icd C18.9', 'icd C78.7'], undefined, { histology: 'icdo 8720/3' }),
    ],
  ])('%s are left open', (_, entry) => expect(crc(entry)).toBe('unknown'));

  it.each([
    ['the same primary', [joined(['icd C18.9', 'icd C78.7']), colon, mets], 'met'],
    [
      'another primary, for a bare metastasis',
      [joined(['icd C50.919', 'icd C78.7']), colon, mets],
      'unknown',
    ],
    [
      'another primary that nobody confirmed',
      [joined(['icd C50.919', 'icd C78.7'], undefined, { verification: 'provisional' }), colon, mets],
      'unknown',
    ],
    ['a primary, with a code for cancer in general', [joined(['icd C78.7', 'icd C80.1']), colon], 'met'],
    ['an organ that says nothing of the type', [joined(['icd C73', 'icd C78.7']), colon], 'unknown'],
  ])('stand beside %s', (_, chart, expected) => expect(crc(...chart)).toBe(expected));

  it.each([
    ['Condition/colon', 'met'],
    ['Condition/breast', 'unknown'],
  ])('hold against a link to %s', (primary, expected) =>
    expect(
      crc(
        joined(['icd C18.9', 'icd C78.7'], undefined, { primary }),
        colon,
        condition('icd C50.911', { id: 'breast' }),
      ),
    ).toBe(expected),
  );

  it('are what a disease status without a focus is about', () =>
    expect(
      leaf('progressive', [
        joined(['icd C20', 'icd C78.7']),
        mets,
        condition('icd C20'),
        diseaseStatus('worsened'),
      ]),
    ).toBe('met'));
});
