import type { Assessment } from '../core/assess.ts';
import type { Question } from '../core/facts/answers.ts';
import { leafQuestions } from '../core/facts/leaves.ts';
import type { CriterionResult, Determination } from '../core/policy/determine.ts';

/** A sentence of the policy, and where it stands. */
export interface PolicyQuote {
  readonly quote: string;
  readonly section: string;
}

/** Questions in the order in which the policy's criteria come to them; those that no criterion asks first. */
export function inPolicyOrder(
  questions: readonly Question[],
  { results }: Determination,
): readonly Question[] {
  const order = results.flatMap(function asked({ criterion, of }: CriterionResult): readonly Question[] {
    return criterion.kind === 'leaf' ? [leafQuestions[criterion.leaf]] : of.flatMap(asked);
  });
  return questions.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}

/**
 * The policy's own sentences that a question decides upon: of the criteria that mention it, those for a diagnosis that the
 * record confirms; where it confirms none, those that nothing else excludes.
 */
export function quotesFor(question: Question, { determination }: Assessment): readonly PolicyQuote[] {
  const found: (PolicyQuote & { readonly isConfirmed: boolean })[] = [];
  const walk = (result: CriterionResult, above: readonly CriterionResult[]): void => {
    const { criterion, of } = result;
    if (
      criterion.kind === 'leaf' &&
      leafQuestions[criterion.leaf] === question &&
      !isExcluded(result, above)
    ) {
      const spoken = above.findLast(({ criterion: { quote, id } }) => quote && id !== undefined);
      const { quote, id } = spoken?.criterion ?? {};
      const isConfirmed = above.some((each) => each.of.some(isConfirmedDiagnosis));
      if (quote && id !== undefined) found.push({ quote, section: id, isConfirmed });
    }
    for (const each of of) walk(each, [...above, result]);
  };
  for (const result of determination.results) walk(result, []);
  const fitting = found.some(({ isConfirmed }) => isConfirmed)
    ? found.filter(({ isConfirmed }) => isConfirmed)
    : found;
  return [...new Map(fitting.map(({ quote, section }) => [section, { quote, section }])).values()];
}

function isConfirmedDiagnosis({ criterion, verdict }: CriterionResult): boolean {
  return criterion.kind === 'leaf' && criterion.leaf.startsWith('dx.') && verdict === 'met';
}

/** Something else than this leaf already excludes the criterion. */
function isExcluded(leaf: CriterionResult, above: readonly CriterionResult[]): boolean {
  return above.some(
    ({ criterion, of }, depth) =>
      criterion.kind === 'all' &&
      of.some((each) => each !== leaf && each !== above[depth + 1] && each.verdict === 'not-met'),
  );
}

/** What the policy says that a word of the question means; undefined where it defines none, or the quotes say it already. */
export function definitionFor(
  question: Question,
  { policy }: Assessment,
  quotes: readonly PolicyQuote[],
): PolicyQuote | undefined {
  const term = policy.terms.find((each) => each.term === question);
  const isQuoted = quotes.some(({ quote }) => term !== undefined && quote.includes(term.text));
  return term && !isQuoted ? { quote: `${term.term}: ${term.text}`, section: term.section } : undefined;
}
