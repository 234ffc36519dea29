import { useRef } from 'react';
import { answersAsFile, endPage } from './ending.ts';
import { Icon } from './Icon.tsx';
import { lockWords } from './lock-words.ts';
import { offer } from './offer.ts';
import type { Judged } from './review.ts';
import { fileNow, isWellStored, save } from './saving.ts';
import { hasUnsavedAnswers } from './stage.ts';
import { useSessionEnd } from './use-session-end.ts';
import { useStage, useStageStore } from './use-stage.ts';

/** Signs out. Where answers would be lost it asks first, and offers to store them or to keep them as a file. */
export function CloseButton({ review }: { readonly review?: Judged | undefined }) {
  const stage = useStageStore();
  const dialog = useRef<HTMLDialogElement>(null);
  const isOver = useSessionEnd().state === 'over';
  const isCompleted = useStage((now) => now.isCompleted);
  const isStoring = useStage(({ saving }) => saving.state === 'running');
  const { closing } = lockWords;
  const close = () => void endPage(stage, 'closed');
  const ask = (): void => {
    const { saving, ...now } = stage.getState();
    if (hasUnsavedAnswers({ ...now, saving }) || saving.state === 'running') dialog.current?.showModal();
    else close();
  };
  const storeAndClose = async (): Promise<void> => {
    if (isStoring) return;
    await save(stage);
    const isMeant = dialog.current?.open === true;
    dialog.current?.close();
    // What did not go well is said in the bar; who chose to stay meanwhile, or answered on, stays.
    const after = stage.getState();
    if (isMeant && isWellStored(after.saving) && !hasUnsavedAnswers(after)) close();
  };
  const keep = async (): Promise<void> => {
    const file = review ? fileNow(stage.getState(), review) : await answersAsFile(stage.getState());
    if (file) offer(file);
  };
  const amend = (): void => {
    if (isStoring) return;
    dialog.current?.close();
    stage.setState({ step: 'completion' });
  };
  return (
    <>
      <button type="button" className="link" onClick={ask}>
        {lockWords.closePlain}
      </button>
      <dialog ref={dialog} className="ask" aria-labelledby="close-heading">
        <h2 id="close-heading">{closing.title}</h2>
        <p>{isStoring ? closing.storing : closing.unsaved}</p>
        <div className="ask-choices">
          {review && !isOver && isCompleted && (
            <button type="button" className="main" aria-disabled={isStoring} onClick={amend}>
              {closing.amend}
            </button>
          )}
          {review && !isOver && !isCompleted && (
            <button
              type="button"
              className="main"
              aria-disabled={isStoring}
              onClick={() => void storeAndClose()}
            >
              {closing.store}
            </button>
          )}
          <button type="button" onClick={() => void keep()}>
            {closing.keep}
          </button>
          <button type="button" onClick={close}>
            {closing.lose}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {closing.stay}
          </button>
        </div>
        <p className="quiet small">
          <Icon name="warning" /> {lockWords.fileNote}
        </p>
      </dialog>
    </>
  );
}
