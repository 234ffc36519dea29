import { describe, expect, it } from 'vitest';
import { references } from '../../../src/core/facts/finding.ts';
import { type Latest, latest, type Reading } from '../../../src/core/facts/latest.ts';
import { type DateSpan, dateSpan } from '../../../src/core/fhir/date-span.ts';

const asOf = '2025-06-16';
const options = {
  name: 'Value',
  asOf,
  window: { fresh: 30, usable: 90 },
  unread: undefined,
  merge: (a: number, b: number) => (Math.abs(a - b) < 5 ? Math.max(a, b) : undefined),
  equal: (a: number, b: number) => a === b,
};
const on = (date: string): DateSpan => {
  const span = dateSpan(date);
  if (!span) throw new RangeError(date);
  return span;
};
const recorded = (
  id: string,
  date: string | undefined,
  value: number,
  more: object = {},
): Reading<number> => ({
  on: date === undefined ? undefined : on(date),
  provenance: { kind: 'recorded', reference: `Observation/${id}`, asRecorded: String(value) },
  weight: 'counts',
  isCorrection: false,
  value,
  ...more,
});
const attested = (date: string, value: number): Reading<number> => ({
  on: on(date),
  provenance: { kind: 'attested', question: 'inr', by: 'Practitioner/dr', at: asOf },
  weight: 'counts',
  isCorrection: true,
  value,
});
const refused = (id: string, date: string | undefined, more: object = {}): Reading<number> => ({
  on: date === undefined ? undefined : on(date),
  provenance: { kind: 'recorded', reference: `Observation/${id}`, asRecorded: 'x' },
  weight: 'counts',
  isCorrection: false,
  refused: 'unit',
  because: 'has no unit',
  ...more,
});
const known = (found: Latest<number>) => {
  if (found.state === 'open') throw new Error(`it is open: ${found.gap}`);
  return found;
};
const pick = (...readings: readonly Reading<number>[]) => {
  const found = latest(readings, options);
  return found.state === 'open' ? found.gap : found.value;
};

describe('the latest of several', () => {
  it.each<[string, readonly Reading<number>[], number | string]>([
    ['by day', [recorded('a', '2025-06-01', 1), recorded('b', '2025-06-02', 2)], 2],
    [
      'by time on one day',
      [recorded('a', '2025-06-01T09:00:00Z', 1), recorded('b', '2025-06-01T10:00:00Z', 2)],
      2,
    ],
    [
      'by the instant, where zones make two calendar days of it',
      [recorded('a', '2025-06-02T01:00:00+09:00', 1), recorded('b', '2025-06-01T20:00:00-05:00', 2)],
      2,
    ],
    [
      'a month that is over gives way to a later day',
      [recorded('a', '2025-05', 1), recorded('b', '2025-06-02', 2)],
      2,
    ],
    [
      'a month may be later than a day in it',
      [recorded('a', '2025-06', 1), recorded('b', '2025-06-02', 2)],
      2,
    ],
    ['the larger of two of one day', [recorded('a', '2025-06-01', 3), recorded('b', '2025-06-01', 1)], 3],
    [
      'neither of two of one day that contradict each other',
      [recorded('a', '2025-06-01', 1), recorded('b', '2025-06-01', 9)],
      'conflict',
    ],
    ['one of the future does not count', [recorded('a', '2025-06-17', 9), recorded('b', '2025-06-01', 1)], 1],
    [
      'one without a date that says something else may be the newest',
      [recorded('a', undefined, 2), recorded('b', '2025-06-01', 1)],
      'undated',
    ],
    [
      'one without a date that says the same changes nothing',
      [recorded('a', undefined, 1), recorded('b', '2025-06-01', 1)],
      1,
    ],
    [
      'one without a date that only supports changes nothing',
      [recorded('a', undefined, 9, { weight: 'supports' }), recorded('b', '2025-06-01', 1)],
      1,
    ],
    [
      'two without a date, of which one says something else',
      [recorded('a', undefined, 1), recorded('c', undefined, 9), recorded('b', '2025-06-01', 1)],
      'undated',
    ],
    [
      'one without a date beside one that is too old',
      [recorded('a', undefined, 2), recorded('b', '2024-06-01', 1)],
      'undated',
    ],
    ['none is dated', [recorded('a', undefined, 9)], 'undated'],
    ['none counts', [recorded('a', '2025-06-01', 1, { weight: 'supports' })], 'unconfirmed'],
    ['none is there', [], 'not-recorded'],
    ['only one of the future is there', [recorded('a', '2025-06-17', 9)], 'not-recorded'],
    [
      'a refused one blocks an older one',
      [refused('a', '2025-06-02'), recorded('b', '2025-06-01', 1)],
      'unit',
    ],
    [
      'a refused one does not block a newer one',
      [refused('a', '2025-06-01'), recorded('b', '2025-06-02', 1)],
      1,
    ],
    [
      'a refused one beside a good one of that day blocks',
      [recorded('b', '2025-06-01', 1), refused('a', '2025-06-01')],
      'unit',
    ],
    [
      'a refused one without a date may be the newest',
      [refused('a', undefined), recorded('b', '2025-06-02', 1)],
      'undated',
    ],
    [
      'an unreadable one without a date may be the newest',
      [refused('a', undefined, { isUnreadable: true }), recorded('b', '2025-06-02', 1)],
      'unit',
    ],
    [
      'an unreadable one with a date is of that date',
      [refused('a', '2025-06-01', { isUnreadable: true }), recorded('b', '2025-06-02', 1)],
      1,
    ],
  ])('%s', (_, readings, expected) => {
    expect(pick(...readings)).toBe(expected);
    expect(pick(...readings.toReversed())).toBe(expected);
  });
});

