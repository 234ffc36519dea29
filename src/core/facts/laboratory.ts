import { dateSpan, isFuture } from '../fhir/date-span.ts';
import type { Unread } from '../record/unread.ts';
import type { Answers, AnswerValue } from './answers.ts';
import type { Chart } from './chart.ts';
import type { Finding, Ignored } from './finding.ts';
import { hull, point } from './interval.ts';
import { type Latest, latest, type Reading } from './latest.ts';
import { converted, history, type Measured, type Measurement, readings } from './measurement.ts';

export const laboratoryIds = [
  'bilirubin',
  'albumin',
  'inr',
  'platelets',
  'creatinine',
  'sodium',
  'afp',
] as const;
export type LaboratoryId = (typeof laboratoryIds)[number];

/** One laboratory value: the latest, and all that led to it. */
export interface Laboratory {
  readonly measurement: Measurement;
  readonly latest: Latest<Measured>;
  readonly history: readonly Finding<Measured>[];
  readonly ignored: readonly Ignored[];
}

/** Reads one laboratory value from the record, and beside it the result from elsewhere that a clinician entered. */
export function laboratory(
  id: LaboratoryId,
  measurement: Measurement,
  chart: Chart,
  answers: Answers,
  { asOf, unread }: { readonly asOf: string; readonly unread: Unread | undefined },
): Laboratory {
  const recordedOnes = withoutContradiction(id, readings(measurement, chart), measurement, chart);
  const said = answers.get(id);
  const all = said
    ? [...recordedOnes, entered(said.value, said.provenance, measurement, asOf)]
    : recordedOnes;
  return {
    measurement,
    latest: latest(all, { name: measurement.title, asOf, window: measurement.window, unread, merge, equal }),
    history: history(all),
    ignored: refusedOnes(all),
  };
}

function entered(
  { value, unit, date }: AnswerValue<LaboratoryId>,
  provenance: Reading<Measured>['provenance'],
  measurement: Measurement,
  asOf: string,
): Reading<Measured> {
  const on = dateSpan(date);
  const result = converted(value, unit === '' ? {} : { unit }, measurement);
  const standing = { on, provenance, weight: 'counts' as const, isCorrection: true };
  if (on && isFuture(on, asOf))
    return {
      ...standing,
      weight: 'supports',
      refused: 'implausible',
      because: 'was entered with a date in the future',
    };
  return 'measured' in result ? { ...standing, value: result.measured } : { ...standing, ...result };
}

/** A total below the direct part of the same day is an error of one of the two: neither is used. */
function withoutContradiction(
  id: LaboratoryId,
  all: readonly Reading<Measured>[],
  measurement: Measurement,
  chart: Chart,
): readonly Reading<Measured>[] {
  if (id !== 'bilirubin') return all;
  const { excludes: _, ...rest } = measurement;
  const direct = readings({ ...rest, concept: 'obs.bilirubin-direct' }, chart);
  return all.map((reading) => {
    if (!('value' in reading)) return reading;
    const isBelowDirect = direct.some(
      (part) =>
        'value' in part &&
        part.weight === 'counts' &&
        part.on?.first === reading.on?.first &&
        part.value.value.low > reading.value.value.high,
    );
    if (!isBelowDirect) return reading;
    const { value: _value, ...standing } = reading;
    return {
      ...standing,
      refused: 'implausible' as const,
      because: 'is lower than the direct bilirubin of the same day',
    };
  });
}

/** Two results of one time widen to the span of both. */
export function merge(a: Measured, b: Measured): Measured {
  const value = hull(a.value, b.value);
  const isSameUnit = a.recorded.unit === b.recorded.unit;
  return {
    value,
    recorded: isSameUnit
      ? { unit: a.recorded.unit, value: hull(a.recorded.value, b.recorded.value) }
      : { unit: '', value },
  };
}

/** The same value, whatever the unit it was recorded in. */
export function equal(a: Measured, b: Measured): boolean {
  return Math.abs(a.value.low - b.value.low) < 0.01 && Math.abs(a.value.high - b.value.high) < 0.01;
}

/** Readings that were refused, for the list of what was set aside. */
export function refusedOnes(all: readonly Reading<unknown>[]): readonly Ignored[] {
  const undated = all.flatMap(({ on, weight, provenance }) =>
    on === undefined &&
    weight === 'counts' &&
    provenance.kind === 'recorded' &&
    provenance.asRecorded !== 'unreadable'
      ? [{ reference: provenance.reference, because: 'without a date: it cannot be put in order' }]
      : [],
  );
  const refused = all.flatMap((reading) =>
    'refused' in reading &&
    reading.provenance.kind === 'recorded' &&
    reading.refused !== 'not-recorded' &&
    reading.provenance.asRecorded !== 'unreadable'
      ? [{ reference: reading.provenance.reference, because: `refused: it ${reading.because}` }]
      : [],
  );
  return [...refused, ...undated];
}

/** One number as a measured value, for an answer given without a unit. */
export function stated(value: number, unit: string): Measured {
  return { value: point(value), recorded: { value: point(value), unit } };
}

/** Whether a name is one of the laboratory values. */
export function isLaboratoryId(name: string): name is LaboratoryId {
  return (laboratoryIds as readonly string[]).includes(name);
}
