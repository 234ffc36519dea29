import { words } from './words.ts';

/** Ways past what comes before, seen when they have the focus: for hands that use the keyboard. */
export function SkipLinks() {
  return (
    <nav className="skips" aria-label={words.skip.label}>
      {words.skip.to.map(([target, text]) => (
        <a key={target} className="skip" href={`#${target}`}>
          {text}
        </a>
      ))}
    </nav>
  );
}
