import { speaksFor } from '../fhir/value-set.ts';
import type { Diagnosis } from './diagnosis.ts';
import { wordsOf } from './diagnosis-words.ts';
import { basalCell } from './tumor-words.ts';
import { tumorsNamed } from './tumors-named.ts';

/**
 * Whether a diagnosis is a basal cell carcinoma of the skin and nothing else by its words. It is very common in the old, and spreads to other
 * organs in fewer than six of a thousand: it is no rival of the cancer that a metastasis comes from.
 *
 * @see https://pmc.ncbi.nlm.nih.gov/articles/PMC4006071
 */
export function isBasalCell({ condition, coded, histology }: Diagnosis): boolean {
  if (!speaksFor(coded, 'dx.skin-basal-cell') || histology.length > 0) return false;
  return (
    coded.every(({ concept }) => ['dx.skin-basal-cell', 'dx.malignant-primary'].includes(concept)) &&
    wordsOf(condition).every((words) => {
      const { types, primaries } = tumorsNamed(words.replace(basalCell, ' '));
      return types.size === 0 && [...primaries].every((organ) => organ === 'skin');
    })
  );
}