describe('a correction', () => {
  const first = (date: string) => recorded('first', date, 1);
  const corrected = (date: string) => recorded('second', date, 4, { isCorrection: true });

  it.each<[string, readonly Reading<number>[], number]>([
    [
      'replaces what was reported for that minute',
      [first('2025-06-01T09:00:00Z'), corrected('2025-06-01T09:00:00Z')],
      4,
    ],
    ['replaces what was reported for that day', [first('2025-06-01'), corrected('2025-06-01')], 4],
    [
      'stands beside a correction of that day',
      [corrected('2025-06-01'), recorded('third', '2025-06-01', 2, { isCorrection: true })],
      4,
    ],
    ['gives way to a later report', [corrected('2025-06-01'), recorded('third', '2025-06-02', 2)], 2],
  ])('%s', (_, readings, expected) => expect(pick(...readings)).toBe(expected));

  it('does not replace a report of that day that may be of another hour', () => {
    const both = known(latest([first('2025-06-01T09:00:00Z'), corrected('2025-06-01')], options));
    expect(references(both.evidence)).toHaveLength(2);
  });

  it('by a clinician replaces every report of that day', () => {
    const one = known(latest([first('2025-06-01T09:00:00Z'), attested('2025-06-01', 4)], options));
    expect([one.value, references(one.evidence)]).toEqual([4, ['answer:inr']]);
  });

  it('by a clinician does not replace a report of another possible day', () => {
    const both = known(latest([recorded('month', '2025-06', 2), attested('2025-06-10', 4)], options));
    expect(references(both.evidence)).toHaveLength(2);
  });
});

