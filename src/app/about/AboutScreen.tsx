import { useId } from 'react';
import { engineVersion } from '../../catalogue/policy-hash.ts';
import { dayInWords } from '../calendar.ts';
import { SheetScreen } from '../paper/SheetScreen.tsx';
import type { Judged } from '../review.ts';
import { useStage } from '../use-stage.ts';
import { aboutWords } from './about-words.ts';
import { build } from './build.ts';
import { metricsNow } from './metrics-now.ts';

type Row = readonly [label: string, value: string];

/** What the app is for, what it rests on and where it ends: for whoever has to decide whether to trust it. */
export function AboutScreen({ review }: { readonly review: Judged }) {
  const { use, limits, data } = aboutWords;
  return (
    <SheetScreen title={aboutWords.title} note={aboutWords.note}>
      <Part title={use.title}>
        <Rows of={use.rows} />
      </Part>
      <Part title={limits.title}>
        <Items of={limits.items} />
      </Part>
      <Sources policy={review.assessment.policy} />
      <Part title={data.title}>
        <Items of={data.items} />
      </Part>
      <Metrics review={review} />
    </SheetScreen>
  );
}

function Sources({ policy }: { readonly policy: Judged['assessment']['policy'] }) {
  const words = aboutWords.source;
  const rows: readonly Row[] = [
    [words.citation, `${policy.title}. ${policy.source}`],
    [words.developer, words.developerIs(policy.payer)],
    [words.tool, words.toolIs],
    [words.funding, words.fundingIs],
    [words.version, `${policy.id}, ${policy.version}`],
    [words.released, dayInWords(policy.effective.start)],
    [words.revised, dayInWords(policy.reviewed)],
    [words.evidenceTo, policy.evidenceTo],
    [words.engine, engineVersion],
    [words.build, build],
    [words.method, words.methodIs],
    [words.sex, words.sexIs],
    [words.birthDate, words.birthDateIs],
    [words.race, words.raceIs],
    [words.health, words.healthIs],
  ];
  return (
    <Part title={words.title} note={words.note}>
      <Rows of={rows} />
    </Part>
  );
}

/** How the form came about: as it was last stored, or as it is now where it never was. */
function Metrics({ review }: { readonly review: Judged }) {
  const words = aboutWords.metrics;
  const stored = useStage(({ measured }) => measured);
  const { enabled, autoPopulated, overridden, manual, emptied } = stored ?? metricsNow(review, review.draft);
  return (
    <Part title={words.title} note={stored ? words.noteStored : words.note}>
      <Rows
        of={[
          [words.filled, words.share(autoPopulated, enabled)],
          [words.changed, words.share(overridden, autoPopulated)],
          [words.manual, words.share(manual, enabled)],
          [words.emptied, String(emptied)],
          stored
            ? [words.time, words.timeIs(stored.seconds)]
            : [words.timeSoFar, words.timeIs(Math.floor(performance.now() / 1000))],
        ]}
      />
    </Part>
  );
}

function Part({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: React.ReactNode;
}) {
  const id = useId();
  return (
    <section className="card about" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
      </header>
      {note !== undefined && <p className="quiet">{note}</p>}
      {children}
    </section>
  );
}

function Rows({ of }: { readonly of: readonly Row[] }) {
  return (
    <dl>
      {of.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Items({ of }: { readonly of: readonly string[] }) {
  return (
    <ul>
      {of.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
