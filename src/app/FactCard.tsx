import { type ReactNode, useId } from 'react';

export type FactRow = readonly [label: string, value: string];

/** A card under a title: what the app says of itself, in rows and lists. */
export function FactCard({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="card about" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
      </header>
      {note !== undefined && <p className="quiet">{note}</p>}
      {children}
    </section>
  );
}

/** Labels and what stands behind each. */
export function FactRows({
  of,
  className,
}: {
  readonly of: readonly FactRow[];
  readonly className?: string;
}) {
  return (
    <dl className={className}>
      {of.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function FactList({ of }: { readonly of: readonly string[] }) {
  return (
    <ul>
      {of.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