describe('a read that is in doubt', () => {
  const unread = {
    requirement: 'Observation',
    resourceType: 'Observation',
    gap: 'denied',
    because: 'the EHR did not allow it',
  } as const;
  const pickInDoubt = (...readings: readonly Reading<number>[]) => {
    const found = latest(readings, { ...options, unread });
    return found.state === 'open' ? found.gap : found.value;
  };

  it('leaves open what the record says, and keeps it as support', () => {
    const found = latest([recorded('a', '2025-06-01', 1)], { ...options, unread });
    expect(found).toMatchObject({ state: 'open', gap: 'denied', support: [{ reference: 'Observation/a' }] });
  });
  it('leaves open that there is nothing', () => expect(pickInDoubt()).toBe('denied'));
  it('does not touch what a clinician entered', () => {
    expect(pickInDoubt(attested('2025-06-10', 4))).toBe(4);
    expect(pickInDoubt(attested('2025-06-10', 4), recorded('a', '2025-06-01', 1))).toBe(4);
  });
  it('nor does one without a date', () =>
    expect(pick(attested('2025-06-10', 4), recorded('a', undefined, 9))).toBe(4));
  it('leaves open what a clinician entered while the record has a later one, or one that may be', () => {
    expect(pickInDoubt(attested('2025-06-10', 4), recorded('a', '2025-06-11', 1))).toBe('denied');
    expect(pickInDoubt(attested('2025-06-10', 4), recorded('month', '2025-06', 2))).toBe('denied');
  });
});

describe('what is known', () => {
  it('has the day and the minute of its one record', () => {
    expect(known(latest([recorded('a', '2025-06-01T09:00:00Z', 1)], options)).on).toEqual({
      first: '2025-06-01',
      last: '2025-06-01',
      at: Date.parse('2025-06-01T09:00:00Z'),
    });
    expect(known(latest([recorded('a', '2025-06-01', 1)], options)).on).toEqual({
      first: '2025-06-01',
      last: '2025-06-01',
    });
  });

  it('spans the days of all its records, and has no minute where there are several', () => {
    const found = known(
      latest([recorded('a', '2025-06', 2), recorded('b', '2025-06-10T09:00:00Z', 4)], options),
    );
    expect(found.on).toEqual({ first: '2025-06-01', last: '2025-06-30' });
    const same = known(
      latest([recorded('a', '2025-06-10T09:00:00Z', 4), recorded('b', '2025-06-10T09:00:00Z', 4)], options),
    );
    expect(same.on).toEqual({ first: '2025-06-10', last: '2025-06-10' });
  });

  it('is conflicting where any of them differs', () => {
    const of = (...values: readonly number[]) =>
      known(
        latest(
          values.map((value, index) => recorded(String(index), '2025-06-01', value)),
          options,
        ),
      ).isConflicting;
    expect([of(1), of(1, 1), of(1, 2), of(1, 1, 2), of(1, 2, 1)]).toEqual([false, false, true, true, true]);
  });

  it('shows its records in one order, whatever theirs in the chart was', () => {
    const three = ['c', 'a', 'b'].map((id) => recorded(id, '2025-06-01', 1));
    const shown = (readings: readonly Reading<number>[]) =>
      references(known(latest(readings, options)).evidence);
    expect(shown(three)).toEqual(['Observation/a', 'Observation/b', 'Observation/c']);
    expect(shown(three.toReversed())).toEqual(shown(three));
  });

  it('is usable until its oldest possible day leaves the window', () => {
    const found = known(latest([recorded('a', '2025-04', 1)], options));
    expect(found).toMatchObject({ freshness: 'stale', usableUntil: '2025-06-30' });
    expect(known(latest([recorded('a', '2025-06-16', 1)], options))).toMatchObject({
      freshness: 'fresh',
      usableUntil: '2025-09-14',
    });
  });

  it('keeps what does not count as support of what is open only', () => {
    const preliminary = recorded('p', '2025-06-10', 9, { weight: 'supports' });
    expect(
      references(known(latest([recorded('a', '2025-06-01', 1), preliminary], options)).evidence),
    ).toEqual(['Observation/a']);
    const open = latest([refused('r', '2025-06-01'), preliminary], options);
    expect(open.state === 'open' && references(open.support)).toEqual(['Observation/r', 'Observation/p']);
  });
});
