import * as z from 'zod/mini';
import { canonicalSystem, systems } from '../core/fhir/coding.ts';
import { isObject } from '../core/fhir/json-object.ts';

const text = z.string().check(z.minLength(1));

/** A code of this EHR's own that means a standard one, as somebody who knows the site has found out. */
export const LocalCode = z.strictObject({
  resourceType: z._default(
    z.enum(['Observation', 'Condition', 'Procedure', 'ServiceRequest']),
    'Observation',
  ),
  /** The local code system; one `*` stands for the part that differs between sites of a vendor. */
  system: text.check(z.regex(/^[^*]+(?:\*[^*]+)?$/, 'a system with at most one *, and not at its ends')),
  code: text,
  means: z.strictObject({ system: text, code: text }),
});
export type LocalCode = z.infer<typeof LocalCode>;

interface Coding {
  readonly system?: unknown;
  readonly code?: unknown;
}

const standard: readonly string[] = Object.values(systems);

/**
 * The resource with the standard code beside the local one that it was recorded by, which stays first and is what is shown.
 *
 * Only where no standard code is there: what the EHR has coded itself is never added to.
 */
export function standardCoded(resource: unknown, localCodes: readonly LocalCode[]): unknown {
  if (localCodes.length === 0 || !isObject(resource) || !isObject(resource.code)) return resource;
  const codings = Array.isArray(resource.code.coding)
    ? (resource.code.coding as readonly unknown[]).filter(isObject)
    : [];
  if (codings.some(isStandard)) return resource;
  const means = localCodes.filter(
    (local) =>
      local.resourceType === resource.resourceType &&
      codings.some(({ system, code }) => code === local.code && isOf(local.system, system)),
  );
  if (means.length === 0) return resource;
  // Two lists may say the same.
  const meant = new Map(means.map((local) => [`${local.means.system}|${local.means.code}`, local.means]));
  const coding = [...(resource.code.coding as readonly unknown[]), ...meant.values()];
  return { ...resource, code: { ...resource.code, coding } };
}

function isStandard({ system }: Coding): boolean {
  return typeof system === 'string' && standard.includes(canonicalSystem(system));
}

function isOf(pattern: string, system: unknown): boolean {
  if (typeof system !== 'string') return false;
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return system === pattern;
  return system.length > start.length + end.length && system.startsWith(start) && system.endsWith(end);
}
