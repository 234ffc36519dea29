import type { Assessment } from '../core/assess.ts';
import type { PriorTreatment } from '../core/facts/treatment.ts';
import { spanInWords } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { axisOf, TimelineTrack, TimelineYears } from './Timeline.tsx';
import { terminationWords, words } from './words.ts';

/** Procedures and systemic therapies in the order of time, each on one timeline. That none is found is not a statement that there was none. */
export function TreatmentsPanel({ assessment: { facts } }: { readonly assessment: Assessment }) {
  const treatments = [...facts.procedures, ...facts.systemic].toSorted((a, b) =>
    (a.start?.first ?? '').localeCompare(b.start?.first ?? ''),
  );
  const axis = axisOf(treatments, facts.asOf);
  return (
    <section className="card treatments" aria-labelledby="treatments-heading">
      <header>
        <h2 id="treatments-heading">{words.treatments.label}</h2>
        {axis && <TimelineYears axis={axis} />}
      </header>
      {treatments.length === 0 ? (
        <p className="quiet">{words.treatments.none}</p>
      ) : (
        <ol>
          {treatments.map((treatment) => (
            <li key={`${treatment.id} ${treatment.start?.first} ${treatment.title}`}>
              <div>
                <span className="when quiet small">{periodOf(treatment)}</span>
                <div>{treatment.title}</div>
                {treatment.termination && (
                  <span className="because">{terminationWords[treatment.termination]}</span>
                )}
                <Evidence of={treatment.evidence} asOf={facts.asOf} isBrief />
              </div>
              {axis && <TimelineTrack treatment={treatment} axis={axis} />}
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
  return `${spanInWords(start)} ${words.numbers.to} ${end ? spanInWords(end) : words.treatments.ongoing}`;
}
