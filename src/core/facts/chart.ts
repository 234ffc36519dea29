import type { CodeableConcept, Observation } from '../fhir/r4.ts';
import type { ConceptIndex } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';

/** The record that stands, with the concepts to read it by. */
export interface Chart {
  readonly record: PatientRecord;
  readonly concepts: ConceptIndex;
  /** The observations that carry one of these concepts, in their code or in a component's. */
  observed(...concepts: readonly string[]): readonly Observation[];
}

/** Sorts observations by concept once, so that no measurement walks the whole record again. */
export function chart(record: PatientRecord, concepts: ConceptIndex): Chart {
  const byConcept = new Map<string, Set<Observation>>();
  const file = (observation: Observation, code: CodeableConcept | undefined) => {
    for (const { concept } of concepts.classify(code)) {
      const found = byConcept.get(concept);
      if (found) found.add(observation);
      else byConcept.set(concept, new Set([observation]));
    }
  };
  for (const observation of record.observations) {
    file(observation, observation.code);
    for (const { code } of observation.component ?? []) file(observation, code);
  }
  return {
    record,
    concepts,
    observed: (...wanted) => [...new Set(wanted.flatMap((concept) => [...(byConcept.get(concept) ?? [])]))],
  };
}
