import { isObject } from '../core/fhir/json-object.ts';
import { type Located, locate } from './fhir-base.ts';

/** A resource that one we read points to, and without which it says less. */
export interface Pointer {
  /** Type of the resource that points: what is in doubt when the target cannot be read. */
  readonly from: string;
  /** Undefined where the target lies on another server. */
  readonly to: Located | undefined;
  readonly target: 'Medication' | 'Organization' | 'Condition';
}

const relatedPrimary =
  'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-primary-cancer-condition';

/**
 * Where these resources point: a prescription to its drug, a metastasis to its primary, a coverage to its payer, an
 * order to its reason. Contained and logical references need no reading and are left out.
 */
export function pointersIn(resources: readonly unknown[], base: string): readonly Pointer[] {
  return resources.filter(isObject).flatMap((resource) => {
    const from = String(resource.resourceType);
    return referencesOf(resource).flatMap(({ reference, target }) => {
      if (typeof reference !== 'string' || reference.startsWith('#') || reference.startsWith('urn:'))
        return [];
      const to = locate(base, reference);
      if (to && to.resourceType !== target) return [];
      return [{ from, to, target }];
    });
  });
}

interface Written {
  readonly reference: unknown;
  readonly target: Pointer['target'];
}

function referencesOf(resource: Readonly<Record<string, unknown>>): readonly Written[] {
  switch (resource.resourceType) {
    case 'MedicationRequest':
    case 'MedicationStatement':
    case 'MedicationAdministration':
      return written(resource.medicationReference, 'Medication');
    case 'Coverage':
      return written(resource.payor, 'Organization').filter(({ reference }) =>
        /Organization\//.test(String(reference)),
      );
    case 'ServiceRequest':
      return written(resource.reasonReference, 'Condition');
    case 'Condition': {
      const extensions = listOf(resource.extension).filter(isObject);
      return extensions
        .filter(({ url }) => url === relatedPrimary)
        .flatMap(({ valueReference }) => written(valueReference, 'Condition'));
    }
    default:
      return [];
  }
}

function written(value: unknown, target: Pointer['target']): readonly Written[] {
  return (Array.isArray(value) ? listOf(value) : [value])
    .filter(isObject)
    .map(({ reference }) => ({ reference, target }));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
