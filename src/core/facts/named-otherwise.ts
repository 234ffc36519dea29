import type { Condition } from '../fhir/r4.ts';
import { type ConceptMatch, proves } from '../fhir/value-set.ts';
import { wordsOf } from './diagnosis-words.ts';
import { isLiverMetastasis, kindsOf, type TumorKind } from './tumor-code.ts';
import type { Origin } from './tumor-origin.ts';
import type { NamedOrgan, NamedType } from './tumor-words.ts';
import { type NamedTumors, tumorsNamed } from './tumors-named.ts';

/** What a tumor may be called besides its own name, and what it is not, whatever else it is called. */
interface Naming {
  readonly isOwn: (named: NamedTumors) => boolean;
  readonly fits: ReadonlySet<NamedType | NamedOrgan>;
  readonly never: readonly NamedType[];
  readonly isOfLiver: boolean;
}

const naming: Readonly<Record<TumorKind, Naming>> = {
  hcc: { isOwn: ({ types }) => types.has('hcc'), fits: new Set(), never: ['icc'], isOfLiver: true },
  icc: {
    isOwn: ({ types }) => types.has('icc'),
    fits: new Set(['adenocarcinoma', 'intrahepatic']),
    never: ['hcc', 'hilar'],
    isOfLiver: true,
  },
  net: {
    isOwn: ({ types }) => types.has('net'),
    fits: new Set([
      'crc',
      'lung',
      'pancreas',
      'stomach',
      'esophagus',
      'gallbladder',
      'ovary',
      'thyroid',
      'kidney',
    ]),
    never: [],
    isOfLiver: false,
  },
  crc: {
    isOwn: ({ organs }) => organs.has('crc'),
    fits: new Set(['adenocarcinoma', 'crc']),
    never: ['net'],
    isOfLiver: false,
  },
  melanoma: {
    isOwn: ({ types }) => types.has('melanoma'),
    fits: new Set(['skin', 'anus']),
    never: [],
    isOfLiver: false,
  },
};

/** A cancer of an organ that no policy names: of any type but one that a policy names. */
function namingElsewhere(organ: NamedOrgan): Naming {
  return {
    isOwn: ({ organs }) => organs.has(organ),
    fits: new Set([organ, 'adenocarcinoma', 'squamous', 'elsewise']),
    never: ['net'],
    isOfLiver: false,
  };
}

/** Organs with a value set of their own. */
const elsewhere: readonly NamedOrgan[] = [
  'breast',
  'lung',
  'pancreas',
  'gallbladder',
  'stomach',
  'kidney',
  'prostate',
  'bladder',
  'ovary',
  'uterus',
  'cervix',
  'esophagus',
];

/**
 * Whether the words of a tumor name another one than its code: a problem list is read by its words, and the code may be a slip. Words that
 * only say less, or more, name none.
 */
export function isNamedOtherwise(condition: Condition, coded: readonly ConceptMatch[]): boolean {
  const kinds = kindsOf(coded, 'proves').map((kind) => naming[kind]);
  const others = elsewhere.filter((organ) => proves(coded, `dx.other.${organ}`)).map(namingElsewhere);
  const itself = [...kinds, ...others];
  const isExtrahepatic = proves(coded, 'dx.cholangio-extrahepatic');
  const isMetastasis = isLiverMetastasis(coded);
  if (itself.length === 0 && !isExtrahepatic && !isMetastasis) return false;
  return wordsOf(condition)
    .map(tumorsNamed)
    .some(
      (named) =>
        named.isBenign ||
        (isExtrahepatic && named.types.has('intrahepatic')) ||
        (!isMetastasis && itself.some((each) => isAnother(each, named))),
    );
}

function isAnother({ isOwn, fits, never, isOfLiver }: Naming, named: NamedTumors): boolean {
  if (never.some((type) => named.types.has(type))) return true;
  if (isOwn(named)) return false;
  return (
    [...named.types].some((type) => !fits.has(type)) ||
    [...named.primaries].some((organ) => !fits.has(organ) && !named.past.has(organ)) ||
    (isOfLiver && named.isLiverMetastasis)
  );
}

/** Whether the words of a metastasis name origins of which the one that the record gives it is none. */
export function isOfAnotherOriginInWords(
  condition: Condition,
  origin: Extract<Origin, { is: 'named' | 'other' }>,
): boolean {
  return wordsOf(condition).some((words) => {
    const { types, primaries } = tumorsNamed(words);
    const origins = [
      ...(['hcc', 'icc', 'net', 'melanoma'] as const).filter((type) => types.has(type)),
      ...primaries,
    ];
    return origins.length > 0 && !isAmong(origins, origin);
  });
}

function isAmong(
  origins: readonly (NamedType | NamedOrgan)[],
  origin: Extract<Origin, { is: 'named' | 'other' }>,
): boolean {
  if (origin.is === 'other') {
    const site = origin.site.replace('dx.other.', '');
    const own =
      site === 'liver' ? ['hcc', 'icc'] : site.startsWith('bile-duct') ? ['icc', 'gallbladder'] : [site];
    return origins.some((each) => own.includes(each)) && !origins.includes('net');
  }
  const { fits, never } = naming[origin.kind];
  return (
    origins.some((each) => each === origin.kind || fits.has(each)) &&
    !never.some((type) => origins.includes(type))
  );
}
