import { canonicalOf } from '../core/form/questionnaire.ts';
import { answersFrom } from '../core/form/stored-answers.ts';
import { findDrafts, stopDraft } from '../ehr/find-drafts.ts';
import { takeAnswers } from './answering.ts';
import { form } from './asking.ts';
import { attestedIn, attestedNow, ordersIn } from './attested.ts';
import { dayOf } from './calendar.ts';
import { orderOf, placeOf, resumedFrom } from './other-copy.ts';
import { afterFound, type FoundDraft, type StageStore } from './stage.ts';
import { words } from './words.ts';

/** Looks for a draft of this form in the EHR, and puts it on the stage for the clinician to decide. */
export async function lookForDrafts(stage: StageStore): Promise<void> {
  const { ehr, now } = stage.getState();
  if (!ehr) return;
  const current = { canonical: canonicalOf(form), until: form.effectivePeriod.end };
  const { resumable, expired, unsure } = await findDrafts(ehr, current, dayOf(now()));
  const { ehr: still, previous } = stage.getState();
  // What this page stored itself meanwhile is no draft of somebody.
  const newest = resumable.find(({ reference }) => reference !== previous?.reference);
  const [old] = expired;
  const found = newest ?? (old && { ...old, expired: old.because });
  if (still !== ehr) return;
  if (found) stage.setState(({ found: file }) => (file?.isFile ? { waiting: found } : { found }));
  if (unsure !== undefined) stage.setState({ foundProblem: words.draft.unsure(unsure) });
}

/**
 * Goes on with a draft: what people answered in it counts; what the chart fills is taken from the chart as it is now.
 *
 * Where something was answered on this page already, both are put beside each other first: neither goes over the other.
 */
export function goOnWith(stage: StageStore, found: FoundDraft): void {
  const { ehr, review, edits, entries, order, saving, identifier } = stage.getState();
  const { resource } = found;
  // What is being stored is this page's own form: which one it is must not change meanwhile.
  if (saving.state === 'running') return;
  const read = answersFrom(resource, { questionnaire: form, subject: `Patient/${ehr?.context.patientId}` });
  if (read.status === 'refused') {
    stage.setState({ ...afterFound(stage.getState()), foundProblem: words.draft.refused(read.because) });
    return;
  }
  const judged = review?.assessment && review;
  const draftOrder = judged && orderOf(resource, judged);
  stage.setState({
    draftOrder,
    ...(read.lost.length > 0 && { foundProblem: words.draft.lost(read.lost.length) }),
  });
  if (edits.length > 0 || entries.length > 0 || order !== undefined) {
    stage.setState({ joining: found, step: 'merging' });
    return;
  }
  stage.setState({
    ...afterFound(stage.getState()),
    resumed: resumedFrom(found),
    ...placeOf(found, identifier),
  });
  takeAnswers(stage, {
    edits: read.edits,
    entries: read.entries,
    leftOpen: stage
      .getState()
      .leftOpen.filter((open) => read.edits.every(({ question }) => question !== open)),
    attested: judged && attestedIn(resource, judged),
    ...(draftOrder !== undefined && { order: draftOrder }),
  });
  // A file is in nobody's keeping but the user's.
  if (found.isFile) stage.setState(({ revision }) => ({ storedRevision: revision - 1 }));
  const named = ordersIn(resource);
  const now = stage.getState().review;
  const isLost = now?.assessment && named.length > 0 && named.join() !== attestedNow(now).orders.join();
  const isLaunched = judged?.ordering?.order?.found === 'launch';
  if (isLost || (draftOrder !== undefined && isLaunched))
    stage.setState(({ foundProblem }) => ({
      foundProblem: [foundProblem, words.draft.otherOrder].filter((each) => each !== undefined).join(' '),
    }));
}

/** Marks a draft whose form has run out as stopped; its answers stay readable in the EHR. */
export async function markStopped(stage: StageStore, found: FoundDraft): Promise<void> {
  const { ehr } = stage.getState();
  const { reference } = found;
  if (!ehr || reference === undefined) return;
  stage.setState({ found: undefined });
  const result = await stopDraft(ehr, { ...found, reference });
  if (result.status !== 'saved' && stage.getState().ehr === ehr)
    stage.setState({ foundProblem: words.draft.notStopped(result.because) });
}
