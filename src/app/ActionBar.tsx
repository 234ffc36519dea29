import { useCallback } from 'react';
import { undo } from './answering.ts';
import { Copies } from './Copies.tsx';
import { instantOf, timeInWords } from './calendar.ts';
import { DraftNotice } from './DraftNotice.tsx';
import { Icon } from './Icon.tsx';
import { lockWords } from './lock-words.ts';
import { offer } from './offer.ts';
import type { Judged } from './review.ts';
import { SaveOutcome } from './SaveOutcome.tsx';
import { fileNow, save } from './saving.ts';
import { hasUnsavedAnswers } from './stage.ts';
import { useSessionEnd } from './use-session-end.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** Store and complete, always in reach; what became of it is said here and nowhere earlier than the EHR has confirmed it. */
export function ActionBar({ review }: { readonly review: Judged }) {
  const stage = useStageStore();
  const saving = useStage((now) => now.saving);
  const canUndo = useStage(({ before }) => before.length > 0);
  const isCompleted = useStage((now) => now.isCompleted);
  const isRunning = saving.state === 'running';
  const isOver = useSessionEnd().state === 'over';
  const draft = useCallback(() => void save(stage), [stage]);
  const complete = useCallback(() => {
    if (stage.getState().saving.state !== 'running') stage.setState({ step: 'completion' });
  }, [stage]);
  useShortcuts({ save: isCompleted ? complete : draft, complete });
  return (
    <section className="bar" id="bar" tabIndex={-1} aria-label={words.bar.label}>
      <DraftNotice />
      <SaveOutcome />
      <div className="bar-line">
        <p className="quiet small" role="status">
          <State />
        </p>
        {canUndo && (
          <button type="button" className="link" onClick={() => undo(stage)}>
            <Icon name="undo" /> {words.bar.undo}
          </button>
        )}
        <Copies review={review} />
        {isOver ? (
          <button type="button" onClick={() => offer(fileNow(stage.getState(), review))}>
            {lockWords.keep}
          </button>
        ) : (
          !isCompleted && (
            <button
              type="button"
              aria-disabled={isRunning}
              aria-keyshortcuts="Control+S"
              data-keys={words.bar.draftKeys}
              onClick={draft}
            >
              {words.bar.draft}
            </button>
          )
        )}
        <button
          type="button"
          className="main"
          aria-disabled={isRunning}
          aria-keyshortcuts="Control+Enter"
          data-keys={words.bar.completeKeys}
          onClick={complete}
        >
          {isCompleted ? words.bar.amend : words.bar.complete}
        </button>
      </div>
    </section>
  );
}

function State() {
  const saving = useStage((now) => now.saving);
  const isUnsaved = useStage(hasUnsavedAnswers);
  const end = useSessionEnd();
  if (end.state === 'over') return <b className="problem">{words.bar.over}</b>;
  if (saving.state === 'running') return words.bar.running;
  if (end.state === 'soon')
    return <b className="problem">{words.bar.ends(timeInWords(instantOf(end.at)))}</b>;
  if (isUnsaved) return words.bar.unsaved;
  return saving.state === 'none' ? words.bar.untouched : '';
}
