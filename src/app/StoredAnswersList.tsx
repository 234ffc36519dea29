import type { Draft } from '../core/form/draft.ts';
import { questionItems } from '../core/form/questionnaire.ts';
import { form } from './asking.ts';
import { momentInWords } from './calendar.ts';
import { valueInWords } from './entries.ts';
import { handOverWords } from './hand-over-words.ts';
import { Icon } from './Icon.tsx';
import { useNames } from './people.ts';
import { hasOwnRow } from './rows.ts';
import { authorOf } from './stage.ts';
import { useStage } from './use-stage.ts';
import { words } from './words.ts';

/** Every answer as it will be stored, and every item that stays empty; to be read before it is attested. */
export function StoredAnswersList({ draft }: { readonly draft: Draft }) {
  const user = useStage(authorOf);
  const nameOf = useNames();
  const items = questionItems(form).filter((item) => hasOwnRow(item) && draft.enabled.has(item.linkId));
  const empty = items.filter(({ linkId }) => draft.unanswered.includes(linkId));
  return (
    <section className="card stored" aria-labelledby="stored-heading">
      <header>
        <h2 id="stored-heading">{words.completion.answers}</h2>
        <span className="quiet">{words.form.answered(items.length - empty.length, items.length)}</span>
      </header>
      <dl>
        {items.map(({ linkId, text }) => {
          const answers = draft.answers.filter((each) => each.linkId === linkId);
          const [first] = answers;
          if (!first) return null;
          return (
            <div key={linkId}>
              <dt>{text}</dt>
              <dd>
                {answers.map(({ value }) => valueInWords(value)).join('; ')}
                {dateBeside(draft, linkId)}{' '}
                <span className="quiet small">
                  {first.origin === 'auto-client'
                    ? words.form.fromChart
                    : first.author !== undefined && first.author !== user
                      ? `${handOverWords.answeredBy(nameOf(first.author))}, ${momentInWords(first.at ?? '')}`
                      : first.origin === 'override'
                        ? words.form.override
                        : words.form.yours}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      {empty.length > 0 && (
        <details>
          <summary>
            <Icon name="chevron" />
            {words.completion.empty(empty.length)}
          </summary>
          <ul>
            {empty.map(({ linkId, text }) => (
              <li key={linkId}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The date that belongs to a result stands beside it, as in the form. */
function dateBeside({ answers }: Draft, linkId: string): string {
  const date = answers.find((each) => each.linkId === `${linkId}-date`)?.value;
  return date ? `, ${valueInWords(date)}` : '';
}
