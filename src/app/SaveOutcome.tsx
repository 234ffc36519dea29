import { timeInWords } from './calendar.ts';
import { Icon } from './Icon.tsx';
import { save } from './saving.ts';
import type { Attestation, Saving } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** What became of the last attempt to store the form, and what can be done; it stays until the next attempt. */
export function SaveOutcome() {
  const stage = useStageStore();
  const saving = useStage((now) => now.saving);
  const { state } = saving;
  if (state !== 'ended') return null;
  const close = () => stage.setState({ saving: { state: 'none' } });
  const isGood = saving.result.status === 'saved' && saving.result.verified;
  return (
    <div className={`outcome ${isGood ? 'outcome-good' : 'outcome-bad'}`} role={isGood ? 'status' : 'alert'}>
      <Icon name={isGood ? 'check' : 'warning'} />
      <Ended saving={saving} />
      <button type="button" className="link" onClick={close}>
        {words.outcome.dismiss}
      </button>
    </div>
  );
}

function Ended({ saving }: { readonly saving: Extract<Saving, { state: 'ended' }> }) {
  const stage = useStageStore();
  const { result, attestation, at } = saving;
  switch (result.status) {
    case 'saved': {
      if (!result.verified) return <p>{words.outcome.unverified(result.reference, result.because ?? '')}</p>;
      const told = attestation ? words.outcome.completed : words.outcome.draft;
      return <p>{told(result.reference, timeInWords(at))}</p>;
    }
    case 'refused':
      return <p>{words.outcome.refused(result.because)}</p>;
    case 'unknown':
      return (
        <>
          <p>
            {words.outcome.unknown(result.because)} {words.outcome.unknownHelp}
          </p>
          <button type="button" onClick={() => void save(stage, { attestation })}>
            {words.outcome.retry}
          </button>
          <button type="button" onClick={() => void save(stage, { attestation, storeAgain: true })}>
            {words.outcome.storeAgain}
          </button>
        </>
      );
    case 'conflict':
      return <Conflict result={result} attestation={attestation} />;
  }
}

function Conflict({
  result: { because, current },
  attestation,
}: {
  readonly result: Extract<Extract<Saving, { state: 'ended' }>['result'], { status: 'conflict' }>;
  readonly attestation: Attestation | undefined;
}) {
  const stage = useStageStore();
  const keepTheirs = () => stage.setState({ saving: { state: 'none' } });
  return (
    <>
      <p>
        {words.outcome.conflict} {because}. {words.outcome.conflictHelp}
      </p>
      <button type="button" onClick={keepTheirs}>
        {words.outcome.keepTheirs}
      </button>
      {current && (
        <button type="button" onClick={() => void save(stage, { attestation, previous: current })}>
          {words.outcome.keepOurs}
        </button>
      )}
    </>
  );
}
