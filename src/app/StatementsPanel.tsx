import { statementSources } from '../catalogue/statements.ts';
import type { Assessment } from '../core/assess.ts';
import { type StatementResult, type StatementSource, statements } from '../core/policy/statement.ts';
import { besideWords } from './beside-words.ts';
import { dayInWords, withDaysNamed } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { Fold } from './Fold.tsx';
import { VerdictTag } from './VerdictTag.tsx';
import { words } from './words.ts';

/** What experts, societies, labels and others say beside the policy: who, when, with which interests. None of it decides. */
export function StatementsPanel({ assessment }: { readonly assessment: Assessment }) {
  const rows = statements(statementSources, assessment.facts);
  const unreviewed = rows.filter(({ from }) => !from.isReviewed).length;
  return (
    <Fold
      id="statements"
      title={besideWords.statements.label}
      count={besideWords.statements.count(rows.length, statementSources.length, unreviewed)}
    >
      <p className="quiet">{besideWords.statements.note}</p>
      {statementSources.map((source) => (
        <Source
          key={source.id}
          source={source}
          rows={rows.filter(({ from }) => from.id === source.id)}
          asOf={assessment.determination.asOf}
        />
      ))}
    </Fold>
  );
}

function Source({
  source: { title, kind, date, isReviewed, about, source, disagreements },
  rows,
  asOf,
}: {
  readonly source: StatementSource;
  readonly rows: readonly StatementResult[];
  readonly asOf: string;
}) {
  const { statements: said } = besideWords;
  const when = date === null ? said.noDate : dayInWords(date);
  return (
    <>
      <h3>{title}</h3>
      <p className="quiet">
        {!isReviewed && <b>{said.unreviewed} </b>}
        {said.facts(kind, when, about)} <cite>{source}</cite>
      </p>
      <ul className="statements">
        {rows.map((row) => (
          <li key={row.id}>
            <Held row={row} />
            <div>
              <b>{row.id}</b> {row.title}
              {isReviewed && <span className="because">{withDaysNamed(row.because)}</span>}
              <Evidence of={[...row.evidence, ...row.support]} asOf={asOf} />
              {row.quote !== null && <blockquote>“{row.quote}”</blockquote>}
              <span className="because">
                {row.author}. {said.interests} {row.interests}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {disagreements.length > 0 && (
        <dl className="silences">
          <div>
            <dt>{said.disagreements}</dt>
            {disagreements.map((each) => (
              <dd key={each}>{each}</dd>
            ))}
          </div>
        </dl>
      )}
    </>
  );
}

/** Whether it agrees with the record; of what nobody reviewed, and of what cannot be checked, nothing is said. */
function Held({ row: { from, id, verdict } }: { readonly row: StatementResult }) {
  const { statements: said } = besideWords;
  if (!from.isReviewed) return <VerdictTag verdict="unknown">{said.unchecked}</VerdictTag>;
  const canBeChecked = from.statements.some((each) => each.id === id && each.check);
  return (
    <VerdictTag verdict={verdict}>
      {canBeChecked ? words.advisories.words[verdict] : words.advisories.read}
    </VerdictTag>
  );
}
