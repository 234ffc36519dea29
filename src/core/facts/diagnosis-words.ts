import { wordsOf as wordsOfConcept } from '../fhir/coding.ts';
import type { Condition } from '../fhir/r4.ts';

/** Longer texts are no names of a diagnosis; patterns would take their time over them. */
const longest = 1000;

/** US problem lists end the name of every diagnosis of a Hierarchical Condition Category so; it is no carcinoma. */
const riskCategory = /\((?:CMS ?[-/]? ?)?HCC\)/gi;

/** What a diagnosis is called: its text, and the display of each of its codes. */
export function wordsOf({ code }: Pick<Condition, 'code'>): readonly string[] {
  return wordsOfConcept(code).map((words) =>
    words
      .slice(0, 10 * longest)
      .replace(/\s+/g, ' ')
      .slice(0, longest)
      .replace(riskCategory, '')
      .trim(),
  );
}
