import { wordsOf } from '../fhir/coding.ts';
import type { Observation } from '../fhir/r4.ts';
import { type ConceptIndex, speaksFor } from '../fhir/value-set.ts';
import type { Unread } from '../record/unread.ts';
import { aboutness } from './aboutness.ts';
import type { Answers } from './answers.ts';
import { placeOf } from './body-site.ts';
import type { Chart } from './chart.ts';
import { contradictCourse, type DiseaseCourse } from './course-words.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type Ignored, open, recorded, type Statement, settled } from './finding.ts';
import { refusedOnes } from './laboratory.ts';
import { type Latest, latest, type Reading, type Window } from './latest.ts';
import { observedOn, refusedAtTheBoundary, standingOf } from './measurement.ts';
import type { TumorType } from './tumor-type.ts';

/** The course of the cancer as last recorded, and whether it is progressive. */
export interface DiseaseStatus {
  readonly latest: Latest<DiseaseCourse>;
  readonly progressive: Statement;
  readonly ignored: readonly Ignored[];
}

const courses: readonly DiseaseCourse[] = ['worsened', 'stable', 'improved', 'undetermined'];

interface Context {
  readonly chart: Chart;
  readonly asOf: string;
  readonly window: Window;
  readonly unread: Unread | undefined;
}

/**
 * Follows the latest cancer disease status about the liver disease or its primary.
 *
 * @see https://hl7.org/fhir/us/mcode/ CancerDiseaseStatus, LOINC 97509-4
 */
export function diseaseStatus(
  all: readonly Diagnosis[],
  tumor: TumorType,
  answers: Answers,
  context: Context,
): DiseaseStatus {
  const { chart, asOf, window, unread } = context;
  const { record, concepts } = chart;
  const ignored: Ignored[] = [];
  const found = chart.observed('obs.disease-status').flatMap((observation): Reading<DiseaseCourse>[] => {
    const about = aboutness(observation, all, tumor);
    if (about === 'another-disease') {
      ignored.push({ reference: `Observation/${observation.id}`, because: 'about another disease' });
      return [];
    }
    const on = observedOn(observation);
    const isPlaced = placeOf(observation, concepts) === 'liver';
    const said = about === 'unclear' ? unclear : isPlaced ? courseOf(observation, concepts) : misplaced;
    return [
      {
        on,
        provenance: recorded(observation, inWords(observation), on),
        ...standingOf(observation),
        ...said,
      },
    ];
  });
  const refused = refusedAtTheBoundary(record, (code) =>
    speaksFor(concepts.classify(code), 'obs.disease-status'),
  );
  const last = latest<DiseaseCourse>([...found, ...refused], {
    name: 'Disease status',
    asOf,
    window,
    unread,
    merge: (a, b) => (a === b ? a : undefined),
    equal: (a, b) => a === b,
  });
  return {
    latest: last,
    progressive: progressive(last, answers),
    ignored: [...ignored, ...refusedOnes(found)],
  };
}

function progressive(last: Latest<DiseaseCourse>, answers: Answers): Statement {
  const said = answers.get('progressive');
  if (said)
    return settled(said.value ? 'yes' : 'no', `Progressive: ${said.value ? 'yes' : 'no'}, as answered.`, [
      said.provenance,
    ]);
  if (last.state === 'open') return open(last.gap, last.because, last.support);
  if (last.value === 'undetermined')
    return open('unconfirmed', 'The latest disease status is recorded as undetermined.', last.evidence);
  if (last.value === 'worsened')
    return settled('yes', 'The latest disease status is worsened.', last.evidence);
  return settled(
    'no',
    `The latest disease status is ${last.value === 'stable' ? 'stable' : 'improved or in remission'}.`,
    last.evidence,
  );
}

const unclear = {
  refused: 'conflict' as const,
  because: 'does not say which of the diseases on record it is about',
};

/** It is not set aside: the organ may be that of the primary, and an older status is then no longer the latest. */
const misplaced = {
  refused: 'conflict' as const,
  because: 'names a body site that is not the liver alone',
};

function courseOf(
  observation: Observation,
  concepts: ConceptIndex,
): { value: DiseaseCourse } | { refused: 'not-recorded' | 'conflict'; because: string } {
  const { valueCodeableConcept, dataAbsentReason } = observation;
  if (dataAbsentReason) return { refused: 'not-recorded', because: 'is recorded as not available' };
  const matches = concepts.classify(valueCodeableConcept);
  const said = courses.filter((course) => speaksFor(matches, `status.${course}`));
  const [course, second] = said;
  if (!course) return { refused: 'not-recorded', because: 'carries no status that is understood' };
  const isContradicted = contradictCourse(wordsOf(valueCodeableConcept), course);
  return second || isContradicted
    ? { refused: 'conflict', because: 'states two different courses' }
    : { value: course };
}

function inWords({ valueCodeableConcept }: Observation): string {
  const [coding] = valueCodeableConcept?.coding ?? [];
  return valueCodeableConcept?.text ?? coding?.display ?? coding?.code ?? 'no value';
}
