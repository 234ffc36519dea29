import { timeInWords } from './calendar.ts';
import { Icon } from './Icon.tsx';
import { type SaveOptions, save } from './saving.ts';
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
  const isGood = outcome.status === 'saved' && outcome.verified && !outcome.copies;
  const again = (options: SaveOptions) => save(stage, { attestation: saving.attestation, ...options });
  return (
    <div className={`outcome ${isGood ? 'outcome-good' : 'outcome-bad'}`} role={isGood ? 'status' : 'alert'}>
      <Icon name={isGood ? 'check' : 'warning'} />
      <p>{told(saving)}</p>
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
          {outcome.current && (
            <button type="button" onClick={() => again({ previous: outcome.current })}>
              {words.outcome.keepOurs}
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
function told({ result: { outcome }, attestation, at }: Ended): string {
  switch (outcome.status) {
    case 'saved': {
      const { reference, verified, because = '', copies } = outcome;
      if (copies) return words.outcome.twice(copies);
      if (!verified) return words.outcome.unverified(reference, because);
      return attestation
        ? words.outcome.completed(reference, timeInWords(at))
        : words.outcome.draft(reference, timeInWords(at));
    }
    case 'refused':
    case 'stopped':
    case 'busy':
      return words.outcome.refused(outcome.because);
    case 'export':
      return attestation ? words.outcome.exported(outcome.because) : words.outcome.noDrafts(outcome.because);
    case 'unknown':
      return `${words.outcome.unknown(outcome.because)} ${outcome.mayBecomeTwo ? words.outcome.unknownHelp : words.outcome.retryHelp}`;
    case 'conflict':
      return `${words.outcome.conflict} ${words.outcome.conflictHelp}`;
    case 'unconfirmed':
      return words.outcome.unconfirmed(outcome.because);
  }
}
