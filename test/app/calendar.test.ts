import { describe, expect, it } from 'vitest';
import {
  ageInWords,
  dayInWords,
  dayOf,
  instantOf,
  momentInWords,
  spanInWords,
  withDaysNamed,
  yearsOld,
} from '../../src/app/calendar.ts';
import { dateSpan } from '../../src/core/fhir/date-span.ts';

const span = (date: string) => dateSpan(date) ?? { first: '', last: '' };

describe('a date on the screen', () => {
  it.each([
    ['2026-06-03', '3 June 2026'],
    ['2026-06-03T23:30:00-08:00', '3 June 2026'],
    ['2026-06-03T00:30:00+13:00', '3 June 2026'],
  ])('%s is %s, the day that was written, with its month named', (date, said) => {
    expect(dayInWords(date)).toBe(said);
    expect(spanInWords(span(date))).toBe(said);
  });

  it.each([
    ['2026-06', 'June 2026'],
    ['2024-02', 'February 2024'],
    ['2026', '2026'],
  ])('%s stays as wide as it is: %s', (date, said) => {
    expect(spanInWords(span(date))).toBe(said);
  });

  it('names the months in a sentence', () => {
    expect(withDaysNamed('ECOG 1 (2026-11-13) is at most 2.')).toBe(
      'ECOG 1 (13 November 2026) is at most 2.',
    );
  });
});

describe('the age of evidence', () => {
  it.each([
    ['2026-06-16', 'today'],
    ['2026-06-15', '1 day old'],
    ['2026-03-18', '90 days old'],
    ['2026-05', '16 to 46 days old'],
    ['2026-07-01', 'dated in the future'],
    ['2021-01', 'over 5 years old'],
  ])('%s: %s', (date, said) => {
    expect(ageInWords(span(date), '2026-06-16')).toBe(said);
  });
});

describe('the age of the patient', () => {
  it.each([
    ['1957-06-16', 69],
    ['1957-06-17', 68],
    ['1957', undefined],
    [undefined, undefined],
  ])('born %s: %s', (born, years) => {
    expect(yearsOld(born, '2026-06-16')).toBe(years);
  });
});

describe('now', () => {
  it('is the calendar day of the user, wherever the clock stands', () => {
    const now = new Date(2026, 5, 16, 23, 30);
    expect(dayOf(now)).toBe('2026-06-16');
    expect(instantOf(now)).toMatch(/^2026-06-16T23:30:00[+-]\d\d:\d\d$/);
    expect(new Date(instantOf(now)).getTime()).toBe(now.getTime());
  });
});

describe('a moment on the screen', () => {
  it('has day and hour of one zone, the user’s, whatever zone it was written in', () => {
    const evening = new Date(2026, 5, 16, 20, 30);
    const others = [evening.toISOString(), '2026-06-16T23:30:00-11:00', '2026-06-17T00:30:00+14:00'];
    expect(momentInWords(instantOf(evening))).toBe('16 June 2026, 20:30');
    for (const at of others) {
      const [day, hour] = momentInWords(at).split(', ');
      const moment = new Date(at);
      expect(day).toBe(dayInWords(dayOf(moment)));
      expect(hour).toBe(instantOf(moment).slice(11, 16));
    }
  });

  it.each(['T', '2026-06-31Tnoon', ''])('that is none stays as it is written: "%s"', (at) => {
    expect(momentInWords(at)).toBe(at);
  });
});
