import { type DateSpan, dateSpan, isFuture } from '../fhir/date-span.ts';
import type {
  CodeableConcept,
  MedicationAdministration,
  MedicationRequest,
  MedicationStatement,
} from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { type Recorded, recorded } from './finding.ts';

/** One record of a medication: ordered, stated or given. Ordered is not taken. */
export interface MedicationUse {
  readonly kind: 'request' | 'statement' | 'administration';
  readonly concept: CodeableConcept | undefined;
  readonly start?: DateSpan;
  readonly end?: DateSpan;
  /** Active as far as its status says. */
  readonly isCurrent: boolean;
  readonly statusReasons: readonly CodeableConcept[];
  readonly status: string;
  readonly provenance: Recorded;
}

type Resource = MedicationRequest | MedicationStatement | MedicationAdministration;

const current = ['active', 'on-hold', 'in-progress'];

/** Every record of a medication, with its code resolved through a contained or separate Medication. */
export function medicationUses(record: PatientRecord, asOf: string): readonly MedicationUse[] {
  const requests = record.medicationRequests.map((request) => {
    const bounds =
      request.dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod ?? request.dispenseRequest?.validityPeriod;
    const reasons = request.statusReason ? [request.statusReason] : [];
    return use('request', request, reasons, bounds?.start ?? request.authoredOn, bounds?.end, record, asOf);
  });
  const taken =
    (kind: 'statement' | 'administration') => (resource: MedicationStatement | MedicationAdministration) =>
      use(
        kind,
        resource,
        resource.statusReason ?? [],
        resource.effectiveDateTime ?? resource.effectivePeriod?.start,
        resource.effectivePeriod?.end,
        record,
        asOf,
      );
  return [
    ...requests,
    ...record.medicationStatements.map(taken('statement')),
    ...record.medicationAdministrations.map(taken('administration')),
  ];
}

function use(
  kind: MedicationUse['kind'],
  resource: Resource,
  statusReasons: readonly CodeableConcept[],
  startText: string | undefined,
  endText: string | undefined,
  record: PatientRecord,
  asOf: string,
): MedicationUse {
  const start = dateSpan(startText);
  const end = dateSpan(endText);
  const concept = medicationConcept(resource, record);
  const hasEnded = end !== undefined && !isFuture(end, asOf) && end.last < asOf;
  return {
    kind,
    concept,
    ...(start && { start }),
    ...(end && { end }),
    isCurrent: current.includes(resource.status) && !hasEnded,
    statusReasons,
    status: resource.status,
    provenance: recorded(resource, medicationName(concept), start),
  };
}

function medicationConcept(resource: Resource, { medications }: PatientRecord): CodeableConcept | undefined {
  if (resource.medicationCodeableConcept) return resource.medicationCodeableConcept;
  const reference = resource.medicationReference?.reference;
  if (reference?.startsWith('#')) return resource.contained?.find(({ id }) => `#${id}` === reference)?.code;
  const key = referenceKey(reference);
  const medication = medications.find(({ id }) => key === `Medication/${id}`);
  const { display } = resource.medicationReference ?? {};
  return (
    medication?.code ??
    medication?.ingredient?.[0]?.itemCodeableConcept ??
    (display === undefined ? undefined : { text: display })
  );
}

/** Name of a medication as the chart has it, without trust in it. */
export function medicationName(
  concept: CodeableConcept | undefined,
  otherwise = 'a medication without a name',
): string {
  return concept?.text ?? concept?.coding?.find(({ display }) => display !== undefined)?.display ?? otherwise;
}
