import type { Condition } from '../fhir/r4.ts';
import type { ConceptMatch } from '../fhir/value-set.ts';
import { wordsOf } from './diagnosis-words.ts';
import { isLiverMetastasis, kindsOf, type TumorKind } from './tumor-code.ts';

/**
 * Words by which a person takes the code of a diagnosis back: problem lists carry them beside a code that says the opposite. Generous, since
 * what they cost is a question.
 */
const doubts =
  /\b(?:r\/o|rul(?:e|ed|ing)[- ]out|suspect\w*|susp\.?|suspicio(?:n|us)|possibl[ey]|probabl[ey]|likely|unlikely|maybe|presum\w*|questionable|unconfirmed|unproven|not (?:yet )?(?:biopsy[- ])?(?:confirmed|established|proven)|excluded|(?:cannot|can't|can not) exclude|differential|ddx?|c\/f|concern(?:ing)? for|worrisome|indeterminate|at risk|risk (?:of|for)|screening|absence of|denies|not seen|vs\.?|versus)(?!\w)/gi;
const doubtsInGerman = /\b(?:verdacht|v\. ?a\.|fraglich\w*|ausschluss|ausgeschlossen)(?!\w)/gi;
/** What was to prove the diagnosis has not, or not yet. */
const untested =
  /\b(?:pending|awaiting|negative) (?:\w+ )?(?:biopsy|bx|path(?:ology)?|histology|cytology|confirmation|diagnosis)\b|\b(?:biopsy|bx|path(?:ology)?|histology|cytology)(?: (?:is|was|result|still))?[ -]{1,3}(?:pending|negative|inconclusive|non-?diagnostic)\b/gi;
/** The diagnosis of somebody else. A donor may be the one to come: only the beginning tells. */
const kin =
  /\b(?:(?:grand|step)?(?:mother|father|parent|son|daughter)|brother|sister|sibling|aunt|uncle|cousin)\b|^\W*donor\b/gi;
const before =
  /^\W*(?:family|fam|f\/?hx?|(?:personal |past |prior |previous )?(?:history|hx)|h\/o|s\/p|status post|prior|past|previous|former|resolved|no|not|negative for|query|(?:evaluate|evaluation|eval)(?: (?:for|of))?|work-? ?up|z\. ?n\.|zustand nach|\?)(?!\w)/i;
const over =
  /\b(?:in (?:\w+ ){0,2}remission|cured|disease[- ]free|no evidence of (?:disease(?! progression)|recurrence|malignancy)|NED)\b|\bcomplete (?:\w+ )?(?:response|remission)\b|\b(?:no|without) (?:evidence of )?(?:viable|residual|remaining|active) (?:\w+ )?(?:tumou?r|disease|cancer|carcinoma|malignancy|HCC)\b|\b(?:resolved|surveillance|history|work-? ?up)\W*$/i;
const asked = /^\W*\?|\?\W*$/;

/** Of words that take a code back, those by which the disease is not there. */
const denial =
  /\b(?:ruled[- ]out|(?<!cannot be |not )excluded|absence of|denies|not seen|ausgeschlossen)(?!\w)|^\W*(?:no|not|negative for)(?!\w)/i;

/** How words name the tumor of a code. */
const names: Readonly<Record<TumorKind | 'metastasis', RegExp>> = {
  hcc: /hepatocell|hepatoma|liver cell|\bhcc\b/i,
  icc: /cholangio|bile duct|\bicc\b/i,
  net: /neuroendocrine|carcinoid|\bnets?\b/i,
  crc: /colon|colorect|rectal|rectum|sigmoid|c(?:a)?ecum|bowel/i,
  melanoma: /melanom/i,
  metastasis: /metasta|\bmets?\b/i,
};

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
  return [doubts, doubtsInGerman, untested, kin]
    .flatMap((each) => [...words.matchAll(each)])
    .some(({ index }) => {
      const earlier = words.slice(0, index);
      const isBesides = /\b(?:with|and) $/i.test(earlier) && itself.some((name) => name.test(earlier));
      return !isBesides;
    });
}
