import { dateSpan, isFuture } from '../fhir/date-span.ts';
import type { Condition } from '../fhir/r4.ts';

/** Whether a diagnosis says that it has ended: not at all or not yet, over at this age or date, or ended in a way that gives no day. */
export type Ending = 'none' | 'over' | 'unclear';

/**
 * Reads the abatement. An active diagnosis has none (FHIR's con-4), so that one in words, in an open period or with a date that cannot be
 * read is a contradiction, not silence; a day to come has not come.
 *
 * @see https://hl7.org/fhir/R4/condition-definitions.html#Condition.abatement_x_
 */
export function endingOf(condition: Condition, asOf: string): Ending {
  const { abatementDateTime, abatementPeriod, abatementAge, abatementRange } = condition;
  if (abatementDateTime !== undefined) return ended(abatementDateTime, asOf);
  if (abatementPeriod !== undefined) {
    const { start, end } = abatementPeriod;
    if (end !== undefined && ended(end, asOf) !== 'none') return ended(end, asOf);
    return start !== undefined && ended(start, asOf) === 'none' ? 'none' : 'unclear';
  }
  if (abatementAge !== undefined || abatementRange !== undefined) return 'over';
  // In words, by a type of another FHIR version, or as an extension in the place of a date.
  return Object.keys(condition).some((element) => /^_?abatement[A-Z]/.test(element)) ? 'unclear' : 'none';
}

function ended(date: string, asOf: string): Ending {
  const span = dateSpan(date);
  if (!span) return 'unclear';
  return isFuture(span, asOf) ? 'none' : 'over';
}
