import { useEffect, useState } from 'react';
import { useStage } from './use-stage.ts';

/** How near the end of the session is: in the last five minutes the user is told. */
export type SessionEnd = { readonly state: 'far' } | { readonly state: 'soon' | 'over'; readonly at: Date };

const warning = 5 * 60_000;

/** Follows the clock to the end of the session. */
export function useSessionEnd(): SessionEnd {
  // One that can be renewed ends when the EHR says so, not by the clock.
  const ends = useStage(({ session }) => (session && !session.renewable ? session.expiresAt : undefined));
  const now = useStage((stage) => stage.now);
  const hasEnded = useStage(({ read, isSessionOver }) => isSessionOver || read?.sessionEnded === true);
  const [, turn] = useState(0);
  const left = ends === undefined ? Number.POSITIVE_INFINITY : ends - now().getTime();
  const state = hasEnded || left <= 0 ? 'over' : left <= warning ? 'soon' : 'far';
  useEffect(() => {
    if (state === 'over' || !Number.isFinite(left)) return;
    const timer = setTimeout(
      () => turn((count) => count + 1),
      Math.max(1000, state === 'far' ? left - warning : left),
    );
    return () => clearTimeout(timer);
  }, [state, left]);
  return state === 'far' || ends === undefined ? { state: 'far' } : { state, at: new Date(ends) };
}
