import { lazy, Suspense } from 'react';
import { ReadProgress } from './ReadProgress.tsx';
import { StoppedScreen } from './StoppedScreen.tsx';
import { useStage } from './use-stage.ts';
import { words } from './words.ts';

// Judging and its data come while the EHR is answering: they are not needed to start.
const ReviewScreen = lazy(async () => ({ default: (await import('./ReviewScreen.tsx')).ReviewScreen }));

/** The whole screen, by stage: starting, stopped with a reason, reading, reviewing. */
export function App() {
  const at = useStage((stage) => stage.at);
  const stopped = useStage((stage) => stage.stopped);
  const review = useStage((stage) => stage.review);
  if (at === 'stopped' && stopped) return <StoppedScreen stopped={stopped} />;
  if (at !== 'reviewing' || !review) return <Waiting />;
  return (
    <Suspense fallback={<Waiting />}>
      <ReviewScreen review={review} />
    </Suspense>
  );
}

/** The shape of the screen before there is anything to show on it. */
function Waiting() {
  const at = useStage((stage) => stage.at);
  return (
    <>
      <header className="banner" />
      <main className="page">
        <div className="waiting-head">
          <p role="status" className="quiet">
            {at === 'starting' ? words.start.starting : words.start.reading}
          </p>
          <ReadProgress />
        </div>
        <div className="card placeholder placeholder-verdict" />
        <div className="card placeholder placeholder-questions" />
        <div className="card placeholder placeholder-rest" />
      </main>
    </>
  );
}
