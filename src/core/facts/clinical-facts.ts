import { dateSpan } from '../fhir/date-span.ts';
import type { Observation } from '../fhir/r4.ts';
import { literalReference } from '../fhir/reference.ts';
import type { ConceptIndex } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { missedRead, type Unread } from '../record/unread.ts';
import { aboutness } from './aboutness.ts';
import type { Answers } from './answers.ts';
import { type Chart, chart } from './chart.ts';
import { type Comorbidity, comorbidity } from './comorbidity.ts';
import { type ChosenCoverage, chosenCoverage } from './coverage.ts';
import { type Diagnosis, diagnoses } from './diagnosis.ts';
import { type DiseaseStatus, diseaseStatus } from './disease-status.ts';
import type { Ignored } from './finding.ts';
import { point } from './interval.ts';
import {
  equal,
  type Laboratory,
  type LaboratoryId,
  laboratory,
  laboratoryIds,
  merge,
  refusedOnes,
  stated,
} from './laboratory.ts';
import { type Latest, latest } from './latest.ts';
import { type Leaves, leaves } from './leaves.ts';
import { type Measured, type Measurement, readings } from './measurement.ts';
import { medicationUses } from './medication.ts';
import { type PerformanceStatus, performanceReadings, sameGrade } from './performance-status.ts';
import { type Request, type RequestOptions, request } from './request.ts';
import { type Scores, scores } from './scores.ts';
import { standing } from './standing.ts';
import { type PriorTreatment, priorProcedures, systemicTherapy, type Treatments } from './treatment.ts';
import { type TumorType, tumorType } from './tumor-type.ts';

/** The mappings that reading facts needs. */
export interface FactMappings {
  readonly concepts: ConceptIndex;
  readonly measurements: Readonly<Record<LaboratoryId | 'tumor-size', Measurement>>;
  readonly treatments: Treatments;
}

/** All that a policy may ask about a patient, as far as the record and the clinician settle it. */
export interface ClinicalFacts {
  readonly asOf: string;
  readonly record: PatientRecord;
  readonly diagnoses: readonly Diagnosis[];
  readonly tumor: TumorType;
  readonly diseaseStatus: DiseaseStatus;
  readonly request: Request;
  readonly coverage: ChosenCoverage;
  readonly laboratories: Readonly<Record<LaboratoryId, Laboratory>>;
  readonly performanceStatus: Latest<PerformanceStatus>;
  readonly tumorSize: Latest<Measured>;
  readonly comorbidity: Comorbidity;
  readonly scores: Scores;
  readonly procedures: readonly PriorTreatment[];
  readonly systemic: readonly PriorTreatment[];
  readonly leaves: Leaves;
  readonly answers: Answers;
  readonly ignored: readonly Ignored[];
}

/** Days for which performance status, disease status and tumor size are used. App data: the policy sets no window. */
const performanceWindow = { fresh: 30, usable: 90 } as const;
const statusWindow = { fresh: 90, usable: 90 } as const;

