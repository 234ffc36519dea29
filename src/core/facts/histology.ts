import { canonicalSystem, codings, systems } from '../fhir/coding.ts';
import type { CodeableConcept } from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import type { Chart } from './chart.ts';
import { type Recorded, recorded } from './finding.ts';
import { observedOn, standingOf } from './measurement.ts';

/** What one histology Observation says. */
export interface HistologyReport {
  /** `Type/id` of what it focuses on. */
  readonly about: readonly string[];
  readonly bodySite: CodeableConcept | undefined;
  /** Values of it and its components; a text stands as a concept without a code. */
  readonly said: readonly CodeableConcept[];
  readonly from: Recorded;
}

/** The histology Observations whose status counts. */
export function histologyReports({ observed }: Chart): readonly HistologyReport[] {
  return observed('obs.histology')
    .filter((observation) => standingOf(observation).weight === 'counts')
    .map((observation) => ({
      about: (observation.focus ?? [])
        .map(({ reference }) => referenceKey(reference))
        .filter((key) => key !== undefined),
      bodySite: observation.bodySite,
      said: [observation, ...(observation.component ?? [])]
        .map(
          ({ valueCodeableConcept, valueString }) =>
            valueCodeableConcept ?? (valueString === undefined ? undefined : { text: valueString }),
        )
        .filter((concept) => concept !== undefined),
      from: recorded(observation, 'histology', observedOn(observation)),
    }));
}

/** ICD-O-3 codes of a histology, known to the mappings or not. */
export function morphologyCodes(concept: CodeableConcept | undefined): readonly string[] {
  return codings(concept).flatMap(({ system, code }) =>
    system !== undefined && code !== undefined && canonicalSystem(system) === systems.icdO3 ? [code] : [],
  );
}
