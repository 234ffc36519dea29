import type { Ehr } from './ehr.ts';
import { isUndecided } from './ehr-fault.ts';
import type { ResponseRung } from './ehr-profile.ts';
import { locate } from './fhir-base.ts';
import { type FoundResponse, readForm } from './find-response.ts';
import { readBack, storedAt } from './read-back.ts';
import { differences, type StorableResponse, turnsBack } from './stored-copy.ts';
import {
  alreadyCompleted,
  conflict,
  type Journal,
  refused,
  type StoredForm,
  type WriteBackResult,
} from './write-back-result.ts';

/** A further store of a form: PUT once, naming the version that it replaces. */
export async function updateResponse(
  ehr: Ehr,
  rung: ResponseRung,
  response: StorableResponse,
  previous: StoredForm,
  journal: Journal,
): Promise<WriteBackResult> {
  const located = locate(ehr.context.base, previous.reference);
  if (located?.resourceType !== 'QuestionnaireResponse')
    throw new RangeError('the form to update is not in this EHR');
  const reference = `QuestionnaireResponse/${located.id}`;
  const earlier = journal.unsettled.get(reference) ?? [];
  const last = journal.stored.get(reference);
  if (last && turnsBack(last, response)) {
    // Completed by this page, though it may have heard of that late: then the page still takes it for a draft.
    const found = await readForm(ehr, reference);
    if (!found) return unread;
    if (turnsBack(found.resource, response)) return alreadyCompleted(response, found);
  }
  const base = previous.versionId === undefined ? await unversioned() : { versionId: previous.versionId };
  if ('status' in base) return base;
  journal.unsettled.set(reference, [...earlier, response]);
  const reply = await ehr.transport.send('PUT', reference, {
    label: 'PUT QuestionnaireResponse',
    body: { ...response, id: located.id },
    headers: {
      ...(base.versionId !== undefined && { 'if-match': `W/"${base.versionId}"` }),
      ...(rung.prefer && { prefer: 'return=representation' }),
    },
  });
  const isConflict = !reply.ok && reply.fault.kind === 'conflict';
  if (!reply.ok && !isUndecided(reply.fault) && !isConflict) {
    journal.unsettled.set(reference, earlier);
    return refused(reply.fault);
  }
  const place = reply.ok ? storedAt(ehr, { ...reply, location: reply.location ?? reference }) : { reference };
  const result = await readBack(ehr, { ...place, reference }, response);
  const applied = result.status === 'saved' && result.verified;
  if (reply.ok || applied) {
    journal.unsettled.delete(reference);
    journal.stored.set(reference, response);
    return result;
  }
  if (!isConflict) return { status: 'unknown', because: reply.fault.because };
  journal.unsettled.set(reference, earlier);
  const found = await readForm(ehr, reference);
  const own = found && earlier.find((each) => isAs(each, found));
  if (!own) return conflict(reply.fault, response, found);
  if (turnsBack(found.resource, response)) return alreadyCompleted(response, found);
  // An earlier update of ours, whose answer was lost, is what lies there: it is brought up to date.
  journal.unsettled.delete(reference);
  journal.stored.set(reference, own);
  return updateResponse(ehr, rung, response, found, journal);

  /** Without a version to name: only over what we know to be ours, or what a person saw and chose to replace. */
  async function unversioned(): Promise<{ readonly versionId: string | undefined } | WriteBackResult> {
    const found = await readForm(ehr, reference);
    if (!found) return unread;
    const isKnown = [last, previous.seen, ...earlier].some((each) => each !== undefined && isAs(each, found));
    if (!isKnown) {
      const because = 'the stored form may have been changed in the EHR';
      return conflict({ status: 409, because }, response, found);
    }
    return turnsBack(found.resource, response)
      ? alreadyCompleted(response, found)
      : { versionId: found.versionId };
  }

  function isAs(sent: unknown, found: FoundResponse): boolean {
    return differences(sent, found.resource, ehr).length === 0;
  }
}

const unread: WriteBackResult = {
  status: 'unknown',
  because: 'the stored form could not be read before updating it',
};
