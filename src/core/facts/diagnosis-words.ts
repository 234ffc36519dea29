import { wordsOf as wordsOfConcept } from '../fhir/coding.ts';
import type { Condition } from '../fhir/r4.ts';
import { withoutRiskCategory } from './liver-words.ts';

/** Longer texts are no names of a diagnosis; patterns would take their time over them. */
const longest = 1000;

/** What a diagnosis is called: its text, and the display of each of its codes. */
export function wordsOf({ code }: Pick<Condition, 'code'>): readonly string[] {
  return wordsOfConcept(code).map((words) =>
    withoutRiskCategory(
      words
        .slice(0, 10 * longest)
        .replace(/\s+/g, ' ')
        .slice(0, longest),
    ).trim(),
  );
}
