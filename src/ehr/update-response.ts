import type { Ehr } from './ehr.ts';
import { isUndecided } from './ehr-fault.ts';
import type { ResponseRung } from './ehr-profile.ts';
import { locate } from './fhir-base.ts';
import type { FoundResponse } from './find-response.ts';
import { isRecord } from './outcome.ts';
import { readBack } from './read-back.ts';
import { differences, type StorableResponse, versionOf } from './stored-copy.ts';
import {
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
    return conflict({ status: 409, because }, response, found);
  }

  async function current(): Promise<FoundResponse | undefined> {
    const read = await ehr.transport.get(reference, { label: 'GET QuestionnaireResponse' });
    if (!read.ok || !isRecord(read.body)) return undefined;
    const version = versionOf(read.body, read.etag);
    return { reference, resource: read.body, ...(version !== undefined && { versionId: version }) };
  }
}
