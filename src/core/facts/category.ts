import { codings, wordsOf } from '../fhir/coding.ts';
import type { Condition } from '../fhir/r4.ts';

/** Lists whose entries are diagnoses of the patient, whatever other list has them too. */
const lists = ['problem-list-item', 'encounter-diagnosis'];
const family = /\bfam(?:ily)?[- ](?:\w+[- ])?(?:history|hx)\b|^fm?h$/i;
const alsoOwn = /\bpersonal\b|\bno\b|problem/i;
const past = /\bhistor(?:y|ical)\b|\bhx\b|^pmhx?$|\b(?:resolved|inactive)\b/i;

/** Why an entry is no diagnosis of the patient, by its category alone; undefined where it may be one. */
export function noDiagnosis({ category = [] }: Condition): string | undefined {
  const codes = codesIn(category);
  if (codes.some((code) => code !== undefined && lists.includes(code))) return undefined;
  if (codes.includes('health-concern')) return 'a health concern, not a diagnosis';
  return says(category, family) && !says(category, alsoOwn)
    ? 'a history of the family, not a diagnosis'
    : undefined;
}

/** Whether a category puts the diagnosis among those of the past, or of the family: it is then not said to be active. */
export function isOfHistory({ category = [] }: Condition): boolean {
  return says(category, past) || says(category, family);
}

/** Whether it is of a visit alone, and on no problem list. */
export function isOfVisit({ category = [] }: Condition): boolean {
  const codes = codesIn(category);
  return codes.includes('encounter-diagnosis') && !codes.includes('problem-list-item');
}

function codesIn(category: NonNullable<Condition['category']>): readonly (string | undefined)[] {
  return category.flatMap((concept) => codings(concept).map(({ code }) => code));
}

function says(category: NonNullable<Condition['category']>, words: RegExp): boolean {
  return category
    .flatMap((concept) => [...wordsOf(concept), ...codings(concept).flatMap(({ code }) => code ?? [])])
    .some((each) => words.test(each.slice(0, 200)));
}
