import { mappings } from '../catalogue/catalogue.ts';
import { type AssessOptions, assess } from '../core/assess.ts';
import type { CriterionResult } from '../core/policy/determine.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';

/** What the same chart gives under two policies: verdicts side by side, then each criterion of both. */
export function policyDiff(
  a: Policy,
  b: Policy,
  record: PatientRecord,
  options: Omit<AssessOptions, 'mappings'>,
): string {
  const [left, right] = [a, b].map((policy) => assess(record, policy, { ...options, mappings }));
  if (!left || !right) return '';
  const drafts = [a, b]
    .filter(({ status }) => status === 'draft')
    .map(({ id }) => `${id} is a draft: a comparison of formats, not a determination.`);
  const leftLines = criteria(left.determination.results);
  const rightLines = criteria(right.determination.results);
  return [
    `${a.id} ${a.version}: ${left.determination.verdict}`,
    `${b.id} ${b.version}: ${right.determination.verdict}`,
    ...drafts,
    '',
    ...section(`Only in ${a.id}, or judged otherwise there`, without(leftLines, rightLines)),
    ...section(`Only in ${b.id}, or judged otherwise there`, without(rightLines, leftLines)),
    ...section(
      'The same in both',
      leftLines.filter((line) => rightLines.includes(line)),
    ),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  return lines.filter((line) => !others.includes(line));
}

/** Leaf criteria by their words, each once: ids differ between payers, what is asked does not. */
function criteria(results: readonly CriterionResult[]): readonly string[] {
  const lines = results.flatMap((result): readonly string[] =>
    result.of.length > 0 ? criteria(result.of) : [`${result.criterion.title}: ${result.verdict}`],
  );
  return [...new Set(lines)];
}
