import { isObject } from '../fhir/json-object.ts';
import { type Entry, methodOf, type Target, targetOf } from './entry-address.ts';

/** A deletion, or a change whose outcome the Bundle does not hold. */
export interface Change {
  readonly is: 'deletion' | 'patch';
  readonly of: Target;
  /** Milliseconds since 1970. */
  readonly at: number | undefined;
}

/** The change that an entry stands for, if it stands for one. */
export function changeIn(entry: Entry): readonly Change[] {
  const [of, at] = [targetOf(entry), answeredAt(entry)];
  if (isDeletion(entry)) return [{ is: 'deletion', of, at }];
  const isOutcomeHeld = isObject(entry.resource) && entry.resource.resourceType === of.type;
  return methodOf(entry) === 'PATCH' && !isOutcomeHeld ? [{ is: 'patch', of, at }] : [];
}

export function isDeletion(entry: Entry): boolean {
  return methodOf(entry) === 'DELETE';
}

/** Whether it is known which record is gone. */
export function isCertain({ is, of }: Change): boolean {
  return is === 'deletion' && of.id !== undefined;
}

/** Whether a target is, or may be, of a resource; `own` is the server that the resource comes from. */
export function isSame({ type, id, base }: Target, resource: unknown, own?: string): boolean {
  if (!isObject(resource)) return false;
  const isOneServer = base === undefined || own === undefined || base === own;
  return (
    (type ?? resource.resourceType) === resource.resourceType &&
    (id ?? resource.id) === resource.id &&
    isOneServer
  );
}

/** When a version was written, in milliseconds since 1970. */
export function writtenAt(resource: unknown, entry: Entry): number | undefined {
  const meta = isObject(resource) ? resource.meta : undefined;
  return instant(isObject(meta) ? meta.lastUpdated : undefined) ?? answeredAt(entry);
}

function answeredAt({ response }: Entry): number | undefined {
  return instant(isObject(response) ? response.lastModified : undefined);
}

function instant(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
