import type { Assessment } from '../core/assess.ts';
import type { Question } from '../core/facts/answers.ts';
import { questionsOf } from '../core/policy/coverage-gap.ts';
import type { CriterionResult } from '../core/policy/determine.ts';
import { isGroup } from '../core/policy/policy.ts';

/** What the policy still asks of a person. */
export interface NeededAnswers {
  /** In the policy's own words, where it has one for the question. */
  readonly questions: readonly string[];
  /** How many of them are enough; the shortest way. */
  readonly enough: number;
}

/**
 * The answers that would make the criteria met, by all the shortest ways there are; where no such way is known, all that
 * the criteria wait for. While the therapy is open it is the only one: everything else depends on it.
 */
export function neededAnswers(assessment: Assessment): NeededAnswers {
  const { determination, decisive, gaps } = assessment;
  if (determination.verdict !== 'unknown') return { questions: [], enough: 0 };
  const open = gaps.filter(({ blocks }) => blocks.length > 0).map(({ question }) => question);
  const asked: readonly Question[] =
    determination.therapy === undefined ? ['therapy'] : decisive.length > 0 ? decisive.flat() : open;
  const ordered = [...open.filter((question) => asked.includes(question)), ...asked];
  const questions = [...new Set(ordered)];
  const enough = decisive.length > 0 ? Math.min(...decisive.map(({ length }) => length)) : questions.length;
  return { questions: questions.map((question) => questionInWords(question, assessment)), enough };
}

/** Each shortest way to met, its questions in the order of the gaps. */
export function waysInWords(assessment: Assessment): readonly string[] {
  const order = assessment.gaps.map(({ question }) => question);
  return assessment.decisive.map((set) =>
    set
      .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
      .map((question) => questionInWords(question, assessment))
      .join(' + '),
  );
}

/** A question as the policy calls it; its own name where several criteria ask it, or none does. */
function questionInWords(question: Question, { determination, facts }: Assessment): string {
  if (question === 'therapy') return 'requested therapy';
  const titles = new Set<string>();
  const walk = ({ criterion, of }: CriterionResult): void => {
    for (const each of of) walk(each);
    if (isGroup(criterion)) return;
    const [only, second] = questionsOf(criterion, facts);
    if (only === question && second === undefined) titles.add(criterion.title);
  };
  for (const result of determination.results) walk(result);
  const [title, another] = titles;
  return title === undefined || another !== undefined ? question.replaceAll('-', ' ') : inSentence(title);
}

/** With a small first letter, unless it starts with an abbreviation. */
export function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}
