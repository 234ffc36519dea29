import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Stage, StageStore } from './stage.ts';

/** The stage of this page; every component reads the same one. */
export const StageContext = createContext<StageStore | undefined>(undefined);

/** The store itself, for actions. @throws Error outside a StageContext */
export function useStageStore(): StageStore {
  const store = useContext(StageContext);
  if (!store) throw new Error('no stage above this component');
  return store;
}

/** One part of the stage; the component renders again when that part changes. */
export function useStage<T>(part: (stage: Stage) => T): T {
  return useStore(useStageStore(), part);
}
