import type { Draft, Entries } from '../core/form/draft.ts';
import { plainText } from '../core/form/plain-text.ts';
import {
  type QuestionnaireResponse,
  questionnaireResponse,
  type ResponseStatus,
} from '../core/form/questionnaire-response.ts';
import type { Note } from '../ehr/document-note.ts';
import { type DraftFile, draftFile } from '../ehr/draft-file.ts';
import { type DraftResult, saveDraft } from '../ehr/save-draft.ts';
import { formOf, type StoredForm } from '../ehr/write-back-result.ts';
import { metricsNow } from './about/metrics-now.ts';
import { keepAttestation } from './answering.ts';
import { form } from './asking.ts';
import { attestedIn } from './attested.ts';
import { attestationIn, attestedBy } from './attesting.ts';
import { instantOf } from './calendar.ts';
import { patientIn } from './patient-in.ts';
import type { Judged } from './review.ts';
import {
  type Attestation,
  afterFound,
  authorOf,
  emptyStage,
  hasUnsavedAnswers,
  type Saving,
  type Stage,
  type StageStore,
} from './stage.ts';

/** How a form is stored: with whose word, and as what. */
export interface StoreAs {
  /** What the user attests now. */
  readonly attestation?: Attestation | undefined;
  /** By default what is attested is completed; a clinician who hands over attests a draft, and staff completes what a clinician attested. */
  readonly as?: 'draft' | 'completed' | undefined;
}

/** The form as it would be stored now. */
export function responseNow(stage: Stage, review: Judged, how: StoreAs = {}): QuestionnaireResponse {
  const { identifier, now, ehr } = stage;
  return questionnaireResponse(draftNow(stage, review, how), form, {
    authored: instantOf(now()),
    author: ehr?.context.fhirUser,
    status: statusOf(stage, how),
    identifier,
  });
}

/** The form as a file that a new launch takes in. */
export function fileNow(stage: Stage, review: Judged): DraftFile {
  return draftFile(responseNow(stage, review), stage.ehr?.context.base);
}

function draftNow(stage: Stage, review: Judged, { attestation }: StoreAs): Draft {
  return attestation ? review.draftWith(entriesWith(stage, attestation)) : review.draft;
}

function entriesWith(stage: Stage, { remark }: Attestation): Entries {
  return attestedBy(stage.entries, { remark, by: authorOf(stage), at: instantOf(stage.now()) });
}

/** Without a word on how it is to be stored, it is what the EHR holds, while nothing was said since. */
function statusOf(stage: Stage, how: StoreAs): ResponseStatus {
  const { isCompleted, storedStatus } = stage;
  const isAsked = how.as !== undefined || how.attestation !== undefined;
  if (!isAsked && storedStatus && !hasUnsavedAnswers(stage)) return storedStatus;
  if (storedAs(how) === 'draft') return 'in-progress';
  return isCompleted ? 'amended' : 'completed';
}

function storedAs({ attestation, as }: StoreAs): 'draft' | 'completed' {
  return as ?? (attestation ? 'completed' : 'draft');
}

export interface SaveOptions extends StoreAs {
  /** The EHR's copy that a person chose to replace. */
  readonly previous?: StoredForm | undefined;
  /** A person takes the risk that an earlier attempt is stored after all, and the form then lies there twice. */
  readonly storeAgain?: boolean;
  /** A person knows that this EHR signs a note the moment that it is stored. */
  readonly confirmedFinal?: boolean;
}

