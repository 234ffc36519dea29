import * as z from 'zod/mini';
import { canonicalSystem, systems } from '../fhir/coding.ts';
import { type DateSpan, dateSpan } from '../fhir/date-span.ts';
import type { Observation, ObservationComponent, Quantity } from '../fhir/r4.ts';
import { type ConceptIndex, proves, speaksFor } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import type { Chart } from './chart.ts';
import { type Finding, type GapReason, recorded } from './finding.ts';
import { type Comparator, compared, type Interval, isPoint, point } from './interval.ts';
import type { Reading } from './latest.ts';

/** How one laboratory value is found, converted and checked. A mapping file. */
export const Measurement = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** The concept whose codes carry it. */
  concept: z.string(),
  /** Codes that must not stand beside it on one result. */
  excludes: z.optional(z.string()),
  loinc: z.string(),
  /** Canonical unit, UCUM. */
  unit: z.string(),
  units: z.array(
    z.strictObject({
      ucum: z.string(),
      aliases: z.array(z.string()),
      /** Canonical value = value / divisor; two divisors where sources differ: the result spans both. */
      divisor: z.optional(z.tuple([z.number(), z.number()])),
      factor: z.optional(z.number()),
    }),
  ),
  /** A value without any unit is understood; only where every laboratory reports one and the same. */
  isUnitless: z.optional(z.boolean()),
  plausible: z.strictObject({ low: z.number(), high: z.number() }),
  window: z.strictObject({ fresh: z.number(), usable: z.number() }),
  source: z.string(),
});
export type Measurement = z.infer<typeof Measurement>;

/** A converted value, with what was recorded beside it. */
export interface Measured {
  /** In the measurement's canonical unit. */
  readonly value: Interval;
  readonly recorded: { readonly value: Interval; readonly unit: string };
}

type Value = { readonly measured: Measured } | { readonly refused: GapReason; readonly because: string };

/** Statuses that stand. @see https://hl7.org/fhir/R4/valueset-observation-status.html */
const finalStatuses = ['final', 'amended', 'corrected'];

/** Every reading of a measurement in the record, in no order; refused ones keep their reason. */
export function readings(measurement: Measurement, chart: Chart): readonly Reading<Measured>[] {
  const { record, concepts } = chart;
  const found = chart.observed(measurement.concept).flatMap((observation) =>
    carriers(observation, measurement, concepts).map((carrier) => {
      const asRecorded = inWords(carrier);
      const on = observedOn(observation);
      const value = isAmbiguous(carrier, measurement, concepts)
        ? { refused: 'conflict' as const, because: 'carries codes of two different tests' }
        : valueIn(carrier, measurement);
      return {
        on,
        provenance: recorded(observation, asRecorded, on),
        ...standingOf(observation),
        ...('measured' in value ? { value: value.measured } : value),
      };
    }),
  );
  return [
    ...found,
    ...refusedAtTheBoundary(record, (code) => speaksFor(concepts.classify(code), measurement.concept)),
  ];
}

/** Clinical date: effective, else the end of the effective period, or its start while it runs, else when it was issued. */
export function observedOn(observation: Observation): DateSpan | undefined {
  const { effectiveDateTime, effectivePeriod, effectiveInstant, issued } = observation;
  const inPeriod = effectivePeriod?.end ?? effectivePeriod?.start;
  return dateSpan(effectiveDateTime ?? inPeriod ?? effectiveInstant ?? issued);
}

/** Weight of an observation by its status. */
export function standingOf({ status }: Observation): {
  readonly weight: 'counts' | 'supports';
  readonly isCorrection: boolean;
} {
  return {
    weight: finalStatuses.includes(status) ? 'counts' : 'supports',
    isCorrection: status === 'amended' || status === 'corrected',
  };
}

/** Observations that failed the boundary parse still block falling back to an older value. */
export function refusedAtTheBoundary(
  { rejected }: PatientRecord,
  isOurs: (code: NonNullable<PatientRecord['rejected'][number]['code']>) => boolean,
): readonly Reading<never>[] {
  return rejected.flatMap(({ resourceType, reference, kind, because, code, on, status }) => {
    const blocks = resourceType === 'Observation' && kind !== 'other-patient' && kind !== 'superseded';
    if (!blocks || !code || !isOurs(code) || status === 'entered-in-error' || status === 'cancelled')
      return [];
    // A status that is none of FHIR's may hide a final one: only those that certainly wait do not block.
    const isFinal = !['preliminary', 'registered', 'unknown'].includes(status ?? '');
    return [
      {
        on,
        provenance: { kind: 'recorded' as const, reference, asRecorded: 'unreadable' },
        weight: isFinal ? ('counts' as const) : ('supports' as const),
        isCorrection: false,
        refused: 'implausible' as const,
        isUnreadable: true,
        because: `cannot be used (${because})`,
      },
    ];
  });
}

