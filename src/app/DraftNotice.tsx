import { momentInWords } from './calendar.ts';
import { handOverWords } from './hand-over-words.ts';
import { Icon } from './Icon.tsx';
import { useNames } from './people.ts';
import { goOnWith, markStopped } from './resuming.ts';
import { afterFound, type FoundDraft } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** A draft that the EHR holds already: nothing of it is taken over before the clinician says so. */
export function DraftNotice() {
  const stage = useStageStore();
  const found = useStage((now) => now.found);
  const nameOf = useNames();
  const foundProblem = useStage((now) => now.foundProblem);
  const fallen = useStage((now) => now.fallen);
  const isStoring = useStage(({ saving }) => saving.state === 'running');
  const dismiss = () =>
    stage.setState((now) => ({
      ...afterFound(now),
      foundProblem: undefined,
      fallen: fallen && { ...fallen, isTold: true },
    }));
  const fell = fallen && !fallen.isTold ? handOverWords.fallen(nameOf(fallen.by), fallen.because) : undefined;
  const problem =
    foundProblem === undefined || fell === undefined ? (foundProblem ?? fell) : `${foundProblem} ${fell}`;
  if (!found && problem === undefined) return null;
  const authored = typeof found?.resource.authored === 'string' ? found.resource.authored : '';
  const who = storedBy(found?.resource.author);
  const by = who === undefined ? '' : handOverWords.by(nameOf(who));
  const when = `${momentInWords(authored)}${by}`;
  return (
    <div className="outcome outcome-note" role="status">
      <Icon name="warning" />
      {found ? (
        <>
          <p>
            {problem !== undefined && `${problem} `}
            {noticeOf(found, when)}
          </p>
          {found.expired === undefined ? (
            <button type="button" aria-disabled={isStoring} onClick={() => goOnWith(stage, found)}>
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

function noticeOf({ expired, isFile, amends }: FoundDraft, when: string): string {
  if (expired !== undefined) return words.draft.expired(when, expired);
  if (amends) return words.draft.fileAmends(when);
  return (isFile ? words.draft.file : words.draft.found)(when);
}

/** Who stored it last, as the EHR's copy says. */
function storedBy(author: unknown): string | undefined {
  const { reference, display } = (author ?? {}) as {
    readonly reference?: unknown;
    readonly display?: unknown;
  };
  return [reference, display].find((each) => typeof each === 'string');
}
