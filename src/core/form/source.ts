import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import type { Provenance, Statement } from '../facts/finding.ts';
import { isPoint } from '../facts/interval.ts';
import type { Latest } from '../facts/latest.ts';
import type { Measured } from '../facts/measurement.ts';
import { type DateSpan, daysBetween } from '../fhir/date-span.ts';
import type { ServiceRequest } from '../fhir/r4.ts';
import type { Value } from './value.ts';

/** What a source gives: a value, or the code of one of the item's options, which gives the words. */
export type Given = Value | { readonly kind: 'option'; readonly code: string } | Amount;

/** A number in a UCUM unit, which must be one of the item's. */
interface Amount {
  readonly kind: 'amount';
  readonly value: number;
  readonly code: string;
}

/** One value of the record for an item. */
export interface Filling {
  readonly value: Given;
  readonly from: readonly Provenance[];
  readonly on?: DateSpan | undefined;
  /** What the reader must know beside it: that it is stale, converted, calculated. */
  readonly note?: string | undefined;
}

/** What the record says about one item: values that fill it; or nothing that fills it, and what there is instead. */
export type Sourced = { readonly fills: true; readonly with: readonly Filling[] } | Unfilled;

export interface Unfilled {
  readonly fills: false;
  readonly because: string;
  readonly from: readonly Provenance[];
  readonly against?: readonly Provenance[];
}

/** The orders that the form is about. */
export interface Ordered {
  readonly orders: readonly ServiceRequest[];
  /** They name another therapy than the one that was chosen: nothing of theirs fills the form. */
  readonly isForAnother: boolean;
}

export type Source = (facts: ClinicalFacts, ordered: Ordered) => Sourced;

/** A source that never fills: only a clinician answers, and the record merely points. */
export type Hint = (facts: ClinicalFacts) => Unfilled;

/** Nothing on record points to an answer. */
export const nothing: Unfilled = { fills: false, because: 'Only a clinician can say.', from: [] };

/** Fills with these values; with none of them, does not fill. */
export function filled(fillings: readonly Filling[], otherwise: string): Sourced {
  return fillings.length > 0
    ? { fills: true, with: fillings }
    : { fills: false, because: otherwise, from: [] };
}

/** Fills with one value. */
export function filledWith(
  value: Given,
  from: readonly Provenance[],
  { on, note }: Pick<Filling, 'on' | 'note'> = {},
): Sourced {
  return { fills: true, with: [{ value, from, on, note }] };
}

/** Does not fill. */
export function beside(
  because: string,
  from: readonly Provenance[] = [],
  against: readonly Provenance[] = [],
): Unfilled {
  return { fills: false, because, from, against };
}

/** A statement that the record itself settles fills a yes or a no; an open one stands beside the item. */
export function statedInRecord({ truth, because, evidence, support, against }: Statement): Sourced {
  if (truth === 'open') return beside(because, support, against);
  return filledWith({ kind: 'boolean', value: truth === 'yes' }, evidence);
}

/** What points to an answer that only a clinician can give: never an answer itself. */
export function pointedAt({ truth, because, support, against }: Statement): Unfilled {
  return truth === 'open' ? beside(because, support, against) : nothing;
}

/**
 * A measured value fills a quantity as it was recorded, in its own unit. One with a comparator, and two that differ, do not: a quantity
 * would lose what they leave open.
 *
 * @see https://hl7.org/fhir/uv/sdc/populate.html
 */
export function measuredInRecord(latest: Latest<Measured>, asOf: string): Sourced {
  if (latest.state === 'open') return beside(latest.because, latest.support);
  if (latest.isConflicting)
    return beside('Two results of one time differ: a person must choose.', latest.evidence);
  const { value, on, evidence } = latest;
  const { recorded: written } = value;
  if (written.unit === '') return beside('Two results of one time are in different units.', evidence);
  if (!isPoint(written.value))
    return beside('Recorded with a comparator, which the field cannot hold.', evidence);
  const amount: Amount = { kind: 'amount', value: written.value.low, code: written.unit };
  return filledWith(amount, evidence, { on, note: age(latest, asOf) });
}

/** The date of a known value, only as exact as it is known. */
export function dateInRecord(latest: Latest<unknown>): Sourced {
  if (latest.state === 'open') return beside(latest.because, latest.support);
  const value = partialDate(latest.on);
  return value === undefined
    ? beside('The date is not known to the day, month or year.', latest.evidence)
    : filledWith({ kind: 'date', value }, latest.evidence);
}

type Known<T> = Extract<Latest<T>, { state: 'known' }>;

/** `stale: 45 days old`; undefined while it is fresh. */
export function age(latest: Known<unknown>, asOf: string): string | undefined {
  return latest.freshness === 'stale' ? `stale: ${daysBetween(latest.on.first, asOf)} days old` : undefined;
}

/** A span as a FHIR date: a day, a whole month or a whole year; undefined for any other span. */
export function partialDate({ first, last }: DateSpan): string | undefined {
  if (first === last) return first;
  const [year, month] = [first.slice(0, 4), first.slice(0, 7)];
  if (first === `${year}-01-01` && last === `${year}-12-31`) return year;
  const end = new Date(Date.UTC(Number(year), Number(first.slice(5, 7)), 0)).toISOString().slice(0, 10);
  return first === `${month}-01` && last === end ? month : undefined;
}

/** A span in words. */
export function spanInWords(span: DateSpan): string {
  return partialDate(span) ?? `${span.first} to ${span.last}`;
}
