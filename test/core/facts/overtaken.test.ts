import { describe, expect, it } from 'vitest';
import { condition, type Json } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const category = (...codes: readonly string[]): Json => ({
  category: codes.map((code) => ({ coding: [{ code }] })),
});
const active = (code: string, on?: string) =>
  condition(code, { id: 'active', ...(on !== undefined && { on }) });
const over = (code: string, options: Parameters<typeof condition>[1]) =>
  condition(code, { id: 'over', clinical: 'resolved', ...options });

describe('an active diagnosis that is over in another entry', () => {
  it.each<[string, Parameters<typeof condition>[1], string]>([
    ['recorded later', { on: '2025-03-01' }, 'unknown'],
    ['recorded earlier', { on: '2022-03-01' }, 'met'],
    ['recorded on the same day', { on: '2023-03-01' }, 'met'],
    ['recorded in that year', { on: '2023' }, 'met'],
    ['without a date', {}, 'met'],
    [
      'ended later, recorded earlier',
      { on: '2022-03-01', extra: { abatementDateTime: '2025-03' } },
      'unknown',
    ],
    ['ended earlier, recorded later', { on: '2025-03-01', extra: { abatementDateTime: '2022' } }, 'met'],
    ['ended later over a period', { extra: { abatementPeriod: { end: '2025-03-01' } } }, 'unknown'],
    ['in remission later', { clinical: 'remission', on: '2025-03-01' }, 'unknown'],
    ['of a visit', { on: '2025-03-01', extra: category('encounter-diagnosis') }, 'met'],
    ['of the problem list', { on: '2025-03-01', extra: category('problem-list-item') }, 'unknown'],
    [
      'of a visit and the problem list',
      { on: '2025-03-01', extra: category('encounter-diagnosis', 'problem-list-item') },
      'unknown',
    ],
    ['provisional later', { clinical: 'active', verification: 'provisional', on: '2025-03-01' }, 'met'],
  ])('%s', (_, options, expected) =>
    expect(leaf('dx.hcc', [active('icd C22.0', '2023-03-01'), over('icd C22.0', options)])).toBe(expected),
  );

  it('stands where one entry is later still, has no date, or is of another disease', () => {
    const later = over('icd C22.0', { on: '2025-03-01' });
    const again = condition('icd C22.0', { id: 'again', clinical: 'recurrence', on: '2025-05-01' });
    expect(leaf('dx.hcc', [active('icd C22.0', '2023-03-01'), later, again])).toBe('met');
    expect(leaf('dx.hcc', [active('icd C22.0'), later])).toBe('met');
    expect(leaf('dx.hcc', [active('icd C22.0', '2023-03-01'), over('icd C18.7', { on: '2025-03-01' })])).toBe(
      'met',
    );
    const onset = condition('icd C22.0', { id: 'active', extra: { onsetDateTime: '2023' } });
    expect(leaf('dx.hcc', [onset, later])).toBe('unknown');
  });

  it.each([
    'HCC - misdiagnosed',
    'HCC, cured',
    'HCC in remission',
    'HCC s/p liver transplant',
    'HCC, wrong patient',
    'HCC - biopsy benign',
    'Focal nodular hyperplasia',
  ])('by the words of a later entry too: %s', (text) => {
    const entry = (on: string, said: string) => {
      const made: Json = condition('icd C22.0', { id: on, on });
      return { ...made, code: { ...(made.code as object), text: said } };
    };
    const earlier = entry('2025-05-01', 'HCC');
    expect(leaf('dx.hcc', [earlier, entry('2025-06-10', text)])).toBe('unknown');
    expect(leaf('dx.hcc', [earlier, entry('2025-06-10', 'HCC, BCLC B')])).toBe('met');
    expect(leaf('dx.hcc', [entry('2025-06-10', 'HCC'), entry('2025-05-01', 'HCC, cured')])).toBe('met');
  });

  it('counts for metastases and for the syndrome, not for the primary that one comes from', () => {
    const colon = condition('icd C18.7', { id: 'colon', on: '2023-01-01' });
    const mets = active('icd C78.7', '2023-03-01');
    const crc = (...more: readonly Json[]) => leaf('dx.crc-liver-mets', [mets, colon, ...more]);
    expect(crc(over('icd C78.7', { on: '2025-03-01' }))).toBe('unknown');
    expect(crc(over('icd C78.7', { on: '2022-03-01' }))).toBe('met');
    // Nor does a metastasis that is over exclude another tumor.
    expect(leaf('dx.hcc', [mets, colon])).toBe('not-met');
    expect(leaf('dx.hcc', [mets, colon, over('icd C78.7', { on: '2025-03-01' })])).toBe('unknown');
    expect(crc(over('icd C18.7', { on: '2025-03-01' }))).toBe('met');
    const syndrome = active('icd E34.00', '2023-03-01');
    expect(leaf('symptomatic', [syndrome, over('icd E34.00', { on: '2025-03-01' })])).toBe('unknown');
    expect(leaf('symptomatic', [syndrome, over('icd E34.00', { on: '2022-03-01' })])).toBe('met');
  });

  it('is asked about as a conflict', () => {
    const { gaps } = judged([active('icd C22.0', '2023-03-01'), over('icd C22.0', { on: '2025-03-01' })]);
    expect(gaps.find(({ question }) => question === 'tumor-type')).toMatchObject({ gap: 'conflict' });
  });
});
