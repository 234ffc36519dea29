/** A FHIR resource as this EHR holds it: JSON whose type is known and whose elements are not. */
export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: {
    readonly versionId?: string;
    readonly lastUpdated?: string;
    readonly [element: string]: unknown;
  };
  readonly [element: string]: unknown;
}

/** A JSON object, the only shape that has elements. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a JSON value is an object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a JSON value can be a resource at all. */
export function isResource(value: unknown): value is Resource {
  return isObject(value) && typeof value.resourceType === 'string';
}

/** Every value at a dotted path, arrays flattened: `valuesAt(condition, 'code.coding')` lists the codings. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  let found: unknown[] = [value].flat();
  for (const name of path.split('.')) {
    found = found.flatMap((each) => (isObject(each) && each[name] !== undefined ? [each[name]].flat() : []));
  }
  return found;
}

/**
 * The `Type/id` that a literal reference names on this server, or undefined.
 * Takes `Type/id`, `Type/id/_history/n` and the same under the FHIR base; refuses fragments, urns and foreign servers.
 */
export function localReference(reference: unknown, base: string): string | undefined {
  if (typeof reference !== 'string') return undefined;
  const relative = reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference;
  return /^([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(\/_history\/[A-Za-z0-9.-]{1,64})?$/.exec(relative)?.[1];
}
