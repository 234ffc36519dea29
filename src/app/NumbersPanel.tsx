import type { Assessment } from '../core/assess.ts';
import type { Provenance } from '../core/facts/finding.ts';
import { type LaboratoryId, laboratoryIds } from '../core/facts/laboratory.ts';
import { exactGrade } from '../core/facts/performance-status.ts';
import type { DateSpan } from '../core/fhir/date-span.ts';
import { ageInWords, spanInWords } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { intervalInWords, measuredInWords, unitInWords } from './figures.ts';
import { ScoreTiles } from './ScoreTiles.tsx';
import { Tile } from './Tile.tsx';
import { Trend } from './Trend.tsx';
import { gapWords, words } from './words.ts';

/** What the numbers say: each with unit, date, age, how it was recorded, and its course. */
export function NumbersPanel({ assessment }: { readonly assessment: Assessment }) {
  const { facts } = assessment;
  const { spreadDays } = facts.scores;
  return (
    <section className="card numbers" aria-labelledby="numbers-heading">
      <header>
        <h2 id="numbers-heading">{words.numbers.label}</h2>
      </header>
      <ul className="tiles">
        <Performance assessment={assessment} />
        <ScoreTiles facts={facts} />
        {laboratoryIds.map((id) => (
          <LaboratoryTile key={id} id={id} assessment={assessment} />
        ))}
      </ul>
      {spreadDays > 14 && <p className="quiet small">{words.numbers.spread(spreadDays)}</p>}
      {facts.comorbidity.bilirubinNotes.map(({ because, evidence }) => (
        <div key={because} className="quiet small">
          {because} <Evidence of={evidence} asOf={facts.asOf} />
        </div>
      ))}
      <p className="quiet small">{words.numbers.windows}</p>
    </section>
  );
}

/** Date and age; a stale value says so by word and sign. */
function When({
  on,
  asOf,
  freshness,
}: {
  readonly on: DateSpan;
  readonly asOf: string;
  readonly freshness: 'fresh' | 'stale';
}) {
  return (
    <p className="small">
      {spanInWords(on)}, <span className={`age age-${freshness}`}>{ageInWords(on, asOf)}</span>
    </p>
  );
}

function LaboratoryTile({ id, assessment }: { readonly id: LaboratoryId; readonly assessment: Assessment }) {
  const { facts } = assessment;
  const { measurement, latest, history } = facts.laboratories[id];
  const { title, unit } = measurement;
  const trend = <Trend name={title} unit={unit} history={history} />;
  if (latest.state === 'open')
    return (
      <Tile name={title} value={undefined}>
        <Open
          gap={gapWords[latest.gap]}
          because={latest.because}
          support={latest.support}
          asOf={facts.asOf}
        />
        {trend}
      </Tile>
    );
  const { value, recorded } = latest.value;
  const isConverted = recorded.unit !== unit && recorded.unit !== '';
  return (
    <Tile name={title} value={intervalInWords(value)} unit={unitInWords(unit)}>
      <When on={latest.on} asOf={facts.asOf} freshness={latest.freshness} />
      {isConverted && (
        <p className="small quiet">
          {words.numbers.recordedAs} {measuredInWords(recorded.value, recorded.unit)}
        </p>
      )}
      {latest.isConflicting && <p className="small conflict">{words.numbers.conflict}</p>}
      {trend}
      <Evidence of={latest.evidence} asOf={facts.asOf} isBrief />
    </Tile>
  );
}

function Open({
  gap,
  because,
  support,
  asOf,
}: {
  readonly gap: string;
  readonly because: string;
  readonly support: readonly Provenance[];
  readonly asOf: string;
}) {
  return (
    <>
      <p className="small" title={because}>
        {gap}
      </p>
      <Evidence of={support} asOf={asOf} isBrief />
    </>
  );
}

function Performance({ assessment: { facts } }: { readonly assessment: Assessment }) {
  const status = facts.performanceStatus;
  if (status.state === 'open')
    return (
      <Tile name={words.numbers.ecog} value={undefined}>
        <Open
          gap={gapWords[status.gap]}
          because={status.because}
          support={status.support}
          asOf={facts.asOf}
        />
      </Tile>
    );
  const { grade, scale } = status.value;
  const exact = exactGrade(status.value);
  return (
    <Tile name={words.numbers.ecog} value={exact === undefined ? intervalInWords(grade) : String(exact)}>
      <When on={status.on} asOf={facts.asOf} freshness={status.freshness} />
      {scale === 'karnofsky' && <p className="small quiet">{words.numbers.fromKarnofsky}</p>}
      {status.isConflicting && <p className="small conflict">{words.numbers.conflict}</p>}
      <Evidence of={status.evidence} asOf={facts.asOf} isBrief />
    </Tile>
  );
}
