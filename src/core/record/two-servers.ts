import { type RawResource, referenceOf } from './one-version.ts';
import { type Rejected, remains } from './rejected.ts';
import { belonging, type ChartOwner } from './whose.ts';

/** A resource and the server that it comes from; references in it are absolute where that is not the owner's. */
export interface Delivered {
  readonly resource: RawResource;
  readonly base?: string | undefined;
}

/**
 * `Type/id` names a record of one server. The same on two servers is two records, not two versions of one: that of another person is
 * theirs, and two that may both be this patient's cannot be told apart by their reference, so that neither is evidence.
 *
 * @returns for a delivered resource, why it is none of the record; undefined where its reference is its own
 */
export function sharedReference(
  delivered: readonly Delivered[],
  owner: ChartOwner,
): (each: Delivered) => Rejected | undefined {
  const serverOf = ({ base }: Delivered) => base ?? owner.base;
  const isAnothers = (each: Delivered) =>
    serverOf(each) !== owner.base && belonging(each.resource, owner) === 'other';
  const servers = new Map<string, Set<string | undefined>>();
  for (const each of delivered) {
    if (isAnothers(each)) continue;
    const key = referenceOf(each.resource);
    servers.set(key, (servers.get(key) ?? new Set()).add(serverOf(each)));
  }
  return (each) => {
    const { resource } = each;
    const { resourceType } = resource;
    const reference = referenceOf(resource);
    if (resourceType === 'Patient') return undefined;
    if (isAnothers(each))
      return { reference, resourceType, kind: 'other-patient', because: "another person's record" };
    if ((servers.get(reference)?.size ?? 0) < 2) return undefined;
    const because = 'two records of two servers under one reference';
    return { reference, resourceType, kind: 'contested', because, ...remains(resource) };
  };
}
