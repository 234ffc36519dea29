import { speaksFor } from '../fhir/value-set.ts';
import type { Diagnosis } from './diagnosis.ts';
import { wordsOf } from './diagnosis-words.ts';
import { basalCell } from './tumor-words.ts';
import { tumorsNamed } from './tumors-named.ts';

/** What may be another tumor, or one that has spread, beside the name of a harmless one. */
const another =
  /cancer|carcin|malig|neoplas|mass|tumou?r|metast|\bmets\b|lesion|nodul|liver|hepat|sarcom|lymphom|melanom|\bgist\b|merkel|squam|richter|transform|plasmacytom|extramedull|omas?\b/i;
const blood =
  /leuk[a]?emi\w*|\b(?:[cas]ll|[ca]ml|mds|hcl)\b|(?:multiple |smou?ldering )?myeloma\b|malignant plasma cell neoplasm/gi;
/** Its words when it names neither an organ nor a type. */
const unsited =
  /^(?:(?:malignan(?:t|cy|cies)|cancers?|(?:adeno)?carcinomas?|adenomatous|neoplasms?|neoplastic|disease|disorder|morphologic|abnormality|primary|metastatic|metasta(?:sis|ses)|unspecified|sites?|type|of|to|the|in|liver|lungs?|bones?|stage|i{1,3}|iv|\d|[abc])\b[\s\W]*)*$/i;
/**
 * Whether a diagnosis is a basal cell carcinoma of the skin and nothing else by its words. It is very common in the old, and spreads to other
 * organs in fewer than six of a thousand: it is no rival of the cancer that a metastasis comes from.
 *
 * @see https://pmc.ncbi.nlm.nih.gov/articles/PMC4006071
 */
function isBasalCell(diagnosis: Diagnosis): boolean {
  return isOnly(diagnosis, ['dx.skin-basal-cell'], (words) => !another.test(words.replace(basalCell, ' ')));
}

/** Whether a diagnosis is of cancer in general and its words name none: it says less of the one that another entry names. */
function isUnsited(diagnosis: Diagnosis): boolean {
  const isOfLiver = wordsOf(diagnosis.condition).some(
    (words) => /liver|hepat/i.test(words) && !tumorsNamed(words).isLiverMetastasis,
  );
  return isOnly(diagnosis, ['dx.malignancy-unsited'], (words) => unsited.test(words.trim())) && !isOfLiver;
}

/** Whether a diagnosis is no other cancer that a metastasis may come from: one that spreads nowhere, one of the blood, or none by name. */
export function givesNoMetastasis(diagnosis: Diagnosis): boolean {
  return (
    isBasalCell(diagnosis) ||
    isUnsited(diagnosis) ||
    isOnly(diagnosis, ['dx.leukemia-or-myeloma', 'dx.blood-cancer-in-remission'], isOfBlood)
  );
}

/** Whether no disease status is about a diagnosis alone: as above, but a cancer of the blood only where its code calls it over. */
export function isNotFollowed(diagnosis: Diagnosis): boolean {
  return (
    isBasalCell(diagnosis) ||
    isUnsited(diagnosis) ||
    (givesNoMetastasis(diagnosis) &&
      speaksFor(diagnosis.coded, 'dx.blood-cancer-in-remission') &&
      !wordsOf(diagnosis.condition).some((words) => /relaps|progress|recur|refractory/i.test(words)))
  );
}

function isOfBlood(words: string): boolean {
  return !another.test(words.replace(blood, ' '));
}

/** Whether a diagnosis is of these concepts, and neither its other codes nor its words say more than that. */
function isOnly(
  { condition, coded, histology }: Diagnosis,
  concepts: readonly string[],
  saysNoMore: (words: string) => boolean,
): boolean {
  return (
    concepts.some((concept) => speaksFor(coded, concept)) &&
    histology.length === 0 &&
    coded.every(({ concept }) => [...concepts, 'dx.malignant-primary'].includes(concept)) &&
    wordsOf(condition).every(saysNoMore)
  );
}
