import type { Ehr } from './ehr.ts';
import { type EhrFault, isUndecided, reasons } from './ehr-fault.ts';
import type { ResponseRung } from './ehr-profile.ts';
import { locate } from './fhir-base.ts';
import { type FoundResponse, readForm } from './find-response.ts';
import { isEarlier, readBack, storedAt } from './read-back.ts';
import { differences, type StorableResponse, turnsBack } from './stored-copy.ts';
import {
  alreadyCompleted,
  conflict,
  type Journal,
  refused,
  type StoredForm,
  type WriteBackResult,
} from './write-back-result.ts';

/**
 * A further store of a form: PUT once, over what was read just before, naming its version.
 *
 * Some EHRs give out versions and ignore `If-Match`: there the reading alone keeps a colleague's answers, and the header covers
 * the moment between the two.
 */
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
  const now = await readForm(ehr, reference);
  const base = now.ok ? judged(now.form) : unread(now.fault);
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
  const again = await readForm(ehr, reference);
  if (!again.ok) return conflict(reply.fault, response);
  const { form: found } = again;
  const own = earlier.find((each) => isAs(each, found));
  if (!own) return conflict(reply.fault, response, found);
  // An earlier update of ours, whose answer was lost, is what lies there: it is brought up to date.
  journal.unsettled.delete(reference);
  journal.stored.set(reference, own);
  return updateResponse(ehr, rung, response, found, journal);

  /** The version to replace: the one that is named, or what we know to be ours, or what a person saw and chose to replace. */
  function judged(found: FoundResponse): { readonly versionId: string | undefined } | WriteBackResult {
    if (turnsBack(found.resource, response)) return alreadyCompleted(response, found);
    const [named, read] = [previous.versionId, found.versionId];
    if (named !== undefined && (read === undefined || read === named)) return { versionId: named };
    if (named !== undefined && isEarlier(read, named))
      return { status: 'unknown', because: 'the EHR still gives out an earlier version of the form' };
    const known = [last, previous.seen, ...earlier];
    if (known.some((each) => each !== undefined && isAs(each, found))) return { versionId: read };
    const because =
      named === undefined ? 'the stored form may have been changed in the EHR' : reasons.conflict;
    return conflict({ status: named === undefined ? 409 : 412, because }, response, found);
  }

  /** One that was deleted is not updated, but only the answer to the update says so for sure. */
  function unread(fault: EhrFault): { readonly versionId: string } | WriteBackResult {
    const { versionId } = previous;
    if (fault.kind === 'absent' && versionId !== undefined) return { versionId };
    if (earlier.length === 0 && !isUndecided(fault) && fault.kind !== 'unreadable') return refused(fault);
    return { status: 'unknown', because: 'the stored form could not be read before updating it' };
  }

  function isAs(sent: unknown, found: FoundResponse): boolean {
    return differences(sent, found.resource, ehr).length === 0;
  }
}
