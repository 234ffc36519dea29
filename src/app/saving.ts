import type { Entry } from '../core/form/draft.ts';
import { checkedEntry } from '../core/form/entry.ts';
import { type QuestionnaireResponse, questionnaireResponse } from '../core/form/questionnaire-response.ts';
import { saveResponse } from '../ehr/write-back.ts';
import type { StoredForm, WriteBackResult } from '../ehr/write-back-result.ts';
import { form } from './asking.ts';
import { instantOf } from './calendar.ts';
import type { Judged } from './review.ts';
import { type Attestation, authorOf, type Stage, type StageStore } from './stage.ts';

/** The form as it would be stored now. @param attestation a person stands for it: it is then completed, not a draft */
export function responseNow(stage: Stage, review: Judged, attestation?: Attestation): QuestionnaireResponse {
  const { draftId, isCompleted, now, entries, ehr } = stage;
  const at = instantOf(now());
  const by = authorOf(stage);
  const draft = attestation ? review.draftWith([...entries, ...attested(attestation, by, at)]) : review.draft;
  return questionnaireResponse(draft, form, {
    authored: at,
    author: ehr?.context.fhirUser,
    status: attestation ? (isCompleted ? 'amended' : 'completed') : 'in-progress',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${draftId}` },
  });
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
  /** A person has looked in the EHR and did not find an earlier attempt there. */
  readonly storeAgain?: boolean;
}

/** Stores the form once. A second call while the first is under way does nothing. */
export async function save(
  stage: StageStore,
  { attestation, previous, storeAgain = false }: SaveOptions = {},
): Promise<void> {
  const now = stage.getState();
  const { ehr, review, saving, revision } = now;
  if (saving.state === 'running' || !ehr || !review?.assessment) return;
  const response = responseNow(now, review, attestation);
  stage.setState({ saving: { state: 'running' } });
  let result: WriteBackResult;
  try {
    result = await saveResponse(ehr, response, previous, { storeAgain });
  } catch {
    // A mistake of ours, not the EHR's: what became of the form is not known, and that is what is said.
    result = { status: 'unknown', because: 'the app failed while it was storing the form' };
  }
  const isStored = result.status === 'saved';
  stage.setState({
    saving: { state: 'ended', attestation, result, at: instantOf(now.now()) },
    ...(isStored && { storedRevision: revision }),
    ...(isStored && attestation && { isCompleted: true, step: 'work' }),
  });
}
