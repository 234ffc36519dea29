import { timeInWords } from './calendar.ts';
import { handOverWords } from './hand-over-words.ts';
import { Icon } from './Icon.tsx';
import { comparison } from './merging.ts';
import { isWellStored, type SaveOptions, save, saveAnew } from './saving.ts';
import type { Saving } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

type Ended = Extract<Saving, { state: 'ended' }>;

/** What became of the last attempt to store the form, and what can be done; it stays until the next attempt. */
export function SaveOutcome() {
  const stage = useStageStore();
  const saving = useStage((now) => now.saving);
  if (saving.state !== 'ended') return null;
  const close = () => stage.setState({ saving: { state: 'none' } });
  const { outcome } = saving.result;
  const other = comparison(stage.getState());
  const isGood = isWellStored(saving);
  const { attestation, as } = saving;
  const again = (options: SaveOptions) => save(stage, { attestation, as, ...options });
  return (
    <div className={`outcome ${isGood ? 'outcome-good' : 'outcome-bad'}`} role={isGood ? 'status' : 'alert'}>
      <Icon name={isGood ? 'check' : 'warning'} />
      <p>
        {told(saving)}
        {other?.status === 'refused' && ` ${handOverWords.merge.refused(other.because)}`}
      </p>
      {outcome.status === 'unknown' && (
        <>
          <button type="button" onClick={() => again({})}>
            {outcome.mayBecomeTwo ? words.outcome.lookAgain : words.outcome.retry}
          </button>
          {outcome.mayBecomeTwo && (
            <button type="button" onClick={() => again({ storeAgain: true })}>
              {words.outcome.storeAgain}
            </button>
          )}
        </>
      )}
      {outcome.status === 'conflict' && (
        <>
          <button type="button" onClick={close}>
            {words.outcome.keepTheirs}
          </button>
          {other?.status === 'comparable' && (
            <button type="button" className="main" onClick={() => stage.setState({ step: 'merging' })}>
              {handOverWords.merge.open}
            </button>
          )}
          {other?.status === 'refused' && (
            <button type="button" onClick={() => void saveAnew(stage, { attestation, as })}>
              {handOverWords.merge.anew}
            </button>
          )}
          {other === undefined && (
            <button type="button" onClick={() => again({})}>
              {words.outcome.retry}
            </button>
          )}
        </>
      )}
      {outcome.status === 'unconfirmed' && (
        <button type="button" onClick={() => again({ confirmedFinal: true })}>
          {words.outcome.storeSigned}
        </button>
      )}
      <button type="button" className="link" onClick={close}>
        {words.outcome.dismiss}
      </button>
    </div>
  );
}

/** What happened, and what to do. */
function told({ result: { outcome }, attestation, as, at }: Ended): string {
  switch (outcome.status) {
    case 'saved': {
      const { reference, verified, because = '', copies } = outcome;
      if (copies) return words.outcome.twice(copies);
      if (!verified) return words.outcome.unverified(reference, because);
      if (as === 'completed') return words.outcome.completed(reference, timeInWords(at));
      const draft = attestation ? handOverWords.handedOver : words.outcome.draft;
      return draft(reference, timeInWords(at));
    }
    case 'refused':
    case 'stopped':
    case 'busy':
      return words.outcome.refused(outcome.because);
    case 'export':
      return as === 'completed'
        ? words.outcome.exported(outcome.because)
        : words.outcome.noDrafts(outcome.because);
    case 'unknown':
      return `${words.outcome.unknown(outcome.because)} ${outcome.mayBecomeTwo ? words.outcome.unknownHelp : words.outcome.retryHelp}`;
    case 'conflict':
      return `${words.outcome.conflict} ${words.outcome.conflictHelp}`;
    case 'unconfirmed':
      return words.outcome.unconfirmed(outcome.because);
  }
}
