import { type ConceptIndex, speaksFor } from '../fhir/value-set.ts';
import type { Rejected } from '../record/rejected.ts';
import type { Diagnosis } from './diagnosis.ts';
import { liverTumorInIcd } from './icd-editions.ts';
import { isLiverMetastasis, isLiverTumor, kindsOf, primaryKinds, type TumorKind } from './tumor-code.ts';
import { liverTumorWords, mayBeCancer, mayBeLiverTumor } from './tumor-origin.ts';
import { organNames, typeNames } from './tumor-words.ts';

const metastaticKinds: readonly TumorKind[] = ['net', 'crc', 'melanoma'];

/** How words name a kind; `anywhere` holds beside a word for a metastasis too. */
const names: readonly {
  readonly kind: TumorKind;
  readonly anywhere: readonly RegExp[];
  readonly itself?: RegExp;
}[] = [
  { kind: 'hcc', anywhere: [typeNames.hcc] },
  { kind: 'icc', anywhere: [/cholangio|\bicc\b|\bi-?cca\b/i], itself: /bile duct|klatskin|\bcca\b/i },
  { kind: 'net', anywhere: [typeNames.net] },
  { kind: 'crc', anywhere: [organNames.crc, /\bcrc\b|\bcrlm\b/i] },
  { kind: 'melanoma', anywhere: [typeNames.melanoma] },
];
const metastasisWords = /metasta|\bmets?\b|secondary/i;
const cancerWords = /cancer|carcinom|malignan|blastoma|sarcoma/i;

/**
 * Kinds of tumor in the liver that a diagnosis may be by its words, or by a code that proves nothing here: too little to say that there is one,
 * enough not to say that there is none. A bare metastasis names no kind, nor does a mere lesion: another record says what it is.
 */
export function kindsSpokenOf(diagnosis: Diagnosis): readonly TumorKind[] {
  const { condition, coded, standing } = diagnosis;
  if (standing === 'history') return [];
  const inIcd = isLiverTumor(coded) ? undefined : liverTumorInIcd(condition.code);
  const byCode: readonly TumorKind[] =
    inIcd === 'primary' ? primaryKinds : inIcd === 'neuroendocrine-metastasis' ? ['net'] : [];
  return [...new Set([...byCode, ...kindsInWords(diagnosis)])];
}

function kindsInWords(diagnosis: Diagnosis): readonly TumorKind[] {
  const { coded, origin } = diagnosis;
  const words = liverTumorWords(diagnosis);
  if (words === undefined) return [];
  const isMetastasis = metastasisWords.test(words);
  // `Distal cholangiocarcinoma` of a bile duct outside the liver, by its code, is not one inside it.
  const isElsewhere = origin?.is === 'other' && !/intrahepatic|\bicc\b/i.test(words);
  const named = names
    .filter(
      ({ anywhere, itself }) =>
        // The names are kept with a place to go on from, which a search leaves alone.
        anywhere.some((name) => words.search(name) >= 0) || (!isMetastasis && itself?.test(words)),
    )
    .filter(({ kind }) => kind !== 'icc' || !isElsewhere)
    .map(({ kind }) => kind);
  if (named.length > 0) return named;
  // `Breast cancer with liver involvement` is a cancer of another place by its code.
  const isUnplaced = (origin === undefined || origin.is === 'unrecognised') && !isLiverTumor(coded);
  return isUnplaced && !isMetastasis && cancerWords.test(words) ? primaryKinds : [];
}

/** Kinds of tumor in the liver that a record which cannot be used may be. */
export function kindsOfUnusable(rejected: Rejected, concepts: ConceptIndex): readonly TumorKind[] {
  const isInLiver = mayBeLiverTumor(rejected, concepts);
  if (!isInLiver && !mayBeCancer(rejected, concepts)) return [];
  const coded = concepts.classify(rejected.code);
  const inIcd = liverTumorInIcd(rejected.code);
  if (speaksFor(coded, 'dx.net-liver-metastasis') || inIcd === 'neuroendocrine-metastasis') return ['net'];
  if (speaksFor(coded, 'dx.melanoma-metastasis')) return ['melanoma'];
  if (!isInLiver) return [];
  if (isLiverMetastasis(coded) || inIcd === 'metastasis') return metastaticKinds;
  if (coded.length === 0 && inIcd === undefined) return [...primaryKinds, ...metastaticKinds];
  const named = kindsOf(coded, 'proves');
  return named.length > 0 ? named : primaryKinds;
}
