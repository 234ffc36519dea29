import { wordsOf } from '../fhir/coding.ts';
import { type DateSpan, dateSpan, isFuture } from '../fhir/date-span.ts';
import type {
  CodeableConcept,
  MedicationAdministration,
  MedicationRequest,
  MedicationStatement,
  Reference,
} from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { type Recorded, recorded } from './finding.ts';

/** One record of a medication: ordered, stated or given. Ordered is not taken. */
export interface MedicationUse {
  readonly kind: 'request' | 'statement' | 'administration';
  readonly concept: CodeableConcept | undefined;
  /** Everything that says what it is: its code, its ingredients, and the words of references to them. */
  readonly named: readonly CodeableConcept[];
  readonly start?: DateSpan;
  readonly end?: DateSpan;
  /** Active as far as its status says. */
  readonly isCurrent: boolean;
  /** Active, or of unknown status, as far as nothing says that it is over. */
  readonly mayBeCurrent: boolean;
  readonly statusReasons: readonly CodeableConcept[];
  readonly status: string;
  readonly provenance: Recorded;
}

type Resource = MedicationRequest | MedicationStatement | MedicationAdministration;

/** Whether a status says that a medication is being taken. */
export function isOngoing(status: string): boolean {
  return ['active', 'on-hold', 'in-progress'].includes(status);
}

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
  const named = medicationConcepts(resource, record);
  const [concept] = named;
  const hasEnded = end !== undefined && !isFuture(end, asOf) && end.last < asOf;
  return {
    kind,
    concept,
    named,
    ...(start && { start }),
    ...(end && { end }),
    isCurrent: isOngoing(resource.status) && !hasEnded,
    mayBeCurrent: (isOngoing(resource.status) || resource.status === 'unknown') && !hasEnded,
    statusReasons,
    status: resource.status,
    provenance: recorded(resource, medicationName(concept), start),
  };
}

/** What a medication is, the most telling first. */
function medicationConcepts(resource: Resource, { medications }: PatientRecord): readonly CodeableConcept[] {
  const { medicationCodeableConcept: own, medicationReference, contained = [] } = resource;
  const reference = medicationReference?.reference;
  const key = referenceKey(reference);
  const medication = reference?.startsWith('#')
    ? contained.find(({ id }) => `#${id}` === reference)
    : medications.find(({ id }) => key === `Medication/${id}`);
  const ingredients = (medication?.ingredient ?? []).flatMap(({ itemCodeableConcept, itemReference }) => [
    itemCodeableConcept,
    inWords(itemReference),
  ]);
  return [own, medication?.code, ...ingredients, inWords(medicationReference)].filter(
    (each) => each !== undefined,
  );
}

function inWords(reference: Reference | undefined): CodeableConcept | undefined {
  return reference?.display === undefined ? undefined : { text: reference.display };
}

/** Name of a medication as the chart has it, without trust in it. */
function medicationName(concept: CodeableConcept | undefined): string {
  return wordsOf(concept)[0] ?? 'a medication without a name';
}
