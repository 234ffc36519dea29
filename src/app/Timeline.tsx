import type { PriorTreatment } from '../core/facts/treatment.ts';
import { daysBetween } from '../core/fhir/date-span.ts';
import { words } from './words.ts';

/** The days that a timeline spans. */
export interface Axis {
  readonly from: string;
  readonly to: string;
}

/** From the year of the first treatment to today; undefined where no treatment is dated. */
export function axisOf(treatments: readonly PriorTreatment[], asOf: string): Axis | undefined {
  const [first] = treatments.flatMap(({ start }) => (start ? [start.first] : [])).toSorted();
  return first === undefined || first > asOf ? undefined : { from: `${first.slice(0, 4)}-01-01`, to: asOf };
}

/** Where a day lies on the axis, in percent. */
function place({ from, to }: Axis, day: string): number {
  const share = daysBetween(from, day) / Math.max(1, daysBetween(from, to));
  return Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
}

/** The years over the tracks, thinned so that they do not run into each other. For the eye: the list says every date. */
export function TimelineYears({ axis }: { readonly axis: Axis }) {
  const [first, last] = [Number(axis.from.slice(0, 4)), Number(axis.to.slice(0, 4))];
  const step = Math.ceil((last - first + 1) / 4);
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return (
    <div className="timeline-years" aria-hidden="true">
      {years
        .filter((year) => (year - first) % step === 0)
        .map((year) => [year, place(axis, `${year}-01-01`)] as const)
        .filter(([, at]) => at <= 60)
        .map(([year, at]) => (
          <span key={year} style={{ left: `${at}%` }}>
            {year}
          </span>
        ))}
      <span className="timeline-today">{words.treatments.today}</span>
    </div>
  );
}

/** One treatment on its track: a procedure is a point, a therapy a bar, which fades where no end is recorded. */
export function TimelineTrack({
  treatment,
  axis,
}: {
  readonly treatment: PriorTreatment;
  readonly axis: Axis;
}) {
  const { start, end, kind } = treatment;
  if (!start) return <div className="track" aria-hidden="true" />;
  const from = place(axis, start.first);
  const to = place(axis, end?.last ?? (kind === 'systemic' ? axis.to : start.last));
  const isPoint = kind === 'procedure' && to - from < 2;
  return (
    <div className="track" aria-hidden="true">
      {isPoint ? (
        <div className="track-point" style={{ left: `${from}%` }} />
      ) : (
        <div
          className={`track-bar ${end || kind === 'procedure' ? '' : 'track-open'}`}
          style={{ left: `${from}%`, width: `${Math.max(1, to - from)}%` }}
        />
      )}
    </div>
  );
}
