import { describe, expect, it } from 'vitest';
import { conversionInWords } from '../../src/app/conversion.ts';
import { mappings } from '../../src/catalogue/catalogue.ts';
import type { LaboratoryId } from '../../src/core/facts/laboratory.ts';
import { converted } from '../../src/core/facts/measurement.ts';

const measurementOf = (id: LaboratoryId) => {
  const measurement = mappings.measurements[id];
  if (!measurement) throw new Error(`no measurement ${id}`);
  return measurement;
};
const told = (id: LaboratoryId, value: number, unit: string) => {
  const result = converted(value, { unit }, measurementOf(id));
  if (!('measured' in result)) throw new Error('refused');
  return conversionInWords(result.measured, measurementOf(id));
};

describe('how a value was converted', () => {
  it.each([
    ['albumin', 38, 'g/L', '38 g/L ÷ 10'],
    ['creatinine', 80, 'umol/L', '80 µmol/L ÷ 88.4'],
    ['bilirubin', 34, 'umol/L', '34 µmol/L ÷ 17.1'],
    ['platelets', 96_000, '/uL', '96,000 /µL × 0.001'],
    ['platelets', 96, '10*9/L', '96 × 10⁹/L, the same number'],
  ] as const)('%s of %d %s is said as "%s"', (id, value, unit, words) =>
    expect(told(id, value, unit)).toBe(words),
  );

  it('is not said where nothing was converted', () => expect(told('albumin', 3.8, 'g/dL')).toBeUndefined());
});
