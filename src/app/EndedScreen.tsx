import { useEffect, useRef } from 'react';
import { instantOf, timeInWords } from './calendar.ts';
import { endedWords, endWords } from './lock-words.ts';
import type { Ended } from './stage.ts';
import { words } from './words.ts';

/** The last page: it says that it holds nothing any more, what was lost, and what became of the access. */
export function EndedScreen({ ended }: { readonly ended: Ended }) {
  const { because, hasLost, revocation, accessEnds } = ended;
  const { title, text } = endWords[because];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const time = accessEnds === undefined ? undefined : timeInWords(instantOf(new Date(accessEnds)));
  return (
    <main className="stopped">
      <div role="status">
        <p className="product">{words.product}</p>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{text}</p>
        {hasLost && <p className="problem">{endedWords.lost}</p>}
        {revocation !== undefined && <p className="quiet">{endedWords.revocation[revocation](time)}</p>}
        <p>{endedWords.again}</p>
      </div>
    </main>
  );
}
