import { ageInDays, type DateSpan } from '../core/fhir/date-span.ts';

// Days are those written in the record: they are formatted as they stand, whatever the zone of this machine.
const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** An ISO date with its month named, so that no order of day and month can be mistaken: `3 June 2026`. */
export function dayInWords(date: string): string {
  return formatted(date, dayFormat);
}

function formatted(date: string, format: Intl.DateTimeFormat): string {
  const day = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day) ? date : format.format(day);
}

/** A span for narrow places, its month named all the same: `3 Jun 2026`; as wide as the record leaves it. */
export function shortSpan(span: DateSpan): string {
  return span.first === span.last ? formatted(span.first, shortFormat) : spanInWords(span);
}

/** A sentence with the months of its ISO dates named. */
export function withDaysNamed(sentence: string): string {
  return sentence.replace(/\b\d{4}-\d{2}-\d{2}\b/g, dayInWords);
}

/** A span as widely as the record leaves it open: a day, `June 2026`, `2026`, or from one day to another. */
export function spanInWords({ first, last }: DateSpan): string {
  if (first === last) return dayInWords(first);
  const [year, month] = [first.slice(0, 4), first.slice(0, 7)];
  if (first === `${year}-01-01` && last === `${year}-12-31`) return year;
  if (month === last.slice(0, 7) && first.endsWith('-01')) return monthFormat.format(Date.parse(first));
  return `${dayInWords(first)} to ${dayInWords(last)}`;
}

/** How old evidence is at `asOf`, in days: `today`, `13 days old`, `13 to 43 days old`; in years where days say nothing any more. */
export function ageInWords(span: DateSpan, asOf: string): string {
  const { youngest, oldest } = ageInDays(span, asOf);
  if (youngest < 0) return 'dated in the future';
  if (oldest === 0) return 'today';
  if (youngest > 730) return `over ${Math.floor(youngest / 365.25)} years old`;
  const days = youngest === oldest ? `${oldest}` : `${youngest} to ${oldest}`;
  return `${days} ${oldest === 1 ? 'day' : 'days'} old`;
}

/** Whole years from an ISO birth date to `asOf`; undefined where the day of birth is not known in full. */
export function yearsOld(birthDate: string | undefined, asOf: string): number | undefined {
  if (birthDate === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return undefined;
  const years = Number(asOf.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return asOf.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** The calendar day of the user, as an ISO date: what `asOf` means in the app. */
export function dayOf(now: Date): string {
  return instantOf(now).slice(0, 10);
}

/** An ISO instant with the user's offset, so that its calendar day is the user's: `2026-06-16T14:02:00+02:00`. */
export function instantOf(now: Date): string {
  const minutes = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** Hour and minute of an instant, in the user's zone: `14:02`. */
export function timeInWords(instant: string): string {
  return timeFormat.format(new Date(instant));
}

/** A date as it is written; an instant as day and time of the user's zone: `3 June 2026, 14:02`. What is neither stays as it is. */
export function momentInWords(at: string): string {
  if (!at.includes('T')) return dayInWords(at);
  const instant = new Date(at);
  return Number.isNaN(instant.getTime()) ? at : `${dayInWords(dayOf(instant))}, ${timeInWords(at)}`;
}
