import type { ReactNode } from 'react';
import { words } from './words.ts';

/** One tile: a name, a value and what stands behind it. */
export function Tile({
  name,
  means,
  value,
  unit,
  children,
}: {
  readonly name: string;
  /** What an abbreviated name stands for; written out, since a tooltip is not there for touch and keyboard. */
  readonly means?: string | undefined;
  readonly value: string | undefined;
  readonly unit?: string;
  readonly children?: ReactNode;
}) {
  return (
    <li className="tile">
      <h3>
        {name}
        {means !== undefined && <span className="means"> {means}</span>}
      </h3>
      {value === undefined ? (
        <p className="value value-open">{words.numbers.notKnown}</p>
      ) : (
        <p className="value">
          <b>{value}</b> {unit}
        </p>
      )}
      {children}
    </li>
  );
}
