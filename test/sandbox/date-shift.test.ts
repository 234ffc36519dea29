import { describe, expect, it } from 'vitest';
import { daysBetween, shiftDate, shiftDates } from '../../launch/sandbox/date-shift.ts';
import { everything, launched, sandbox } from './launched.ts';

describe('a date', () => {
  it.each([
    ['2025-06-03', 13, '2025-06-16'],
    ['2025-06-16', -16, '2025-05-31'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-12-31', 1, '2026-01-01'],
    ['2025-06-03T07:40:00-05:00', 300, '2026-03-30T07:40:00-05:00'],
    ['2025-06-03T07:40:00.123Z', 1, '2025-06-04T07:40:00.123Z'],
    ['2025-06', 30, '2025-07'],
    ['2019', 365, '2020'],
    ['not a date', 10, 'not a date'],
  ])('%s moved by %i days is %s', (date, days, moved) => {
    expect(shiftDate(date, days)).toBe(moved);
  });

  it('is a whole number of days from another, in either direction', () => {
    expect(daysBetween('2025-06-16T08:00:00-05:00', '2026-06-16')).toBe(365);
    expect(daysBetween('2026-06-16', '2025-06-16')).toBe(-365);
    expect(() => daysBetween('2025-06-16', 'soon')).toThrow(RangeError);
  });
});

describe('a resource', () => {
  it('moves in every date, and stays in birth date, identifiers, codes and words', () => {
    const resource = {
      birthDate: '1957-11-03',
      identifier: [{ value: '2025-01-01', period: { start: '2025-01-01' } }],
      code: { coding: [{ code: '4492' }], text: '2025-01-01' },
      authoredOn: '2025-01-01',
      period: { start: '2025-01-01', end: '2025-01-02' },
      note: [{ time: '2025-01-01T00:00:00Z', text: 'since 2025-01-01' }],
      timing: { event: ['2025-01-01'], repeat: { boundsPeriod: { start: '2025-01-01' } } },
      extension: [
        { url: 'x', valueDateTime: '2025-01-01' },
        { url: 'y', valueString: '2025-01-01' },
      ],
    };
    expect(shiftDates(resource, 1)).toEqual({
      ...resource,
      authoredOn: '2025-01-02',
      period: { start: '2025-01-02', end: '2025-01-03' },
      note: [{ time: '2025-01-02T00:00:00Z', text: 'since 2025-01-01' }],
      timing: { event: ['2025-01-02'], repeat: { boundsPeriod: { start: '2025-01-02' } } },
      extension: [
        { url: 'x', valueDateTime: '2025-01-02' },
        { url: 'y', valueString: '2025-01-01' },
      ],
    });
  });
});

describe('a chart', () => {
  it('is as fresh today as on the day of its story', async () => {
    const app = await launched(sandbox({ today: '2031-02-14' }), 'textbook-hcc', everything);
    const [latest] = (await app.read('Observation?code=1834-1&date=ge2031-02-01')).entry;
    expect(latest.resource.effectiveDateTime).toMatch(/^2031-02-01T/);
    expect(await app.read('ServiceRequest/hcc-order')).toMatchObject({
      authoredOn: '2031-02-14T07:50:00-05:00',
    });
    expect(await app.read('Patient/textbook-hcc')).toMatchObject({ birthDate: '1957-11-03' });
    expect(await app.ids('Coverage?status=active')).toEqual(['hcc-coverage']);
    const { period } = await app.read('Coverage/hcc-coverage');
    expect(period.start < '2031-02-14' && '2031-02-14' < period.end).toBe(true);
  });
});
