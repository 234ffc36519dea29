import { canonicalOf } from '../core/form/questionnaire.ts';
import { extensionUrl } from '../core/form/questionnaire-response.ts';
import { answersFrom } from '../core/form/stored-answers.ts';
import { findDrafts, stopDraft } from '../ehr/find-drafts.ts';
import { answerMore, chooseOrder, keepAttestation, takeAnswers } from './answering.ts';
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
  const { ehr, identifier, edits, entries } = stage.getState();
  const { reference, versionId, resource, isFile } = found;
  const read = answersFrom(resource, { questionnaire: form, subject: `Patient/${ehr?.context.patientId}` });
  if (read.status === 'refused') {
    stage.setState({ found: undefined, foundProblem: words.draft.refused(read.because) });
    return;
  }
  const named = resource.identifier as Partial<typeof identifier> | undefined;
  stage.setState({
    found: undefined,
    previous:
      reference === undefined ? undefined : { reference, ...(versionId !== undefined && { versionId }) },
    resumed: { resource, authored: typeof resource.authored === 'string' ? resource.authored : '' },
    ...(named?.system !== undefined &&
      named.value !== undefined && { identifier: { system: named.system, value: named.value } }),
    ...(read.lost.length > 0 && { foundProblem: words.draft.lost(read.lost.length) }),
  });
  takeAnswers(stage, read);
  if (edits.length + entries.length > 0) answerMore(stage, { edits, entries });
  // A file is in nobody's keeping but the user's.
  if (isFile) stage.setState(({ revision }) => ({ storedRevision: revision - 1 }));
  meantOrder(stage, resource);
  dropStaleAttestation(stage, resource);
}

/** The order that the draft was about is the one that is meant, also where this launch would have named another. */
function meantOrder(stage: StageStore, { extension }: Readonly<Record<string, unknown>>): void {
  const { review } = stage.getState();
  if (!review?.assessment) return;
  const { choice } = review.ordering ?? {};
  const [only, second] = ordersIn(extension).filter((named) =>
    review.record.orders.some(({ id }) => named === `ServiceRequest/${id}`),
  );
  if (only === undefined || second !== undefined) return;
  if (choice?.is === 'this' && choice.reference === only) return;
  const { revision, storedRevision } = stage.getState();
  chooseOrder(stage, only);
  // It is what the draft says already.
  if (revision === storedRevision) stage.setState(({ revision: now }) => ({ storedRevision: now }));
}

function ordersIn(extension: unknown): readonly string[] {
  const all = Array.isArray(extension) ? (extension as readonly unknown[]) : [];
  return all.flatMap((each) => {
    const { url, valueReference } = (each ?? {}) as {
      readonly url?: unknown;
      readonly valueReference?: { readonly reference?: unknown };
    };
    return url === extensionUrl.context && typeof valueReference?.reference === 'string'
      ? [valueReference.reference]
      : [];
  });
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
  const { reference } = found;
  if (!ehr || reference === undefined) return;
  stage.setState({ found: undefined });
  const result = await stopDraft(ehr, { ...found, reference });
  if (result.status !== 'saved' && stage.getState().ehr === ehr)
    stage.setState({ foundProblem: words.draft.notStopped(result.because) });
}
