import { describe, expect, it } from 'vitest';
import { figure, intervalInWords, measuredInWords, unitInWords } from '../../src/app/figures.ts';
import { compared, point } from '../../src/core/facts/interval.ts';

describe('a number on the screen', () => {
  it.each([
    [1.1, '1.1'],
    [0.90498, '0.905'],
    [412, '412'],
    [12345.6, '12,350'],
  ])('%d reads %s', (value, said) => {
    expect(figure(value)).toBe(said);
  });

  it.each([
    [point(1.1), '1.1'],
    [compared('<', 0.2), 'below 0.2'],
    [compared('<=', 0.2), 'at most 0.2'],
    [compared('>', 500), 'over 500'],
    [compared('>=', 500), 'at least 500'],
    [{ low: 1.1, high: 1.3 }, '1.1 to 1.3'],
    [{ low: 0.9048, high: 0.90499 }, '0.9048 to 0.905'],
  ])('%o says all that it may be: %s', (interval, said) => {
    expect(intervalInWords(interval)).toBe(said);
  });

  it.each([
    ['mg/dL', 'mg/dL'],
    ['umol/L', 'µmol/L'],
    ['{INR}', ''],
    ['10*3/uL', '× 10³/µL'],
  ])('%s is written %s', (ucum, said) => {
    expect(unitInWords(ucum)).toBe(said);
    expect(measuredInWords(point(2), ucum)).toBe(`2 ${said}`.trim());
  });
});
