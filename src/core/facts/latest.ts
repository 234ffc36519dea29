import { ageInDays, type DateSpan, dateSpan, isFuture, order } from '../fhir/date-span.ts';
import type { Unread } from '../record/unread.ts';
import type { Attested, GapReason, Provenance } from './finding.ts';

/** One measured value as the record has it, or why it cannot be used. */
export type Reading<T> = {
  readonly on: DateSpan | undefined;
  readonly provenance: Provenance;
  /** `supports`: preliminary, registered or of unknown status; shown, never decisive, and blocking nothing. */
  readonly weight: 'counts' | 'supports';
  /** Amended or corrected: it replaces what was first reported for the same time. */
  readonly isCorrection: boolean;
} & (
  | { readonly value: T }
  | { readonly refused: GapReason; readonly because: string; readonly isUnreadable?: boolean }
);

/** Days for which a value is fresh, and for which it may still be used, marked stale. */
export interface Window {
  readonly fresh: number;
  readonly usable: number;
}

/** The latest value, if the record settles it. */
export type Latest<T> =
  | {
      readonly state: 'known';
      readonly value: T;
      readonly on: DateSpan;
      readonly freshness: 'fresh' | 'stale';
      readonly evidence: readonly Provenance[];
      /** Two values of one time that differ: `value` spans both. */
      readonly isConflicting: boolean;
      /** Last calendar day on which the window still holds. */
      readonly usableUntil: string;
    }
  | {
      readonly state: 'open';
      readonly gap: GapReason;
      readonly because: string;
      readonly support: readonly Provenance[];
    };

interface LatestOptions<T> {
  /** What is measured, in words, for the sentence. */
  readonly name: string;
  readonly asOf: string;
  readonly window: Window;
  /** The failed read that leaves room for a newer value, if there is one. */
  readonly unread: Unread | undefined;
  /** Joins two values of one time; undefined when they contradict each other. */
  readonly merge: (a: T, b: T) => T | undefined;
  readonly equal: (a: T, b: T) => boolean;
}

type Usable<T> = Reading<T> & { readonly on: DateSpan };

/**
 * Picks the latest reading by clinical date and time; refused and contradictory ones block falling back to an older one, and so does one
 * without a date that says something else.
 */
export function latest<T>(readings: readonly Reading<T>[], options: LatestOptions<T>): Latest<T> {
  const { name, asOf, window, unread, merge, equal } = options;
  const past = readings.filter(({ on }) => !(on && isFuture(on, asOf)));
  const support = past.map(({ provenance }) => provenance);
  const opened = (gap: GapReason, because: string): Latest<T> => ({ state: 'open', gap, because, support });
  const counting = past.filter(({ weight }) => weight === 'counts');
  const placed = counting.map((reading) => mayBeNewest(reading, asOf));
  const dated = placed.filter((reading) => reading.on !== undefined) as readonly Usable<T>[];
  const undated = placed.filter((reading) => reading.on === undefined);
  const newest = corrected(notOvertaken(dated)).toSorted(byReference);
  const isAttested = newest.length > 0 && newest.every(({ provenance }) => provenance.kind === 'attested');
  if (unread && !isAttested)
    return opened(unread.gap, `${name}: ${unread.because}, so a newer value may exist.`);
  const [first, ...others] = newest;
  if (!first) {
    if (counting.length > 0) return opened('undated', `${name}: recorded without a usable date.`);
    if (past.length > 0)
      return opened('unconfirmed', `${name}: only a preliminary or unverified value is recorded.`);
    return opened('not-recorded', `${name}: none found in this record.`);
  }
  const refusal = newest.find((reading) => 'refused' in reading);
  if (refusal && 'refused' in refusal)
    return opened(refusal.refused, `${name}: the newest one ${refusal.because}.`);
  let value = valueIn(first);
  for (const other of others) {
    const joined = merge(value, valueIn(other));
    if (joined === undefined) return opened('conflict', `${name}: two records of the same time disagree.`);
    value = joined;
  }
  const agrees = (reading: Reading<T>) => 'value' in reading && equal(reading.value, value);
  if (!isAttested && !undated.every(agrees))
    return opened('undated', `${name}: one without a usable date does not say the same, and may be newer.`);
  const on = {
    first: earliest(newest),
    last:
      newest
        .map((reading) => reading.on.last)
        .toSorted()
        .at(-1) ?? first.on.last,
    ...(first.on.at !== undefined && others.length === 0 && { at: first.on.at }),
  };
  const { youngest, oldest } = ageInDays(on, asOf);
  if (oldest > window.usable) {
    const is = youngest > window.usable ? 'is' : 'may be';
    return opened('stale', `${name}: the newest one ${is} older than ${window.usable} days.`);
  }
  return {
    state: 'known',
    value,
    on,
    freshness: oldest > window.fresh ? 'stale' : 'fresh',
    evidence: newest.map(({ provenance }) => provenance),
    isConflicting: others.some((other) => !equal(valueIn(first), valueIn(other))),
    usableUntil: addDays(on.first, window.usable),
  };
}

/** What a person says now: it is in force before all that is recorded, and does not run out. */
export function answeredLatest<T>(value: T, provenance: Attested, asOf: string): Latest<T> {
  const on = dateSpan(provenance.at) ?? { first: asOf, last: asOf };
  return {
    state: 'known',
    value,
    on,
    freshness: 'fresh',
    evidence: [provenance],
    isConflicting: false,
    usableUntil: on.last,
  };
}

/** The order of a Bundle must not show in what is made of it. */
function byReference<T>(a: Usable<T>, b: Usable<T>): number {
  const [left, right] = [a, b].map(({ provenance }) =>
    provenance.kind === 'recorded' ? provenance.reference : '',
  );
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

/** What could not be read, its date included, may be the newest: it counts as of today, and so blocks. */
function mayBeNewest<T>(reading: Reading<T>, asOf: string): Reading<T> {
  const isUnreadable = 'refused' in reading && reading.on === undefined && reading.isUnreadable === true;
  return isUnreadable ? { ...reading, on: { first: asOf, last: asOf } } : reading;
}

/** The readings that no other is later than: one, or several of one time. Time zones shift a calendar day by one at most. */
function notOvertaken<T>(dated: readonly Usable<T>[]): readonly Usable<T>[] {
  const latestStart =
    dated
      .map(({ on }) => on.first)
      .toSorted()
      .at(-1) ?? '';
  const dayBefore = latestStart && addDays(latestStart, -1);
  const rivals = dated.filter(({ on }) => on.last >= dayBefore);
  return rivals.filter((reading) => !rivals.some((other) => order(other.on, reading.on) === 'after'));
}

function valueIn<T>(reading: Reading<T>): T {
  if ('value' in reading) return reading.value;
  throw new TypeError('a refused reading has no value');
}

/** A correction replaces the first report of the same time; it does not stand beside it. */
function corrected<T>(newest: readonly Usable<T>[]): readonly Usable<T>[] {
  return newest.filter(
    (reading) =>
      reading.isCorrection ||
      !newest.some(
        ({ isCorrection, on, provenance }) =>
          isCorrection &&
          on.first === reading.on.first &&
          (on.at === reading.on.at || provenance.kind === 'attested'),
      ),
  );
}

function earliest<T>(newest: readonly Usable<T>[]): string {
  return newest.map(({ on }) => on.first).toSorted()[0] ?? '';
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
