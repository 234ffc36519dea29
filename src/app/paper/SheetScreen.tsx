import { type ReactNode, useEffect, useRef } from 'react';
import '../styles/paper.css';
import { useStageStore } from '../use-stage.ts';
import { paperWords } from './paper-words.ts';

/** The frame of a page that takes the review's place: its title, what it is, and in reach at all times the way back. */
export function SheetScreen({
  title,
  note,
  actions,
  children,
}: {
  readonly title: string;
  readonly note: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const stage = useStageStore();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    scrollTo(0, 0);
    // Who goes back finds the focus where the page was opened from, not at the top of the document.
    return () => void setTimeout(() => document.querySelector<HTMLElement>('.copies > summary')?.focus());
  }, []);
  return (
    <>
      <main className="page sheets" id="main" tabIndex={-1}>
        <header className="sheets-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p className="quiet">{note}</p>
        </header>
        {children}
      </main>
      <footer className="bar">
        <div className="bar-line">
          <button type="button" onClick={() => stage.setState({ step: 'work' })}>
            {paperWords.back}
          </button>
          {actions}
        </div>
      </footer>
    </>
  );
}

/** Prints the page: in print the papers alone are left of it. */
export function PrintButton() {
  return (
    <button type="button" className="main" onClick={() => print()}>
      {paperWords.print}
    </button>
  );
}
