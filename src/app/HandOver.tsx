import { askedBy, type Item } from '../core/form/questionnaire.ts';
import { handOverWords, itemName } from './hand-over-words.ts';
import { owed } from './parts.ts';
import type { Judged } from './review.ts';
import { mayBeClinician, type Part, workingAs } from './stage.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { capital } from './words.ts';

const mostNamed = 3;

/** What the user still owes, and what the other part lacks, in one sentence; and as whom the user works. */
export function HandOver({ review }: { readonly review: Judged }) {
  const stage = useStageStore();
  const now = useStage((each) => each);
  const part = workingAs(now);
  const other: Part = part === 'clinician' ? 'staff' : 'clinician';
  return (
    <p className="hand-over">
      <b>{owedInWords(now, review)}</b>{' '}
      <span className="quiet">
        {handOverWords.workingAs(part)}{' '}
        {mayBeClinician(now) && (
          <button type="button" className="link" onClick={() => stage.setState({ part: other })}>
            {handOverWords.switchTo[other]}
          </button>
        )}
      </span>
    </p>
  );
}

/** `You still owe 2 answers: …, and the attestation; the staff part lacks 3.` */
function owedInWords(
  stage: Parameters<typeof owed>[0] & Parameters<typeof workingAs>[0],
  review: Judged,
): string {
  const { clinician, staff, attestation } = owed(stage, review);
  const isClinician = workingAs(stage) === 'clinician';
  const [mine, others] = isClinician ? [clinician, staff] : [staff, clinician];
  const own = ownInWords(mine, isClinician && attestation);
  const other = handOverWords.otherLacks(
    isClinician ? 'staff' : 'clinician',
    others.length,
    !isClinician && attestation,
  );
  return `${capital(own)}; ${other}.`;
}

function ownInWords(items: readonly Item[], hasAttestation: boolean): string {
  if (items.length === 0) return hasAttestation ? handOverWords.onlyAttestation : handOverWords.oweNothing;
  const named = items.slice(0, mostNamed).map((item) => itemName(askedBy(item), item.text));
  const list = handOverWords.owe(named, items.length - named.length);
  return hasAttestation ? `${list}${handOverWords.andAttestation}` : list;
}
