import { engineVersion } from '../../catalogue/policy-hash.ts';
import { dayInWords } from '../calendar.ts';
import { FactCard, FactList, type FactRow, FactRows } from '../FactCard.tsx';
import { SheetScreen } from '../paper/SheetScreen.tsx';
import type { Judged } from '../review.ts';
import { useStage } from '../use-stage.ts';
import { aboutWords } from './about-words.ts';
import { build } from './build.ts';
import { metricsNow } from './metrics-now.ts';

/** What the app is for, what it rests on and where it ends: for whoever has to decide whether to trust it. */
export function AboutScreen({ review }: { readonly review: Judged }) {
  const { use, limits, data } = aboutWords;
  return (
    <SheetScreen title={aboutWords.title} note={aboutWords.note} opener="#open-about">
      <FactCard title={use.title}>
        <FactRows of={use.rows} />
      </FactCard>
      <FactCard title={limits.title}>
        <FactList of={limits.items} />
      </FactCard>
      <Sources policy={review.assessment.policy} />
      <FactCard title={data.title}>
        <FactList of={data.items} />
      </FactCard>
      <Metrics review={review} />
    </SheetScreen>
  );
}

function Sources({ policy }: { readonly policy: Judged['assessment']['policy'] }) {
  const words = aboutWords.source;
  const rows: readonly FactRow[] = [
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
    <FactCard title={words.title} note={words.note}>
      <FactRows of={rows} />
    </FactCard>
  );
}

/** How the form came about: as it was last stored, or as it is now where it never was. */
function Metrics({ review }: { readonly review: Judged }) {
  const words = aboutWords.metrics;
  const stored = useStage(({ measured }) => measured);
  const { enabled, autoPopulated, overridden, manual, emptied } = stored ?? metricsNow(review, review.draft);
  return (
    <FactCard title={words.title} note={stored ? words.noteStored : words.note}>
      <FactRows
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
    </FactCard>
  );
}
