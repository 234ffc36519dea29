import { speaksFor } from '../fhir/value-set.ts';
import type { Diagnosis } from './diagnosis.ts';
import { wordsOf } from './diagnosis-words.ts';
import { basalCell, type NamedType } from './tumor-words.ts';
import { tumorsNamed } from './tumors-named.ts';

/**
 * Whether a diagnosis is a basal cell carcinoma of the skin and nothing else by its words. It is very common in the old, and spreads to other
 * organs in fewer than six of a thousand: it is no rival of the cancer that a metastasis comes from.
 *
 * @see https://pmc.ncbi.nlm.nih.gov/articles/PMC4006071
 */
function isBasalCell(diagnosis: Diagnosis): boolean {
  return isOnly(diagnosis, ['dx.skin-basal-cell'], []);
}

/** Whether a diagnosis is of cancer in general and its words name none: it says less of the one that another entry names. */
function isUnsited(diagnosis: Diagnosis): boolean {
  const isOfLiver = wordsOf(diagnosis.condition).some(
    (words) => /liver|hepat/i.test(words) && !tumorsNamed(words).isLiverMetastasis,
  );
  return isOnly(diagnosis, ['dx.malignancy-unsited'], ['adenocarcinoma']) && !isOfLiver;
}

/** Whether a diagnosis is no other cancer that a metastasis may come from: one that spreads nowhere, one of the blood, or none by name. */
export function givesNoMetastasis(diagnosis: Diagnosis): boolean {
  return (
    isBasalCell(diagnosis) ||
    isUnsited(diagnosis) ||
    isOnly(diagnosis, ['dx.leukemia-or-myeloma', 'dx.blood-cancer-in-remission'], ['elsewise'])
  );
}

/** Whether no disease status is about a diagnosis alone: as above, but a cancer of the blood only where its code calls it over. */
export function isNotFollowed(diagnosis: Diagnosis): boolean {
  return (
    isBasalCell(diagnosis) ||
    isUnsited(diagnosis) ||
    (givesNoMetastasis(diagnosis) && speaksFor(diagnosis.coded, 'dx.blood-cancer-in-remission'))
  );
}

/** Whether a diagnosis is of these concepts, and neither its other codes nor its words name another tumor. */
function isOnly(
  { condition, coded, histology }: Diagnosis,
  concepts: readonly string[],
  types: readonly NamedType[],
): boolean {
  if (!concepts.some((concept) => speaksFor(coded, concept)) || histology.length > 0) return false;
  return (
    coded.every(({ concept }) => [...concepts, 'dx.malignant-primary'].includes(concept)) &&
    wordsOf(condition).every((words) => {
      const named = tumorsNamed(words.replace(basalCell, ' '));
      return (
        [...named.types].every((type) => types.includes(type)) &&
        [...named.primaries].every((organ) => organ === 'skin')
      );
    })
  );
}
