import { order } from '../fhir/date-span.ts';
import type { Condition } from '../fhir/r4.ts';
import { type Diagnosis, recordedOn } from './diagnosis.ts';

/**
 * Whether a diagnosis that stands was ruled out elsewhere: by a refutation that is undated, or not older than every record of it.
 * An earlier refutation has been overtaken.
 */
export function isContradicted(refuted: readonly Condition[], confirmed: readonly Diagnosis[]): boolean {
  return (
    confirmed.length > 0 &&
    refuted.some((condition) => confirmed.every((diagnosis) => !isBefore(condition, diagnosis.condition)))
  );
}

function isBefore(a: Condition, b: Condition): boolean {
  const [first, second] = [recordedOn(a), recordedOn(b)];
  return first !== undefined && second !== undefined && order(first, second) === 'before';
}
