import type { Question } from '../facts/answers.ts';
import { childPughClasses, type Points } from '../facts/child-pugh.ts';
import type { ClinicalFacts } from '../facts/clinical-facts.ts';

const items = ['bilirubin', 'albumin', 'inr', 'ascites', 'encephalopathy'] as const;
const unsettled: Points = { low: 1, high: 3 };

/** The Child-Pugh items that the record leaves open, each the question that settles it. */
export function openChildPughItems({ scores }: ClinicalFacts): readonly Question[] {
  return items.filter((item) => {
    const { low, high } = scores.childPugh?.points[item] ?? unsettled;
    return low !== high;
  });
}

/** Minimal sets of items whose best (or for `not-met` worst) answers settle the class. */
export function favourableForClasses(
  classes: readonly string[],
  wanted: 'met' | 'not-met',
  facts: ClinicalFacts,
): readonly (readonly Question[])[] {
  const open = openChildPughItems(facts);
  const sufficient = powerset(open).filter((chosen) => {
    const sums = items.map((item) => {
      const points = facts.scores.childPugh?.points[item] ?? unsettled;
      if (!chosen.includes(item)) return points;
      const value = wanted === 'met' ? points.low : points.high;
      return { low: value, high: value };
    });
    const sum = {
      low: sums.reduce((total, { low }) => total + low, 0),
      high: sums.reduce((total, { high }) => total + high, 0),
    };
    const listed = childPughClasses(sum).map((each) => classes.includes(each));
    return wanted === 'met' ? listed.every(Boolean) : !listed.some(Boolean);
  });
  return sufficient.filter(
    (set) =>
      !sufficient.some((other) => other.length < set.length && other.every((each) => set.includes(each))),
  );
}

function powerset<T>([first, ...rest]: readonly T[]): readonly (readonly T[])[] {
  if (first === undefined) return [[]];
  const without = powerset(rest);
  return [...without, ...without.map((set) => [first, ...set])];
}
