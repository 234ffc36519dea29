import { lazy, Suspense } from 'react';
import { EndedScreen } from './EndedScreen.tsx';
import { LockScreen } from './LockScreen.tsx';
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
  const ended = useStage((stage) => stage.ended);
  const locked = useStage((stage) => stage.locked);
  const isAside = useStage((stage) => stage.isAside);
  if (ended) return <EndedScreen ended={ended} />;
  // Not covered but gone: what the browser keeps of this page, and what a reader of the screen finds in it, is nothing.
  if (isAside) return <main className="stopped" />;
  if (locked) return <LockScreen locked={locked} />;
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
          <div role="status">
            <h1 className="waiting-title">
              {at === 'starting' ? words.start.starting : words.start.reading}
            </h1>
          </div>
          <ReadProgress />
        </div>
        <div className="card placeholder placeholder-verdict" />
        <div className="card placeholder placeholder-questions" />
        <div className="card placeholder placeholder-rest" />
      </main>
    </>
  );
}