/** Stores the form once, by the best way that the EHR has. A second call while the first is under way does nothing. */
export async function save(stage: StageStore, options: SaveOptions = {}): Promise<void> {
  const asked = stage.getState();
  const instant = asked.now();
  // One time for the form, its note and what stays attested here.
  const now = { ...asked, now: () => instant };
  const { ehr, review, saving, revision, read } = now;
  if (saving.state === 'running' || !ehr || !review?.assessment) return;
  const { attestation, previous = now.previous, storeAgain = false, confirmedFinal = false } = options;
  const as = storedAs(options);
  if (as === 'completed' && !attestation && !attestationIn(now.entries))
    throw new Error('a form is completed only when somebody attests it');
  if (as === 'draft' && now.isCompleted)
    throw new Error('what is completed is amended, never turned back into a draft');
  const { found } = now;
  const isForeign = found !== undefined && found.expired === undefined && !found.isFile;
  if (isForeign && !previous) {
    stage.setState({ saving: { state: 'held' } });
    return;
  }
  const ended = (result: DraftResult) =>
    ({ state: 'ended', attestation, as, revision, result, at: instantOf(asked.now()) }) as const;
  const made = documentsNow(now, review, { attestation, as });
  if (!made) {
    const because = 'the app could not make the form of these answers; nothing was sent';
    stage.setState({ saving: ended({ rung: 'none', outcome: { status: 'stopped', because }, passed: [] }) });
    return;
  }
  const { response } = made;
  stage.setState({ saving: { state: 'running' } });
  let result: DraftResult;
  try {
    result = await saveDraft(ehr, {
      ...made,
      patient: patientIn(read, ehr.context.patientId),
      previous,
      storeAgain,
      confirmedFinal,
    });
  } catch {
    // A mistake of ours, not the EHR's: what became of the form is not known, and that is what is said.
    const because = 'the app failed while it was storing the form';
    result = { rung: 'none', outcome: { status: 'unknown', because }, passed: [] };
  }
  // Closed or locked for good meanwhile: nothing of the form comes back.
  if (stage.getState().ehr !== ehr) return;
  const { outcome } = result;
  const isStored = outcome.status === 'saved';
  stage.setState({
    saving: ended(result),
    ...(isStored && {
      storedRevision: revision,
      storedAnswers: { edits: now.edits, entries: now.entries },
      storedStatus: response.status,
      measured: {
        ...metricsNow(review, draftNow(now, review, { attestation, as })),
        seconds: Math.round(performance.now() / 1000),
      },
    }),
    ...(isStored && outcome.as === 'QuestionnaireResponse' && { previous: formOf(outcome) }),
    // Any other draft than the one that was stored now is still to be decided on.
    ...(isStored && outcome.reference === found?.reference && afterFound(stage.getState())),
    ...(isStored && as === 'completed' && { isCompleted: true, step: 'work' }),
    ...(isStored && as === 'draft' && attestation && { step: 'work' }),
  });
  // What was attested stays attested while it stands, whatever was said while it was being stored.
  if (isStored && attestation)
    keepAttestation(stage, entriesWith(now, attestation), attestedIn(response, review));
}

/** The form, and the note in its place where it is completed: a note is filed once and never changed. Undefined where they cannot be made. */
function documentsNow(stage: Stage, review: Judged, how: Required<StoreAs>) {
  try {
    const note = how.as === 'completed' ? noteNow(stage, review, how) : undefined;
    return { response: responseNow(stage, review, how), note };
  } catch {
    return undefined;
  }
}

/** Whether the EHR holds one form, as it was sent: all else is for a person to look at. */
export function isWellStored(saving: Saving): boolean {
  if (saving.state !== 'ended') return false;
  const { outcome } = saving.result;
  return outcome.status === 'saved' && outcome.verified && !outcome.copies;
}

/** Stores the answers as another form, beside the one in the EHR that nobody may change any more. */
export async function saveAnew(stage: StageStore, how: StoreAs): Promise<void> {
  const { identifier } = emptyStage(stage.getState().now);
  stage.setState({ identifier, previous: undefined, isCompleted: false });
  await save(stage, how);
}

/** The form as text, for EHRs that take no forms. */
function noteNow(stage: Stage, review: Judged, how: StoreAs): Note {
  const at = instantOf(stage.now());
  const draftId = stage.identifier.value;
  const text = textNow(stage, review, how);
  return { text, draftId, title: form.title, at };
}

/** The form as plain text, to copy or to file. */
export function textNow(stage: Stage, review: Judged, how: StoreAs = {}): string {
  const { record, assessment } = review;
  return plainText({
    draft: draftNow(stage, review, how),
    questionnaire: form,
    patient: record.patient,
    policy: assessment.policy,
    determination: assessment.determination,
    draftId: stage.identifier.value,
    status: statusOf(stage, how),
    authored: instantOf(stage.now()),
    author: authorOf(stage),
  });
}
