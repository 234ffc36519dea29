import { canonicalOf } from '../core/form/questionnaire.ts';
import { answersFrom } from '../core/form/stored-answers.ts';
import { findDrafts, stopDraft } from '../ehr/find-drafts.ts';
import { keepAttestation, takeAnswers } from './answering.ts';
import { form } from './asking.ts';
import { attestationIn, withoutAttestation } from './attesting.ts';
import { dayOf } from './calendar.ts';
import { handOverWords } from './hand-over-words.ts';
import { responseNow } from './saving.ts';
import type { FoundDraft, StageStore } from './stage.ts';
import { isStillSo } from './standing.ts';
import { words } from './words.ts';

/** Looks for a draft of this form in the EHR, and puts it on the stage for the clinician to decide. */
export async function lookForDrafts(stage: StageStore): Promise<void> {
  const { ehr, now } = stage.getState();
  if (!ehr) return;
  const current = { canonical: canonicalOf(form), until: form.effectivePeriod.end };
  const { resumable, expired } = await findDrafts(ehr, current, dayOf(now()));
  const [newest] = resumable;
  const [old] = expired;
  const found = newest ?? (old && { ...old, expired: old.because });
  const { saving, ehr: still } = stage.getState();
  if (found && still === ehr && saving.state === 'none') stage.setState({ found });
}

/** Goes on with a draft: what people answered in it counts; what the chart fills is taken from the chart as it is now. */
export function goOnWith(stage: StageStore, found: FoundDraft): void {
  const { ehr, identifier } = stage.getState();
  const { reference, versionId, resource } = found;
  const read = answersFrom(resource, { questionnaire: form, subject: `Patient/${ehr?.context.patientId}` });
  if (read.status === 'refused') {
    stage.setState({ found: undefined, foundProblem: words.draft.refused(read.because) });
    return;
  }
  const named = resource.identifier as Partial<typeof identifier> | undefined;
  stage.setState({
    found: undefined,
    previous: { reference, ...(versionId !== undefined && { versionId }) },
    ...(named?.system !== undefined &&
      named.value !== undefined && { identifier: { system: named.system, value: named.value } }),
    ...(read.lost.length > 0 && { foundProblem: words.draft.lost(read.lost.length) }),
  });
  takeAnswers(stage, read);
  dropStaleAttestation(stage, resource);
}

/** What was attested must still be what the form says: where the chart fills it otherwise by now, it is attested anew. */
function dropStaleAttestation(stage: StageStore, stored: unknown): void {
  const now = stage.getState();
  const { entries, review } = now;
  if (attestationIn(entries) === undefined || !review?.assessment) return;
  if (isStillSo(stored, responseNow(now, review))) return;
  keepAttestation(stage, withoutAttestation(entries));
  stage.setState({ foundProblem: handOverWords.chartChanged });
}

/** Marks a draft whose form has run out as stopped; its answers stay readable in the EHR. */
export async function markStopped(stage: StageStore, found: FoundDraft): Promise<void> {
  const { ehr } = stage.getState();
  if (!ehr) return;
  stage.setState({ found: undefined });
  const result = await stopDraft(ehr, found);
  if (result.status !== 'saved' && stage.getState().ehr === ehr)
    stage.setState({ foundProblem: words.draft.notStopped(result.because) });
}
