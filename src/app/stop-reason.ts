import type { LaunchResult } from '../ehr/session.ts';

/** Why nothing is shown: the launch did not succeed, the chart is not one patient's, or something of ours broke. */
export type StopReason = Exclude<LaunchResult['status'], 'ready'> | 'no-patient' | 'not-in-use' | 'broken';
