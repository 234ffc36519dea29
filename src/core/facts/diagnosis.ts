import { dateSpan } from '../fhir/date-span.ts';
import type { CodeableConcept, Condition } from '../fhir/r4.ts';
import { type ConceptMatch, speaksFor } from '../fhir/value-set.ts';
import type { Chart } from './chart.ts';
import { endingOf } from './ending.ts';
import { type Recorded, recorded } from './finding.ts';
import { type HistologyReport, histologyReports, morphologyCodes } from './histology.ts';
import { isNamedOtherwise } from './named-otherwise.ts';
import { type ConditionStanding, conditionStanding } from './standing.ts';
import { hasOtherStatusInWords } from './status-words.ts';
import { isTakenBack } from './taken-back.ts';
import { isSelfContradictory, type TumorKind } from './tumor-code.ts';
import { isUnfit, type Origin, originStated } from './tumor-origin.ts';

/** One Condition as the judgement sees it. */
export interface Diagnosis {
  readonly condition: Condition;
  readonly standing: ConditionStanding;
  /**
   * Its codings name two different tumors, its words take back what its code and status say, or it may have ended: it stands for nothing,
   * and may still be a tumor beside another one.
   */
  readonly isContradictory: boolean;
  /** Concepts of `Condition.code`. */
  readonly coded: readonly ConceptMatch[];
  /** Concepts of the histology on it or focused on it. */
  readonly histology: readonly ConceptMatch[];
  /** That histology as it is called and coded. */
  readonly histologySaid: readonly CodeableConcept[];
  /** ICD-O-3 codes of that histology, known here or not, and a word for each that its words take back, or that they call another tumor. */
  readonly morphologies: readonly string[];
  /** Observations that the histology comes from. */
  readonly histologyReports: readonly Recorded[];
  /** The kind of primary tumor it states; undefined when it states none. */
  readonly origin: Origin | undefined;
  readonly provenance: Recorded;
}

const histologyExtension = /\/mcode-histology-morphology-behavior$/;

/** Every Condition that was not set aside, classified once. */
export function diagnoses(chart: Chart, asOf: string): readonly Diagnosis[] {
  const { record, concepts } = chart;
  const focused = histologyByFocus(chart);
  return record.conditions.map((condition) => {
    const own = (condition.extension ?? []).filter(({ url }) => histologyExtension.test(url));
    const reported = focused.get(`Condition/${condition.id}`) ?? [];
    const said = [
      ...own.flatMap(({ valueCodeableConcept }) => (valueCodeableConcept ? [valueCodeableConcept] : [])),
      ...reported.flatMap(({ said }) => said),
    ];
    const coded = concepts.classify(condition.code);
    // A histology that its own words take back names no tumor, and fits none.
    const takenBack = said.filter((concept) =>
      isTakenBack({ ...condition, code: concept }, concepts.classify(concept)),
    );
    const histology = said
      .filter((concept) => !takenBack.includes(concept))
      .flatMap((concept) => concepts.classify(concept));
    const otherwise = said.filter((concept) => isNamedOtherwise({ ...condition, code: concept }, coded));
    const morphologies = [
      ...said.flatMap(morphologyCodes),
      ...takenBack.map(() => 'taken back'),
      ...otherwise.map(() => 'named otherwise'),
    ];
    const stated = conditionStanding(condition, asOf);
    const isContradictory =
      isSelfContradictory(coded) ||
      (stated === 'unconfirmed' && endingOf(condition, asOf) === 'unclear') ||
      (stated === 'confirmed' &&
        (isTakenBack(condition, coded) ||
          isNamedOtherwise(condition, coded) ||
          hasOtherStatusInWords(condition)));
    return {
      condition,
      standing: isContradictory ? 'unconfirmed' : stated,
      isContradictory,
      coded,
      histology,
      histologySaid: said,
      morphologies,
      histologyReports: reported.map(({ from }) => from),
      origin: originStated(condition, coded, histology, morphologies),
      provenance: recorded(condition, inWords(condition), recordedOn(condition)),
    };
  });
}

/** Histology reports by the Condition they focus on. */
function histologyByFocus(chart: Chart): ReadonlyMap<string, readonly HistologyReport[]> {
  const byFocus = new Map<string, HistologyReport[]>();
  for (const report of histologyReports(chart)) {
    for (const key of report.about) byFocus.set(key, [...(byFocus.get(key) ?? []), report]);
  }
  return byFocus;
}

/** Whether goblet-cell, adenocarcinoid or mixed histology is recorded anywhere: NET and colorectal then cannot be told apart. */
export function hasMixedHistology(all: readonly Diagnosis[], { observed, concepts }: Chart): boolean {
  const isMixed = (concept: CodeableConcept | undefined) =>
    speaksFor(concepts.classify(concept), 'dx.goblet-mixed');
  return (
    all.some(({ coded, histology }) => speaksFor([...coded, ...histology], 'dx.goblet-mixed')) ||
    observed('obs.histology').some(({ valueCodeableConcept, component = [] }) =>
      [valueCodeableConcept, ...component.map((each) => each.valueCodeableConcept)].some(isMixed),
    )
  );
}

/** Clinical date of a diagnosis: onset, else when it was recorded. */
export function recordedOn({ onsetDateTime, onsetPeriod, recordedDate }: Condition) {
  return dateSpan(onsetDateTime ?? onsetPeriod?.start ?? recordedDate);
}

/** Whether the histology of a metastasis contradicts the kind that its primary would make it. */
export function contradictsKind({ histology, morphologies }: Diagnosis, kind: TumorKind): boolean {
  return isUnfit(kind, histology, morphologies);
}

function inWords({ code }: Condition): string {
  const coding = code?.coding?.find((each) => each.code !== undefined);
  return code?.text ?? coding?.display ?? coding?.code ?? 'no code';
}
