import { questionItems } from '../core/form/questionnaire.ts';
import { form } from './asking.ts';
import { attestationIn } from './attesting.ts';
import { momentInWords } from './calendar.ts';
import { handOverWords } from './hand-over-words.ts';
import { useNames } from './people.ts';
import { authorOf, workingAs } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** Who stands for the answers: a clinician before, the clinician now by a tick of their own, or still nobody. */
export function AttestationCard({
  isAttested,
  onAttested,
}: {
  readonly isAttested: boolean;
  readonly onAttested: (isAttested: boolean) => void;
}) {
  const stage = useStageStore();
  const remark = useStage((now) => now.remark);
  const isClinician = useStage((now) => workingAs(now) === 'clinician');
  const given = useStage(({ entries }) => attestationIn(entries));
  const fallen = useStage((now) => now.fallen);
  const nameOf = useNames();
  return (
    <section className="card attestation" aria-labelledby="attestation-heading">
      <header>
        <h2 id="attestation-heading">{words.completion.attestation}</h2>
      </header>
      {given ? (
        <Given by={given.by} at={given.at} />
      ) : (
        <>
          {fallen && <p>{handOverWords.fallen(nameOf(fallen.by), fallen.because)}</p>}
          {isClinician ? (
            <>
              <label className="remark">
                {words.completion.remark}
                <textarea
                  rows={2}
                  maxLength={10_000}
                  value={remark}
                  onChange={({ target }) => stage.setState({ remark: target.value })}
                />
              </label>
              <label className="tick">
                <input
                  type="checkbox"
                  checked={isAttested}
                  onChange={({ target }) => onAttested(target.checked)}
                />
                {attestationWords()}
              </label>
              <Signer />
            </>
          ) : (
            <p>{handOverWords.notYours}</p>
          )}
        </>
      )}
    </section>
  );
}

function Signer() {
  const signer = useStage(authorOf);
  const isNamed = useStage(({ ehr }) => ehr?.context.fhirUser !== undefined);
  const said = isNamed ? words.completion.by : words.completion.byUnnamed;
  return <p className="quiet small">{said(signer)}</p>;
}

/** The sentence of the form itself: what is attested is what is stored. */
function attestationWords(): string {
  return questionItems(form).find(({ linkId }) => linkId === 'attestation.attested')?.text ?? '';
}

/** Who attested before: it stands for the answers that it was given for. */
function Given({ by, at }: { readonly by: string; readonly at: string }) {
  const nameOf = useNames();
  return (
    <>
      <p>
        <b>{handOverWords.attestedBy(nameOf(by), momentInWords(at))}</b>
      </p>
      <p className="quiet small">{handOverWords.stands}</p>
    </>
  );
}
