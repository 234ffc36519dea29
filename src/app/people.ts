import { isObject } from '../core/fhir/json-object.ts';
import { locate } from '../ehr/fhir-base.ts';
import { useStage } from './use-stage.ts';

const names = new WeakMap<readonly unknown[], ReadonlyMap<string, string>>();
const people = ['Practitioner', 'PractitionerRole', 'Person'];

/** What to call the people of this page's chart. */
export function useNames(): (by: string) => string {
  const resources = useStage(({ read }) => read?.resources);
  const base = useStage(({ ehr }) => ehr?.context.base);
  return (by) => personName(by, resources, base);
}

/**
 * What to call the person behind a reference: the name that the chart gives beside it, else the reference itself.
 *
 * Nobody's own record is read for it: that would be a scope of its own. People of another server are other people.
 *
 * @param base of the EHR whose chart it is
 */
export function personName(by: string, resources: readonly unknown[] = [], base = ''): string {
  const key = keyOf(by, base);
  if (key === undefined) return by;
  const known = names.get(resources) ?? namesIn(resources, base);
  names.set(resources, known);
  return known.get(key) ?? by;
}

/** Every reference to a person that comes with a name, wherever it stands in the chart. */
function namesIn(resources: readonly unknown[], base: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) look(each);
    if (!isObject(value)) return;
    const { reference, display } = value;
    const person = typeof reference === 'string' ? keyOf(reference, base) : undefined;
    if (person !== undefined && typeof display === 'string' && display !== '' && !found.has(person))
      found.set(person, display);
    for (const inner of Object.values(value)) look(inner);
  };
  look(resources);
  return found;
}

/** `Type/id` of a person of this EHR. */
function keyOf(reference: string, base: string): string | undefined {
  if (base === '') return undefined;
  const { resourceType = '', id } = locate(base, reference) ?? {};
  return people.includes(resourceType) ? `${resourceType}/${id}` : undefined;
}
