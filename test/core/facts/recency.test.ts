import { describe, expect, it } from 'vitest';
import {
  chart,
  concept,
  daysAgo,
  diseaseStatus,
  ecog,
  type Json,
  lab,
  observation,
} from '../../support/chart.ts';
import { assessed, leaf } from '../../support/facts.ts';

const bilirubin = (...resources: readonly Json[]) => {
  const found = assessed(chart(...resources)).facts.laboratories.bilirubin.latest;
  return found.state === 'open' ? found.gap : found;
};
const short = (...resources: readonly Json[]) => {
  const found = bilirubin(...resources);
  return typeof found === 'string'
    ? found
    : `${found.value.value.low}-${found.value.value.high} ${found.freshness}`;
};
const without = (name: string, resource: Json): Json =>
  Object.fromEntries(Object.entries(resource).filter(([each]) => each !== name));
const at = (when: string, value = 1, extra: Json = {}) =>
  lab('bilirubin', value, {
    id: `b-${when}-${value}`.replace(/[^\w.-]/g, '-'),
    effectiveDateTime: when,
    ...extra,
  });

describe('how old a laboratory value may be', () => {
  it.each([
    [daysAgo(0), '1-1 fresh'],
    [daysAgo(30), '1-1 fresh'],
    [daysAgo(31), '1-1 stale'],
    [daysAgo(90), '1-1 stale'],
    [daysAgo(91), 'stale'],
    ['2025-06', '1-1 fresh'],
    ['2025-05', '1-1 stale'],
    ['2025-04', '1-1 stale'],
    ['2025-03', 'stale'],
    ['2025', 'stale'],
    ['2024', 'stale'],
    [`${daysAgo(30)}T23:59:00-11:00`, '1-1 fresh'],
    [`${daysAgo(91)}T23:59:00-11:00`, 'stale'],
  ])('of %s: %s', (when, expected) => expect(short(at(when))).toBe(expected));

  it('is dated by effective, else the end of its period, else issued', () => {
    const undated = { effectiveDateTime: undefined };
    const value = (extra: Json) =>
      short(JSON.parse(JSON.stringify(at(daysAgo(0), 1, { ...undated, ...extra }))) as Json);
    expect(value({ effectivePeriod: { start: daysAgo(200), end: daysAgo(5) } })).toBe('1-1 fresh');
    expect(value({ issued: `${daysAgo(40)}T00:00:00Z` })).toBe('1-1 stale');
    expect(value({ effectiveInstant: `${daysAgo(40)}T00:00:00Z`, issued: `${daysAgo(1)}T00:00:00Z` })).toBe(
      '1-1 stale',
    );
    expect(value({})).toBe('undated');
    expect(value({ effectiveDateTime: 'yesterday' })).toBe('implausible');
  });

  it('says until when it holds', () => {
    const found = bilirubin(at(daysAgo(10)));
    expect(found).toMatchObject({ usableUntil: daysAgo(-80) });
  });
});

