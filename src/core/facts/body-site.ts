import { wordsOf } from '../fhir/coding.ts';
import type { Observation } from '../fhir/r4.ts';
import { type ConceptIndex, proves } from '../fhir/value-set.ts';
import { nameLiver } from './liver-words.ts';

/** Segments by their numbers and nothing else: the lung has segments too. */
const segmentsAlone =
  /^\s*seg(?:ment)?s?\.? ?(?:[1-8]|[IV]{1,4})[ab]?(?: ?(?:[/,&-]|and) ?(?:[1-8]|[IV]{1,4})[ab]?)*\s*$/i;

/** Whether what was observed lies in the liver; without a body site it is taken to. */
export function placeOf(
  { bodySite }: Observation,
  concepts: ConceptIndex,
): 'liver' | 'elsewhere' | 'unclear' {
  if (bodySite === undefined) return 'liver';
  const matches = concepts.classify(bodySite);
  const speaksOfLiver =
    proves(matches, 'site.liver') ||
    wordsOf(bodySite).some((words) => nameLiver(words) || segmentsAlone.test(words));
  if (!proves(matches, 'site.not-liver')) return speaksOfLiver ? 'liver' : 'unclear';
  return speaksOfLiver ? 'unclear' : 'elsewhere';
}
