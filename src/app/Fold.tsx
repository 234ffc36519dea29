import { type ReactNode, useState } from 'react';
import { Icon } from './Icon.tsx';

/** A card that lies folded under its heading; what is in it is made when it is opened. */
export function Fold({
  id,
  title,
  count,
  startsOpen = false,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly count: string;
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(startsOpen);
  return (
    <section className="card fold" aria-labelledby={`${id}-heading`}>
      <details open={startsOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <Icon name="chevron" />
          <h2 id={`${id}-heading`}>{title}</h2>
          <span className="quiet">{count}</span>
        </summary>
        {isOpen && children}
      </details>
    </section>
  );
}
