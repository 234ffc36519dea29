import type { SandboxChart } from './chart.ts';

/** Who works at the desk beside the physicians and is no practitioner: what such a user's `fhirUser` points to. */
export const staff = {
  resourceType: 'Person',
  id: 'abara',
  active: true,
  name: [{ use: 'official', family: 'Abara', given: ['Quinn'] }],
  meta: {
    security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' }],
  },
} as const;

/** How the start page calls that user. */
export const staffName = 'Quinn Abara, prior-authorization staff';

/** The chart as another user opens it. @param user `Person/id` or `Practitioner/id` */
export function openedBy(chart: SandboxChart, user: string | undefined): SandboxChart {
  return user === undefined ? chart : { ...chart, practitioner: user };
}
