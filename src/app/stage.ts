import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Edits, Question } from '../core/facts/answers.ts';
import type { ChartRead } from '../ehr/read-record.ts';
import type { LaunchResult } from '../ehr/session.ts';
import type { StoredForm, WriteBackResult } from '../ehr/write-back-result.ts';
import type { Review } from './review.ts';

/** Why nothing is shown: the launch did not succeed, the chart is not one patient's, or something of ours broke. */
export type StopReason = Exclude<LaunchResult['status'], 'ready'> | 'no-patient' | 'broken';

/** What the clinician has said so far. */
export interface Answered {
  readonly edits: Edits;
  /** Questions to which the clinician answered "not sure": open on purpose. */
  readonly leftOpen: readonly Question[];
}

/** What became of the last attempt to store the form. */
export type Saving =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly completing: boolean }
  | {
      readonly state: 'ended';
      readonly completing: boolean;
      readonly result: WriteBackResult;
      /** When, as an ISO instant. */
      readonly at: string;
    };

export interface Stage extends Answered {
  readonly at: 'starting' | 'stopped' | 'reading' | 'reviewing';
  readonly stopped?: { readonly because: StopReason; readonly said?: string };
  readonly read?: ChartRead;
  readonly review?: Review;
  /** Every question that was decisive at some time: it keeps its place once it is answered. */
  readonly asked: readonly Question[];
  readonly policyId?: string;
  readonly before: readonly Answered[];
  /** Counts changes; `storedRevision` is the one that the EHR holds. */
  readonly revision: number;
  readonly storedRevision: number;
  readonly storedAs?: StoredForm & { readonly completed: boolean };
  readonly saving: Saving;
  readonly step: 'work' | 'completion';
  /** Who answers: a reference, as the launch named the user. */
  readonly practitioner: string | undefined;
  readonly now: () => Date;
}

export type StageStore = StoreApi<Stage>;

/** An empty stage, before anything is known. @param now the user's clock */
export function createStage(now: () => Date = () => new Date()): StageStore {
  return createStore<Stage>(() => ({
    at: 'starting',
    edits: [],
    leftOpen: [],
    asked: [],
    before: [],
    revision: 0,
    storedRevision: 0,
    saving: { state: 'none' },
    step: 'work',
    practitioner: undefined,
    now,
  }));
}

/** Whether there are answers that the EHR does not hold. */
export function hasUnsavedAnswers({ revision, storedRevision }: Stage): boolean {
  return revision !== storedRevision;
}
