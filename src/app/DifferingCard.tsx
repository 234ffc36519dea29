import type { Answer } from '../core/form/draft.ts';
import { questionItems } from '../core/form/questionnaire.ts';
import { form } from './asking.ts';
import { valueInWords } from './entries.ts';
import { Reason } from './Reason.tsx';
import { words } from './words.ts';

/** What will be stored otherwise than the chart has it, each with the place for the reason. */
export function DifferingCard({ answers }: { readonly answers: readonly Answer[] }) {
  const differing = questionItems(form).flatMap((item) => {
    const own = answers.filter(({ linkId, origin }) => linkId === item.linkId && origin === 'override');
    const [first] = own;
    // The date of a result belongs to the result, which has the reason.
    return first && !item.linkId.endsWith('-date') ? [{ item, first, own }] : [];
  });
  if (differing.length === 0) return null;
  return (
    <section className="card differing" aria-labelledby="differing-heading">
      <header>
        <h2 id="differing-heading">{words.completion.reasons}</h2>
      </header>
      <p className="quiet">{words.completion.reasonsNote}</p>
      <ul>
        {differing.map(({ item, first, own }) => (
          <li key={item.linkId}>
            <b>{item.text}</b> {own.map(({ value }) => valueInWords(value)).join('; ')}
            <Reason item={item} answer={first} />
          </li>
        ))}
      </ul>
    </section>
  );
}
