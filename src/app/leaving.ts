import { hasUnsavedAnswers, type StageStore } from './stage.ts';

/** Has the browser ask before answers are lost that the EHR does not hold. */
export function warnBeforeLeaving(page: EventTarget, stage: StageStore): void {
  page.addEventListener('beforeunload', (event) => {
    if (hasUnsavedAnswers(stage.getState())) event.preventDefault();
  });
}
