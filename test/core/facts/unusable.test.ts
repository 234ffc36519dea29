import { describe, expect, it } from 'vitest';
import { condition, type Json, order, prescription, procedure } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const crc = [condition('icd C78.7', { id: 'mets' }), condition('icd C18.7', { id: 'colon' })];
/** A Condition that its schema refuses, with its code still readable. */
const broken = (code: string, extra: Json = {}) =>
  condition(code, { id: 'broken', extra: { onsetPeriod: 'last year', ...extra } });
const colorectal = (...others: readonly Json[]) => leaf('dx.crc-liver-mets', [...crc, ...others]);

describe('a diagnosis that cannot be read', () => {
  it.each([
    'icd C50.911',
    'icd C61',
    'icd C7B.8',
    'icd C80.1',
    'icd C22.1',
    'sct 254837009',
    'sct 31396002',
    'sct 999999999',
    'urn:local tumor',
  ])('may be another primary: %s leaves open where the metastasis comes from', (code) => {
    expect(colorectal(broken(code))).toBe('unknown');
  });

  it('may be anything where not even its code can be read', () => {
    expect(colorectal(broken('icd C50.911', { code: 'breast' }))).toBe('unknown');
  });

  it.each([
    'icd I10',
    'icd R18.8',
    'icd K74.60',
    'icd I81',
    'icd Z85.3',
    'icd C79.51',
    'icd C78.7',
    'icd E11.9',
  ])('is no primary tumor by its code: %s changes nothing', (code) => {
    const found = judged([...crc, broken(code)]);
    expect(found.leaves['dx.crc-liver-mets']).toBe('met');
    expect(found.ignored).toEqual([{ reference: 'Condition/broken', because: 'malformed at onsetPeriod' }]);
  });

  it.each<[string, Json]>([
    [
      'another person’s',
      condition('icd C50.911', { id: 'x', extra: { subject: { reference: 'Patient/q' } } }),
    ],
    ['no diagnosis at all', { ...procedure('cpt 47120'), status: 7 }],
    ['a medication', { ...prescription('rxnorm 4492'), status: 7 }],
  ])('%s is no tumor of this patient', (_, resource) => expect(colorectal(resource)).toBe('met'));

  it('that an older, readable version of the same record replaces nothing', () => {
    const older = condition('icd C50.911', {
      id: 'x',
      extra: { meta: { lastUpdated: '2025-01-01T00:00:00Z' } },
    });
    const newer = condition('icd C50.911', {
      id: 'x',
      clinical: 'inactive',
      extra: { meta: { lastUpdated: '2025-02-01T00:00:00Z' } },
    });
    expect(colorectal(older, newer)).toBe('met');
    expect(colorectal(newer)).toBe('met');
    expect(colorectal(older)).toBe('unknown');
  });
});

describe('an order for another organ', () => {
  const lung = order('cpt 79445', { site: 'sct 39607008' });
  const elsewhere = (...others: readonly Json[]) => leaf('site.not-liver', [lung, ...others]);
  const written = (text: string, extra: Json = {}) =>
    condition([], { id: 'written', extra: { code: { text }, ...extra } });

  it('is for another organ where no liver tumor is on record', () => {
    expect(elsewhere()).toBe('met');
    expect(elsewhere(condition('icd C34.90'))).toBe('met');
  });

  it.each(['icd C22.0', 'icd C78.7', 'sct 999999999'])(
    'is open beside a diagnosis that cannot be read and may be in the liver: %s',
    (code) => expect(elsewhere(broken(code))).toBe('unknown'),
  );

  it('is open beside one whose code cannot be read either', () =>
    expect(elsewhere(broken('icd C22.0', { code: 'liver' }))).toBe('unknown'));

  it.each(['icd I10', 'icd C34.90', 'icd K74.60'])('is not in doubt for a broken record of %s', (code) =>
    expect(elsewhere(broken(code))).toBe('met'),
  );

  it.each([
    'Hepatocellular carcinoma',
    'HCC',
    'Liver metastases',
    'Malignant neoplasm of liver',
    'Cholangiocarcinoma',
  ])('is open beside a diagnosis in words alone: %s', (text) => {
    expect(elsewhere(written(text))).toBe('unknown');
    expect(leaf('dx.hcc', [written(text)])).toBe('unknown');
  });

  it.each(['Hepatitis C', 'Fatty liver', 'History of liver cancer', 'Family history of HCC', 'Lung cancer'])(
    'is not in doubt for the words %s',
    (text) => expect(elsewhere(written(text))).toBe('met'),
  );

  it('is not in doubt for words about a tumor that is over', () =>
    expect(
      elsewhere(
        condition([], {
          id: 'past',
          clinical: 'resolved',
          extra: { code: { text: 'Hepatocellular carcinoma' } },
        }),
      ),
    ).toBe('met'));
});

describe('a date that is no day of the calendar', () => {
  it.each(['2025-13-40', '2031-02-30', '9999-99-99'])(
    '%s is not in the future: the diagnosis stands',
    (date) => {
      expect(colorectal(condition('icd C50.911', { id: 'breast', on: date }))).toBe('unknown');
      expect(leaf('dx.hcc', [condition('icd C22.0', { on: date })])).toBe('met');
    },
  );

  it('a day to come sets it aside', () => {
    const found = judged([condition('icd C22.0', { id: 'hcc', on: '2031-02-28' })]);
    expect(found.leaves['dx.hcc']).toBe('unknown');
    expect(found.ignored).toEqual([{ reference: 'Condition/hcc', because: 'dated in the future' }]);
  });
});
