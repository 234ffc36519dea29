import type { Assessment } from '../core/assess.ts';
import type { Provenance } from '../core/facts/finding.ts';
import { type LaboratoryId, laboratoryIds } from '../core/facts/laboratory.ts';
import type { Latest } from '../core/facts/latest.ts';
import { exactGrade } from '../core/facts/performance-status.ts';
import { withDaysNamed } from './calendar.ts';
import { conversionInWords } from './conversion.ts';
import { Evidence } from './Evidence.tsx';
import { intervalInWords, unitInWords } from './figures.ts';
import { ScoreTiles } from './ScoreTiles.tsx';
import { SideBySide } from './SideBySide.tsx';
import { Tile } from './Tile.tsx';
import { Trend } from './Trend.tsx';
import { When } from './When.tsx';
import { capital, gapWords, words } from './words.ts';

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

function LaboratoryTile({ id, assessment }: { readonly id: LaboratoryId; readonly assessment: Assessment }) {
  const { facts } = assessment;
  const { measurement, latest, history } = facts.laboratories[id];
  const { title, unit } = measurement;
  const trend = <Trend name={title} unit={unit} history={history} />;
  if (latest.state === 'open')
    return (
      <Tile name={title} means={words.numbers.means[id]} value={undefined}>
        <Open open={latest} asOf={facts.asOf} />
        {trend}
      </Tile>
    );
  const conversion = conversionInWords(latest.value, measurement);
  return (
    <Tile
      name={title}
      means={words.numbers.means[id]}
      value={intervalInWords(latest.value.value)}
      unit={unitInWords(unit)}
    >
      <When {...latest} asOf={facts.asOf} />
      {conversion !== undefined && (
        <p className="small quiet">
          {words.numbers.recordedAs} {conversion}
        </p>
      )}
      {latest.isConflicting && <Conflict of={latest.evidence} />}
      {trend}
      <Evidence of={latest.evidence} asOf={facts.asOf} isBrief />
    </Tile>
  );
}

type OpenValue = Extract<Latest<unknown>, { state: 'open' }>;

/** Why a value is not known: the word for it, and the sentence with what was found. */
function Open({
  open: { gap, because, support },
  asOf,
}: {
  readonly open: OpenValue;
  readonly asOf: string;
}) {
  return (
    <>
      <p className="small">
        <b>{gapWords[gap]}</b> <span className="quiet">{withDaysNamed(becauseAlone(because))}</span>
      </p>
      {gap === 'conflict' && <SideBySide of={support} />}
      <Evidence of={support} asOf={asOf} isBrief />
    </>
  );
}

/** The reason without the name that stands above it already. */
function becauseAlone(because: string): string {
  return capital(because.replace(/^[^:]{1,40}: /, ''));
}

function Conflict({ of }: { readonly of: readonly Provenance[] }) {
  return (
    <>
      <p className="small conflict">{words.numbers.conflict}</p>
      <SideBySide of={of} />
    </>
  );
}

function Performance({ assessment: { facts } }: { readonly assessment: Assessment }) {
  const status = facts.performanceStatus;
  if (status.state === 'open')
    return (
      <Tile name={words.numbers.ecog} means={words.numbers.ecogMeans} value={undefined}>
        <Open open={status} asOf={facts.asOf} />
      </Tile>
    );
  const { grade, scale } = status.value;
  const exact = exactGrade(status.value);
  return (
    <Tile
      name={words.numbers.ecog}
      value={exact === undefined ? intervalInWords(grade) : String(exact)}
      means={words.numbers.ecogMeans}
    >
      <When {...status} asOf={facts.asOf} />
      {scale === 'karnofsky' && <p className="small quiet">{words.numbers.fromKarnofsky}</p>}
      {status.isConflicting && <Conflict of={status.evidence} />}
      <Evidence of={status.evidence} asOf={facts.asOf} isBrief />
    </Tile>
  );
}
