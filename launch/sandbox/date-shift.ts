import { isObject } from './resource.ts';

const dayInMilliseconds = 86_400_000;

/** Elements that hold a date and move with the story. A birth date is not among them: patients do not get younger. */
const movingElements = new Set(
  'authored authoredOn created creation date end event issued lastUpdated received recorded start timestamp time'.split(
    ' ',
  ),
);

const moves = (name: string) => movingElements.has(name) || /(DateTime|Date|Instant)$/.test(name);

/** Whole days from one ISO date to another; negative when the second is the earlier. */
export function daysBetween(from: string, to: string): number {
  const days = (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / dayInMilliseconds;
  if (!Number.isInteger(days)) throw new RangeError(`expected two ISO dates, got "${from}" and "${to}"`);
  return days;
}

/**
 * An ISO date, dateTime or instant moved by whole days: clock time and zone stay, and a date known only to the
 * month or year stays known only to that (its middle moves).
 */
export function shiftDate(date: string, days: number): string {
  const [, year, month, day, rest = ''] = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.*)?)?)?$/.exec(date) ?? [];
  if (year === undefined) return date;
  const moved = Date.UTC(Number(year), Number(month ?? 7) - 1, Number(day ?? 15)) + days * dayInMilliseconds;
  const precision = day ? 10 : month ? 7 : 4;
  return new Date(moved).toISOString().slice(0, precision) + rest;
}

/** A JSON value in which every moving date lies `days` later; identifiers and birth dates stay. */
export function shiftDates(value: unknown, days: number): unknown {
  if (days === 0) return value;
  if (Array.isArray(value)) return value.map((each) => shiftDates(each, days));
  if (!isObject(value)) return value;
  const shifted: Record<string, unknown> = {};
  for (const [name, element] of Object.entries(value)) {
    if (name === 'birthDate' || name === 'identifier') shifted[name] = element;
    else if (moves(name)) shifted[name] = shiftEach(element, days);
    else shifted[name] = shiftDates(element, days);
  }
  return shifted;
}

function shiftEach(element: unknown, days: number): unknown {
  if (Array.isArray(element)) return element.map((each) => shiftEach(each, days));
  return typeof element === 'string' ? shiftDate(element, days) : shiftDates(element, days);
}
