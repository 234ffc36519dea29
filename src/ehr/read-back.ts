import { isObject } from '../core/fhir/json-object.ts';
import type { Ehr } from './ehr.ts';
import { locate } from './fhir-base.ts';
import { differences, type StorableResponse, versionOf } from './stored-copy.ts';
import { conflict, formOf, type StoredForm, type WriteBackResult } from './write-back-result.ts';

/** Reads the stored form and compares: only then is it said to be saved. */
export async function readBack(
  ehr: Ehr,
  stored: StoredForm,
  sent: StorableResponse,
): Promise<WriteBackResult> {
  const { reference, versionId: written } = stored;
  const reply = await ehr.transport.get(reference, { label: 'GET QuestionnaireResponse' });
  const saved = { status: 'saved', as: 'QuestionnaireResponse', ...formOf(stored) } as const;
  if (!reply.ok) {
    const { kind, because } = reply.fault;
    if (kind === 'absent')
      return { status: 'unknown', because: 'the EHR accepted the form but does not return it' };
    return { ...saved, verified: false, because: `it could not be read back: ${because}` };
  }
  const versionId = versionOf(reply.body, reply.etag) ?? written;
  const changed = differences(sent, reply.body, ehr);
  if (changed.length === 0)
    return { ...saved, verified: true, ...(versionId !== undefined && { versionId }) };
  if (written !== undefined && versionId !== written) {
    if (isEarlier(versionId, written))
      return { ...saved, verified: false, because: 'the EHR still gives out an earlier version of it' };
    const because = 'it was changed in the EHR right after it was stored';
    const resource = isObject(reply.body) ? reply.body : {};
    return conflict({ status: 409, because }, sent, {
      reference,
      resource,
      ...(versionId !== undefined && { versionId }),
    });
  }
  // Without the version that was written, the one that is read may be somebody else's: it is not taken for ours.
  const because = `the stored copy differs in ${changed.slice(0, 10).join(', ')}`;
  return { ...saved, verified: false, because };
}

/** Only numbers tell which version came first. */
export function isEarlier(one: string | undefined, another: string): boolean {
  const isNumber = /^\d{1,15}$/;
  return isNumber.test(one ?? '') && isNumber.test(another) && Number(one) < Number(another);
}

/** Where the EHR says it is: its own copy first, then Location; a Location elsewhere is not believed, and none is fetched as it is. */
export function storedAt(
  { context }: Ehr,
  { body, location, etag }: { readonly body: unknown; readonly location?: string; readonly etag?: string },
  type: 'QuestionnaireResponse' | 'DocumentReference' = 'QuestionnaireResponse',
): StoredForm | undefined {
  const located = location === undefined ? undefined : locate(context.base, location);
  const own =
    isObject(body) && body.resourceType === type && typeof body.id === 'string' ? body.id : undefined;
  const id = own ?? (located?.resourceType === type ? located.id : undefined);
  if (id === undefined) return undefined;
  const versionId = versionOf(body, etag) ?? located?.versionId;
  return { reference: `${type}/${id}`, ...(versionId !== undefined && { versionId }) };
}
