import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageInDays,
  dateSpan,
  daysBetween,
  isFuture,
  order,
  until,
} from '../../../src/core/fhir/date-span.ts';

const span = (text: string) => {
  const found = dateSpan(text);
  if (!found) throw new Error(`not a date: ${text}`);
  return found;
};

describe('dateSpan', () => {
  it.each([
    ['2025', '2025-01-01', '2025-12-31'],
    ['2025-02', '2025-02-01', '2025-02-28'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['1900-02', '1900-02-01', '1900-02-28'],
    ['2000-02', '2000-02-01', '2000-02-29'],
    ['2025-04', '2025-04-01', '2025-04-30'],
    ['2025-12', '2025-12-01', '2025-12-31'],
    ['2024-02-29', '2024-02-29', '2024-02-29'],
    ['2025-06-16', '2025-06-16', '2025-06-16'],
    ['2025-06-16T08:00:00Z', '2025-06-16', '2025-06-16'],
    ['2025-06-16T23:30:00-05:00', '2025-06-16', '2025-06-16'],
    ['2025-06-16T00:30:00+09:00', '2025-06-16', '2025-06-16'],
    ['2025-06-16T08:00:00.123+02:00', '2025-06-16', '2025-06-16'],
  ])('reads %s as %s to %s', (text, first, last) => expect(dateSpan(text)).toMatchObject({ first, last }));

  it.each([
    undefined,
    '',
    '16.06.2025',
    '06/16/2025',
    '2025-6-1',
    '2025-13',
    '2025-00',
    '2025-02-29',
    '2025-02-30',
    '2025-04-31',
    '2025-06-00',
    '20250616',
    'June 2025',
    '2025-06-16 08:00',
    ' 2025-06-16',
  ])('takes %j as no date', (text) => expect(dateSpan(text)).toBeUndefined());

  it.each([
    ['2025-06-16T08:00:00Z', true],
    ['2025-06-16T08:00:00-05:00', true],
    ['2025-06-16T08:00:00', false],
    ['2025-06-16', false],
    ['2025-06', false],
    ['2025-06-16T25:00:00Z', false],
  ])('knows the instant of %s: %s', (text, known) => expect(span(text).at !== undefined).toBe(known));

  it('takes one instant written in two zones as one instant', () => {
    expect(span('2025-06-16T23:30:00-05:00').at).toBe(span('2025-06-17T04:30:00Z').at);
  });
});

describe('order', () => {
  it.each([
    ['2025-06-15', '2025-06-16', 'before'],
    ['2025-06-16', '2025-06-15', 'after'],
    ['2025-06-16', '2025-06-16', 'unordered'],
    ['2025-05', '2025-06-16', 'before'],
    ['2025-06', '2025-06-16', 'unordered'],
    ['2025', '2025-06-16', 'unordered'],
    ['2024', '2025', 'before'],
    ['2025-06-16T08:00:00Z', '2025-06-16T09:00:00Z', 'before'],
    ['2025-06-16T09:00:00Z', '2025-06-16', 'unordered'],
    ['2025-06-16T08:00:00Z', '2025-06-16T10:00:00+02:00', 'unordered'],
    ['2025-06-16T23:30:00-05:00', '2025-06-17T01:00:00Z', 'after'],
    ['2025-06-17T01:00:00Z', '2025-06-16T23:30:00-05:00', 'before'],
  ] as const)('%s against %s: %s', (a, b, expected) => expect(order(span(a), span(b))).toBe(expected));

  it('is the opposite the other way round', () => {
    const day = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .chain((date) => fc.constantFrom(4, 7, 10, 24).map((length) => date.toISOString().slice(0, length)));
    const opposite = { before: 'after', after: 'before', unordered: 'unordered' } as const;
    fc.assert(
      fc.property(day, day, (a, b) => {
        expect(order(span(b), span(a))).toBe(opposite[order(span(a), span(b))]);
      }),
    );
  });
});

describe('age and future', () => {
  it.each([
    ['2025-06-16', '2025-06-16', 0],
    ['2025-06-15', '2025-06-16', 1],
    ['2024-02-28', '2024-03-01', 2],
    ['2025-02-28', '2025-03-01', 1],
    ['2025-03-08', '2025-03-10', 2],
    ['2025-06-17', '2025-06-16', -1],
  ])('from %s to %s are %i days', (from, to, days) => expect(daysBetween(from, to)).toBe(days));

  it.each([
    ['2025-06-16', 0, 0],
    ['2025-05', 16, 46],
    ['2025-06', 0, 15],
    ['2025', 0, 166],
  ])('%s is %i to %i days old', (text, youngest, oldest) =>
    expect(ageInDays(span(text), '2025-06-16')).toEqual({ youngest, oldest }),
  );

  it.each([
    ['2025-06-16', false],
    ['2025-06-17', true],
    ['2025-06', false],
    ['2025-07', true],
    ['2025', false],
    ['2026', true],
  ])('%s lies in the future: %s', (text, future) => expect(isFuture(span(text), '2025-06-16')).toBe(future));

  it('cuts a span off at the day of the assessment', () => {
    expect(until(span('2025-06'), '2025-06-16')).toMatchObject({ first: '2025-06-01', last: '2025-06-16' });
    expect(until(span('2025-07'), '2025-06-16')).toEqual(span('2025-07'));
  });
});
