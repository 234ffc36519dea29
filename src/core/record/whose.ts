import { isObject } from '../fhir/json-object.ts';
import { literalReference } from '../fhir/reference.ts';
import type { RawResource } from './one-version.ts';

/** The patient whose chart this is, and the FHIR base under which their resources live, where known. */
export interface ChartOwner {
  readonly patientId: string;
  readonly base?: string;
}

export type Belonging = 'own' | 'other' | 'unstated';

const subjectElements: ReadonlyMap<string, readonly string[]> = new Map([['Coverage', ['beneficiary']]]);
const focusOfPersons = ['Patient', 'RelatedPerson', 'Person'];

/** Resource types that carry no patient: shared by all charts. */
export const sharedTypes: ReadonlySet<string> = new Set([
  'Medication',
  'Organization',
  'Practitioner',
  'PractitionerRole',
]);

/** Whose resource it is. A missing, logical or unreadable subject is `unstated`: it is nobody's evidence. */
export function belonging(resource: RawResource, owner: ChartOwner): Belonging {
  if (sharedTypes.has(resource.resourceType)) return 'own';
  const elements = subjectElements.get(resource.resourceType) ?? ['subject', 'patient'];
  const subject = elements.map((element) => resource[element]).find(isObject);
  const whose =
    subject && typeof subject.reference === 'string' ? pointsTo(subject.reference, owner) : 'unstated';
  return whose === 'own' && isAboutAnother(resource, owner) ? 'other' : whose;
}

function pointsTo(reference: string, owner: ChartOwner): Belonging {
  const parsed = literalReference(reference);
  if (!parsed) return 'unstated';
  const sameBase = parsed.base === undefined || owner.base === undefined || parsed.base === owner.base;
  return parsed.type === 'Patient' && parsed.id === owner.patientId && sameBase ? 'own' : 'other';
}

/** `Observation.focus` on another person: a donor, a newborn, a relative. @see https://hl7.org/fhir/R4/observation.html#obs-focus */
function isAboutAnother({ resourceType, focus }: RawResource, owner: ChartOwner): boolean {
  if (resourceType !== 'Observation' || !Array.isArray(focus)) return false;
  return focus.filter(isObject).some((item) => {
    const parsed = literalReference(typeof item.reference === 'string' ? item.reference : undefined);
    const type = parsed?.type ?? item.type;
    if (typeof type !== 'string' || !focusOfPersons.includes(type)) return false;
    return !(parsed && pointsTo(`${parsed.type}/${parsed.id}`, owner) === 'own');
  });
}
