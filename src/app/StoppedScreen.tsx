import { lazy, Suspense } from 'react';
import { lockWords } from './lock-words.ts';
import { offer } from './offer.ts';
import type { Stage } from './stage.ts';
import { useStage } from './use-stage.ts';
import { stopWords, words } from './words.ts';

// For the help desk only, where a launch got as far as to an EHR.
const ConnectionPanel = lazy(async () => ({
  default: (await import('./connection/ConnectionPanel.tsx')).ConnectionPanel,
}));

/** Why there is no chart to show, and what to do about it. */
export function StoppedScreen({ stopped }: { readonly stopped: NonNullable<Stage['stopped']> }) {
  const { because, said, file } = stopped;
  const { title, text } = stopWords[because];
  const isConnected = useStage(({ ehr }) => ehr !== undefined);
  return (
    <main className="stopped">
      <div role="alert">
        <p className="product">{words.product}</p>
        <h1>{title}</h1>
        <p>{text}</p>
        {said !== undefined && (
          <p>
            {words.start.ehrSaid} <q>{said}</q>
          </p>
        )}
        {file && (
          <>
            <p>
              <button type="button" className="main" onClick={() => offer(file)}>
                {lockWords.keep}
              </button>
            </p>
            <p className="quiet small">{lockWords.fileNote}</p>
          </>
        )}
      </div>
      {isConnected && (
        <Suspense fallback={null}>
          <h2>{words.reading.connection}</h2>
          <ConnectionPanel />
        </Suspense>
      )}
    </main>
  );
}
