import type { CriterionResult, Determination } from '../core/policy/determine.ts';
import { isGroup } from '../core/policy/policy.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import { plainText } from './markdown.ts';

/** How a criterion's verdict is said. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  met: 'appears met',
  'not-met': 'appears not met',
  unknown: 'cannot be determined',
};

const mostLines = 24;

/** A criterion to show: those above it are shown too. */
export interface CriterionLine {
  readonly depth: number;
  readonly title: string;
  readonly verdict: Verdict;
  /** On the innermost lines only: the others repeat it. */
  readonly because?: string;
}

/** The criteria of the requested therapy, from the outside in, down to where each is decided. */
export function criterionLines({
  results,
  therapy,
}: Pick<Determination, 'results' | 'therapy'>): readonly CriterionLine[] {
  const isAsked = ({ criterion }: CriterionResult) =>
    therapy === undefined ||
    !isGroup(criterion) ||
    (criterion.therapies ?? [therapy]).some((each) => each === therapy);
  return results
    .filter(isAsked)
    .flatMap((result) => lines(result, 0))
    .slice(0, mostLines);
}

function lines(
  { criterion, verdict, because, of }: CriterionResult,
  depth: number,
): readonly CriterionLine[] {
  const title = [criterion.id, criterion.title].filter((each) => each !== undefined).join(' ');
  const isOpened = isGroup(criterion) && verdict !== 'not-met' && of.some((each) => isGroup(each.criterion));
  const below = isOpened ? of.flatMap((each) => lines(each, depth + 1)) : [];
  return [{ depth, title, verdict, ...(below.length === 0 && { because }) }, ...below];
}

/** One line as an item of a Markdown list. */
export function asListItem({ depth, title, verdict, because }: CriterionLine): string {
  const reason = because ? ` ${plainText(because)}` : '';
  return `${'  '.repeat(depth)}- ${plainText(title)}: *${verdictWords[verdict]}*.${reason}`;
}
