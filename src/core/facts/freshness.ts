import type { ClinicalFacts } from './clinical-facts.ts';
import { laboratoryIds } from './laboratory.ts';
import type { Latest } from './latest.ts';

/** When one piece of evidence goes out of its window. */
export interface Freshness {
  readonly name: string;
  readonly on: string;
  /** Last calendar day on which it may be used. */
  readonly usableUntil: string;
  readonly freshness: 'fresh' | 'stale';
  /** Whether it still holds on the planned date; undefined while no date is planned. */
  readonly holdsOnPlannedDate: boolean | undefined;
}

/**
 * The clock of all recorded values in use, the first to run out first. An answer does not run out.
 *
 * @param planned ISO day of the procedure; by default the one that was answered
 */
export function freshnessClock(
  facts: ClinicalFacts,
  planned: string | undefined = facts.answers.get('planned-date')?.value,
): readonly Freshness[] {
  const values: readonly (readonly [string, Latest<unknown>])[] = [
    ...laboratoryIds.map(
      (id) => [facts.laboratories[id].measurement.title, facts.laboratories[id].latest] as const,
    ),
    ['Performance status', facts.performanceStatus],
    ['Disease status', facts.diseaseStatus.latest],
    ['Tumor size', facts.tumorSize],
  ];
  return values
    .flatMap(([name, latest]): Freshness[] => {
      if (latest.state === 'open' || latest.evidence.every(({ kind }) => kind === 'attested')) return [];
      const { usableUntil, freshness, on } = latest;
      const holds = planned === undefined ? undefined : planned <= usableUntil;
      return [{ name, on: on.last, usableUntil, freshness, holdsOnPlannedDate: holds }];
    })
    .toSorted((a, b) => a.usableUntil.localeCompare(b.usableUntil));
}
