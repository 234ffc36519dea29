import type { Assessment } from '../core/assess.ts';
import type { Therapy } from '../core/facts/request.ts';
import { therapyNames } from '../core/paper/case.ts';
import { candidacy } from '../core/policy/candidacy.ts';
import { besideWords } from './beside-words.ts';
import { withDaysNamed } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { Fold } from './Fold.tsx';
import { VerdictTag } from './VerdictTag.tsx';
import { candidacyWords } from './words.ts';

const therapies = Object.keys(therapyNames) as readonly Therapy[];

/** What the policy says of candidates for each of the four, in one fixed order: it recommends none. */
export function OtherTherapies({ assessment }: { readonly assessment: Assessment }) {
  const { therapies: said } = besideWords;
  return (
    <Fold id="therapies" title={said.label} count={said.count}>
      <p className="quiet">{said.note}</p>
      <ul className="statements">
        {therapies.map((therapy) => (
          <li key={therapy}>
            <OneTherapy therapy={therapy} assessment={assessment} />
          </li>
        ))}
      </ul>
    </Fold>
  );
}

function OneTherapy({
  therapy,
  assessment: { policy, facts, advisories, determination },
}: {
  readonly therapy: Therapy;
  readonly assessment: Assessment;
}) {
  const { verdict, because, evidence, from } = candidacy(policy, facts, advisories, therapy);
  return (
    <>
      <VerdictTag verdict={verdict}>{candidacyWords[verdict]}</VerdictTag>
      <div>
        <b>{therapyNames[therapy]}</b>
        {determination.therapy === therapy && ` (${besideWords.therapies.requested})`}
        {from.length > 0 && <span className="quiet"> {from.join(', ')}</span>}
        <span className="because">{withDaysNamed(because)}</span>
        <Evidence of={evidence} asOf={determination.asOf} />
      </div>
    </>
  );
}
