import type { Measured, Measurement } from '../core/facts/measurement.ts';
import { figure, measuredInWords } from './figures.ts';
import { words } from './words.ts';

/**
 * How a value came into the unit that is shown: `38 g/L ÷ 10`; undefined where it was recorded in that unit.
 *
 * The numbers are those of the measurement's mapping: what is written here is what was calculated.
 */
export function conversionInWords(
  { recorded }: Measured,
  { unit, units }: Pick<Measurement, 'unit' | 'units'>,
): string | undefined {
  if (recorded.unit === unit || recorded.unit === '') return undefined;
  const { divisor, factor = 1 } = units.find(({ ucum }) => ucum === recorded.unit) ?? {};
  const written = measuredInWords(recorded.value, recorded.unit);
  if (divisor) {
    const low = figure(Math.min(...divisor));
    const high = figure(Math.max(...divisor));
    return `${written} ÷ ${low === high ? low : `${low} to ${high}`}`;
  }
  return factor === 1 ? `${written}, ${words.numbers.sameNumber}` : `${written} × ${figure(factor)}`;
}
