import { codings } from '../fhir/coding.ts';
import type { Condition } from '../fhir/r4.ts';

/** Longer texts are no names of a diagnosis; patterns would take their time over them. */
const longest = 1000;

/** Epic ends the name of every diagnosis of a Hierarchical Condition Category so; it is no carcinoma. */
const riskCategory = /\((?:CMS ?[-/] ?)?HCC\)/g;

/** What a diagnosis is called: its text, and the display of each of its codes. */
export function wordsOf({ code }: Pick<Condition, 'code'>): readonly string[] {
  const said = [code?.text, ...codings(code).map(({ display }) => display)];
  return said.flatMap((words) =>
    words === undefined
      ? []
      : [
          words
            .slice(0, 10 * longest)
            .replace(/\s+/g, ' ')
            .slice(0, longest)
            .replace(riskCategory, '')
            .trim(),
        ],
  );
}
