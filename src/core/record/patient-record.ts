import * as z from 'zod/mini';
import { isObject } from '../fhir/json-object.ts';
import {
  Condition,
  Coverage,
  Encounter,
  Medication,
  MedicationAdministration,
  MedicationRequest,
  MedicationStatement,
  Observation,
  Organization,
  Patient,
  Procedure,
  ServiceRequest,
} from '../fhir/r4.ts';
import { carriesModifier } from './modifiers.ts';
import { oneVersionEach, type RawResource } from './one-version.ts';
import { type Rejected, remains } from './rejected.ts';
import type { Unread } from './unread.ts';
import { belonging, type ChartOwner } from './whose.ts';

/** One patient's chart, parsed at the boundary. Nothing in `rejected` or missing because of `unread` is ever evidence. */
export interface PatientRecord {
  readonly patient: Patient;
  readonly conditions: readonly Condition[];
  readonly observations: readonly Observation[];
  readonly procedures: readonly Procedure[];
  readonly medicationRequests: readonly MedicationRequest[];
  readonly medicationStatements: readonly MedicationStatement[];
  readonly medicationAdministrations: readonly MedicationAdministration[];
  readonly medications: readonly Medication[];
  readonly orders: readonly ServiceRequest[];
  readonly coverages: readonly Coverage[];
  readonly organizations: readonly Organization[];
  readonly encounters: readonly Encounter[];
  readonly rejected: readonly Rejected[];
  readonly unread: readonly Unread[];
}

/** The chart cannot be taken as one patient's. The message says what was expected, never a value. */
export class ChartError extends Error {
  override readonly name = 'ChartError';
  /** `not-in-use`: there is a Patient, but the EHR has closed this chart or merged it into another one. */
  readonly kind: 'no-patient' | 'not-in-use';

  constructor(message: string, kind: ChartError['kind'] = 'no-patient') {
    super(message);
    this.kind = kind;
  }
}

const schemas = {
  Condition,
  Observation,
  Procedure,
  MedicationRequest,
  MedicationStatement,
  MedicationAdministration,
  Medication,
  ServiceRequest,
  Coverage,
  Organization,
  Encounter,
} as const;
type ReadType = keyof typeof schemas;
type Read = { [Type in ReadType]: z.infer<(typeof schemas)[Type]>[] };

/**
 * Parses raw resources, each by itself: one malformed resource does not cost the others.
 *
 * @param resources as they came from the EHR or a chart file; what is not a resource is set aside
 * @param owner whose chart it is when the launch said so; otherwise the one Patient among the resources
 * @param rejected what was set aside before, so that it is shown and doubted like what is set aside here
 * @param base the FHIR base of the resources, where known: an absolute reference to another base is to another person
 * @throws ChartError when there is no Patient, more than one, an unusable one, or one whose chart was closed or merged
 */
export function parseRecord(
  resources: readonly unknown[],
  {
    owner,
    base,
    unread = [],
    rejected: before = [],
  }: {
    readonly owner?: ChartOwner | undefined;
    readonly base?: string | undefined;
    readonly unread?: readonly Unread[];
    readonly rejected?: readonly Rejected[];
  } = {},
): PatientRecord {
  const { named, rejected } = withIds(resources);
  const { current, superseded } = oneVersionEach(named);
  rejected.push(...before, ...superseded);
  const patient = onePatient(current, owner);
  const whose = { ...(base !== undefined && { base }), ...owner, patientId: patient.id };
  const read: Read = {
    Condition: [],
    Observation: [],
    Procedure: [],
    MedicationRequest: [],
    MedicationStatement: [],
    MedicationAdministration: [],
    Medication: [],
    ServiceRequest: [],
    Coverage: [],
    Organization: [],
    Encounter: [],
  };
  for (const resource of current) {
    const refusal = refusalOf(resource, whose);
    if (!isReadType(resource.resourceType)) {
      if (belonging(resource, whose) === 'other' && refusal) rejected.push(refusal);
      else if (resource.status === 'entered-in-error') rejected.push(enteredInError(resource));
      continue;
    }
    if (refusal) {
      rejected.push(refusal);
      continue;
    }
    const parsed = z.safeParse(schemas[resource.resourceType], resource);
    if (parsed.success) (read[resource.resourceType] as unknown[]).push(parsed.data);
    else rejected.push(malformed(resource, parsed.error));
  }
  return {
    patient,
    conditions: read.Condition,
    observations: read.Observation,
    procedures: read.Procedure,
    medicationRequests: read.MedicationRequest,
    medicationStatements: read.MedicationStatement,
    medicationAdministrations: read.MedicationAdministration,
    medications: read.Medication,
    orders: read.ServiceRequest,
    coverages: read.Coverage,
    organizations: read.Organization,
    encounters: read.Encounter,
    rejected,
    unread,
  };
}

