import { timeInWords } from './calendar.ts';
import { handOverWords } from './hand-over-words.ts';
import { Icon } from './Icon.tsx';
import { comparison, isAttesting } from './merging.ts';
import { goOnWith } from './resuming.ts';
import { isWellStored, type SaveOptions, save, saveAnew } from './saving.ts';
import type { Saving } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

type Ended = Extract<Saving, { state: 'ended' }>;

/** What became of the last attempt to store the form, and what can be done; it stays until the next attempt. */
export function SaveOutcome() {
  const stage = useStageStore();
  const saving = useStage((now) => now.saving);
  const isChanged = useStage(
    ({ revision }) => saving.state === 'ended' && isAttesting(saving) && saving.revision !== revision,
  );
  const step = useStage((now) => now.step);
  const close = () => stage.setState({ saving: { state: 'none' } });
  if (saving.state === 'held') return <Held />;
  if (saving.state !== 'ended') return null;
  const { outcome } = saving.result;
  const other = comparison(stage.getState());
  const isGood = isWellStored(saving);
  const { attestation, as } = saving;
  // What was attested is stored again only as it was: another answer is another attestation.
  const isRepeatable =
    outcome.status === 'unknown' ||
    outcome.status === 'unconfirmed' ||
    (outcome.status === 'conflict' && other?.status !== 'comparable');
  const again = (options: SaveOptions) => save(stage, { attestation, as, ...options });
  return (
    <div className={`outcome ${isGood ? 'outcome-good' : 'outcome-bad'}`} role={isGood ? 'status' : 'alert'}>
      <Icon name={isGood ? 'check' : 'warning'} />
      <p>
        {told(saving)}
        {other?.status === 'refused' && ` ${handOverWords.merge.refused(other.because)}`}
        {isRepeatable && isChanged && ` ${words.outcome.changed}`}
      </p>
      {isRepeatable && isChanged && step !== 'completion' && (
        <button type="button" onClick={() => stage.setState({ step: 'completion' })}>
          {words.outcome.review}
        </button>
      )}
      {outcome.status === 'unknown' && !isChanged && (
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
          {other?.status === 'refused' && !isChanged && (
            <button type="button" onClick={() => void saveAnew(stage, { attestation, as })}>
              {handOverWords.merge.anew}
            </button>
          )}
          {other === undefined && !isChanged && (
            <button type="button" onClick={() => again({})}>
              {words.outcome.retry}
            </button>
          )}
        </>
      )}
      {outcome.status === 'unconfirmed' && !isChanged && (
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

/** A draft of somebody was found: what is stored now would be a second form, and theirs would vanish from sight. */
function Held() {
  const stage = useStageStore();
  const found = useStage((now) => now.found);
  const apart = () => stage.setState({ found: undefined, saving: { state: 'none' } });
  return (
    <div className="outcome outcome-bad" role="alert">
      <Icon name="warning" />
      <p>{words.outcome.held}</p>
      {found && (
        <button
          type="button"
          onClick={() => {
            stage.setState({ saving: { state: 'none' }, step: 'work' });
            goOnWith(stage, found);
          }}
        >
          {words.draft.goOn}
        </button>
      )}
      <button type="button" onClick={apart}>
        {words.outcome.apart}
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
