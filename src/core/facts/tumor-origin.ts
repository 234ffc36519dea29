import { canonicalSystem, codings, systems } from '../fhir/coding.ts';
import type { CodeableConcept, Condition } from '../fhir/r4.ts';
import { type ConceptIndex, type ConceptMatch, proves, speaksFor } from '../fhir/value-set.ts';
import type { Rejected } from '../record/rejected.ts';
import { wordsOf } from './diagnosis-words.ts';
import { isPrimaryInAnotherIcd, liverTumorInIcd } from './icd-editions.ts';
import { isLiverByCode, isLiverTumor, kindsOf, type TumorKind } from './tumor-code.ts';
import { basalCell } from './tumor-words.ts';

/** What a diagnosis says of where a tumor comes from. */
export type Origin =
  | { readonly is: 'named'; readonly kind: TumorKind }
  /** A primary that the policies do not name; `site` tells two of them apart. */
  | { readonly is: 'other'; readonly site: string; readonly mayBe: readonly TumorKind[] }
  /** The record states two kinds at once, or a mixed histology. */
  | { readonly is: 'ambiguous'; readonly between: readonly TumorKind[]; readonly because: string }
  /** A malignancy by its words or profile, but by no code that is known here. */
  | { readonly is: 'unrecognised' };

/** What kind of primary tumor a diagnosis states; undefined when it states none. */
export function originStated(
  condition: Pick<Condition, 'code' | 'meta'>,
  coded: readonly ConceptMatch[],
  histology: readonly ConceptMatch[],
  morphologies: readonly string[],
): Origin | undefined {
  const all = [...coded, ...histology];
  if (speaksFor(all, 'dx.goblet-mixed')) {
    return {
      is: 'ambiguous',
      between: ['net', 'crc'],
      because: 'mixed neuroendocrine and adenocarcinoma histology',
    };
  }
  if (speaksFor(all, 'dx.combined-hcc-cca')) {
    return {
      is: 'ambiguous',
      between: ['hcc', 'icc'],
      because: 'combined hepatocellular and cholangiocarcinoma',
    };
  }
  const named = new Set([...kindsOf(coded, 'proves'), ...kindsByHistology(coded, histology)]);
  const [kind, second] = named;
  if (kind && (second || isUnfit(kind, histology, morphologies))) {
    const between = [...new Set([...named, ...kindsOf(histology, 'supports')])];
    return { is: 'ambiguous', between, because: 'code and histology name different tumors' };
  }
  if (kind) return { is: 'named', kind };
  const mayBe = mayBeKinds(all).filter((each) => !isUnfit(each, histology, morphologies));
  const site = otherSite(coded);
  if (site) return { is: 'other', site, mayBe };
  if (mayBe.length > 0 && !isLiverByCode(coded)) return { is: 'other', site: mayBe.join(), mayBe };
  const isMalignant =
    (speaksFor(coded, 'dx.malignant-primary') ||
      speaksFor(coded, 'dx.skin-basal-cell') ||
      speaksFor(coded, 'dx.malignancy-unsited') ||
      isPrimaryInAnotherIcd(condition.code)) &&
    !isLiverByCode(coded);
  return isMalignant || (coded.length === 0 && looksMalignant(condition))
    ? { is: 'unrecognised' }
    : undefined;
}

/** Whether a histology on record is one that this kind of tumor cannot have: it names others, or its ICD-O-3 code does not fit. */
export function isUnfit(
  kind: TumorKind,
  histology: readonly ConceptMatch[],
  morphologies: readonly string[],
): boolean {
  const named = kindsNamed(histology);
  if (named.length > 0 && !named.includes(kind)) return true;
  const fitting = histology.filter(({ concept }) => concept === `fits.${kind}`);
  return morphologies.some((code) => !fitting.some(({ coding }) => coding.code === code));
}

/** Kinds that a histology names, or leaves open. */
export function kindsNamed(histology: readonly ConceptMatch[]): readonly TumorKind[] {
  return [...kindsOf(histology, 'proves'), ...mayBeKinds(histology)];
}

/** Kinds that a code or histology leaves open. */
export function mayBeKinds(matches: readonly ConceptMatch[]): readonly TumorKind[] {
  const kinds = new Set(kindsOf(matches, 'supports'));
  if (speaksFor(matches, 'dx.cholangio-site-unspecified')) kinds.add('icc');
  // ICD-10-CM has no code of its own for small-cell cancer of the lung, which the policies count as neuroendocrine.
  if (speaksFor(matches, 'dx.other.lung')) kinds.add('net');
  return [...kinds];
}

/** Whether an origin names neither a kind nor, for certain, an organ whose other tumors no policy names. */
export function leavesTypeOpen(origin: Origin): boolean {
  return origin.is === 'other' && origin.mayBe.length > 0 && !origin.site.startsWith('dx.other.');
}

/** Histology names a kind where the site allows it: hepatocellular only in the liver. */
function kindsByHistology(
  coded: readonly ConceptMatch[],
  histology: readonly ConceptMatch[],
): readonly TumorKind[] {
  return kindsOf(histology, 'proves').filter((kind) => kind !== 'hcc' || isLiverByCode(coded));
}