/** The observation itself, or its components: a panel carries its values there. */
function carriers(
  observation: Observation,
  { concept }: Measurement,
  concepts: ConceptIndex,
): readonly (Observation | ObservationComponent)[] {
  const isOurs = proves(concepts.classify(observation.code), concept);
  if (isOurs && hasValue(observation)) return [observation];
  const components = (observation.component ?? []).filter(({ code }) =>
    proves(concepts.classify(code), concept),
  );
  return components.length === 0 && isOurs ? [observation] : components;
}

function hasValue({ valueQuantity, valueString, valueInteger, dataAbsentReason }: Observation): boolean {
  return [valueQuantity, valueString, valueInteger, dataAbsentReason].some((value) => value !== undefined);
}

function isAmbiguous(
  { code }: { readonly code?: Observation['code'] | undefined },
  { excludes }: Measurement,
  concepts: ConceptIndex,
): boolean {
  return excludes !== undefined && speaksFor(concepts.classify(code), excludes);
}

function valueIn(carrier: Observation | ObservationComponent, measurement: Measurement): Value {
  const { valueQuantity, valueString, valueInteger, dataAbsentReason } = carrier;
  if (dataAbsentReason !== undefined)
    return { refused: 'not-recorded', because: 'is recorded as not available' };
  if (valueQuantity?.value !== undefined) return converted(valueQuantity.value, valueQuantity, measurement);
  if (valueInteger !== undefined) return converted(valueInteger, {}, measurement);
  const text = (valueString ?? '').trim();
  // Longer ones are no result, and the pattern would take its time over them.
  const written = text.length > 200 ? null : /^(<=|>=|<|>)?\s*(\d+(?:\.\d+)?)\s*(\S.*)?$/.exec(text);
  if (!written) return { refused: 'not-recorded', because: 'carries no number' };
  const [, comparator, digits, unit] = written;
  return converted(
    Number(digits),
    { ...(comparator && { comparator: comparator as Comparator }), ...(unit && { unit }) },
    measurement,
  );
}

/** Converts one number with its unit; refuses what the closed unit table does not hold and what no laboratory reports. */
export function converted(value: number, quantity: Quantity, measurement: Measurement): Value {
  const unit = unitOf(quantity, measurement);
  if (unit === undefined) return { refused: 'unit', because: 'has no unit, or one that is not understood' };
  const written = quantity.comparator ? compared(quantity.comparator, value) : point(value);
  const canonical = scaled(written, unit);
  const bound = scaled(point(value), unit);
  const { low, high } = measurement.plausible;
  if (bound.high < low || bound.low > high)
    return { refused: 'implausible', because: 'lies outside what is plausible' };
  return { measured: { value: canonical, recorded: { value: written, unit: unit.ucum } } };
}

type Unit = Measurement['units'][number];

function unitOf({ unit, code, system }: Quantity, { units, isUnitless }: Measurement): Unit | undefined {
  const coded =
    code !== undefined && (system === undefined || canonicalSystem(system) === systems.ucum)
      ? code
      : undefined;
  const byCode =
    coded === undefined
      ? undefined
      : units.find(({ ucum, aliases }) => ucum === coded || aliases.includes(plain(coded)));
  if (coded !== undefined && !byCode) return undefined;
  const written = unit === undefined ? undefined : plain(unit);
  const byText =
    written === undefined
      ? undefined
      : units.find(({ ucum, aliases }) => aliases.includes(written) || plain(ucum) === written);
  if (byCode && byText && byCode !== byText) return undefined;
  const stated = byCode ?? byText;
  const saysNothing = coded === undefined && (unit === undefined || unit.trim() === '');
  return stated ?? (isUnitless && saysNothing ? units[0] : undefined);
}

/** Case, spaces and the three ways to write micro do not tell units apart. */
function plain(unit: string): string {
  return unit
    .replace(/\s+/g, '')
    .replace(/[\u00b5\u03bc]/g, 'u')
    .toLowerCase();
}

function scaled(value: Interval, { divisor, factor = 1 }: Unit): Interval {
  if (!divisor) return { ...value, low: value.low * factor, high: value.high * factor };
  const [a, b] = divisor;
  return { ...value, low: value.low / Math.max(a, b), high: value.high / Math.min(a, b) };
}

function inWords({ valueQuantity, valueString, valueInteger }: Observation | ObservationComponent): string {
  if (valueQuantity?.value !== undefined) {
    const { comparator = '', value, unit, code } = valueQuantity;
    return `${comparator}${value} ${unit ?? code ?? ''}`.trim();
  }
  return valueInteger !== undefined ? String(valueInteger) : (valueString ?? 'no value');
}

/** The single number of a measured value; undefined when it is a span. */
export function exact({ value }: Measured): number | undefined {
  return isPoint(value) ? value.low : undefined;
}

/** All dated values that count, oldest first, for a trend. */
export function history(all: readonly Reading<Measured>[]): readonly Finding<Measured>[] {
  return all
    .flatMap((reading) =>
      'value' in reading && reading.on && reading.weight === 'counts'
        ? [{ value: reading.value, on: reading.on, provenance: reading.provenance }]
        : [],
    )
    .toSorted((a, b) => (a.on.first < b.on.first ? -1 : a.on.first > b.on.first ? 1 : 0));
}
