import type { EhrProfile } from './ehr-profile.ts';
import type { LaunchContext } from './launch-context.ts';
import type { EhrTransport } from './transport.ts';

/** One launch's EHR: whose chart, how to ask, and what this EHR is like. Reading and writing need nothing else. */
export interface Ehr {
  readonly profile: EhrProfile;
  readonly context: LaunchContext;
  readonly transport: EhrTransport;
}
