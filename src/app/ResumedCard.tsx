import { changesSince } from '../core/form/changes-since.ts';
import { form } from './asking.ts';
import { momentInWords, withDaysNamed } from './calendar.ts';
import type { Judged } from './review.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** What the chart says now beside what stood in the draft that was gone on with; no answer of a person is changed by it. */
export function ResumedCard({ review }: { readonly review: Judged }) {
  const stage = useStageStore();
  const resumed = useStage((now) => now.resumed);
  const isReading = useStage(({ read }) => read?.finished !== true);
  if (!resumed) return null;
  const changes = changesSince(resumed.resource, review.draft, form);
  const said = words.draft.changes;
  return (
    <section className="card resumed" aria-labelledby="resumed-heading">
      <header>
        <h2 id="resumed-heading">{said.title(momentInWords(resumed.authored))}</h2>
        <button type="button" className="link" onClick={() => stage.setState({ resumed: undefined })}>
          {words.outcome.dismiss}
        </button>
      </header>
      <p className="quiet">
        {changes.length === 0 ? said.none : said.note} {isReading && said.reading}
      </p>
      {changes.length > 0 && (
        <dl>
          {changes.map(({ linkId, text, what, was, now }) => (
            <div key={linkId}>
              <dt>{text}</dt>
              <dd>
                <span className="quiet">{what === 'answer' ? said.answer : said.draft}:</span> {listed(was)}
              </dd>
              <dd>
                <span className="quiet">{said.now}:</span> <mark>{listed(now)}</mark>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? words.draft.changes.nothing : withDaysNamed(values.join('; '));
}