function isReadType(type: string): type is ReadType {
  return Object.hasOwn(schemas, type);
}

function withIds(resources: readonly unknown[]): { named: RawResource[]; rejected: Rejected[] } {
  const named: RawResource[] = [];
  const rejected: Rejected[] = [];
  for (const resource of resources) {
    if (!isObject(resource) || typeof resource.resourceType !== 'string') {
      rejected.push({
        reference: 'unnamed',
        resourceType: 'unknown',
        kind: 'malformed',
        because: 'not a FHIR resource',
      });
    } else if (typeof resource.id !== 'string') {
      if (!isReadType(resource.resourceType) && resource.resourceType !== 'Patient') continue;
      const { resourceType } = resource;
      rejected.push({
        reference: resourceType,
        resourceType,
        kind: 'malformed',
        because: 'malformed: it has no id',
        ...remains(resource),
      });
    } else named.push(resource as RawResource);
  }
  return { named, rejected };
}

function onePatient(resources: readonly RawResource[], owner: ChartOwner | undefined): Patient {
  const patients = resources.filter(
    ({ resourceType, id }) => resourceType === 'Patient' && (!owner || id === owner.patientId),
  );
  const [only, second] = patients;
  if (!only) throw new ChartError('expected one Patient resource, found none');
  if (second) throw new ChartError('expected one Patient resource, found more than one');
  const parsed = z.safeParse(Patient, only);
  if (!parsed.success) throw new ChartError(`the Patient resource is malformed at ${pathOf(parsed.error)}`);
  const { active, link = [] } = parsed.data;
  if (active === false) throw new ChartError('the Patient resource is no longer in use', 'not-in-use');
  if (link.some(({ type }) => type === 'replaced-by'))
    throw new ChartError('the Patient resource was merged into another one', 'not-in-use');
  return parsed.data;
}

function refusalOf(resource: RawResource, owner: ChartOwner): Rejected | undefined {
  const reference = `${resource.resourceType}/${resource.id}`;
  const { resourceType } = resource;
  const whose = belonging(resource, owner);
  if (whose === 'other')
    return { reference, resourceType, kind: 'other-patient', because: "another person's record" };
  if (whose === 'unstated') {
    const because = 'it does not say whose record it is';
    return { reference, resourceType, kind: 'unstated-patient', because, ...remains(resource) };
  }
  if (carriesModifier(resource)) {
    const because = 'it carries a modifier that may change its meaning';
    return { reference, resourceType, kind: 'modifier', because, ...remains(resource) };
  }
  return undefined;
}

function enteredInError({ resourceType, id }: RawResource): Rejected {
  return {
    reference: `${resourceType}/${id}`,
    resourceType,
    kind: 'entered-in-error',
    because: 'entered in error',
  };
}

function malformed(resource: RawResource, error: z.core.$ZodError): Rejected {
  const { resourceType } = resource;
  const reference = `${resourceType}/${resource.id}`;
  return {
    reference,
    resourceType,
    kind: 'malformed',
    because: `malformed at ${pathOf(error)}`,
    ...remains(resource),
  };
}

/** The path of the first mistake, never the value. */
function pathOf(error: z.core.$ZodError): string {
  const [first] = error.issues;
  return first && first.path.length > 0 ? first.path.map(String).join('.') : 'the top';
}