/** Reads every fact once, in one direction: what stands, then diagnoses, then what rests on them. */
export function clinicalFacts(
  raw: PatientRecord,
  answers: Answers,
  { concepts, measurements, treatments }: FactMappings,
  { asOf, ...options }: RequestOptions & { readonly asOf: string },
): ClinicalFacts {
  const { record, refuted, ignored } = standing(raw, asOf);
  const read = chart(record, concepts);
  const unread = missedRead(record.unread, 'Observation');
  const all = diagnoses(read, asOf);
  const tumor = tumorType(all, refuted, read, answers);
  const status = diseaseStatus(all, tumor, answers, { chart: read, asOf, window: statusWindow, unread });
  const laboratories = Object.fromEntries(
    laboratoryIds.map((id) => [id, laboratory(id, measurements[id], read, answers, { asOf, unread })]),
  ) as Record<LaboratoryId, Laboratory>;
  const uses = medicationUses(record, asOf);
  const others = comorbidity(all, uses, record, concepts, answers, asOf);
  const { bilirubin, albumin, inr, creatinine, sodium } = laboratories;
  const labs = {
    bilirubin: bilirubin.latest,
    albumin: albumin.latest,
    inr: inr.latest,
    creatinine: creatinine.latest,
    sodium: sodium.latest,
  };
  const allScores = scores(labs, others, record.patient);
  const systemic = systemicTherapy(uses, concepts, treatments);
  const asked = request(read, all, tumor, answers, options);
  const performance = performanceReadings(read);
  const size = tumorSize(measurements['tumor-size'], all, tumor, read, answers, asOf, unread);
  return {
    asOf,
    record,
    diagnoses: all,
    tumor,
    diseaseStatus: status,
    request: asked,
    coverage: chosenCoverage(record, answers, asOf, options.coverage),
    laboratories,
    performanceStatus: performanceStatus(performance, answers, asOf, unread),
    tumorSize: size.latest,
    comorbidity: others,
    scores: allScores,
    procedures: priorProcedures(record, concepts, treatments),
    systemic,
    leaves: leaves({
      diagnoses: all,
      refuted,
      concepts,
      tumor,
      diseaseStatus: status,
      request: asked,
      systemic,
      unread: missedRead(record.unread, 'Condition'),
      childPugh: allScores.childPugh,
      answers,
    }),
    answers,
    ignored: unique([
      ...ignored,
      ...Object.values(laboratories).flatMap((lab) => lab.ignored),
      ...refusedOnes(performance),
      ...status.ignored,
      ...size.ignored,
      ...asked.ignored,
    ]),
  };
}

function performanceStatus(
  found: ReturnType<typeof performanceReadings>,
  answers: Answers,
  asOf: string,
  unread: Unread | undefined,
): Latest<PerformanceStatus> {
  const said = answers.get('ecog');
  if (said) {
    const on = dateSpan(said.provenance.at) ?? { first: asOf, last: asOf };
    return {
      state: 'known',
      value: { grade: point(said.value), scale: 'ecog' },
      on,
      freshness: 'fresh',
      evidence: [said.provenance],
      isConflicting: false,
      usableUntil: on.last,
    };
  }
  const merge = (a: PerformanceStatus, b: PerformanceStatus) => (sameGrade(a, b) ? a : undefined);
  return latest(found, {
    name: 'Performance status',
    asOf,
    window: performanceWindow,
    unread,
    merge,
    equal: sameGrade,
  });
}

/**
 * The size measured last. Of several lesions of one time the largest counts, where each size names its own lesion;
 * where they do not, two sizes span both: nothing says whether they are one tumor or two.
 */
function tumorSize(
  measurement: Measurement,
  all: readonly Diagnosis[],
  tumor: TumorType,
  read: Chart,
  answers: Answers,
  asOf: string,
  unread: Unread | undefined,
): { readonly latest: Latest<Measured>; readonly ignored: readonly Ignored[] } {
  const said = answers.get('tumor-size-cm');
  if (said) {
    const on = dateSpan(said.provenance.at) ?? { first: asOf, last: asOf };
    return {
      latest: {
        state: 'known',
        value: stated(said.value, 'cm'),
        on,
        freshness: 'fresh',
        evidence: [said.provenance],
        isConflicting: false,
        usableUntil: on.last,
      },
      ignored: [],
    };
  }
  const isAboutAnother = (observation: Observation) =>
    aboutness(observation, all, tumor) === 'another-disease';
  const ours = (...concepts: readonly string[]) =>
    read.observed(...concepts).filter((observation) => !isAboutAnother(observation));
  const elsewhere = read.observed(measurement.concept).filter(isAboutAnother);
  const found = readings(measurement, { ...read, observed: ours });
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
    ignored: [
      ...refusedOnes(found),
      ...elsewhere.map(({ id }) => ({ reference: `Observation/${id}`, because: 'about another disease' })),
    ],
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

function unique(ignored: readonly Ignored[]): readonly Ignored[] {
  return [...new Map(ignored.map((each) => [`${each.reference} ${each.because}`, each])).values()];
}
