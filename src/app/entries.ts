import { AnswerError, type AnswerValue, type Question } from '../core/facts/answers.ts';
import type { Answer } from '../core/form/draft.ts';
import { EntryError } from '../core/form/entry.ts';
import type { Item } from '../core/form/questionnaire.ts';
import { inWords, type Value } from '../core/form/value.ts';
import { answer, enter, NotInForceError, restore } from './answering.ts';
import { dayInWords } from './calendar.ts';
import { unitInWords } from './figures.ts';
import type { StageStore } from './stage.ts';
import { words } from './words.ts';

/** A number as it is written with a point; undefined for any other text, also for one with a comma, which may mean two things. */
export function writtenNumber(text: string): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Records an answer; what is wrong with it, in words, where it is refused. */
export function answered(stage: StageStore, question: Question, value: AnswerValue): string | undefined {
  return refusalOf(() => answer(stage, question, value));
}

/** Records the values of an item that is no question of the judgement. */
export function entered(stage: StageStore, { linkId }: Item, values: readonly Value[]): string | undefined {
  return refusalOf(() => enter(stage, linkId, values));
}

function refusalOf(record: () => void): string | undefined {
  try {
    record();
    return undefined;
  } catch (problem) {
    if (problem instanceof NotInForceError) return words.form.notInForce(problem.message);
    if (problem instanceof AnswerError || problem instanceof EntryError) return words.form.refused;
    throw problem;
  }
}

/** Empties an item: what the chart fills stays away on purpose; what a person wrote is simply taken back. */
export function emptied(
  stage: StageStore,
  { linkId }: Item,
  question: Question | undefined,
  now: readonly Answer[],
): void {
  const isCharted = now.some(({ origin }) => origin !== 'manual');
  if (isCharted) enter(stage, linkId, [], question);
  else restore(stage, linkId, question);
}

/** A value as its field shows it. */
export function inField(value: Value | undefined): string {
  if (value === undefined) return '';
  return value.kind === 'quantity' ? String(value.value) : inWords(value);
}

/** A value for reading: months named, units as they are written by hand. */
export function valueInWords(value: Value): string {
  if (value.kind === 'date' && value.value.length === 10) return dayInWords(value.value);
  return value.kind === 'quantity'
    ? `${value.value} ${unitInWords(value.code ?? value.unit)}`.trim()
    : inWords(value);
}

/** A value of the form as an answer to its question, for those that are chosen. */
export function asAnswer(value: Value | undefined): AnswerValue | undefined {
  if (value?.kind === 'coding') return value.code as AnswerValue;
  return value?.kind === 'boolean' || value?.kind === 'integer' ? value.value : undefined;
}
