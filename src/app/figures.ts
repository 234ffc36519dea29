import type { Interval } from '../core/facts/interval.ts';

const figures = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** A number for reading: at most four significant digits. */
export function figure(value: number): string {
  return figures.format(value);
}

/** All that a value may be, in words: `1.1`, `below 0.2`, `over 500`, `1.1 to 1.3`. */
export function intervalInWords({ low, high, lowOpen, highOpen }: Interval): string {
  if (low === high) return figure(low);
  if (!Number.isFinite(high)) return `${lowOpen ? 'over' : 'at least'} ${figure(low)}`;
  if (low === 0) return `${highOpen ? 'below' : 'at most'} ${figure(high)}`;
  const [from, to] = [figure(low), figure(high)];
  return from === to ? from : `${from} to ${to}`;
}

const written: Readonly<Record<string, string>> = {
  '{INR}': '',
  '{score}': '',
  '{count}': '',
  '10*3/uL': '× 10³/µL',
  '10*9/L': '× 10⁹/L',
  'umol/L': 'µmol/L',
  'ug/L': 'µg/L',
  '/uL': '/µL',
};

/** A UCUM unit as clinicians write it; empty for a bare ratio. */
export function unitInWords(ucum: string): string {
  return written[ucum] ?? ucum;
}

/** A value with its unit. */
export function measuredInWords(value: Interval, ucum: string): string {
  return `${intervalInWords(value)} ${unitInWords(ucum)}`.trim();
}
