import { isRecord } from '../ehr/outcome.ts';

const names = new WeakMap<readonly unknown[], ReadonlyMap<string, string>>();

/**
 * What to call the person behind a reference: the name that the chart gives beside it, else the reference itself.
 *
 * Nobody's own record is read for it: that would be a scope of its own.
 */
export function personName(by: string, resources: readonly unknown[] = []): string {
  const known = names.get(resources) ?? namesIn(resources);
  names.set(resources, known);
  return known.get(by) ?? by;
}

/** Every reference to a person that comes with a name, wherever it stands in the chart. */
function namesIn(resources: readonly unknown[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) look(each);
    if (!isRecord(value)) return;
    const { reference, display } = value;
    const [, person] =
      /(?:^|\/)((?:Practitioner|PractitionerRole|Person)\/[^/]+)$/.exec(String(reference)) ?? [];
    if (person !== undefined && typeof display === 'string' && display !== '' && !found.has(person))
      found.set(person, display);
    for (const inner of Object.values(value)) look(inner);
  };
  look(resources);
  return found;
}
