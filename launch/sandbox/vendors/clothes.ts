import { isObject, type JsonObject, type Resource, valuesAt } from '../resource.ts';

/** A number that stands for a text in a vendor's own code tables: the same text, the same number, of `digits` digits. */
export function localCode(text: string, digits = 7): string {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  const least = 10 ** (digits - 1);
  return String(least + (hash % (9 * least)));
}

/** The codings of a CodeableConcept. */
export const codings = (concept: unknown): readonly JsonObject[] =>
  valuesAt(concept, 'coding').filter(isObject);

/** The words of a CodeableConcept. */
export function words(concept: unknown): string {
  const text = isObject(concept) ? concept.text : undefined;
  const displays = codings(concept).map(({ display, code }) => display ?? code);
  return String(text ?? displays[0] ?? '');
}

/** Whether any category of a resource has one of these codes. */
export const hasCategory = (resource: Resource, ...codes: readonly string[]): boolean =>
  valuesAt(resource, 'category.coding.code').some((code) => codes.includes(String(code)));

/** A value without the references that name something gone, and without what they leave empty; undefined when nothing is left. */
export function pruned(value: unknown, gone: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    const kept = value.map((each) => pruned(each, gone)).filter((each) => each !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (!isObject(value)) return value;
  if (typeof value.reference === 'string' && gone.has(value.reference)) return undefined;
  const kept = Object.entries(value)
    .map(([name, element]) => [name, pruned(element, gone)] as const)
    .filter(([, element]) => element !== undefined);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** A chart without some of its resources, and without any reference to them. */
export function without(
  chart: readonly Resource[],
  isGone: (resource: Resource) => boolean,
): readonly Resource[] {
  const gone = new Set(chart.filter(isGone).map(({ resourceType, id }) => `${resourceType}/${id}`));
  if (gone.size === 0) return chart;
  return chart.filter((each) => !isGone(each)).map((each) => pruned(each, gone) as Resource);
}

/** Text in UTF-8 as base64, and back. */
export const base64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

export const textOf = (data: unknown): string =>
  new TextDecoder().decode(Uint8Array.from(atob(String(data)), (character) => character.charCodeAt(0)));

/** What an Observation says, in words: its value, its components, or its code alone. */
export function saying(observation: JsonObject): string {
  const { valueInteger, valueString, valueQuantity, valueCodeableConcept, component, code } = observation;
  if (valueInteger !== undefined || valueString !== undefined) return String(valueInteger ?? valueString);
  if (isObject(valueQuantity)) return `${valueQuantity.value ?? ''} ${valueQuantity.unit ?? ''}`.trim();
  if (valueCodeableConcept !== undefined) return words(valueCodeableConcept);
  if (Array.isArray(component)) return component.filter(isObject).map(saying).join(', ');
  return words(code);
}
