import type { Finding } from '../core/facts/finding.ts';
import type { Measured } from '../core/facts/measurement.ts';
import { daysBetween } from '../core/fhir/date-span.ts';
import { spanInWords } from './calendar.ts';
import { measuredInWords } from './figures.ts';
import { words } from './words.ts';

const [width, height, margin] = [120, 28, 4];

/** A small line of all values on record, by date, the newest at the end; it says in words what it shows. */
export function Trend({
  name,
  unit,
  history,
}: {
  readonly name: string;
  readonly unit: string;
  readonly history: readonly Finding<Measured>[];
}) {
  const points = history.filter(({ value }) => Number.isFinite(value.value.high));
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return <div className="trend" />;
  const middle = ({ value: { value } }: Finding<Measured>) => (value.low + value.high) / 2;
  const values = points.map(middle);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const days = Math.max(1, daysBetween(first.on.first, last.on.first));
  const at = (point: Finding<Measured>): readonly [number, number] => {
    const x = margin + (daysBetween(first.on.first, point.on.first) / days) * (width - 2 * margin);
    const share = high === low ? 0.5 : (middle(point) - low) / (high - low);
    return [Math.round(x * 10) / 10, Math.round((height - margin - share * (height - 2 * margin)) * 10) / 10];
  };
  const [endX, endY] = at(last);
  const described = `${words.numbers.trend(name, points.length, spanInWords(first.on), spanInWords(last.on))}, ${measuredInWords({ low, high }, unit)}`;
  return (
    <svg className="trend" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={described}>
      <title>{described}</title>
      <polyline points={points.map((point) => at(point).join()).join(' ')} />
      <circle cx={endX} cy={endY} r="2.5" />
    </svg>
  );
}
