import { liverDirectedTherapy } from '../catalogue/questionnaires.ts';
import { type AnswerValue, isQuestion, type Question } from '../core/facts/answers.ts';
import { askedBy, type Item, limitsOf, questionItems } from '../core/form/questionnaire.ts';
import { words } from './words.ts';

/** The form that the app fills. */
export const form = liverDirectedTherapy;

const items: ReadonlyMap<string, Item> = new Map(
  questionItems(form).flatMap((item) => {
    const asked = askedBy(item);
    return asked === undefined ? [] : [[asked, item]];
  }),
);

/** The item of the form that asks a question. @throws Error for a question that the form does not ask, which its catalogue refuses */
export function itemOf(question: string): Item {
  const item = items.get(question);
  if (!item) throw new Error('the form does not ask this question');
  return item;
}

/** The question as it is put; it asks and never suggests. */
export function wordsOf(question: Question): string {
  return itemOf(question).text;
}

/** These are put as statements: yes and no would be ambiguous beside a "not". */
const statements: readonly Question[] = ['systemic-not-candidate', 'chemo-not-candidate'];

/** The answers to choose from with one tap, each with its label; undefined where an answer has to be written. */
export function choicesOf(question: Question): readonly (readonly [AnswerValue, string])[] | undefined {
  const item = itemOf(question);
  if (item.type === 'boolean') {
    const isStatement = statements.includes(question);
    return [
      [true, isStatement ? words.answers.isTrue : words.answers.yes],
      [false, isStatement ? words.answers.isNotTrue : words.answers.no],
    ];
  }
  if (item.type === 'choice')
    return item.answerOption?.map(({ valueCoding }) => [
      valueCoding.code as AnswerValue,
      valueCoding.display,
    ]);
  const { low, high } = limitsOf(item);
  if (item.type !== 'integer' || low === undefined || high === undefined || high - low > 5) return undefined;
  return Array.from({ length: high - low + 1 }, (_, index) => [low + index, String(low + index)]);
}

/** Whether what an item asks is a question of the judgement, whose answer is judged anew. */
export function questionOf(item: Item): Question | undefined {
  const asked = askedBy(item) ?? '';
  return isQuestion(asked) ? asked : undefined;
}

/** Whether the labels of its answers are too long to stand side by side in a narrow place. */
export function isWordy(question: Question): boolean {
  const labels = choicesOf(question)?.map(([, label]) => label) ?? [];
  return labels.join('').length > 50;
}
