import type { Assessment } from '../core/assess.ts';
import { inSentence, neededAnswers } from './needed-answers.ts';

/** Longest summary, in characters. @see https://cds-hooks.hl7.org/2.0/#card-attributes */
export const longestSummary = 139;

/** How a card calls the policy. */
export function policyName({ policy }: Pick<Assessment, 'policy'>): string {
  return policy.id.toUpperCase();
}

/** What is lacking, in one line of plain text that holds nothing from the chart. */
export function cardSummary(assessment: Assessment): string {
  const { determination } = assessment;
  const criteria = `Criteria of ${policyName(assessment)}`;
  if (determination.verdict === 'not-met') return `${criteria} appear not met for this order`;
  if (determination.verdict === 'met') {
    const lacking = lackingDocuments(assessment);
    const met = `${criteria} appear met`;
    return lacking.length === 0 ? met : fitted(`${met}; still to document: `, lacking);
  }
  const { questions, enough } = neededAnswers(assessment);
  if (questions.length === 0) return `${criteria} cannot be determined from the record`;
  if (determination.therapy === undefined) return fitted('1 answer needed first: ', questions);
  const start =
    enough < questions.length
      ? `${enough} of these ${questions.length} answers needed: `
      : `${enough} answer${enough === 1 ? '' : 's'} needed: `;
  return fitted(start, questions);
}

/** Items of the payer's list of information that are not complete, by their titles. */
export function lackingDocuments({ documents }: Assessment): readonly string[] {
  return documents
    .filter(({ status }) => status === 'missing' || status === 'partial')
    .map(({ document }) => inSentence(document.title));
}

/** As many names as there is room for, and how many more there are. */
function fitted(start: string, names: readonly string[]): string {
  for (let shown = names.length; shown > 0; shown -= 1) {
    const more = shown < names.length ? `, and ${names.length - shown} more` : '';
    const line = `${start}${names.slice(0, shown).join(', ')}${more}`;
    if (line.length <= longestSummary) return line;
  }
  return start.replace(/: $/, '').slice(0, longestSummary);
}
