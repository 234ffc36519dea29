import { useEffect, useRef } from 'react';
import { deployment } from '../catalogue/ehr-profiles.ts';
import { instantOf, timeInWords } from './calendar.ts';
import { endPage } from './ending.ts';
import { lockWords } from './lock-words.ts';
import { unlock } from './locking.ts';
import { offer } from './offer.ts';
import { hasUnsavedAnswers, type Locked } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** What stands in the place of everything while the page is locked: no name, no chart, no answer. */
export function LockScreen({ locked }: { readonly locked: Locked }) {
  const stage = useStageStore();
  const isUnsaved = useStage(hasUnsavedAnswers);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { until, asking, file } = locked;
  const time = timeInWords(instantOf(new Date(until)));
  return (
    <main className="stopped">
      <div>
        <p className="product">{words.product}</p>
        <h1 ref={heading} tabIndex={-1}>
          {lockWords.title}
        </h1>
        <p>{lockWords.text(deployment.idleMinutes)}</p>
        {file ? <p>{lockWords.over}</p> : null}
        <p>{isUnsaved ? lockWords.unsaved(time) : lockWords.until(time)}</p>
        <div className="choices">
          {file ? (
            <button type="button" className="main" onClick={() => offer(file)}>
              {lockWords.keep}
            </button>
          ) : (
            <button
              type="button"
              className="main"
              aria-disabled={asking === 'running'}
              onClick={() => void unlock(stage)}
            >
              {lockWords.goOn}
            </button>
          )}
          <button type="button" onClick={() => void endPage(stage, 'closed')}>
            {isUnsaved ? lockWords.close : lockWords.closePlain}
          </button>
        </div>
        {file && <p className="quiet small">{lockWords.fileNote}</p>}
        <p role="status" className="quiet">
          {asking === 'running' ? lockWords.asking : asking === 'unreachable' ? lockWords.unreachable : ''}
        </p>
      </div>
    </main>
  );
}
