import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Edits, Question } from '../core/facts/answers.ts';
import type { Entries } from '../core/form/draft.ts';
import type { ResponseStatus } from '../core/form/questionnaire-response.ts';
import type { DraftFile } from '../ehr/draft-file.ts';
import type { Ehr } from '../ehr/ehr.ts';
import type { EhrFault } from '../ehr/ehr-fault.ts';
import type { FoundResponse } from '../ehr/find-response.ts';
import type { ChartRead } from '../ehr/read-record.ts';
import type { Revocation, Session } from '../ehr/running-session.ts';
import type { DraftResult } from '../ehr/save-draft.ts';
import type { StoredForm } from '../ehr/write-back-result.ts';
import type { StoredMetrics } from './about/form-metrics.ts';
import type { Attested, Otherwise } from './attested.ts';
import type { OrderSaid } from './ordering.ts';
import type { Sheet } from './paper/sheet.ts';
import type { Review } from './review.ts';
import type { StopReason } from './stop-reason.ts';

/** What the clinician has said so far. */
export interface Answered {
  readonly edits: Edits;
  /** Answers to items of the form that are no question of the judgement, and items emptied on purpose. */
  readonly entries: Entries;
  /** Questions to which the clinician answered "not sure": open on purpose. */
  readonly leftOpen: readonly Question[];
  /** Which order the user says is meant. */
  readonly order: OrderSaid;
  /** The policy that the user confirmed. */
  readonly policyId: string | undefined;
  /** What the attestation among the entries was given for. */
  readonly attested: Attested | undefined;
}

/** An attestation that no longer stands: whose it was, and what is otherwise by now. */
export interface Fallen {
  readonly by: string;
  readonly because: Otherwise;
  /** The user has been told. */
  readonly isTold: boolean;
}

/** What a person attests when the form is completed. */
export interface Attestation {
  readonly remark: string;
}

/** The two parts of the form: what only a clinician can say, and what office staff can find out. */
export type Part = 'clinician' | 'staff';

/** What became of the last attempt to store the form. */
export type Saving =
  | { readonly state: 'none' }
  | { readonly state: 'running' }
  /** The EHR holds a draft of somebody: nothing was sent before the user says what is to become of both. */
  | { readonly state: 'held' }
  | {
      readonly state: 'ended';
      /** What the user attested with it. */
      readonly attestation: Attestation | undefined;
      readonly as: 'draft' | 'completed';
      /** The revision that was to be stored. */
      readonly revision: number;
      readonly result: DraftResult;
      /** When, as an ISO instant. */
      readonly at: string;
    };

/** A draft in the EHR: to go on with, or to mark as stopped because its form has run out. */
export type FoundDraft = Omit<FoundResponse, 'reference'> & {
  /** Absent where the EHR holds no copy of it. */
  readonly reference?: string;
  readonly expired?: string;
  /** It came as a file that somebody had kept. */
  readonly isFile?: boolean;
  /** The EHR holds the form as completed, and this has changes to it that were made after that. */
  readonly amends?: ResponseStatus;
};

/** A draft that was gone on with: what the chart says now is put beside it. */
export interface Resumed {
  readonly resource: unknown;
  /** When it was stored, as it says. */
  readonly authored: string;
}

/** The page is locked: nothing of the patient is on it until the EHR has said that the session still stands. */
export interface Locked {
  /** Milliseconds since the epoch at which all of it is wiped. */
  readonly until: number;
  readonly asking: 'no' | 'running' | 'unreachable';
  /** The session is over, so that the chart cannot come back; all that is left are the answers that nobody holds but this page. */
  readonly file?: DraftFile;
}

/** The page is over: nothing of the patient is left in it, and nothing will come back. */
export interface Ended {
  readonly because: 'closed' | 'unused' | 'changed' | 'replaced';
  /** Answers that the EHR does not hold were lost. */
  readonly hasLost: boolean;
  /** What became of the request to revoke the access; undefined while it is under way. */
  readonly revocation?: Revocation;
  /** Milliseconds since the epoch at which the access ends by itself; absent where there was none. */
  readonly accessEnds?: number;
}

/** A request that came to nothing, as a help desk wants to know it; nothing of the chart is in it. */
export interface FailedRequest extends Pick<EhrFault, 'request' | 'status' | 'kind' | 'requestId'> {
  /** ISO instant. */
  readonly at: string;
}

