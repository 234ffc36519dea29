import type { Assessment } from '../core/assess.ts';
import type { Question } from '../core/facts/answers.ts';
import { leafQuestions } from '../core/facts/leaves.ts';
import type { CriterionResult } from '../core/policy/determine.ts';

/** A sentence of the policy, and where it stands. */
export interface PolicyQuote {
  readonly quote: string;
  readonly section: string;
}

/**
 * The policy's own sentences that a question decides upon: those of the criteria that wait for it, else of those that
 * mention it and are not excluded by another part, such as another diagnosis.
 */
export function quotesFor(question: Question, { determination }: Assessment): readonly PolicyQuote[] {
  const found: PolicyQuote[] = [];
  const walk = (result: CriterionResult, above: readonly CriterionResult[]): void => {
    const { criterion, of } = result;
    if (
      criterion.kind === 'leaf' &&
      leafQuestions[criterion.leaf] === question &&
      !isExcluded(result, above)
    ) {
      const spoken = above.findLast(({ criterion: { quote, id } }) => quote && id !== undefined);
      const { quote, id } = spoken?.criterion ?? {};
      if (quote && id !== undefined) found.push({ quote, section: id });
    }
    for (const each of of) walk(each, [...above, result]);
  };
  for (const result of determination.results) walk(result, []);
  return [...new Map(found.map((each) => [each.section, each])).values()];
}

/** Something else than this leaf already excludes the criterion. */
function isExcluded(leaf: CriterionResult, above: readonly CriterionResult[]): boolean {
  return above.some(
    ({ criterion, of }, depth) =>
      criterion.kind === 'all' &&
      of.some((each) => each !== leaf && each !== above[depth + 1] && each.verdict === 'not-met'),
  );
}

/** What the policy says that a word of the question means; undefined where it defines none. */
export function definitionFor(question: Question, { policy }: Assessment): PolicyQuote | undefined {
  const term = policy.terms.find((each) => each.term === question);
  return term && { quote: `${term.term}: ${term.text}`, section: term.section };
}
