import type { ReactNode } from 'react';
import { words } from './words.ts';

/** One tile: a name, a value and what stands behind it. */
export function Tile({
  name,
  value,
  unit,
  children,
}: {
  readonly name: string;
  readonly value: string | undefined;
  readonly unit?: string;
  readonly children?: ReactNode;
}) {
  return (
    <li className="tile">
      <h3>{name}</h3>
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
