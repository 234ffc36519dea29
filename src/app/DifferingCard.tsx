import type { Answer } from '../core/form/draft.ts';
import { valueInWords } from './entries.ts';
import { Reason } from './Reason.tsx';
import { differing } from './rows.ts';
import { words } from './words.ts';

/** What will be stored otherwise than the chart has it, each with the place for the reason. */
export function DifferingCard({ answers }: { readonly answers: readonly Answer[] }) {
  const rows = differing(answers);
  if (rows.length === 0) return null;
  return (
    <section className="card differing" aria-labelledby="differing-heading">
      <header>
        <h2 id="differing-heading">{words.completion.reasons}</h2>
      </header>
      <p className="quiet">{words.completion.reasonsNote}</p>
      <ul>
        {rows.map(({ item, answers: own }) => (
          <li key={item.linkId}>
            <b>{item.text}</b> {own.map(({ value }) => valueInWords(value)).join('; ')}
            <Reason item={item} answer={own[0]} />
          </li>
        ))}
      </ul>
    </section>
  );
}
