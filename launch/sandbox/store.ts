import { localReference, type Resource } from './resource.ts';
import { resourceTypes } from './resource-types.ts';

/** One version of one resource. */
export interface Version {
  readonly type: string;
  readonly id: string;
  readonly number: number;
  readonly lastUpdated: string;
  /** The patient whose chart it lies in; undefined outside every chart (practitioners, payers). */
  readonly patient: string | undefined;
  readonly resource: Resource;
  /** The resource as JSON, written when first sent. */
  readonly text: string;
}

/** A versioned store of resources, indexed by type and patient so that a search touches one chart only. */
export interface Store {
  /** Stores the next version of `type/id`; `filedUnder` names the chart when the resource's own subject does not. */
  put(resource: Resource & { readonly id: string }, filedUnder?: string): Version;
  current(type: string, id: string): Version | undefined;
  version(type: string, id: string, number: number): Version | undefined;
  /** The current versions of a type, of one patient or of all, in the order in which they first came. */
  list(type: string, patient?: string): Iterable<Version>;
  /** Whether any resource of that type and id is stored. */
  has(reference: string): boolean;
  /** Deletes the current version; what was stored before is then gone, not unknown. */
  remove(type: string, id: string): void;
}

/** The id of the patient whose chart a resource belongs to by its own words, or undefined. */
export function patientOf(resource: Resource, base: string): string | undefined {
  const element = resourceTypes[resource.resourceType]?.patient;
  if (element === undefined) return undefined;
  if (element === 'id') return resource.id;
  const named = resource[element] as { readonly reference?: unknown } | undefined;
  const [type, id] = localReference(named?.reference, base)?.split('/') ?? [];
  return type === 'Patient' ? id : undefined;
}

/** An empty store of the server whose FHIR base is `base`; `show` is a resource as its API shows it. */
export function createStore(
  base: string,
  now: () => number,
  show: (resource: Resource) => Resource = (resource) => resource,
): Store {
  const versions = new Map<string, Version[]>();
  const charts = new Map<string, Map<string, Version>>();
  const types = new Map<string, Map<string, Version>>();

  const shelf = (index: Map<string, Map<string, Version>>, key: string) => {
    const found = index.get(key) ?? new Map<string, Version>();
    index.set(key, found);
    return found;
  };

  return {
    put(resource, filedUnder) {
      const { resourceType: type, id, meta, ...elements } = resource;
      const key = `${type}/${id}`;
      const history = versions.get(key) ?? [];
      const number = history.length + 1;
      const lastUpdated = meta?.lastUpdated ?? new Date(now()).toISOString();
      const stamped = {
        resourceType: type,
        id,
        meta: { ...meta, versionId: String(number), lastUpdated },
        ...elements,
      };
      const patient = filedUnder ?? patientOf(resource, base);
      const shown = show(stamped);
      const version = versionOf({ type, id, number, lastUpdated, patient, resource: shown });
      versions.set(key, [...history, version]);
      shelf(charts, `${type}|${patient ?? ''}`).set(key, version);
      shelf(types, type).set(key, version);
      return version;
    },
    current: (type, id) => types.get(type)?.get(`${type}/${id}`),
    version: (type, id, number) => versions.get(`${type}/${id}`)?.[number - 1],
    list: (type, patient) =>
      (patient === undefined ? types.get(type) : charts.get(`${type}|${patient}`))?.values() ?? [],
    has: (reference) => versions.has(reference),
    remove(type, id) {
      const key = `${type}/${id}`;
      const patient = types.get(type)?.get(key)?.patient ?? '';
      types.get(type)?.delete(key);
      charts.get(`${type}|${patient}`)?.delete(key);
    },
  };
}

function versionOf(parts: Omit<Version, 'text'>): Version {
  let text: string | undefined;
  return {
    ...parts,
    get text() {
      text ??= JSON.stringify(parts.resource);
      return text;
    },
  };
}

/** The headers that name a version: ETag and Last-Modified. */
export function versionHeaders({ number, lastUpdated }: Version): { etag: string; 'last-modified': string } {
  return { etag: `W/"${number}"`, 'last-modified': new Date(lastUpdated).toUTCString() };
}
