import { isObject } from '../fhir/json-object.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Whether a resource, or any part of it, carries what may change its meaning: none of these is known here.
 *
 * @see https://hl7.org/fhir/R4/extensibility.html#modifierExtension
 * @see https://hl7.org/fhir/R4/resource.html#Resource implicitRules
 */
export function carriesModifier(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(carriesModifier);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([element, part]) =>
    element === 'modifierExtension' || element === 'implicitRules' ? isStated(part) : carriesModifier(part),
  );
}

function isStated(part: unknown): boolean {
  return Array.isArray(part) ? part.length > 0 : part !== undefined && part !== null;
}

/** @returns for an entry, the same whose resource carries the modifiers of the entry and of its Bundle: what they change, they change in it */
export function withModifiersOf(bundle: Json): (entry: Json) => Json {
  const isBundleModified = carriesModifier({ ...bundle, entry: undefined });
  return (entry) => {
    const { resource } = entry;
    const isModified = isBundleModified || carriesModifier({ ...entry, resource: undefined });
    if (!isModified || !isObject(resource)) return entry;
    return { ...entry, resource: { ...resource, modifierExtension: [{ url: bundleModifier }] } };
  };
}

/** Stands in a resource for what stands around it. */
const bundleModifier = 'http://hl7.org/fhir/StructureDefinition/Bundle';
