import { type Change, changeIn, isCertain, isDeletion, isSame, writtenAt } from './bundle-change.ts';
import { baseOf, type Entry } from './entry-address.ts';
import { type RawResource, referenceOf } from './one-version.ts';
import { type Rejected, remains } from './rejected.ts';
import type { Unread } from './unread.ts';

/**
 * What a history or a transaction says of records that were deleted, or changed in a way that is not read.
 *
 * A deletion or a change by a search may be of every record of its type, and one without an address of any record.
 *
 * @returns for a resource and the entry that brought it, why it is no record any more; undefined where it stands
 */
export function deletedBy(
  entries: readonly Entry[],
): (resource: RawResource, entry: Entry) => Rejected | undefined {
  const changes = entries.flatMap(changeIn);
  return (resource, entry) => {
    const { resourceType } = resource;
    const reference = referenceOf(resource);
    const deleted = { reference, resourceType, kind: 'superseded', because: 'deleted' } as const;
    if (isDeletion(entry)) return deleted;
    const own = changes.filter((change) => mayBeOf(change, resource, baseOf(entry)));
    if (own.length === 0) return undefined;
    const written = writtenAt(resource, entry);
    if (own.some((change) => isCertain(change) && isBefore(written, change))) return deleted;
    const versions = entries.filter((each) => !isDeletion(each) && isVersion(each, resource, entry));
    const times = [written, ...versions.map((each) => writtenAt(each.resource, each))];
    if (times.some((time) => own.every((change) => isAfter(time, change)))) return undefined;
    const because = own.some(({ is }) => is === 'deletion')
      ? 'deleted in the same Bundle, and nothing says which came last'
      : 'changed in the same Bundle in a way that is not read';
    return { reference, resourceType, kind: 'contested', because, ...remains(resource) };
  };
}

/** Records that were changed, and of which the Bundle holds no version at all. */
export function unreadChanges(entries: readonly Entry[]): readonly Unread[] {
  return entries
    .flatMap(changeIn)
    .filter(({ is, of }) => is === 'patch' && !entries.some(({ resource }) => isSame(of, resource)))
    .map(({ of: { type = 'all' } }) => ({
      requirement: type,
      resourceType: type,
      gap: 'partial',
      because: 'a record was changed, and did not come with it',
    }));
}

/** A patient is the one of the chart, whatever a change without an address may be of. */
function mayBeOf(change: Change, resource: RawResource, own: string | undefined): boolean {
  const isHeld = resource.resourceType === 'Patient' && !isCertain(change);
  return !isHeld && isSame(change.of, resource, own);
}

function isVersion(each: Entry, { resourceType: type, id }: RawResource, entry: Entry): boolean {
  return isSame({ type, id, base: baseOf(entry) }, each.resource, baseOf(each));
}

function isBefore(written: number | undefined, { at }: Change): boolean {
  return at !== undefined && written !== undefined && at >= written;
}

/** A deletion counts against what was written in the same instant; a change does not: it may be what was written. */
function isAfter(written: number | undefined, { is, at }: Change): boolean {
  if (written === undefined || at === undefined) return false;
  return is === 'patch' ? written >= at : written > at;
}
