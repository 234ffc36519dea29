import type { ChartRead } from '../ehr/read-record.ts';

/** The patient's own record as the EHR sent it: what is on the screen, to be compared with what the EHR says now. */
export function patientIn(read: ChartRead | undefined, id: string): unknown {
  return read?.resources.find((each) => {
    const { resourceType, id: own } = (each ?? {}) as {
      readonly resourceType?: unknown;
      readonly id?: unknown;
    };
    return resourceType === 'Patient' && own === id;
  });
}