describe('the same windows elsewhere', () => {
  const known = (...resources: readonly Json[]) => {
    const { performanceStatus, tumorSize } = assessed(chart(...resources)).facts;
    return [performanceStatus, tumorSize].map((each) => (each.state === 'open' ? each.gap : each.freshness));
  };
  it.each([
    [0, 'fresh'],
    [30, 'fresh'],
    [31, 'stale'],
    [90, 'stale'],
    [91, 'stale'],
  ])('ECOG of %i days', (days, expected) => {
    const [status] = known(ecog(1, { effectiveDateTime: daysAgo(days) }));
    expect(status).toBe(expected);
    const { performanceStatus } = assessed(chart(ecog(1, { effectiveDateTime: daysAgo(days) }))).facts;
    expect(performanceStatus.state).toBe(days > 90 ? 'open' : 'known');
  });
  it.each([
    [90, 'known'],
    [91, 'open'],
  ])('tumor size of %i days is %s', (days, expected) => {
    const size = observation('loinc 21889-1', {
      effectiveDateTime: daysAgo(days),
      component: [
        { code: concept('loinc 33728-7'), valueQuantity: { value: 42, unit: 'mm' } },
        { code: concept('loinc 33729-5'), valueQuantity: { value: 31, unit: 'mm' } },
      ],
    });
    const { tumorSize } = assessed(chart(size)).facts;
    expect(tumorSize.state).toBe(expected);
    if (tumorSize.state === 'known') expect(tumorSize.value.value).toEqual({ low: 4.2, high: 4.2 });
  });
  it.each([
    [90, 'met'],
    [91, 'unknown'],
  ])('disease status of %i days makes progressive %s', (days, expected) =>
    expect(leaf('progressive', [diseaseStatus('worsened', { effectiveDateTime: daysAgo(days) })])).toBe(
      expected,
    ),
  );
  it('never counts a polyp as a tumor', () => {
    const polyp = observation('loinc 33756-8', { valueQuantity: { value: 4, unit: 'cm' } });
    expect(assessed(chart(polyp)).facts.tumorSize.state).toBe('open');
  });
});

