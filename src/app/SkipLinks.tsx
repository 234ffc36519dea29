import { useStage } from './use-stage.ts';
import { words } from './words.ts';

/** Ways past what comes before, seen when they have the focus: for hands that use the keyboard. Each leads to what is there. */
export function SkipLinks({ isWork }: { readonly isWork: boolean }) {
  const hasQuestions = useStage(({ asked }) => asked.length > 0);
  const there = words.skip.to.filter(
    ([target]) => target === 'main' || (isWork && (target !== 'decide' || hasQuestions)),
  );
  return (
    <nav className="skips" aria-label={words.skip.label}>
      {there.map(([target, text]) => (
        <a key={target} className="skip" href={`#${target}`}>
          {text}
        </a>
      ))}
    </nav>
  );
}
