import type { Provenance, Recorded } from '../core/facts/finding.ts';
import { shortSpan } from './calendar.ts';
import { recordKind, words } from './words.ts';

/** Records that disagree, beside each other and of equal weight: none is chosen silently. */
export function SideBySide({ of }: { readonly of: readonly Provenance[] }) {
  const records = disagreeing(of);
  if (records.length < 2) return null;
  return (
    <ul className="beside-each-other" aria-label={words.evidence.disagree}>
      {records.map(({ reference, asRecorded, on }) => (
        <li key={`${reference} ${asRecorded}`}>
          <b>{asRecorded}</b>
          <span>{on ? shortSpan(on) : words.evidence.noDate}</span>
          <span className="source">
            {recordKind(reference)} {reference}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Of all records behind something, those of the latest day: older ones are not what the disagreement is about. */
function disagreeing(of: readonly Provenance[]): readonly Recorded[] {
  const all = of.filter((each) => each.kind === 'recorded');
  const latest = all
    .map(({ on }) => on?.last ?? '')
    .toSorted()
    .at(-1);
  return all.filter(({ on }) => (on?.last ?? '') === latest);
}
