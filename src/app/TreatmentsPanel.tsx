import type { Assessment } from '../core/assess.ts';
import type { PriorTreatment } from '../core/facts/treatment.ts';
import { spanInWords } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { terminationWords, words } from './words.ts';

/** Procedures and systemic therapies in the order of time. That none is found is not a statement that there was none. */
export function TreatmentsPanel({ assessment: { facts } }: { readonly assessment: Assessment }) {
  const treatments = [...facts.procedures, ...facts.systemic].toSorted((a, b) =>
    (a.start?.first ?? '').localeCompare(b.start?.first ?? ''),
  );
  return (
    <section className="card treatments" aria-labelledby="treatments-heading">
      <header>
        <h2 id="treatments-heading">{words.treatments.label}</h2>
      </header>
      {treatments.length === 0 ? (
        <p className="quiet">{words.treatments.none}</p>
      ) : (
        <ol>
          {treatments.map((treatment) => (
            <li key={`${treatment.id} ${treatment.start?.first} ${treatment.title}`}>
              <span className="when">{periodOf(treatment)}</span>
              <span>
                {treatment.title}
                {treatment.termination && (
                  <span className="because">{terminationWords[treatment.termination]}</span>
                )}
                <Evidence of={treatment.evidence} asOf={facts.asOf} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function periodOf({ start, end, kind }: PriorTreatment): string {
  if (!start) return words.treatments.undated;
  if (kind === 'procedure') return spanInWords(start);
  return `${spanInWords(start)} to ${end ? spanInWords(end) : words.treatments.ongoing}`;
}
