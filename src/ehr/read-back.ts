import type { Ehr } from './ehr.ts';
import { locate } from './fhir-base.ts';
import { isRecord } from './outcome.ts';
import { differences, type StorableResponse, versionOf } from './stored-copy.ts';
import type { StoredForm, WriteBackResult } from './write-back-result.ts';

/** Reads the stored form and compares: only then is it said to be saved. */
export async function readBack(
  ehr: Ehr,
  stored: StoredForm,
  sent: StorableResponse,
): Promise<WriteBackResult> {
  const reply = await ehr.transport.get(stored.reference, { label: 'GET QuestionnaireResponse' });
  const versionId = reply.ok ? (versionOf(reply.body, reply.etag) ?? stored.versionId) : stored.versionId;
  const saved = {
    status: 'saved',
    as: 'QuestionnaireResponse',
    reference: stored.reference,
    ...(versionId !== undefined && { versionId }),
  } as const;
  if (!reply.ok) {
    const { kind, because } = reply.fault;
    if (kind === 'absent')
      return { status: 'unknown', because: 'the EHR accepted the form but does not return it' };
    return { ...saved, verified: false, because: `it could not be read back: ${because}` };
  }
  const changed = differences(sent, reply.body, ehr);
  if (changed.length === 0) return { ...saved, verified: true };
  return {
    ...saved,
    verified: false,
    because: `the stored copy differs in ${changed.slice(0, 10).join(', ')}`,
  };
}

/** Where the EHR says it is: its own copy first, then Location; a Location elsewhere is not believed, and none is fetched as it is. */
export function storedAt(
  { context }: Ehr,
  { body, location, etag }: { readonly body: unknown; readonly location?: string; readonly etag?: string },
  type: 'QuestionnaireResponse' | 'DocumentReference',
): StoredForm | undefined {
  const located = location === undefined ? undefined : locate(context.base, location);
  const own =
    isRecord(body) && body.resourceType === type && typeof body.id === 'string' ? body.id : undefined;
  const id = own ?? (located?.resourceType === type ? located.id : undefined);
  if (id === undefined) return undefined;
  const versionId = versionOf(body, etag) ?? located?.versionId;
  return { reference: `${type}/${id}`, ...(versionId !== undefined && { versionId }) };
}
