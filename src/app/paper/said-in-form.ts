import { inWords } from '../../core/form/value.ts';
import type { Said } from '../../core/paper/letter.ts';
import { itemOf } from '../asking.ts';
import type { Judged } from '../review.ts';

/** What the form says, whoever said it: the letter tells no other story than the form beside it. */
export function saidInForm({ draft }: Judged): Said {
  return (question) => {
    const { linkId } = itemOf(question);
    const said = draft.answers.filter((each) => each.linkId === linkId).map(({ value }) => inWords(value));
    return said.length === 0 ? undefined : said.join('; ');
  };
}
