/** All numbers a measurement may stand for. A point has `low === high`; an open edge excludes the number itself. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly lowOpen?: boolean;
  readonly highOpen?: boolean;
}

export type Comparator = '<' | '<=' | '>=' | '>';

/** The interval of one number. */
export function point(value: number): Interval {
  return { low: value, high: value };
}

/** What `<0.2` or `>=500` leaves open; measurements are never below zero. */
export function compared(comparator: Comparator, value: number): Interval {
  switch (comparator) {
    case '<':
      return { low: 0, high: value, highOpen: true };
    case '<=':
      return { low: 0, high: value };
    case '>=':
      return { low: value, high: Number.POSITIVE_INFINITY };
    case '>':
      return { low: value, high: Number.POSITIVE_INFINITY, lowOpen: true };
  }
}

export function isPoint({ low, high }: Interval): boolean {
  return low === high;
}

/** The smallest interval that holds both. */
export function hull(a: Interval, b: Interval): Interval {
  const low = a.low < b.low || (a.low === b.low && !a.lowOpen) ? a : b;
  const high = a.high > b.high || (a.high === b.high && !a.highOpen) ? a : b;
  return {
    low: low.low,
    high: high.high,
    ...(low.lowOpen && { lowOpen: true }),
    ...(high.highOpen && { highOpen: true }),
  };
}

/**
 * Whether every number of the interval stands in this relation to the limit.
 *
 * @returns true when all do, false when none does, undefined when the interval lies across the limit
 */
export function stands(interval: Interval, comparator: Comparator, limit: number): boolean | undefined {
  switch (comparator) {
    case '<':
      if (interval.high < limit || (interval.high === limit && interval.highOpen)) return true;
      return interval.low >= limit ? false : undefined;
    case '<=':
      if (interval.high <= limit) return true;
      return interval.low > limit || (interval.low === limit && interval.lowOpen) ? false : undefined;
    case '>=':
      return negated(stands(interval, '<', limit));
    case '>':
      return negated(stands(interval, '<=', limit));
  }
}

function negated(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

/** `1.1`, `1.1 to 1.4`, `below 0.2`: as a sentence has it, to three decimals. */
export function inWords({ low, high, lowOpen, highOpen }: Interval): string {
  if (low === high) return plain(low);
  if (high === Number.POSITIVE_INFINITY) return `${lowOpen ? 'above' : 'at least'} ${plain(low)}`;
  if (low === 0 && highOpen) return `below ${plain(high)}`;
  return `${plain(low)} to ${plain(high)}`;
}

function plain(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
