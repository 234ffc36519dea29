import { canonicalOf } from '../core/form/questionnaire.ts';
import { type DraftReading, draftIn } from '../ehr/draft-file.ts';
import { findResponse, timeOf } from '../ehr/find-response.ts';
import { isCompleted } from '../ehr/stored-copy.ts';
import { form } from './asking.ts';
import type { FoundDraft, StageStore } from './stage.ts';
import { words } from './words.ts';

/** Larger than any form of ours; a file above it is not even read. */
const largest = 4_000_000;

/**
 * Takes a draft file in, for the same patient of the same EHR and the same form: it is put on the stage for the clinician to decide,
 * as a draft found in the EHR is. A file that does not belong here is refused with a sentence.
 */
export async function takeInFile(stage: StageStore, file: File): Promise<void> {
  const { ehr } = stage.getState();
  if (!ehr) return;
  const { base, patientId } = ehr.context;
  const reading: DraftReading =
    file.size > largest
      ? { ok: false, because: 'the file is too large for a form' }
      : draftIn(await file.text(), { base, patientId, questionnaire: canonicalOf(form) });
  const result = reading.ok ? await placed(stage, reading.response) : reading;
  if (stage.getState().ehr !== ehr) return;
  if ('resource' in result)
    stage.setState(({ found, waiting }) => {
      // The EHR's own draft is not forgotten over it, unless the file is of that one.
      const behind = found && !found.isFile ? found : waiting;
      const isSame = behind?.reference !== undefined && behind.reference === result.reference;
      return { found: result, waiting: isSame ? undefined : behind, foundProblem: undefined };
    });
  else stage.setState({ foundProblem: words.draft.fileRefused(result.because) });
}

/** The EHR may hold a copy of the form already: then that one is gone on with, and none is stored beside it. */
async function placed(
  stage: StageStore,
  resource: Extract<DraftReading, { ok: true }>['response'],
): Promise<FoundDraft | { readonly because: string }> {
  const { ehr } = stage.getState();
  const { identifier } = resource;
  const takesForms = ehr?.profile.writeBack.some(({ as }) => as === 'QuestionnaireResponse');
  if (!ehr || !takesForms || !identifier) return { resource, isFile: true };
  const lookup = await findResponse(ehr, identifier);
  if (lookup.status === 'unsure')
    return { because: `whether the EHR holds it already is not known: ${lookup.because}` };
  if (lookup.status === 'none') return { resource, isFile: true };
  const { reference, versionId, resource: copy } = lookup.response;
  const [stored, kept] = [timeOf(copy.authored), timeOf(resource.authored)];
  const isLater = stored > kept;
  const isEarlier = stored > 0 && stored < kept;
  const amends = isCompleted(copy.status) ? copy.status : undefined;
  if (amends !== undefined && !isEarlier)
    return { because: 'it was completed in the EHR after the file was kept' };
  if (amends === undefined && copy.status !== 'in-progress')
    return { because: 'the EHR’s copy of it was stopped or withdrawn' };
  // Stored by somebody after this file was kept: without its version named, storing shows both side by side.
  const version = !isLater && versionId !== undefined && { versionId };
  return { resource, isFile: true, reference, ...version, ...(amends && { amends }) };
}
