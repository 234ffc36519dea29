import type { Stage } from './stage.ts';
import { stopWords, words } from './words.ts';

/** Why there is no chart to show, and what to do about it. */
export function StoppedScreen({ stopped }: { readonly stopped: NonNullable<Stage['stopped']> }) {
  const { title, text } = stopWords[stopped.because];
  return (
    <main className="stopped">
      <div role="alert">
        <p className="product">{words.product}</p>
        <h1>{title}</h1>
        <p>{text}</p>
        {stopped.said !== undefined && (
          <p>
            {words.start.ehrSaid} <q>{stopped.said}</q>
          </p>
        )}
      </div>
    </main>
  );
}
