import { type ReactNode, useEffect, useRef } from 'react';
import '../styles/paper.css';
import { useStageStore } from '../use-stage.ts';
import { paperWords } from './paper-words.ts';

/** The frame of a page that takes the review's place: its title, what it is, and in reach at all times the way back. */
export function SheetScreen({
  title,
  note,
  actions,
  opener = '.copies > summary',
  children,
}: {
  readonly title: string;
  readonly note: string;
  readonly actions?: ReactNode;
  /** A selector of the control that opens it: who goes back finds the focus there, not at the top of the document. */
  readonly opener?: string;
  readonly children: ReactNode;
}) {
  const stage = useStageStore();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    scrollTo(0, 0);
    return () => focusWhenThere(opener);
  }, [opener]);
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

/** What lies further down a page comes a moment after its head. */
function focusWhenThere(selector: string, tries = 10): void {
  const place = document.querySelector<HTMLElement>(selector);
  if (place) place.focus();
  else if (tries > 0) setTimeout(() => focusWhenThere(selector, tries - 1), 20);
}

/** Prints the page: in print the papers alone are left of it. */
export function PrintButton() {
  return (
    <button type="button" className="main" onClick={() => print()}>
      {paperWords.print}
    </button>
  );
}
