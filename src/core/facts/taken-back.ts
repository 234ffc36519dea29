import type { Condition } from '../fhir/r4.ts';
import type { ConceptMatch } from '../fhir/value-set.ts';
import { isBesides, type Said } from './besides.ts';
import { wordsOf } from './diagnosis-words.ts';
import { denial, disproofs, doubts, fifthCategory, lowerCategory } from './doubt-words.ts';
import { before, endings, past, recurrence, removals } from './ending-words.ts';
import { isLiverMetastasis, isLiverTumor, kindsOf, type TumorKind } from './tumor-code.ts';
import { organNames, typeNames } from './tumor-words.ts';
import { deniesAll, liverMetastasis } from './tumors-named.ts';

const asked = /^\W*\?|\?\W*$|\w\?[ ,;)]/;

/** How words name the tumor of a code. */
const names: Readonly<Record<TumorKind | 'metastasis', RegExp>> = {
  hcc: /hepatocell|hepatoma|liver cell|\bhcc\b/i,
  icc: /cholangio|bile duct|\bicc\b/i,
  net: /neuroendocrine|carcinoid|\bnets?\b/i,
  crc: /colon|colorect|rectal|rectum|sigmoid|c(?:a)?ecum|bowel/i,
  melanoma: /melanom/i,
  metastasis: /metasta|\bmets?\b/i,
};

/**
 * Whether the text of a diagnosis, or the display of its code, takes the code back: problem lists carry words beside a code that say the
 * opposite.
 *
 * @param coded concepts of its code
 */
export function isTakenBack(condition: Pick<Condition, 'code'>, coded: readonly ConceptMatch[]): boolean {
  const { kinds, itself, ends } = namesAndEndings(coded);
  return wordsOf(condition).some(
    (words) =>
      before.test(words) ||
      asked.test(words) ||
      isDeniedByName(words, coded, kinds) ||
      isPast(words) ||
      isDoubted(words, itself) ||
      isOver(words, itself, ends),
  );
}

/** Whether the words say that the disease is over, or that its diagnosis was wrong, whatever the code says. */
export function isOverInWords(condition: Pick<Condition, 'code'>, coded: readonly ConceptMatch[]): boolean {
  const { itself, ends } = namesAndEndings(coded);
  return wordsOf(condition).some(
    (words) => isPast(words) || isDisproven(words, itself) || isOver(words, itself, ends),
  );
}

/** Whether the words say that the disease is not there, whatever the code says. */
export function isDenied(condition: Condition): boolean {
  return wordsOf(condition).some((words) => denial.test(words));
}

/** Whether the words name the tumor of the code only to deny it. */
function isDeniedByName(words: string, coded: readonly ConceptMatch[], kinds: readonly TumorKind[]): boolean {
  if (isLiverMetastasis(coded)) return deniesAll(words, liverMetastasis);
  return kinds.some((kind) => deniesAll(words, kind === 'crc' ? organNames.crc : typeNames[kind]));
}

function isPast(words: string): boolean {
  return past.some((each) => each.test(words)) && !recurrence.test(words);
}

/** A doubt about something that comes with the tumor (`HCC with possible portal vein invasion`) is none about it. */
function isDoubted(words: string, itself: readonly RegExp[]): boolean {
  return (
    says(words, doubts, (said) => !isBesides(said, itself, 'doubt')) ||
    isDisproven(words, itself) ||
    (words.search(lowerCategory) >= 0 && !fifthCategory.test(words))
  );
}

function isDisproven(words: string, itself: readonly RegExp[]): boolean {
  return says(words, disproofs, (said) => !isBesides(said, itself, 'ending'));
}

function namesAndEndings(coded: readonly ConceptMatch[]) {
  const kinds = [...kindsOf(coded, 'proves'), ...kindsOf(coded, 'supports')];
  const itself = (isLiverMetastasis(coded) ? (['metastasis'] as const) : kinds).map((kind) => names[kind]);
  const ends = kinds.length > 0 && !isLiverTumor(coded) ? endings : [...endings, ...removals];
  return { kinds, itself, ends };
}

function isOver(words: string, itself: readonly RegExp[], ends: readonly RegExp[]): boolean {
  return says(words, ends, (said) => !isBesides(said, itself, 'ending'));
}

function says(words: string, patterns: readonly RegExp[], isSo: (said: Said) => boolean): boolean {
  return patterns
    .flatMap((each) => (words.search(each) < 0 ? [] : [...words.matchAll(each)]))
    .some(({ index, 0: said }) => isSo({ words, index, said }));
}
