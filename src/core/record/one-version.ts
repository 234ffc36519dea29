import { isObject } from '../fhir/json-object.ts';
import { type Rejected, remains } from './rejected.ts';

export type RawResource = Readonly<Record<string, unknown>> & {
  readonly resourceType: string;
  readonly id: string;
};

/**
 * Keeps one version of each `Type/id`: the latest `meta.lastUpdated`, then the highest `meta.versionId`. Equal copies are one, of which
 * nothing is set aside: two searches may find one record.
 *
 * Two copies that differ, with nothing to say which is newer, are both set aside: neither is evidence.
 */
export function oneVersionEach(resources: readonly RawResource[]): {
  readonly current: readonly RawResource[];
  readonly superseded: readonly Rejected[];
} {
  const byReference = new Map<string, RawResource[]>();
  for (const resource of resources) {
    const key = referenceOf(resource);
    const copies = byReference.get(key);
    if (copies) copies.push(resource);
    else byReference.set(key, [resource]);
  }
  const current: RawResource[] = [];
  const superseded: Rejected[] = [];
  for (const [reference, copies] of byReference) {
    const [newest, ...older] = copies.length === 1 ? copies : distinct(copies).toSorted(newestFirst);
    if (newest === undefined) continue;
    const rival = older.find((copy) => newestFirst(newest, copy) === 0);
    if (!rival) current.push(newest);
    for (const copy of older) {
      superseded.push(setAside(reference, copy, rival !== undefined));
    }
    if (rival) superseded.push(setAside(reference, newest, true));
  }
  return { current, superseded };
}

/** `Type/id` */
export function referenceOf({ resourceType, id }: RawResource): string {
  return `${resourceType}/${id}`;
}

function setAside(reference: string, copy: RawResource, contested: boolean): Rejected {
  const { resourceType } = copy;
  return contested
    ? {
        reference,
        resourceType,
        kind: 'contested',
        because: 'two different copies, and nothing says which is newer',
        ...remains(copy),
      }
    : {
        reference,
        resourceType,
        kind: 'superseded',
        because: 'superseded by a newer version of the same record',
      };
}

function newestFirst(a: RawResource, b: RawResource): number {
  const [left, right] = [versionOf(a), versionOf(b)];
  return right.updated - left.updated || right.version - left.version;
}

function versionOf({ meta }: RawResource): { readonly updated: number; readonly version: number } {
  if (!isObject(meta)) return { updated: -1, version: -1 };
  const updated = typeof meta.lastUpdated === 'string' ? Date.parse(meta.lastUpdated) : Number.NaN;
  const version = typeof meta.versionId === 'string' ? Number(meta.versionId) : Number.NaN;
  return { updated: Number.isNaN(updated) ? -1 : updated, version: Number.isNaN(version) ? -1 : version };
}

function distinct(copies: readonly RawResource[]): readonly RawResource[] {
  return [...new Map(copies.map((copy) => [JSON.stringify(copy), copy])).values()];
}
