import type { Observation } from '../fhir/r4.ts';
import { literalReference } from '../fhir/reference.ts';
import type { Unread } from '../record/unread.ts';
import { aboutness } from './aboutness.ts';
import type { Answers } from './answers.ts';
import { placeOf } from './body-site.ts';
import type { Chart } from './chart.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Ignored } from './finding.ts';
import { equal, merge, refusedOnes, stated } from './laboratory.ts';
import { answeredLatest, type Latest, latest, type Reading } from './latest.ts';
import { type Measured, type Measurement, readings } from './measurement.ts';
import type { TumorType } from './tumor-type.ts';

interface Context {
  readonly chart: Chart;
  readonly asOf: string;
  /** The failed read of Observations, if there is one. */
  readonly unread: Unread | undefined;
}

/**
 * The size measured last. Of several lesions of one time the largest counts, where each size names its own lesion;
 * where they do not, two sizes span both: nothing says whether they are one tumor or two.
 */
export function tumorSize(
  measurement: Measurement,
  all: readonly Diagnosis[],
  tumor: TumorType,
  answers: Answers,
  { chart, asOf, unread }: Context,
): { readonly latest: Latest<Measured>; readonly ignored: readonly Ignored[] } {
  const said = answers.get('tumor-size-cm');
  if (said) {
    return { latest: answeredLatest(stated(said.value, 'cm'), said.provenance, asOf), ignored: [] };
  }
  const reasonAgainst = (observation: Observation) => {
    if (aboutness(observation, all, tumor) === 'another-disease') return 'about another disease';
    return placeOf(observation, chart.concepts) === 'elsewhere' ? 'about another organ' : undefined;
  };
  const ours = (...concepts: readonly string[]) =>
    chart.observed(...concepts).filter((observation) => reasonAgainst(observation) === undefined);
  const setAside = chart.observed(measurement.concept).flatMap((observation) => {
    const because = reasonAgainst(observation);
    return because === undefined ? [] : [{ reference: `Observation/${observation.id}`, because }];
  });
  const unplaced = ours(measurement.concept)
    .filter((observation) => placeOf(observation, chart.concepts) === 'unclear')
    .map(({ id }) => `Observation/${id}`);
  const found = readings(measurement, { ...chart, observed: ours }).map((reading) =>
    refusedIfUnplaced(reading, unplaced),
  );
  const joined = nameTheirLesions(ours(measurement.concept)) ? larger : merge;
  return {
    latest: latest(found, {
      name: measurement.title,
      asOf,
      window: measurement.window,
      unread,
      merge: joined,
      equal,
    }),
    ignored: [...refusedOnes(found), ...setAside],
  };
}

function larger(a: Measured, b: Measured): Measured {
  return a.value.high >= b.value.high ? a : b;
}

/** Whether every size is focused on a lesion, and no lesion was measured twice at one time. */
function nameTheirLesions(sizes: readonly Observation[]): boolean {
  const named = sizes.map(({ focus = [], effectiveDateTime }) => {
    const lesion = focus
      .map(({ reference }) => literalReference(reference))
      .find((each) => each?.type === 'BodyStructure');
    return lesion && `${lesion.id} ${effectiveDateTime?.slice(0, 10)}`;
  });
  return !named.includes(undefined) && new Set(named).size === named.length;
}

function refusedIfUnplaced(reading: Reading<Measured>, unplaced: readonly string[]): Reading<Measured> {
  const { provenance } = reading;
  if (!('value' in reading) || provenance.kind !== 'recorded' || !unplaced.includes(provenance.reference))
    return reading;
  const { value: _value, ...standing } = reading;
  return { ...standing, refused: 'conflict', because: 'does not say that it is in the liver' };
}