export interface Stage extends Answered {
  readonly at: 'starting' | 'stopped' | 'reading' | 'reviewing';
  readonly stopped?: {
    readonly because: StopReason;
    readonly said?: string;
    /** The answers that nobody else holds. */
    readonly file?: DraftFile;
  };
  readonly read?: ChartRead;
  readonly review?: Review;
  /** Every question that was decisive at some time: it keeps its place once it is answered. */
  readonly asked: readonly Question[];
  /** How the form came about, as it was when it was last stored. */
  readonly measured?: StoredMetrics;
  /** The attestation that fell last, until one stands again. */
  readonly fallen?: Fallen | undefined;
  /** What could be undone, the latest last. */
  readonly before: readonly Answered[];
  /** Counts changes; `storedRevision` is the one that the EHR holds. */
  readonly revision: number;
  readonly storedRevision: number;
  readonly saving: Saving;
  /** Whether the EHR holds a form of this page that a person completed. */
  readonly isCompleted: boolean;
  /** The status of the form as the EHR holds it, for what is taken away in the same words. */
  readonly storedStatus?: ResponseStatus;
  readonly step: 'work' | 'completion' | 'merging' | Sheet;
  /** Which part the user works on, where they said so. @see workingAs */
  readonly part?: Part;
  /** What the one who attests adds in their own words. */
  readonly remark: string;
  /** Where to store; known once the launch is finished. */
  readonly ehr?: Ehr;
  /** Of the launch; an open server has none. */
  readonly session?: Session;
  /** Stops what is still being read. */
  readonly stopReading?: () => void;
  readonly locked?: Locked | undefined;
  /** The browser has put the page aside: it shows nothing until it is known whether it still may. */
  readonly isAside?: boolean;
  readonly ended?: Ended;
  /** Requests that came to nothing, the latest last. */
  readonly faults: readonly FailedRequest[];
  /** The EHR no longer takes the token. */
  readonly isSessionOver: boolean;
  /** Names the one form of this page in the EHR, whatever happens on the way there. */
  readonly identifier: { readonly system: string; readonly value: string };
  /** Tells users whom the EHR does not name from each other. */
  readonly sessionName: string;
  /** A draft that the EHR holds already, until the user says what to do with it. */
  readonly found?: FoundDraft | undefined;
  /** The EHR's draft that waits while a file is decided on. */
  readonly waiting?: FoundDraft | undefined;
  readonly resumed?: Resumed | undefined;
  /** A found draft that is put beside the answers of this page, for each one to be chosen. */
  readonly joining?: FoundDraft | undefined;
  /** The order that the draft is about which is gone on with. */
  readonly draftOrder?: string | undefined;
  /** What could not be done with a found draft, in words. */
  readonly foundProblem?: string | undefined;
  /** What people had answered in the copy that the EHR holds, as far as this page knows. */
  readonly storedAnswers?: Pick<Answered, 'edits' | 'entries'>;
  /** Where the form that is gone on with is stored. */
  readonly previous?: StoredForm | undefined;
  readonly now: () => Date;
}

export type StageStore = StoreApi<Stage>;

/** An empty stage, before anything is known. @param now the user's clock */
export function createStage(now: () => Date = () => new Date()): StageStore {
  return createStore<Stage>(() => emptyStage(now));
}

/** Nothing of anybody. */
export function emptyStage(now: () => Date): Stage {
  const value = `urn:uuid:${crypto.randomUUID()}`;
  return {
    at: 'starting',
    edits: [],
    entries: [],
    leftOpen: [],
    order: undefined,
    policyId: undefined,
    attested: undefined,
    asked: [],
    before: [],
    revision: 0,
    storedRevision: 0,
    saving: { state: 'none' },
    isCompleted: false,
    step: 'work',
    faults: [],
    isSessionOver: false,
    identifier: { system: 'urn:ietf:rfc:3986', value },
    sessionName: value.slice(-8),
    remark: '',
    now,
  };
}

/** What was said so far, without all else of the stage. */
export function answeredIn({ edits, entries, leftOpen, order, policyId, attested }: Answered): Answered {
  return { edits, entries, leftOpen, order, policyId, attested };
}

/** Whether there are answers that the EHR does not hold. */
export function hasUnsavedAnswers({ revision, storedRevision }: Stage): boolean {
  return revision !== storedRevision;
}

/** Office staff may be a practitioner to the EHR; a person who is none is never a clinician. */
const neverClinician = ['Person', 'RelatedPerson', 'Patient'];

/** Whether the EHR leaves it open that the user is a clinician. */
export function mayBeClinician({ ehr }: Pick<Stage, 'ehr'>): boolean {
  const [type = ''] = (ehr?.context.fhirUser ?? '').split('/');
  return !neverClinician.includes(type);
}

/** Which part of the form is the user's: a clinician's unless the EHR or the user says otherwise. */
export function workingAs(stage: Pick<Stage, 'ehr' | 'part'>): Part {
  return mayBeClinician(stage) ? (stage.part ?? 'clinician') : 'staff';
}

/** Who answers, as the launch named the user: a reference, else words that say that nobody was named, and in which session. */
export function authorOf({ ehr, sessionName }: Pick<Stage, 'ehr' | 'sessionName'>): string {
  return ehr?.context.fhirUser ?? `a user whom the EHR did not name (session ${sessionName})`;
}

/** What becomes of the notice of a found draft when that is decided on: one that waited behind a file comes into sight. */
export function afterFound({ found, waiting }: Stage): Pick<Stage, 'found' | 'waiting'> {
  return found?.isFile ? { found: waiting, waiting: undefined } : { found: undefined };
}
