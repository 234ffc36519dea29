import { inWords } from '../../core/form/value.ts';
import type { FormSaid } from '../../core/paper/letter.ts';
import { itemOf } from '../asking.ts';
import type { Judged } from '../review.ts';

/** What the form says, whoever said it: the letter tells no other story than the form beside it. */
export function saidInForm({ draft }: Judged): FormSaid {
  const answersTo = (asked: string) => {
    const { linkId } = itemOf(asked);
    return { linkId, answers: draft.answers.filter((each) => each.linkId === linkId) };
  };
  return {
    text(asked) {
      const { answers } = answersTo(asked);
      return answers.length === 0 ? undefined : answers.map(({ value }) => inWords(value)).join('; ');
    },
    isByPerson(asked) {
      const { linkId, answers } = answersTo(asked);
      return draft.emptied.has(linkId) || answers.some(({ origin }) => origin !== 'auto-client');
    },
  };
}
