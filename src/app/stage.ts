import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Edits, Question } from '../core/facts/answers.ts';
import type { Entries } from '../core/form/draft.ts';
import type { Ehr } from '../ehr/ehr.ts';
import type { ChartRead } from '../ehr/read-record.ts';
import type { LaunchResult } from '../ehr/session.ts';
import type { WriteBackResult } from '../ehr/write-back-result.ts';
import type { Review } from './review.ts';

/** Why nothing is shown: the launch did not succeed, the chart is not one patient's, or something of ours broke. */
export type StopReason = Exclude<LaunchResult['status'], 'ready'> | 'no-patient' | 'broken';

/** What the clinician has said so far. */
export interface Answered {
  readonly edits: Edits;
  /** Answers to items of the form that are no question of the judgement, and items emptied on purpose. */
  readonly entries: Entries;
  /** Questions to which the clinician answered "not sure": open on purpose. */
  readonly leftOpen: readonly Question[];
}

/** What a person attests when the form is completed. */
export interface Attestation {
  readonly remark: string;
}

/** What became of the last attempt to store the form. */
export type Saving =
  | { readonly state: 'none' }
  | { readonly state: 'running' }
  | {
      readonly state: 'ended';
      /** Absent for a draft. */
      readonly attestation: Attestation | undefined;
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
  /** What could be undone, the latest last. */
  readonly before: readonly Answered[];
  /** Counts changes; `storedRevision` is the one that the EHR holds. */
  readonly revision: number;
  readonly storedRevision: number;
  readonly saving: Saving;
  /** Whether the EHR holds a form of this page that a person completed. */
  readonly isCompleted: boolean;
  readonly step: 'work' | 'completion';
  /** Where to store; known once the launch is finished. */
  readonly ehr?: Ehr;
  /** Milliseconds since the epoch at which the session ends. */
  readonly sessionEnds?: number;
  /** Names the one form of this page in the EHR, whatever happens on the way there. */
  readonly draftId: string;
  readonly now: () => Date;
}

export type StageStore = StoreApi<Stage>;

/** An empty stage, before anything is known. @param now the user's clock */
export function createStage(now: () => Date = () => new Date()): StageStore {
  const draftId = crypto.randomUUID();
  return createStore<Stage>(() => ({
    at: 'starting',
    edits: [],
    entries: [],
    leftOpen: [],
    asked: [],
    before: [],
    revision: 0,
    storedRevision: 0,
    saving: { state: 'none' },
    isCompleted: false,
    step: 'work',
    draftId,
    now,
  }));
}

/** Whether there are answers that the EHR does not hold. */
export function hasUnsavedAnswers({ revision, storedRevision }: Stage): boolean {
  return revision !== storedRevision;
}

/** Who answers, as the launch named the user: a reference, else words that say that nobody was named. */
export function authorOf({ ehr }: Stage): string {
  return ehr?.context.fhirUser ?? 'the user of this session, whom the EHR did not name';
}
