import type { Assessment } from '../core/assess.ts';
import type { PolicyChoice } from '../core/policy/in-force.ts';
import { lackingDocuments, policyName } from './card-summary.ts';
import { asListItem, criterionLines } from './criteria-lines.ts';
import { plainText } from './markdown.ts';
import { waysInWords } from './needed-answers.ts';

/** How the order and the policy came together, as far as the reader should know. */
export interface CardCircumstances {
  /** Whether the chart holds live orders of this kind besides those at hand. */
  readonly hasOtherOrders: boolean;
  readonly selectedBy: Extract<PolicyChoice, { readonly policy: object }>['selectedBy'];
}

const headings = {
  met: 'appear met',
  'not-met': 'appear not met',
  unknown: 'cannot be determined from the record',
} as const;

/** The criteria one by one, what would be enough, and what could not be read: Markdown in which chart text is plain text. */
export function cardDetail(
  assessment: Assessment,
  { selectedBy, hasOtherOrders }: CardCircumstances,
): string {
  const { determination } = assessment;
  const name = plainText(policyName(assessment));
  const ways = waysInWords(assessment);
  const lacking = lackingDocuments(assessment);
  const notRead = unreadInWords(assessment);
  const paragraphs = [
    `**The criteria of ${name} ${headings[determination.verdict]}.**`,
    criterionLines(determination).map(asListItem).join('\n'),
    ways.length > 0 && `Enough would be: ${listed(ways, '; or ')}.`,
    lacking.length > 0 && `Information still incomplete: ${listed(lacking, '; ')}.`,
    notRead.length > 0 && `Not read, so that its absence proves nothing: ${listed(notRead, '; ')}.`,
    hasOtherOrders && 'The chart holds another live order of this kind; this is about the order at hand.',
    selectedBy === 'default' && `The payer is not matched to a policy: confirm that ${name} applies.`,
    'This is what the record shows; the payer decides.',
  ];
  return paragraphs.filter((each) => each !== false && each !== '').join('\n\n');
}

/** Once the coverage is known, what else was not read about coverages changes nothing; nor does the encounter. */
function unreadInWords({ facts, unread }: Assessment): readonly string[] {
  const idle = facts.coverage.coverage ? ['Encounter', 'Coverage'] : ['Encounter'];
  const telling = unread.filter(({ resourceType }) => !idle.includes(resourceType));
  return [...new Set(telling.map(({ requirement, because }) => `${requirement} (${because})`))];
}

const mostListed = 6;

function listed(names: readonly string[], joint: string): string {
  const more = names.length > mostListed ? `${joint}${names.length - mostListed} more` : '';
  return `${names.slice(0, mostListed).map(plainText).join(joint)}${more}`;
}
