import type { ConceptIndex } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { missedRead, type Unread } from '../record/unread.ts';
import type { Answers } from './answers.ts';
import { chart } from './chart.ts';
import { type Comorbidity, comorbidity } from './comorbidity.ts';
import { type ChosenCoverage, chosenCoverage } from './coverage.ts';
import { type Diagnosis, diagnoses } from './diagnosis.ts';
import { type DiseaseStatus, diseaseStatus } from './disease-status.ts';
import type { Ignored } from './finding.ts';
import { point } from './interval.ts';
import { type Laboratory, type LaboratoryId, laboratory, laboratoryIds, refusedOnes } from './laboratory.ts';
import { answeredLatest, type Latest, latest } from './latest.ts';
import { type Leaves, leaves } from './leaves.ts';
import type { Measured, Measurement } from './measurement.ts';
import { medicationUses } from './medication.ts';
import { type PerformanceStatus, performanceReadings, sameGrade } from './performance-status.ts';
import { ruledOut } from './refutation.ts';
import { type Request, type RequestOptions, request } from './request.ts';
import { type Scores, scores } from './scores.ts';
import { standing } from './standing.ts';
import { type PriorTreatment, priorProcedures, systemicTherapy, type Treatments } from './treatment.ts';
import { tumorSize } from './tumor-size.ts';
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
  const { record, refuted: byStatus, ignored } = standing(raw, asOf);
  const read = chart(record, concepts);
  const missedResults = record.unread.filter(({ holds }) => holds === undefined);
  const unread = missedRead(missedResults, 'Observation');
  const all = diagnoses(read, asOf);
  const refuted = ruledOut(byStatus, all);
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
  const size = tumorSize(measurements['tumor-size'], all, tumor, answers, { chart: read, asOf, unread });
  return {
    asOf,
    record,
    diagnoses: all,
    tumor,
    diseaseStatus: status,
    request: asked,
    coverage: chosenCoverage(record, answers, asOf, options.coverage),
    laboratories,
    performanceStatus: performanceStatus(
      performance,
      answers,
      asOf,
      missedRead(record.unread, 'Observation'),
    ),
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
  if (said) return answeredLatest({ grade: point(said.value), scale: 'ecog' }, said.provenance, asOf);
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

function unique(ignored: readonly Ignored[]): readonly Ignored[] {
  return [...new Map(ignored.map((each) => [`${each.reference} ${each.because}`, each])).values()];
}
