import type { Provenance } from './finding.ts';
import { type Interval, stands } from './interval.ts';

export type ChildPughClass = 'A' | 'B' | 'C';

/** Points of one item; a span as long as the item is not settled. */
export interface Points {
  readonly low: number;
  readonly high: number;
}

/** Child-Pugh as far as the record settles it. */
export interface ChildPugh {
  readonly low: number;
  readonly high: number;
  /** Every class that the span allows. */
  readonly classes: readonly ChildPughClass[];
  /** Points of each item, for the one who checks. */
  readonly points: Readonly<Record<'bilirubin' | 'albumin' | 'inr' | 'ascites' | 'encephalopathy', Points>>;
  readonly evidence: readonly Provenance[];
  /** Two published tables disagree on the recorded value. */
  readonly notes: readonly string[];
}

const unsettled: Points = { low: 1, high: 3 };

/**
 * Points that rise with the value: 1 below `lower`, 2 from `lower` to `upper`, 3 above.
 *
 * @see Pugh RN et al. Br J Surg 1973;60:646-9
 */
function rising(value: Interval | undefined, lower: number, upper: number): Points {
  if (!value) return unsettled;
  return span(stands(value, '<', lower), stands(value, '<=', upper));
}

/** From "is below the first limit" and "is below the second": true, false, or undefined where the value lies across. */
function span(first: boolean | undefined, second: boolean | undefined): Points {
  const low = first !== false ? 1 : second !== false ? 2 : 3;
  const high = second !== true ? 3 : first !== true ? 2 : 1;
  return { low, high };
}

/** @param bilirubin total, mg/dL; < 2, 2 to 3, > 3 */
export function bilirubinPoints(bilirubin: Interval | undefined): Points {
  return rising(bilirubin, 2, 3);
}

/** The table in SI units: < 34, 34 to 50, > 50 umol/L. It disagrees with conversion just above its limits. */
export function bilirubinPointsSi(bilirubin: Interval): Points {
  return rising(bilirubin, 34, 50);
}

/** For primary biliary or primary sclerosing cholangitis only. @param bilirubin total, mg/dL; < 4, 4 to 10, > 10 */
export function cholestaticBilirubinPoints(bilirubin: Interval | undefined): Points {
  return rising(bilirubin, 4, 10);
}

/** @param inr < 1.7, 1.7 to 2.3, > 2.3 */
export function inrPoints(inr: Interval | undefined): Points {
  return rising(inr, 1.7, 2.3);
}

/** Falls with the value. @param albumin g/dL; > 3.5, 2.8 to 3.5, < 2.8 */
export function albuminPoints(albumin: Interval | undefined): Points {
  if (!albumin) return unsettled;
  return span(stands(albumin, '>', 3.5), stands(albumin, '>=', 2.8));
}

/** The smallest span that holds both. */
export function either(a: Points, b: Points): Points {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** A is 5 to 6, B 7 to 9, C 10 to 15. */
export function childPughClasses({ low, high }: Points): readonly ChildPughClass[] {
  const classes: ChildPughClass[] = [];
  if (low <= 6) classes.push('A');
  if (low <= 9 && high >= 7) classes.push('B');
  if (high >= 10) classes.push('C');
  return classes;
}

/** Adds five items up; the sum is a span as wide as they leave it. */
export function childPughSum(points: ChildPugh['points']): Points {
  const all = Object.values(points);
  return {
    low: all.reduce((sum, { low }) => sum + low, 0),
    high: all.reduce((sum, { high }) => sum + high, 0),
  };
}
