/**
 * When something was true, as widely as the chart leaves it open: `2025-05` is all of May.
 *
 * Calendar days are those written in the record, in its own time zone; `at` orders two records of one day.
 */
export interface DateSpan {
  /** First possible calendar day, `YYYY-MM-DD`. */
  readonly first: string;
  /** Last possible calendar day. */
  readonly last: string;
  /** The instant in milliseconds, when the record states a time and its zone. */
  readonly at?: number;
}

const shape = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.*)?)?)?$/;
const zoned = /^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?|:60)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads a FHIR date, dateTime or instant; undefined for anything that is no day of the calendar. */
export function dateSpan(value: string | undefined): DateSpan | undefined {
  const match = value === undefined ? null : shape.exec(value);
  if (!match) return undefined;
  const [, year = '', month, day, time] = match;
  if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
  if (day === undefined) {
    const last = lastDayOf(Number(year), Number(month));
    return last === undefined
      ? undefined
      : { first: `${year}-${month}-01`, last: `${year}-${month}-${last}` };
  }
  const date = `${year}-${month}-${day}`;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  const at = time !== undefined && zoned.test(time) ? Date.parse(value ?? '') : Number.NaN;
  return Number.isNaN(at) ? { first: date, last: date } : { first: date, last: date, at };
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && !isLeap ? 28 : (monthDays[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

function lastDayOf(year: number, month: number): string | undefined {
  if (month < 1 || month > 12) return undefined;
  return String(new Date(Date.UTC(year, month, 0)).getUTCDate()).padStart(2, '0');
}

/** Whole calendar days from one ISO date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The same span, cut off at `asOf`: what has been recorded has happened. */
export function until(span: DateSpan, asOf: string): DateSpan {
  return span.last > asOf && span.first <= asOf ? { ...span, last: asOf } : span;
}

/** Age in calendar days at `asOf`, from the youngest to the oldest that the span allows. */
export function ageInDays(
  span: DateSpan,
  asOf: string,
): { readonly youngest: number; readonly oldest: number } {
  return { youngest: daysBetween(until(span, asOf).last, asOf), oldest: daysBetween(span.first, asOf) };
}

/** Whether every possible day lies after `asOf`. */
export function isFuture(span: DateSpan, asOf: string): boolean {
  return span.first > asOf;
}

/** Clinical order of two dates; `unordered` where the record does not say which came first. */
export function order(a: DateSpan, b: DateSpan): 'before' | 'after' | 'unordered' {
  if (a.at !== undefined && b.at !== undefined) {
    return a.at < b.at ? 'before' : a.at > b.at ? 'after' : 'unordered';
  }
  if (a.last < b.first) return 'before';
  return a.first > b.last ? 'after' : 'unordered';
}