describe('which value is the latest', () => {
  const noon = `${daysAgo(2)}T12:00:00Z`;
  it.each<[string, readonly Json[], string]>([
    ['the later day', [at(daysAgo(5), 1), at(daysAgo(3), 2)], '2-2 fresh'],
    [
      'the later hour of one day',
      [at(`${daysAgo(2)}T08:00:00Z`, 1), at(`${daysAgo(2)}T09:00:00Z`, 2)],
      '2-2 fresh',
    ],
    [
      'the later instant across zones',
      [at(`${daysAgo(2)}T08:00:00Z`, 1), at(`${daysAgo(2)}T07:30:00-05:00`, 2)],
      '2-2 fresh',
    ],
    [
      'the later instant, though the earlier calendar day',
      [at(`${daysAgo(3)}T23:00:00-08:00`, 1), at(`${daysAgo(2)}T01:00:00Z`, 2)],
      '1-1 fresh',
    ],
    ['both of one day', [at(daysAgo(2), 1), at(daysAgo(2), 2)], '1-2 fresh'],
    ['both of one instant', [at(noon, 1), at(noon, 2)], '1-2 fresh'],
    ['one with and one without a time', [at(noon, 1), at(daysAgo(2), 2)], '1-2 fresh'],
    ['a month that may hold the later day', [at(daysAgo(2), 1), at('2025-06', 2)], '1-2 fresh'],
    ['a month that is over', [at(daysAgo(2), 1), at('2025-05', 2)], '1-1 fresh'],
    [
      'three, the middle one without a time',
      [at(`${daysAgo(2)}T08:00:00Z`, 1), at(daysAgo(2), 2), at(`${daysAgo(2)}T10:00:00Z`, 4)],
      '2-4 fresh',
    ],
    [
      'a corrected one instead of the first report',
      [at(daysAgo(2), 1), at(daysAgo(2), 2, { status: 'corrected' })],
      '2-2 fresh',
    ],
    [
      'an amended one instead of the first report',
      [at(noon, 1), at(noon, 2, { status: 'amended' })],
      '2-2 fresh',
    ],
    [
      'a newer one after a correction',
      [at(daysAgo(1), 1), at(daysAgo(2), 2, { status: 'corrected' })],
      '1-1 fresh',
    ],
    [
      'two corrections',
      [at(daysAgo(2), 1, { status: 'corrected' }), at(daysAgo(2), 2, { status: 'corrected' })],
      '1-2 fresh',
    ],
    [
      'a newer preliminary one does not block',
      [at(daysAgo(5), 1), at(daysAgo(1), 2, { status: 'preliminary' })],
      '1-1 fresh',
    ],
    [
      'a newer registered one does not block',
      [at(daysAgo(5), 1), at(daysAgo(1), 2, { status: 'registered' })],
      '1-1 fresh',
    ],
    [
      'a newer one of unknown status does not block',
      [at(daysAgo(5), 1), at(daysAgo(1), 2, { status: 'unknown' })],
      '1-1 fresh',
    ],
    ['a preliminary one alone', [at(daysAgo(1), 2, { status: 'preliminary' })], 'unconfirmed'],
    [
      'a newer cancelled one does not block',
      [at(daysAgo(5), 1), at(daysAgo(1), 2, { status: 'cancelled' })],
      '1-1 fresh',
    ],
    [
      'a newer one entered in error does not block',
      [at(daysAgo(5), 1), at(daysAgo(1), 2, { status: 'entered-in-error' })],
      '1-1 fresh',
    ],
    ['a future one does not block', [at(daysAgo(5), 1), at(daysAgo(-1), 2)], '1-1 fresh'],
    ['a future one alone', [at(daysAgo(-1), 2)], 'not-recorded'],
    [
      'a newer one without a value blocks',
      [at(daysAgo(5), 1), observation('loinc 1975-2', { dataAbsentReason: concept('x error') })],
      'not-recorded',
    ],
    ['a newer implausible one blocks', [at(daysAgo(5), 1), at(daysAgo(1), 900)], 'implausible'],
    [
      'a newer one without a unit blocks',
      [at(daysAgo(5), 1), observation('loinc 1975-2', { valueQuantity: { value: 2 } })],
      'unit',
    ],
    [
      'a newer malformed one blocks',
      [at(daysAgo(5), 1), { ...at(daysAgo(1), 2), valueQuantity: { value: '2' } }],
      'implausible',
    ],
    [
      'a newer one with a modifier blocks',
      [at(daysAgo(5), 1), { ...at(daysAgo(1), 2), modifierExtension: [{ url: 'x' }] }],
      'implausible',
    ],
    [
      'a newer malformed cancelled one does not block',
      [at(daysAgo(5), 1), { ...at(daysAgo(1), 2), status: 'cancelled', valueQuantity: { value: '2' } }],
      '1-1 fresh',
    ],
    [
      'a newer malformed one of another person does not block',
      [
        at(daysAgo(5), 1),
        { ...at(daysAgo(1), 2), subject: { reference: 'Patient/q' }, valueQuantity: { value: '2' } },
      ],
      '1-1 fresh',
    ],
    ['an older refused one does not block', [at(daysAgo(1), 1), at(daysAgo(5), 900)], '1-1 fresh'],
    ['one refused and one good of the same day', [at(daysAgo(1), 1), at(daysAgo(1), 900)], 'implausible'],
  ])('%s', (_, resources, expected) => {
    expect(short(...resources)).toBe(expected);
    expect(short(...resources.toReversed())).toBe(expected);
  });

  it('a malformed one of the future does not block', () => {
    expect(short(at(daysAgo(5), 1), { ...at(daysAgo(-3), 2), valueQuantity: { value: '2' } })).toBe(
      '1-1 fresh',
    );
  });

  it.each<[string, Json, string]>([
    ['that says something else may be newer', {}, 'undated'],
    ['that says the same changes nothing', { valueQuantity: { value: 1, unit: 'mg/dL' } }, '1-1 fresh'],
    [
      'that says the same in another unit changes nothing',
      { valueQuantity: { value: 17.1, unit: 'umol/L' } },
      '1-1 fresh',
    ],
    ['that cannot be used may be newer', { valueQuantity: { value: 1 } }, 'undated'],
    ['that is not final changes nothing', { status: 'preliminary' }, '1-1 fresh'],
    [
      'but when it recurs may be newer',
      { effectiveTiming: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } } },
      'undated',
    ],
  ])('one without a date %s', (_, extra, expected) => {
    const undated = without('effectiveDateTime', at('x', 9, extra));
    expect(short(at(daysAgo(5), 1), undated)).toBe(expected);
    expect(short(undated, at(daysAgo(5), 1))).toBe(expected);
  });

  it('one without a date alone is not used', () =>
    expect(short(without('effectiveDateTime', at('x', 9)))).toBe('undated'));

  it('one without a date gives way to what a clinician enters', () => {
    const answers = { bilirubin: { value: 1, unit: 'mg/dL', date: daysAgo(5) } };
    const undated = without('effectiveDateTime', at('x', 9));
    const found = assessed(chart(undated), { answers }).facts.laboratories.bilirubin.latest;
    expect(found).toMatchObject({ state: 'known', value: { value: { low: 1, high: 1 } } });
  });

  it('holds for performance status and disease status too', () => {
    const grade = (value: number) =>
      assessed(
        chart(
          ecog(1, { effectiveDateTime: daysAgo(20) }),
          without('effectiveDateTime', ecog(value, { id: 'x' })),
        ),
      ).facts.performanceStatus;
    expect(grade(4)).toMatchObject({ state: 'open', gap: 'undated' });
    expect(grade(1)).toMatchObject({ state: 'known' });
    const course = (said: 'stable' | 'worsened') =>
      leaf('progressive', [
        diseaseStatus('worsened', { effectiveDateTime: daysAgo(20) }),
        without('effectiveDateTime', diseaseStatus(said, { id: 'x' })),
      ]);
    expect([course('stable'), course('worsened')]).toEqual(['unknown', 'met']);
  });

  it.each<[string, Json, string]>([
    ['that has no end is dated by its start', { start: daysAgo(3) }, '2-2 fresh'],
    ['that has no end, long ago', { start: daysAgo(91) }, '1-1 fresh'],
    ['whose end is to come is dated by its start', { start: daysAgo(3), end: daysAgo(-30) }, '2-2 fresh'],
    ['whose start is to come too is of the future', { start: daysAgo(-3), end: daysAgo(-30) }, '1-1 fresh'],
    ['whose end alone is known, and to come, has no date', { end: daysAgo(-3) }, 'undated'],
    ['that is over is dated by its end', { start: daysAgo(3), end: daysAgo(0) }, '2-2 fresh'],
    ['that was over before', { start: daysAgo(30), end: daysAgo(7) }, '1-1 fresh'],
  ])('one of a period %s', (_, effectivePeriod, expected) => {
    const other = without('effectiveDateTime', at('x', 2, { effectivePeriod }));
    expect(short(at(daysAgo(5), 1), other)).toBe(expected);
  });

  it('marks two of one time that differ, and never averages them', () => {
    expect(bilirubin(at(daysAgo(2), 1), at(daysAgo(2), 3))).toMatchObject({
      isConflicting: true,
      value: { value: { low: 1, high: 3 } },
    });
    expect(bilirubin(at(daysAgo(2), 1), at(daysAgo(2), 1, { id: 'twin' }))).toMatchObject({
      isConflicting: false,
    });
  });

  it('keeps the same value in two units as one', () => {
    const si = at(daysAgo(2), 17.1, { id: 'si', unit: 'umol/L' });
    expect(bilirubin(at(daysAgo(2), 1), si)).toMatchObject({ isConflicting: false });
  });
});

describe('a read that is in doubt', () => {
  const doubt = (type: string) => ({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'forbidden', diagnostics: type }],
  });
  it('leaves "latest" open for laboratory values, status and scores', () => {
    expect(short(at(daysAgo(1)), doubt('Observation'))).toBe('denied');
    expect(leaf('progressive', [diseaseStatus('worsened'), doubt('Observation')])).toBe('unknown');
    expect(short(at(daysAgo(1)), doubt('Condition'))).toBe('1-1 fresh');
    expect(short(at(daysAgo(1)), doubt(''))).toBe('denied');
  });
  it('leaves the INR open when medications could not be read', () => {
    const labs = [lab('bilirubin', 1), lab('albumin', 4), lab('inr', 1)];
    const span = (...others: readonly Json[]) => assessed(chart(...labs, ...others)).facts.scores.childPugh;
    expect(span()).toMatchObject({ low: 5, high: 9 });
    expect(span(doubt('MedicationRequest'))).toMatchObject({ low: 5, high: 11 });
  });
});
