import { mappings } from '../catalogue/catalogue.ts';
import { type AssessOptions, assess } from '../core/assess.ts';
import type { CriterionResult, Determination } from '../core/policy/determine.ts';
import { checkInWords } from '../core/policy/in-words.ts';
import { isGroup, type Policy } from '../core/policy/policy.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';

/** What the same chart gives under two policies: the verdicts, then what either asks alone and what both ask. */
export function policyDiff(
  a: Policy,
  b: Policy,
  record: PatientRecord,
  options: Omit<AssessOptions, 'mappings'>,
): string {
  const judgedBy = (policy: Policy) => assess(record, policy, { ...options, mappings }).determination;
  const [left, right] = [judgedBy(a), judgedBy(b)];
  const drafts = [a, b]
    .filter(({ status }) => status === 'draft')
    .map(({ id }) => `${id} is a draft: a comparison of formats, not a determination.`);
  const [asked, askedToo] = [criteria(left, left.results), criteria(right, right.results)];
  return [
    `${a.id} ${a.version}: ${left.verdict}`,
    `${b.id} ${b.version}: ${right.verdict}`,
    ...drafts,
    '',
    ...section(`Asked by ${a.id} alone`, without(asked, askedToo)),
    ...section(`Asked by ${b.id} alone`, without(askedToo, asked)),
    ...section(
      'Asked by both',
      asked.filter((line) => askedToo.includes(line)),
    ),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  return lines.filter((line) => !others.includes(line));
}

/** What is asked, in its own words with limit and unit, each once: ids differ between payers, what is asked does not. */
function criteria(determination: Determination, results: readonly CriterionResult[]): readonly string[] {
  const { therapy } = determination;
  const lines = results.flatMap(({ criterion, verdict, of }): readonly string[] => {
    if (!isGroup(criterion)) return [`${checkInWords(criterion)}: ${verdict}`];
    const isForAnother = therapy !== undefined && criterion.therapies?.includes(therapy) === false;
    return isForAnother ? [`${criterion.title}: not the requested therapy`] : criteria(determination, of);
  });
  return [...new Set(lines)];
}
