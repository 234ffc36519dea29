import { type Freshness, freshnessClock } from '../core/facts/freshness.ts';
import { dateSpan } from '../core/fhir/date-span.ts';
import type { Draft } from '../core/form/draft.ts';
import { itemOf } from './asking.ts';
import { besideWords } from './beside-words.ts';
import { dayInWords } from './calendar.ts';
import { Fold } from './Fold.tsx';
import { Icon } from './Icon.tsx';
import type { Judged } from './review.ts';

/** When each recorded value runs out, the first first; what does so before the planned date is marked. */
export function FreshnessPanel({ review: { assessment, draft } }: { readonly review: Judged }) {
  const { freshness: said } = besideWords;
  const planned = plannedDay(draft);
  const freshness = freshnessClock(assessment.facts, planned);
  const late = freshness.filter(({ holdsOnPlannedDate }) => holdsOnPlannedDate === false).length;
  const first = freshness[0] && dayInWords(freshness[0].usableUntil);
  return (
    <Fold id="freshness" title={said.label} count={said.count(freshness.length, first, late)}>
      <p className="quiet">
        {said.note} {planned === undefined ? said.notPlanned : said.planned(dayInWords(planned))}
      </p>
      {freshness.length === 0 ? (
        <p className="quiet">{said.none}</p>
      ) : (
        <ul className="treatments">
          {freshness.map((each) => (
            <li key={each.name}>
              <b>{each.name}</b>
              <OneValue of={each} />
            </li>
          ))}
        </ul>
      )}
    </Fold>
  );
}

/** The last day on which it may be planned, as the form has it: from a person, else from the order. */
function plannedDay({ answers }: Draft): string | undefined {
  const { linkId } = itemOf('planned-date');
  const value = answers.find((each) => each.linkId === linkId)?.value;
  return value?.kind === 'date' ? dateSpan(value.value)?.last : undefined;
}

function OneValue({ of: { on, usableUntil, holdsOnPlannedDate } }: { readonly of: Freshness }) {
  const { freshness: said } = besideWords;
  return (
    <div>
      {said.until} {dayInWords(usableUntil)}
      <span className="quiet">
        {' '}
        ({said.taken.toLowerCase()} {dayInWords(on)})
      </span>
      {holdsOnPlannedDate === false && (
        <b className="notice">
          <Icon name="warning" /> {said.runsOut}
        </b>
      )}
      {holdsOnPlannedDate === true && <span className="because">{said.holds}</span>}
    </div>
  );
}
