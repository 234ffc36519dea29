import type { Draft, Entry } from '../core/form/draft.ts';
import { checkedEntry } from '../core/form/entry.ts';
import { plainText } from '../core/form/plain-text.ts';
import {
  type QuestionnaireResponse,
  questionnaireResponse,
  type ResponseStatus,
} from '../core/form/questionnaire-response.ts';
import type { Note } from '../ehr/document-note.ts';
import { type DraftResult, saveDraft } from '../ehr/save-draft.ts';
import type { StoredForm } from '../ehr/write-back-result.ts';
import { form } from './asking.ts';
import { instantOf } from './calendar.ts';
import { patientIn } from './patient-in.ts';
import type { Judged } from './review.ts';
import { type Attestation, authorOf, type Stage, type StageStore } from './stage.ts';

/** The form as it would be stored now. @param attestation a person stands for it: it is then completed, not a draft */
export function responseNow(stage: Stage, review: Judged, attestation?: Attestation): QuestionnaireResponse {
  const { identifier, now, ehr } = stage;
  return questionnaireResponse(draftNow(stage, review, attestation), form, {
    authored: instantOf(now()),
    author: ehr?.context.fhirUser,
    status: statusOf(stage, attestation),
    identifier,
  });
}

function draftNow(stage: Stage, review: Judged, attestation: Attestation | undefined): Draft {
  if (!attestation) return review.draft;
  const by = authorOf(stage);
  return review.draftWith([...stage.entries, ...attested(attestation, by, instantOf(stage.now()))]);
}

function statusOf({ isCompleted }: Stage, attestation: Attestation | undefined): ResponseStatus {
  if (!attestation) return 'in-progress';
  return isCompleted ? 'amended' : 'completed';
}

function attested({ remark }: Attestation, by: string, at: string): readonly Entry[] {
  const checked = (linkId: string, value: Entry['values'][number]) =>
    checkedEntry(form, { linkId, values: [value], by, at });
  const words = remark.trim();
  return [
    checked('attestation.attested', { kind: 'boolean', value: true }),
    ...(words === '' ? [] : [checked('attestation.remark', { kind: 'string', value: words })]),
  ];
}

export interface SaveOptions {
  readonly attestation?: Attestation | undefined;
  /** The EHR's copy that a person chose to replace. */
  readonly previous?: StoredForm | undefined;
  /** A person takes the risk that an earlier attempt is stored after all, and the form then lies there twice. */
  readonly storeAgain?: boolean;
  /** A person knows that this EHR signs a note the moment that it is stored. */
  readonly confirmedFinal?: boolean;
}

/** Stores the form once, by the best way that the EHR has. A second call while the first is under way does nothing. */
export async function save(stage: StageStore, options: SaveOptions = {}): Promise<void> {
  const now = stage.getState();
  const { ehr, review, saving, revision, read } = now;
  if (saving.state === 'running' || !ehr || !review?.assessment) return;
  const { attestation, previous = now.previous, storeAgain = false, confirmedFinal = false } = options;
  const response = responseNow(now, review, attestation);
  stage.setState({ saving: { state: 'running' } });
  let result: DraftResult;
  try {
    result = await saveDraft(ehr, {
      response,
      // A note is filed once and never changed: only what is completed becomes one.
      note: attestation && noteNow(now, review, attestation),
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
    saving: { state: 'ended', attestation, result, at: instantOf(now.now()) },
    ...(isStored && { storedRevision: revision, found: undefined }),
    ...(isStored && outcome.as === 'QuestionnaireResponse' && { previous: formOf(outcome) }),
    ...(isStored && attestation && { isCompleted: true, step: 'work' }),
  });
}

/** The form as text, for EHRs that take no forms. */
function noteNow(stage: Stage, review: Judged, attestation: Attestation): Note {
  const at = instantOf(stage.now());
  const draftId = stage.identifier.value;
  const text = textNow(stage, review, attestation);
  return { text, draftId, title: form.title, at };
}

/** The form as plain text, to copy or to file. */
export function textNow(stage: Stage, review: Judged, attestation?: Attestation): string {
  const { record, assessment } = review;
  return plainText({
    draft: draftNow(stage, review, attestation),
    questionnaire: form,
    patient: record.patient,
    policy: assessment.policy,
    determination: assessment.determination,
    draftId: stage.identifier.value,
    status: statusOf(stage, attestation),
    authored: instantOf(stage.now()),
    author: authorOf(stage),
  });
}

function formOf({ reference, versionId }: StoredForm): StoredForm {
  return { reference, ...(versionId !== undefined && { versionId }) };
}
