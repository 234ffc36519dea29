import { wordsOf } from '../fhir/coding.ts';
import type { Observation } from '../fhir/r4.ts';
import { type ConceptIndex, proves } from '../fhir/value-set.ts';

/** Words for the liver or one of its segments. */
const liverWords = /liver|hepat|\bseg(?:ment)?\.? ?(?:[1-8][ab]?|[IV]{1,4})\b/i;

/** Whether what was observed lies in the liver; without a body site it is taken to. */
export function placeOf(
  { bodySite }: Observation,
  concepts: ConceptIndex,
): 'liver' | 'elsewhere' | 'unclear' {
  if (bodySite === undefined) return 'liver';
  const matches = concepts.classify(bodySite);
  const speaksOfLiver =
    proves(matches, 'site.liver') || wordsOf(bodySite).some((words) => liverWords.test(words));
  if (!proves(matches, 'site.not-liver')) return speaksOfLiver ? 'liver' : 'unclear';
  return speaksOfLiver ? 'unclear' : 'elsewhere';
}
