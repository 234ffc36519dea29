import { flushSync } from 'react-dom';
import { endPage } from './ending.ts';
import { lock, lookAtLock } from './locking.ts';
import type { StageStore } from './stage.ts';

const signsOfUse = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'input'] as const;
/** How often the clock is looked at. A timer for the whole time would stand still in a machine that sleeps. */
const beat = 5_000;

/**
 * Locks the page after a time without use, and keeps it from being shown by the browser's memory of earlier pages when
 * another launch, or a logout, has come in between.
 *
 * @param idleMinutes of the deployment
 * @returns stops watching
 */
export function watchUse(page: Window, stage: StageStore, idleMinutes: number): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal, capture: true, passive: true };
  const nowMs = () => stage.getState().now().getTime();
  let lastUse = nowMs();

  const look = (): void => {
    if (stage.getState().locked) lookAtLock(stage);
    else if (nowMs() - lastUse >= idleMinutes * 60_000) shut();
  };
  const shut = (): void => {
    // What is being typed becomes an answer before its field goes.
    const { activeElement } = page.document;
    if (activeElement instanceof HTMLElement) activeElement.blur();
    flushSync(() => lock(stage, idleMinutes));
    if (!stage.getState().locked) lastUse = nowMs();
  };
  const used = (): void => {
    look();
    lastUse = nowMs();
  };
  const putAside = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) flushSync(() => stage.setState({ isAside: true }));
  };
  const takenUp = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted) return;
    const { session } = stage.getState();
    if (session && !session.isKept()) void endPage(stage, 'replaced');
    look();
    flushSync(() => stage.setState({ isAside: false }));
  };

  for (const sign of signsOfUse) page.addEventListener(sign, used, options);
  page.document.addEventListener('visibilitychange', look, options);
  page.addEventListener('focus', look, options);
  page.addEventListener('pagehide', putAside, options);
  page.addEventListener('pageshow', takenUp, options);
  const timer = setInterval(look, beat);
  const unsubscribe = stage.subscribe(({ locked }, before) => {
    if (before.locked && !locked) lastUse = nowMs();
  });
  stop.signal.addEventListener('abort', () => {
    clearInterval(timer);
    unsubscribe();
  });
  return () => stop.abort();
}