/** A site that is certainly another one; a code that merely names some malignancy excludes nothing. */
function otherSite(coded: readonly ConceptMatch[]): string | undefined {
  if (proves(coded, 'dx.other-primary-liver') || speaksFor(coded, 'dx.primary-liver-stated')) return 'liver';
  if (speaksFor(coded, 'dx.icc') || speaksFor(coded, 'dx.cholangio-site-unspecified'))
    return 'bile-duct, site not stated';
  if (isLiverByCode(coded)) return undefined;
  if (proves(coded, 'dx.cholangio-extrahepatic')) return 'bile-duct';
  if (proves(coded, 'dx.anal')) return 'anus';
  return coded.find(({ concept, use }) => concept.startsWith('dx.other.') && use === 'proves')?.concept;
}

/** Whether a rejected Condition may have been a primary tumor: then no other can be called the only one on record. */
export function mayBeCancer(rejected: Rejected, concepts: ConceptIndex): boolean {
  const isOne = (coded: readonly ConceptMatch[]) =>
    originStated({}, coded, [], []) !== undefined || speaksFor(coded, 'dx.net-liver-metastasis');
  return mayBe(rejected, concepts, isOne);
}

/** Whether a rejected Condition may have been a tumor in the liver. */
export function mayBeLiverTumor(rejected: Rejected, concepts: ConceptIndex): boolean {
  return mayBe(rejected, concepts, isLiverTumor);
}

function mayBe(
  { resourceType, kind, code }: Rejected,
  concepts: ConceptIndex,
  isOne: (coded: readonly ConceptMatch[]) => boolean,
): boolean {
  if (resourceType !== 'Condition' || kind === 'other-patient' || kind === 'superseded') return false;
  const coded = concepts.classify(code);
  // ICD-10-CM is known here as far as its neoplasms go; of other systems only a selection is, of an unreadable code nothing.
  return coded.length === 0 ? !isInIcd10cm(code) : isOne(coded);
}

function isInIcd10cm(code: CodeableConcept | undefined): boolean {
  return codings(code).some(
    ({ system }) => system !== undefined && canonicalSystem(system) === systems.icd10cm,
  );
}

const malignantWords =
  /cancer|carcinom|malignan|sarcoma|lymphoma|leuk[a]?emi|myeloma|melanom|neuroendocrine|carcinoid|blastoma|stromal tumou?r|mesotheliom|seminom|germ cell tumou?r|glioma|astrocytom|thymoma|insulinom|gastrinom|\b(?:gist|hcc|icc|nsclc|sclc|rcc|pdac|dlbcl|cll|cml|aml)\b/i;
const notAPrimary =
  /histor|family|screen|risk|fear|metasta|secondary|benign|suspect|rule out|in situ|h\/o|susceptib|pain|fatigue|related|induced|associated|therapy|an[a]?emia|hypertens|hypertherm|effusion|ascites/i;
/** What comes with a cancer that the words do not name. */
const besides =
  /^\W*(?:cancer cachexia\W*$|port-?a-?cath in place for cancer chemo(?:therapy)?\W*$|(?:cachexia|neutropenia|hypercalc[a]?emia) (?:of|due to|in) (?:cancer|malignancy)\W*$)/i;
const primaryProfile = /\/mcode-primary-cancer-condition(\||$)/;

/** Words never prove a diagnosis; here they only stop "the one primary on record" from being said too early. */
function looksMalignant({ code, meta }: Pick<Condition, 'code' | 'meta'>): boolean {
  const profiles: unknown = meta?.profile;
  if (
    Array.isArray(profiles) &&
    profiles.some((profile) => typeof profile === 'string' && primaryProfile.test(profile))
  )
    return true;
  const words = allWords(code).replace(basalCell, ' ');
  const isBesides = wordsOf({ code }).every((each) => besides.test(each) || !malignantWords.test(each));
  return !isInIcd10cm(code) && malignantWords.test(words) && !notAPrimary.test(words) && !isBesides;
}

const liverWords = /liver|hepat|cholangio|klatskin|\bhcc\b|\bicc\b|\bi-?cca\b/i;
const tumorWords =
  /cancer|carcinom|malignan|metasta|\bmets?\b|tumou?r|neoplasm|hepatoma|blastoma|sarcoma|klatskin|lesion|li-?rads|\bhcc\b|\bicc\b|\bi-?cca\b/i;
const notItself = /^\W*(?:histor|family|screen|risk|fear|h\/o|benign)/i;

/** What of a diagnosis words and codes can be held against. */
type Spoken = {
  readonly condition: Pick<Condition, 'code'>;
  readonly coded: readonly ConceptMatch[];
  readonly origin: Origin | undefined;
};

/**
 * Whether a diagnosis speaks of a tumor in the liver, by a code not known here, or by words where its code is not known here or is of a cancer:
 * too little to prove one, enough to doubt that there is none.
 */
export function speaksOfLiverTumor(diagnosis: Spoken): boolean {
  return liverTumorInIcd(diagnosis.condition.code) !== undefined || liverTumorWords(diagnosis) !== undefined;
}

/** The words of such a diagnosis; undefined where they speak of no tumor in the liver. */
export function liverTumorWords({ condition: { code }, coded, origin }: Spoken): string | undefined {
  const words = allWords(code);
  const mayBeSaid = origin !== undefined || isLiverTumor(coded) || (coded.length === 0 && !isInIcd10cm(code));
  const isSaid = liverWords.test(words) && tumorWords.test(words) && !notItself.test(words);
  return mayBeSaid && isSaid ? words : undefined;
}

/** A part of the colon. */
const notTheLiver = /hepatic flexure/gi;

function allWords(code: CodeableConcept | undefined): string {
  return wordsOf({ code }).join(' ').replace(notTheLiver, ' ');
}
