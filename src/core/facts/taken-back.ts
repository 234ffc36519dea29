import type { Condition } from '../fhir/r4.ts';
import type { ConceptMatch } from '../fhir/value-set.ts';
import { isLiverMetastasis, kindsOf, type TumorKind } from './tumor-code.ts';

/**
 * Words by which a person takes the code of a diagnosis back: problem lists carry them beside a code that says the opposite. Generous, since
 * what they cost is a question.
 */
const doubts =
  /\b(?:r\/o|rul(?:e|ed|ing)[- ]out|suspect\w*|susp\.?|suspicio(?:n|us)|possibl[ey]|probabl[ey]|likely|unlikely|presum\w*|questionable|unconfirmed|not confirmed|excluded|(?:cannot|can't|can not) exclude|differential|ddx|c\/f|concern(?:ing)? for|worrisome|indeterminate|at risk|risk (?:of|for)|screening|absence of|denies|not seen|vs\.?|versus)(?!\w)/gi;
const before =
  /^\W*(?:family|fam|f\/?hx?|(?:personal |past |prior |previous )?(?:history|hx)|h\/o|s\/p|status post|prior|past|previous|former|resolved|no|not|negative for|query|(?:eval|evaluate|evaluation) (?:for|of)|\?)(?!\w)/i;
const over =
  /\b(?:in (?:\w+ ){0,2}remission|cured|disease[- ]free|no evidence of (?:disease(?! progression)|recurrence|malignancy)|NED)\b|\b(?:resolved|surveillance|history)\W*$/i;
const asked = /^\W*\?|\?\W*$/;

/** Of words that take a code back, those by which the disease is not there. */
const denial =
  /\b(?:ruled[- ]out|(?<!cannot be |not )excluded|absence of|denies|not seen)(?!\w)|^\W*(?:no|not|negative for)(?!\w)/i;

/** How words name the tumor of a code. */
const names: Readonly<Record<TumorKind | 'metastasis', RegExp>> = {
  hcc: /hepatocell|hepatoma|liver cell|\bhcc\b/i,
  icc: /cholangio|bile duct|\bicc\b/i,
  net: /neuroendocrine|carcinoid|\bnets?\b/i,
  crc: /colon|colorect|rectal|rectum|sigmoid|c(?:a)?ecum|bowel/i,
  melanoma: /melanom/i,
  metastasis: /metasta|\bmets?\b/i,
};

/** Longer texts are no names of a diagnosis; patterns would take their time over them. */
const longest = 1000;

/** Whether the text of a diagnosis, or the display of its code, takes the code back. @param coded concepts of its code */
export function isTakenBack(condition: Condition, coded: readonly ConceptMatch[]): boolean {
  return wordsOf(condition).some(
    (words) => before.test(words) || over.test(words) || asked.test(words) || isDoubted(words, coded),
  );
}

/** Whether the words say that the disease is not there, whatever the code says. */
export function isDenied(condition: Condition): boolean {
  return wordsOf(condition).some((words) => denial.test(words));
}

/** A doubt about something that comes with the tumor (`HCC with possible portal vein invasion`) is none about it. */
function isDoubted(words: string, coded: readonly ConceptMatch[]): boolean {
  const kinds = [...kindsOf(coded, 'proves'), ...kindsOf(coded, 'supports')];
  const itself = (isLiverMetastasis(coded) ? (['metastasis'] as const) : kinds).map((kind) => names[kind]);
  return [...words.matchAll(doubts)].some(({ index }) => {
    const earlier = words.slice(0, index);
    const isBesides = /\b(?:with|and) $/i.test(earlier) && itself.some((name) => name.test(earlier));
    return !isBesides;
  });
}

function wordsOf({ code }: Condition): readonly string[] {
  const said = [code?.text, ...(code?.coding ?? []).map(({ display }) => display)];
  return said.flatMap((words) => (words === undefined ? [] : [words.replace(/\s+/g, ' ').slice(0, longest)]));
}
