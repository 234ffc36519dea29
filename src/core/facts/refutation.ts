import { dateSpan, order } from '../fhir/date-span.ts';
import type { Condition } from '../fhir/r4.ts';
import { isOfVisit } from './category.ts';
import { type Diagnosis, recordedOn } from './diagnosis.ts';
import { isBenignInWords } from './named-otherwise.ts';
import { isRefutedInWords } from './status-words.ts';
import { isDenied, isOverInWords } from './taken-back.ts';

/** What was ruled out: the conditions that were refuted, and those whose own words deny what they code. */
export function ruledOut(refuted: readonly Condition[], all: readonly Diagnosis[]): readonly Condition[] {
  const denied = all.filter(
    ({ isContradictory, condition }) =>
      isContradictory && (isDenied(condition) || isRefutedInWords(condition)),
  );
  return [...refuted, ...denied.map(({ condition }) => condition)];
}

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

/**
 * Whether a diagnosis that stands is over, by status or in words, in an entry known to be later than every record of it. The end of a visit ends no disease, and
 * an entry without a date may be the older one.
 */
export function isOvertaken(all: readonly Diagnosis[], confirmed: readonly Diagnosis[]): boolean {
  const isOver = ({ standing, isContradictory, condition, coded }: Diagnosis) =>
    standing === 'history' ||
    (isContradictory && (isOverInWords(condition, coded) || isBenignInWords(condition)));
  const over = all.filter((each) => isOver(each) && !isOfVisit(each.condition));
  return (
    confirmed.length > 0 &&
    over.some(({ condition }) => confirmed.every((each) => isAfter(condition, each.condition)))
  );
}

function isAfter(over: Condition, standing: Condition): boolean {
  const end = dateSpan(over.abatementDateTime ?? over.abatementPeriod?.end ?? over.recordedDate);
  const said = dateSpan(standing.recordedDate) ?? recordedOn(standing);
  return end !== undefined && said !== undefined && order(end, said) === 'after';
}

function isBefore(a: Condition, b: Condition): boolean {
  const [first, second] = [recordedOn(a), recordedOn(b)];
  return first !== undefined && second !== undefined && order(first, second) === 'before';
}
