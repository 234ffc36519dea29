import { type ConceptMatch, matchesOf, proves } from '../fhir/value-set.ts';

/** Tumors that the policies name. */
export type TumorKind = 'hcc' | 'icc' | 'net' | 'crc' | 'melanoma';

/** Kinds that begin in the liver; the others are metastases in it. */
export const primaryKinds: readonly TumorKind[] = ['hcc', 'icc'];

const kinds = {
  'dx.hcc': 'hcc',
  'dx.icc': 'icc',
  'dx.net-primary': 'net',
  'dx.colorectal-primary': 'crc',
  'dx.melanoma': 'melanoma',
} as const satisfies Readonly<Record<string, TumorKind>>;
const kindOfConcept: ReadonlyMap<string, TumorKind> = new Map(Object.entries(kinds));

/** Kinds that codes of this strength name. */
export function kindsOf(matches: readonly ConceptMatch[], use: 'proves' | 'supports'): readonly TumorKind[] {
  const found = matches.filter((match) => match.use === use).map(({ concept }) => kindOfConcept.get(concept));
  return [...new Set(found.filter((kind) => kind !== undefined))];
}

const liverPrimaries = [
  'dx.hcc',
  'dx.icc',
  'dx.combined-hcc-cca',
  'dx.other-primary-liver',
  'dx.primary-liver-unspecified',
];

/** Whether the code says that the tumor began in the liver, or is in the liver without saying where it began. */
export function isLiverByCode(coded: readonly ConceptMatch[]): boolean {
  return coded.some(({ concept }) => liverPrimaries.includes(concept));
}

/** Whether the code is a metastasis in the liver. */
export function isLiverMetastasis(coded: readonly ConceptMatch[]): boolean {
  return proves(coded, 'dx.liver-metastasis') || proves(coded, 'dx.net-liver-metastasis');
}

/**
 * What the codings say besides those of a metastasis in the liver, and of cancer in general: problem lists join it with its primary in one
 * entry.
 */
export function besidesMetastasis(coded: readonly ConceptMatch[]): readonly ConceptMatch[] {
  const ofMetastasis = new Set(
    coded.filter((match) => isLiverMetastasis([match])).map(({ coding }) => coding),
  );
  return ofMetastasis.size === 0
    ? []
    : coded.filter(({ coding, concept }) => !ofMetastasis.has(coding) && concept !== 'dx.malignancy-unsited');
}

/** Whether the code is of a tumor in the liver, of whatever origin. */
export function isLiverTumor(coded: readonly ConceptMatch[]): boolean {
  return isLiverByCode(coded) || isLiverMetastasis(coded);
}

/** What one coding says the tumor is, as far as two of them cannot both be true. */
function tumorClass({ concept, use }: ConceptMatch): string | undefined {
  if (concept.startsWith('dx.history.')) return 'history';
  if (concept === 'dx.liver-metastasis' || (concept === 'dx.net-liver-metastasis' && use === 'proves'))
    return 'metastasis';
  if (
    ['dx.anal', 'dx.cholangio-extrahepatic', 'dx.other-primary-liver'].includes(concept) ||
    concept.startsWith('dx.other.')
  )
    return concept;
  return kindOfConcept.get(concept);
}

/** What is not the primary of a metastasis in the liver in the same entry: a tumor that began in the liver, or a past one. */
const neverJoined = ['history', 'hcc', 'icc', 'dx.other-primary-liver'];

/**
 * Whether the codings of one concept name two tumors, or a tumor and its history. A code that states both is of both, and a primary with its
 * metastasis in the liver is one disease.
 */
export function isSelfContradictory(coded: readonly ConceptMatch[]): boolean {
  const isBoth = proves(coded, 'dx.net-liver-metastasis');
  const unsited = new Set(matchesOf(coded, 'dx.melanoma-metastasis').map(({ coding }) => coding));
  const classes = new Set(
    coded.flatMap((match) => {
      const stated = unsited.has(match.coding) ? undefined : tumorClass(match);
      return stated === undefined || (isBoth && (stated === 'net' || stated === 'metastasis'))
        ? []
        : [stated];
    }),
  );
  const isJoined =
    classes.size === 2 && classes.has('metastasis') && !neverJoined.some((each) => classes.has(each));
  return !isJoined && classes.size > (isBoth ? 0 : 1);
}
