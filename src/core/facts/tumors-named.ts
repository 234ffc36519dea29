import { cancerNames, type NamedOrgan, type NamedType, organNames, typeNames } from './tumor-words.ts';

/** The tumors that one text names, leaving out those that it denies. */
export interface NamedTumors {
  readonly types: ReadonlySet<NamedType>;
  /** Of these, the ones that it names as past. */
  readonly pastTypes: ReadonlySet<NamedType>;
  /** Organs that it names as the place where a cancer began. */
  readonly primaries: ReadonlySet<NamedOrgan>;
  /** Of these, the ones that it names as past. */
  readonly past: ReadonlySet<NamedOrgan>;
  /** Organs that it names at all. */
  readonly organs: ReadonlySet<NamedOrgan>;
  readonly isLiverMetastasis: boolean;
  readonly isBenign: boolean;
}

const denied =
  /\b(?:no|not|non|nor|without|rather than|instead of|negative for|against)[ -](?:an? |primary |known |evidence of |liver |hepatic ){0,3}$/i;
/** `Prior biopsy: lymphoma` is of a past test, not of a past tumor. */
const pastBefore =
  /\b(?:history|hx|h\/o|prior|previous|former|past)\b(?:(?!\b(?:path|biops|bx\b|cytolog|imaging|report))[^,;.]){0,30}$/i;
/** What a tumor has turned out to be. */
const correctedTo =
  /\b(?:reclassified(?: as)?|now known(?: to be)?|turned out(?: to be)?|(?:path(?:ology)?|biopsy|bx|histology)\b[ :]*(?:shows?|showed|was|is|consistent with)?|suggests?|more likely)(?: an?)?(?: hepatocellular| hepatic| liver)? $/i;
const cancerAfter =
  /^\w*(?:[ -][\w-]+){0,2}[ -](?:cancer|carcinom|ca\b|adenoca|malig|neopl|tumou?r|primary|origin)|^\w* (?:liver|hepatic) met|^\w* met\w* (?:to|in) (?:the )?liver/i;
const cancerBefore =
  /\b(?:from|due to|secondary to|primary:?)(?: [\w-]+){0,4} $|(?:cancer|carcinom\w*|\bca|malignan\w*|neoplasms?|tumou?rs?|adenoca\w*)(?:,? (?:of|from|in|involving))(?: [\w-]+){0,6} $|(?:cancer|carcinoma),? (?:right|left|bilateral) $/i;
/** `Liver metastasis, breast` and `Liver mets (breast)`: the organ ends the name. */
const metastasisBefore =
  /(?:metasta\w*|\bmets?)(?: (?:to|in|of) (?:the )?liver)? ?[,:;(/-]+ ?(?:from |of )?$/i;
const nothingAfter = /^\w*(?: primary| origin)? ?(?:\)|$)/i;
/** What a cancer has spread to is not where it began. */
const spread =
  /(?<!\b(?:due|secondary|related|attributed|attributable|owing) )\b(?:to|into|invad(?:es|ing)|involving|invasion of)\b(?:(?!\bfrom\b|\bdue\b)[^.:;()])*/gi;
/** How words name a metastasis in the liver. */
export const liverMetastasis =
  /\b(?:liver|hepatic) (?:metasta|mets?\b)|metasta\w*(?: \w+){0,3} (?:to|in|of) (?:the )?liver|mets? (?:to|in) (?:the )?liver|metasta\w* liver|metasta\w* (?:from|of)\b(?! (?:the )?(?:liver|hepato|hcc))|secondary (?:malig|liver|hepatic|neopl|carcin|tum)/gi;
const benign =
  /\badenoma(?:s|tos[ei]s)?\b|h[a]?emangioma\b|focal nodular|\bfnh\b|\bcysts?\b|hamartoma|lipoma|abscess|(?:dysplastic|regenerative) nodul|\bbenign\b|\bpolyps?\b|\bn[a]?evus/gi;
const malignant =
  /cancer|carcinom|malignan|metasta|\bmets?\b|sarcom|lymphom|melanom|blastom|endocrine|carcinoid|hepatoma|\bca\b|\bhcc\b|\bi?cca?\b|\bnets?\b/gi;
