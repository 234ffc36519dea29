import { dayInWords, timeInWords } from './calendar.ts';
import { Icon } from './Icon.tsx';
import { goOnWith, markStopped } from './resuming.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** A draft that the EHR holds already: nothing of it is taken over before the clinician says so. */
export function DraftNotice() {
  const stage = useStageStore();
  const found = useStage((now) => now.found);
  const problem = useStage((now) => now.foundProblem);
  const dismiss = () => stage.setState({ found: undefined, foundProblem: undefined });
  if (!found && problem === undefined) return null;
  const authored = typeof found?.resource.authored === 'string' ? found.resource.authored : '';
  const when =
    authored === ''
      ? ''
      : `${dayInWords(authored)}${authored.includes('T') ? `, ${timeInWords(authored)}` : ''}`;
  return (
    <div className="outcome outcome-note" role="status">
      <Icon name="warning" />
      {found ? (
        <>
          <p>
            {found.expired === undefined ? words.draft.found(when) : words.draft.expired(when, found.expired)}
          </p>
          {found.expired === undefined ? (
            <button type="button" onClick={() => goOnWith(stage, found)}>
              {words.draft.goOn}
            </button>
          ) : (
            <button type="button" onClick={() => void markStopped(stage, found)}>
              {words.draft.stop}
            </button>
          )}
          <button type="button" onClick={dismiss}>
            {words.draft.anew}
          </button>
        </>
      ) : (
        <>
          <p>{problem}</p>
          <button type="button" className="link" onClick={dismiss}>
            {words.outcome.dismiss}
          </button>
        </>
      )}
    </div>
  );
}
