import type { Answer } from '../core/form/draft.ts';
import { askedBy, type Item, isQuestionItem, questionItems } from '../core/form/questionnaire.ts';
import { dateOf } from '../core/form/sources.ts';
import { form } from './asking.ts';
import { isAttestation } from './attesting.ts';

/** Items with a row of their own: the date of a result stands in the row of the result, the attestation where the form is completed. */
export function hasOwnRow(item: Item): boolean {
  return isQuestionItem(item) && dateOf(askedBy(item) ?? '') === undefined && !isAttestation(item);
}

/** A row that a person answered otherwise than the chart, with all that stands in it. */
export interface Differing {
  readonly item: Item;
  readonly answers: readonly [Answer, ...(readonly Answer[])];
}

/** The rows that a person answered otherwise than the chart, in the form's order. */
export function differing(answers: readonly Answer[]): readonly Differing[] {
  return questionItems(form)
    .filter(hasOwnRow)
    .flatMap((item) => {
      const [first, ...others] = answers.filter(
        ({ linkId, origin }) => linkId === item.linkId && origin === 'override',
      );
      return first ? [{ item, answers: [first, ...others] as const }] : [];
    });
}
