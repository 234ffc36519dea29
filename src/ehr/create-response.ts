import type { Ehr } from './ehr.ts';
import { isUndecided } from './ehr-fault.ts';
import type { ResponseRung } from './ehr-profile.ts';
import { type FoundResponse, findResponse, type Lookup, readForm } from './find-response.ts';
import { persistently } from './look-again.ts';
import { readBack, storedAt } from './read-back.ts';
import { differences, type StorableResponse, turnsBack } from './stored-copy.ts';
import { updateResponse } from './update-response.ts';
import {
  alreadyCompleted,
  conflict,
  formOf,
  type Journal,
  refused,
  type StoredForm,
  type WriteBackResult,
} from './write-back-result.ts';

/**
 * The first store of a form: POST once, then find out what became of it.
 *
 * What was sent and not answered may be stored at any later time, and nothing that is not stored yet can be found. So
 * after an unknown outcome a search that finds nothing settles nothing: only a person's `storeAgain` sends a second one.
 */
export async function createResponse(
  ehr: Ehr,
  rung: ResponseRung,
  response: StorableResponse,
  key: string,
  journal: Journal,
  storeAgain: boolean,
): Promise<WriteBackResult> {
  const earlier = journal.unsettled.get(key) ?? [];
  if (earlier.length > 0) {
    const lookup = await look();
    if (lookup.status === 'found') return adopt(lookup.response);
    if (!storeAgain) return undecided('the EHR may still store what was sent before', lookup);
    journal.repeated.add(key);
  }
  journal.unsettled.set(key, [...earlier, response]);
  const reply = await ehr.transport.send('POST', 'QuestionnaireResponse', {
    label: 'POST QuestionnaireResponse',
    body: response,
    headers: {
      ...(rung.prefer && { prefer: 'return=representation' }),
      ...(rung.conditionalCreate && { 'if-none-exist': `identifier=${encodeURIComponent(key)}` }),
    },
  });
  const stored = reply.ok ? storedAt(ehr, reply) : undefined;
  if (stored && !(rung.conditionalCreate && reply.ok && reply.status === 200)) return settle(stored);
  // 200 to a conditional create: something was there already, and nothing was stored.
  const there = stored && (await readForm(ehr, stored.reference));
  if (there?.ok) return adopt(there.form);
  if (reply.ok || isUndecided(reply.fault)) {
    const because = reply.ok
      ? `the EHR accepted the form (${reply.status}) but did not say where it is`
      : reply.fault.because;
    const lookup = await persistently(ehr, look, ({ status }) => status === 'none');
    return lookup.status === 'found' ? adopt(lookup.response) : undecided(because, lookup);
  }
  // This one was refused; those before it may still come.
  if (earlier.length > 0) journal.unsettled.set(key, earlier);
  else journal.unsettled.delete(key);
  if (reply.fault.kind === 'conflict') {
    const lookup = await look();
    return lookup.status === 'found' ? adopt(lookup.response) : conflict(reply.fault, response);
  }
  const refusal = refused(reply.fault);
  return earlier.length > 0 ? undecided(refusal.because) : refusal;

  async function look(): Promise<Lookup> {
    const lookup = await findResponse(ehr, response.identifier ?? {});
    if (lookup.status === 'found' && lookup.copies.length > 1) journal.repeated.add(key);
    return lookup;
  }

  /** One of ours is there. If it is an attempt as we sent it, it is brought up to date; if someone changed it, a person decides. */
  async function adopt(found: FoundResponse): Promise<WriteBackResult> {
    if (differences(response, found.resource, ehr).length === 0) return settle(found);
    const attempts = journal.unsettled.get(key) ?? [];
    const sent = attempts.find((each) => differences(each, found.resource, ehr).length === 0);
    if (!sent) {
      const because = 'the EHR holds this form already, with other answers';
      return conflict({ status: 409, because }, response, found);
    }
    if (turnsBack(found.resource, response)) return alreadyCompleted(response, found);
    journal.unsettled.delete(key);
    journal.stored.set(found.reference, sent);
    // Whatever becomes of this update: what is there is never created again.
    journal.places.set(key, formOf(found));
    return updateResponse(ehr, rung, response, found, journal);
  }

  async function settle(place: StoredForm): Promise<WriteBackResult> {
    const result = await readBack(ehr, place, response);
    if (result.status === 'unknown') return { ...result, mayBecomeTwo: true };
    journal.unsettled.delete(key);
    journal.places.set(key, formOf(place));
    journal.stored.set(place.reference, response);
    return result;
  }
}

/** Nobody can say, and a person is asked. */
function undecided(because: string, lookup?: Exclude<Lookup, { status: 'found' }>): WriteBackResult {
  const looked =
    lookup === undefined
      ? 'an earlier attempt may still be stored'
      : lookup.status === 'none'
        ? 'it was not found there so far'
        : `looking for it failed: ${lookup.because}`;
  return { status: 'unknown', because: `${because}; ${looked}`, mayBecomeTwo: true };
}
