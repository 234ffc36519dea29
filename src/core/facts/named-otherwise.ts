import type { Condition } from '../fhir/r4.ts';
import { type ConceptMatch, proves } from '../fhir/value-set.ts';
import { wordsOf } from './diagnosis-words.ts';
import { isLiverMetastasis, kindsOf, type TumorKind } from './tumor-code.ts';
import type { Origin } from './tumor-origin.ts';
import { type NamedOrgan, type NamedType, organNames, typeNames } from './tumor-words.ts';
import { deniesAll, type NamedTumors, namesNoTumor, tumorsNamed } from './tumors-named.ts';

/** What a tumor may be called besides its own name, and what it is not, whatever else it is called. */
interface Naming {
  /** The type that names it; undefined where its organ does. */
  readonly own?: NamedType;
  readonly isOwn: (named: NamedTumors) => boolean;
  readonly fits: ReadonlySet<NamedType | NamedOrgan>;
  readonly never: readonly NamedType[];
  readonly isOfLiver: boolean;
}

const naming: Readonly<Record<TumorKind, Naming>> = {
  hcc: {
    own: 'hcc',
    isOwn: ({ types }) => types.has('hcc'),
    fits: new Set(),
    never: ['icc'],
    isOfLiver: true,
  },
  icc: {
    own: 'icc',
    isOwn: ({ types }) => types.has('icc'),
    fits: new Set(['adenocarcinoma', 'intrahepatic']),
    never: ['hcc', 'hilar'],
    isOfLiver: true,
  },
  net: {
    own: 'net',
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
      'small-bowel',
      'adrenal',
      'thymus',
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
    own: 'melanoma',
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
  // The text alone: one problem may carry the codes of a tumor and of the cirrhosis that it lies in, each with its display.
  if (wordsOf({ code: { text: condition.code?.text } }).some(namesNoTumor)) return true;
  return wordsOf(condition)
    .map(tumorsNamed)
    .some(
      (named) =>
        named.isBenign ||
        (isExtrahepatic && named.types.has('intrahepatic')) ||
        (!isMetastasis && itself.some((each) => isAnother(each, named))),
    );
}

/** Whether the words call it a benign lesion. */
export function isBenignInWords(condition: Pick<Condition, 'code'>): boolean {
  return wordsOf(condition).some((words) => tumorsNamed(words).isBenign);
}

/** Whether words are of another tumor than this kind, or of a benign one. */
export function namesAnother(condition: Pick<Condition, 'code'>, kind: TumorKind): boolean {
  return wordsOf(condition)
    .map(tumorsNamed)
    .some((named) => named.isBenign || isAnother(naming[kind], named));
}

/** Types that say little beside the name of the tumor itself. */
const general: ReadonlySet<NamedType> = new Set(['adenocarcinoma', 'intrahepatic', 'squamous']);

/** A tumor that is named by its type may lie in any organ; one that is named by its organ is not of every type. */
function isAnother(naming: Naming, named: NamedTumors): boolean {
  const { own, isOwn, fits, never, isOfLiver } = naming;
  if (never.some((type) => named.types.has(type))) return true;
  const isNamed = isOwn(named);
  const isOfOtherType = [...named.types].some(
    (type) =>
      type !== own && !fits.has(type) && !named.pastTypes.has(type) && !(isNamed && general.has(type)),
  );
  if (isOfOtherType) return true;
  if (isOfLiver && named.isLiverMetastasis) return true;
  if (isNamed && own !== undefined) return false;
  // `Cervix uteri`, `gastroesophageal`: organs that no policy names lie too close for their names to exclude each other.
  const isOfNeighbour = (organ: NamedOrgan) => isNamed && !fits.has('crc') && organ !== 'crc';
  const isOfOtherOrgan = [...named.primaries].some(
    (organ) => !fits.has(organ) && !named.past.has(organ) && !isOfNeighbour(organ),
  );
  return isOfOtherOrgan;
}

const isUnknown =
  /\b(?:unknown|occult|undetermined) (?:primary|origin|source)\b|\b(?:primary|origin) unknown\b/i;

/** Whether the words of a metastasis name origins of which the one that the record gives it is none, or call it unknown. */
export function isOfAnotherOriginInWords(
  condition: Pick<Condition, 'code'>,
  origin: Extract<Origin, { is: 'named' | 'other' }>,
): boolean {
  return wordsOf(condition).some((words) => {
    const { types, primaries } = tumorsNamed(words);
    const named = typesOfOrigin.filter((type) => types.has(type));
    const isDenied = deniesAll(words, ...namesOf(origin));
    return (
      isUnknown.test(words) ||
      isDenied ||
      (named.length + primaries.size > 0 && !isAmong(named, primaries, origin))
    );
  });
}

/** How words name an origin, or the organ that it is of. */
function namesOf(origin: Extract<Origin, { is: 'named' | 'other' }>): readonly RegExp[] {
  if (origin.is === 'named') return [origin.kind === 'crc' ? organNames.crc : typeNames[origin.kind]];
  const organ = origin.site.replace('dx.other.', '');
  return Object.entries(organNames).flatMap(([name, pattern]) => (name === organ ? [pattern] : []));
}

const typesOfOrigin = ['hcc', 'icc', 'net', 'melanoma', 'squamous', 'elsewise'] as const;

function isAmong(
  types: readonly NamedType[],
  primaries: ReadonlySet<NamedOrgan>,
  origin: Extract<Origin, { is: 'named' | 'other' }>,
): boolean {
  const origins: readonly (NamedType | NamedOrgan)[] = [...types, ...primaries];
  if (origin.is === 'other') {
    const site = origin.site.replace('dx.other.', '');
    const own =
      site === 'liver'
        ? ['hcc', 'icc']
        : site.startsWith('bile-duct')
          ? ['icc', 'gallbladder']
          : [site, 'squamous', 'elsewise'];
    return origins.some((each) => own.includes(each)) && !origins.includes('net');
  }
  const { own, fits } = naming[origin.kind];
  return (
    types.every((type) => type === own || fits.has(type)) &&
    origins.some((each) => each === own || fits.has(each))
  );
}
