import type { Ehr } from './ehr.ts';
import { type EhrFault, isUndecided } from './ehr-fault.ts';
import type { Rung } from './ehr-profile.ts';
import { locate } from './fhir-base.ts';
import { type FoundResponse, findResponse } from './find-response.ts';
import { isRecord, wordsOf } from './outcome.ts';
import { readBack, storedAt } from './read-back.ts';
import { differences, type StorableResponse, versionOf } from './stored-copy.ts';
import type { Journal, StoredForm, WriteBackResult } from './write-back-result.ts';

type ResponseRung = Extract<Rung, { as: 'QuestionnaireResponse' }>;

/** The first store of a form: POST once, then find out what became of it. */
export async function createResponse(
  ehr: Ehr,
  rung: ResponseRung,
  response: StorableResponse,
  key: string,
  journal: Journal,
  storeAgain: boolean,
): Promise<WriteBackResult> {
  const { identifier = {} } = response;
  if (journal.unsettled.has(key)) {
    const lookup = await findResponse(ehr, identifier);
    if (lookup.status === 'found') return adopt(lookup.response);
    if (lookup.status === 'unsure' && !storeAgain) {
      return {
        status: 'unknown',
        because: `an earlier attempt may have been stored, and looking for it failed: ${lookup.because}`,
      };
    }
  }
  journal.unsettled.set(key, response);
  const reply = await ehr.transport.send('POST', 'QuestionnaireResponse', {
    label: 'POST QuestionnaireResponse',
    body: response,
    headers: {
      ...(rung.prefer && { prefer: 'return=representation' }),
      ...(rung.conditionalCreate && { 'if-none-exist': `identifier=${encodeURIComponent(key)}` }),
    },
  });
  if (reply.ok) {
    const stored = storedAt(ehr, reply, 'QuestionnaireResponse');
    if (stored) return settle(stored);
    return lookedUp(`the EHR accepted the form (${reply.status}) but did not say where it is`);
  }
  if (isUndecided(reply.fault)) return lookedUp(reply.fault.because);
  journal.unsettled.delete(key);
  if (reply.fault.kind !== 'conflict') return refused(reply.fault);
  const lookup = await findResponse(ehr, identifier);
  return lookup.status === 'found' ? adopt(lookup.response) : conflict(reply.fault, response);

  async function lookedUp(because: string): Promise<WriteBackResult> {
    const lookup = await findResponse(ehr, identifier);
    if (lookup.status === 'found') return adopt(lookup.response);
    const next =
      lookup.status === 'none' ? 'it was not found there' : `looking for it failed: ${lookup.because}`;
    return { status: 'unknown', because: `${because}; ${next}` };
  }

  /** One of ours is there. If it is the attempt as we sent it, it is brought up to date; if someone changed it, a person decides. */
  async function adopt(found: FoundResponse): Promise<WriteBackResult> {
    const attempt = journal.unsettled.get(key) ?? response;
    if (differences(response, found.resource, ehr).length === 0) return settle(found);
    if (differences(attempt, found.resource, ehr).length === 0) {
      journal.unsettled.delete(key);
      journal.stored.set(found.reference, attempt);
      return updateResponse(ehr, rung, response, found, journal);
    }
    const because = 'the EHR holds this form already, with other answers';
    return {
      status: 'conflict',
      httpStatus: 409,
      because,
      ours: response,
      theirs: found.resource,
      current: formOf(found),
    };
  }

  async function settle(stored: StoredForm): Promise<WriteBackResult> {
    const result = await readBack(ehr, stored, response);
    if (result.status !== 'saved') return result;
    journal.unsettled.delete(key);
    journal.stored.set(stored.reference, response);
    return result;
  }
}

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
  const base = previous.versionId === undefined ? await unversioned() : { versionId: previous.versionId };
  if ('status' in base) return base;
  const reply = await ehr.transport.send('PUT', reference, {
    label: 'PUT QuestionnaireResponse',
    body: { ...response, id: located.id },
    headers: {
      ...(base.versionId !== undefined && { 'if-match': `W/"${base.versionId}"` }),
      ...(rung.prefer && { prefer: 'return=representation' }),
    },
  });
  if (!reply.ok && !isUndecided(reply.fault) && reply.fault.kind !== 'conflict') return refused(reply.fault);
  const versionId = reply.ok ? versionOf(reply.body, reply.etag) : undefined;
  const result = await readBack(ehr, { reference, ...(versionId !== undefined && { versionId }) }, response);
  const applied = result.status === 'saved' && result.verified;
  if (reply.ok || applied) {
    if (result.status === 'saved') journal.stored.set(reference, response);
    return result;
  }
  if (reply.fault.kind !== 'conflict') return { status: 'unknown', because: reply.fault.because };
  return conflict(reply.fault, response, await current());

  /** Without a version to name: only over what we know to be ours. */
  async function unversioned(): Promise<{ readonly versionId: string | undefined } | WriteBackResult> {
    const found = await current();
    if (!found) return { status: 'unknown', because: 'the stored form could not be read before updating it' };
    const last = journal.stored.get(reference);
    const untouched = last !== undefined && differences(last, found.resource, ehr).length === 0;
    if (untouched) return { versionId: found.versionId };
    const because = 'the stored form may have been changed in the EHR';
    return {
      status: 'conflict',
      httpStatus: 409,
      because,
      ours: response,
      theirs: found.resource,
      current: formOf(found),
    };
  }

  async function current(): Promise<FoundResponse | undefined> {
    const read = await ehr.transport.get(reference, { label: 'GET QuestionnaireResponse' });
    if (!read.ok || !isRecord(read.body)) return undefined;
    const version = versionOf(read.body, read.etag);
    return { reference, resource: read.body, ...(version !== undefined && { versionId: version }) };
  }
}

function refused({ status, because, outcome }: EhrFault): WriteBackResult {
  const words = wordsOf(outcome);
  return {
    status: 'refused',
    httpStatus: status,
    because: words === undefined ? because : `${because}: ${words}`,
  };
}

function conflict({ status, because }: EhrFault, ours: unknown, found?: FoundResponse): WriteBackResult {
  const theirs = found && { theirs: found.resource, current: formOf(found) };
  return { status: 'conflict', httpStatus: status, because, ours, ...theirs };
}

function formOf({ reference, versionId }: FoundResponse): StoredForm {
  return { reference, ...(versionId !== undefined && { versionId }) };
}
