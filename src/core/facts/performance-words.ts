import type { Interval } from './interval.ts';

/**
 * How the ECOG scale words its grades, and what people write instead. Read only to doubt a number or a code beside it.
 *
 * @see https://ecog-acrin.org/resources/ecog-performance-status/
 */
const wordings: readonly (readonly [RegExp, Interval])[] = [
  [/\bfully active\b/i, { low: 0, high: 0 }],
  [/\brestricted in physically strenuous\b/i, { low: 1, high: 1 }],
  [/\bcapable of all self[- ]?care\b|\bunable to (?:carry out|do) any work\b/i, { low: 2, high: 2 }],
  [/\bonly limited self[- ]?care\b/i, { low: 3, high: 3 }],
  [/\bbed-?(?:bound|ridden)\b/i, { low: 3, high: 4 }],
  [/\bcompletely disabled\b|\btotally confined\b|\bany self[- ]?care\b/i, { low: 4, high: 4 }],
  [/\b(?:dead|deceased)\b/i, { low: 5, high: 5 }],
];
const numbered = /\b(?:ECOG|PS|grade|performance status) ?[-:=]? ?([0-5])(?![\d.])/gi;

/** Longer texts are no names of a grade. */
const longest = 1000;

/** Whether words name a grade of the ECOG scale other than this one. @param grade ECOG 0 to 5 */
export function nameAnotherGrade(words: readonly string[], grade: Interval): boolean {
  return words.some((said) => {
    const text = said.slice(0, longest).replace(/\s+/g, ' ');
    const named = [
      ...wordings.flatMap(([wording, each]) => (wording.test(text) ? [each] : [])),
      ...[...text.matchAll(numbered)].map(([, digit]) => ({ low: Number(digit), high: Number(digit) })),
    ];
    return named.some(({ low, high }) => high < grade.low || low > grade.high);
  });
}
