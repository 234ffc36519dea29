import { ageInDays, type DateSpan, daysBetween } from '../core/fhir/date-span.ts';
import { ageInWords, shortSpan } from './calendar.ts';
import { words } from './words.ts';

/** Date, and age against the days for which the value counts, in figures and as a bar; a stale value says so by word and colour. */
export function When({
  on,
  asOf,
  freshness,
  usableUntil,
}: {
  readonly on: DateSpan;
  readonly asOf: string;
  readonly freshness: 'fresh' | 'stale';
  /** The last day on which the value counts. */
  readonly usableUntil: string;
}) {
  const window = daysBetween(on.first, usableUntil);
  const share = Math.min(1, Math.max(0, ageInDays(on, asOf).oldest / window));
  return (
    <>
      <p className="small when">
        <span>{shortSpan(on)}</span>{' '}
        <span className={`age age-${freshness}`}>
          {ageInWords(on, asOf)} {words.numbers.ofWindow(window)}
        </span>
      </p>
      <div className={`window window-${freshness}`} aria-hidden="true">
        <div style={{ width: `${Math.round(share * 100)}%` }} />
      </div>
    </>
  );
}
