import type { PatientRecord } from '../core/record/patient-record.ts';

const known = new WeakMap<PatientRecord, ReadonlyMap<string, string>>();

/** What each result of the chart is called, by reference: a value alone would not say what was measured. */
export function resultNames(record: PatientRecord): ReadonlyMap<string, string> {
  const before = known.get(record);
  if (before) return before;
  const names = new Map(
    record.observations.flatMap(({ id, code }) => {
      const name = code.text ?? code.coding?.find(({ display }) => display !== undefined)?.display;
      return name === undefined ? [] : [[`Observation/${id}`, name]];
    }),
  );
  known.set(record, names);
  return names;
}