/** Diseases of the liver and the bowel that are no tumor; beside one they come with it. */
const noTumor =
  /cirrhos|hepatitis|cholangitis|steato|fatty liver|fibrosis|diverticul|colitis|crohn|colonoscop|alpha-?fetoprotein|\bafp\b|fatty infiltration|choledocho|cholelith|hemochromatos|wilson/i;
const anyTumor =
  /tumou?r|neopl|\bmass|lesion|nodul|omas?\b|li-?rads|\blr-?\d|\bcrc\b|\bgist\b|\bn?sclc\b|\brcc\b/gi;
const benignItself =
  /\bpre-?malignant|\b(?:high|low)[- ]grade dysplasia|cystadenoma|\bbenign (?:carcinoid|neopl|tumou?r|lesion|neuroend|liver|hepatic)/gi;
/** A tumor in situ spreads nowhere; beside an invasive one it is a part of it. */
const inSitu = /(?:carcinoma|melanoma|cancer|neoplasm)s?,? in[ -]situ\b/gi;
const invasive = /invasi|infiltrat|arising|metasta/i;

/** Whether a text names a disease that is no tumor, and no tumor beside it. */
export function namesNoTumor(words: string): boolean {
  return noTumor.test(words) && [anyTumor, malignant].every((name) => standing(words, name).length === 0);
}

/** Reads the names of tumors from a text of a diagnosis. */
export function tumorsNamed(words: string): NamedTumors {
  const said = (pattern: RegExp) => standing(words, pattern).length > 0;
  const isOfOrgan = (before: string) =>
    Object.values(organNames).some((pattern) => before.search(pattern) >= 0);
  const spreads = [...words.matchAll(spread)]
    // `Carcinoma involving colon` may have begun there; `ovarian cancer involving colon` has not.
    .filter(({ index, 0: found }) => !/^involving/i.test(found) || isOfOrgan(words.slice(0, index)))
    .map(({ index, 0: { length } }) => [index, index + length] as const);
  const isTarget = (at: number) => spreads.some(([start, end]) => start <= at && at < end);
  const named = Object.entries(organNames).map(([organ, pattern]) => {
    const named = standing(words, pattern).filter((each) => isPrimary(words, each) && !isTarget(each.index));
    const itself = cancerNames[organ as NamedOrgan];
    const found = [...named, ...(itself ? standing(words, itself) : [])];
    return { organ: organ as NamedOrgan, pattern, found };
  });
  const organsWhere = (isSo: (each: (typeof named)[number]) => boolean) =>
    new Set(named.filter(isSo).map(({ organ }) => organ));
  const types = (Object.keys(typeNames) as NamedType[]).filter((type) => said(typeNames[type]));
  const isPast = ({ index }: RegExpExecArray) => pastBefore.test(words.slice(0, index));
  return {
    types: new Set(types),
    pastTypes: new Set(types.filter((type) => standing(words, typeNames[type]).every(isPast))),
    primaries: organsWhere(({ found }) => found.length > 0),
    past: organsWhere(({ found }) => found.length > 0 && found.every(isPast)),
    organs: organsWhere(({ pattern, found }) => found.length > 0 || said(pattern)),
    isLiverMetastasis: said(liverMetastasis),
    isBenign:
      said(benignItself) ||
      (said(inSitu) && !invasive.test(words)) ||
      (said(benign) && !said(malignant)) ||
      standing(words, benign).some(({ index }) =>
        correctedTo.test(words.slice(Math.max(0, index - 60), index)),
      ),
  };
}

/** Whether a text has one of these names, and only to deny it. */
export function deniesAll(words: string, ...names: readonly RegExp[]): boolean {
  return (
    names.some((name) => words.search(name) >= 0) && names.every((name) => standing(words, name).length === 0)
  );
}

/** The matches that are not denied by the words before them. */
function standing(words: string, pattern: RegExp): readonly RegExpExecArray[] {
  return [...words.matchAll(pattern)].filter(
    ({ index }) => !denied.test(words.slice(Math.max(0, index - 40), index)),
  );
}

function isPrimary(words: string, { index, 0: { length } }: RegExpExecArray): boolean {
  return (
    cancerAfter.test(words.slice(index + length, index + length + 60)) ||
    cancerBefore.test(words.slice(Math.max(0, index - 80), index)) ||
    (metastasisBefore.test(words.slice(Math.max(0, index - 80), index)) &&
      nothingAfter.test(words.slice(index + length)))
  );
}
