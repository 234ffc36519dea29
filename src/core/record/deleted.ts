import { isObject } from '../fhir/json-object.ts';
import type { LiteralReference } from '../fhir/reference.ts';
import { addressOf, baseOf, type Entry } from './entry-address.ts';
import type { RawResource } from './one-version.ts';
import { type Rejected, remains } from './rejected.ts';

interface Deletion {
  readonly of: LiteralReference;
  /** Milliseconds since 1970. */
  readonly at: number | undefined;
}

/**
 * What a history or a transaction says of records that were deleted.
 *
 * @returns for a resource and the entry that brought it, why it is no record any more; undefined where it stands
 */
export function deletedBy(
  entries: readonly Entry[],
): (resource: RawResource, entry: Entry) => Rejected | undefined {
  const deletions = entries.filter(isDeletion).flatMap((entry): Deletion[] => {
    const of = addressOf(entry);
    return of ? [{ of, at: answeredAt(entry) }] : [];
  });
  return (resource, entry) => {
    const { resourceType } = resource;
    const reference = `${resourceType}/${resource.id}`;
    const deleted = { reference, resourceType, kind: 'superseded', because: 'deleted' } as const;
    if (isDeletion(entry)) return deleted;
    const written = writtenAt(resource, entry);
    const own = deletions.filter(({ of }) => isSame(of, resource, baseOf(entry)));
    if (own.some(({ at }) => at !== undefined && written !== undefined && at >= written)) return deleted;
    if (own.every(({ at }) => at !== undefined && written !== undefined)) return undefined;
    const because = 'deleted in the same Bundle, and nothing says which came last';
    return { reference, resourceType, kind: 'contested', because, ...remains(resource) };
  };
}

function isDeletion({ request }: Entry): boolean {
  return isObject(request) && request.method === 'DELETE';
}

function isSame({ type, id, base }: LiteralReference, resource: RawResource, own: string | undefined) {
  const isOneServer = base === undefined || own === undefined || base === own;
  return type === resource.resourceType && id === resource.id && isOneServer;
}

function writtenAt({ meta }: RawResource, entry: Entry): number | undefined {
  return instant(isObject(meta) ? meta.lastUpdated : undefined) ?? answeredAt(entry);
}

function answeredAt({ response }: Entry): number | undefined {
  return instant(isObject(response) ? response.lastModified : undefined);
}

function instant(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
