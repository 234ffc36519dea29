import { statusCode } from '../fhir/coding.ts';
import { dateSpan, isFuture } from '../fhir/date-span.ts';
import type {
  Condition,
  MedicationAdministration,
  MedicationRequest,
  MedicationStatement,
  Observation,
  Procedure,
  ServiceRequest,
} from '../fhir/r4.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { isOfHistory, noDiagnosis } from './category.ts';
import { endingOf } from './ending.ts';
import type { Ignored } from './finding.ts';

type Dated = { readonly resourceType: string; readonly id: string };

/** The record without what never counts, and what was set aside for it, with the reason. */
export interface Standing {
  readonly record: PatientRecord;
  /** Diagnoses that somebody ruled out: no evidence, but a contradiction to one that still stands. */
  readonly refuted: readonly Condition[];
  readonly ignored: readonly Ignored[];
}

/**
 * Drops what was entered in error, cancelled, not done, refuted or dated after `asOf`.
 *
 * @see https://hl7.org/fhir/R4/safety.html life-cycle and default filters
 */
export function standing(record: PatientRecord, asOf: string): Standing {
  const ignored: Ignored[] = record.rejected.map(({ reference, because }) => ({ reference, because }));
  const refuted: Condition[] = [];
  function keep<T extends Dated>(
    resources: readonly T[],
    reasonAgainst: (resource: T) => string | undefined,
  ): readonly T[] {
    return resources.filter((resource) => {
      const because = reasonAgainst(resource);
      if (because !== undefined)
        ignored.push({ reference: `${resource.resourceType}/${resource.id}`, because });
      return because === undefined;
    });
  }
  const inFuture = (...dates: readonly (string | undefined)[]) =>
    dates.some((date) => date !== undefined && isAfter(date, asOf)) ? 'dated in the future' : undefined;

  const conditions = keep(record.conditions, (condition) => {
    const verification = statusCode(condition.verificationStatus);
    if (isExcluded(condition, 'entered-in-error')) return 'entered in error';
    if (verification === 'refuted' || isExcluded(condition, 'refuted')) {
      refuted.push(condition);
      return 'refuted';
    }
    return (
      noDiagnosis(condition) ??
      inFuture(condition.onsetDateTime, condition.onsetPeriod?.start, condition.recordedDate)
    );
  });
  const observations = keep(
    record.observations.map((observation) => withoutEndToCome(observation, asOf)),
    (observation: Observation) =>
      statusReason(observation.status, ['entered-in-error', 'cancelled']) ??
      inFuture(
        observation.effectiveDateTime ??
          observation.effectivePeriod?.end ??
          observation.effectivePeriod?.start ??
          observation.effectiveInstant ??
          observation.issued,
      ),
  );
  const procedures = keep(
    record.procedures,
    (procedure: Procedure) =>
      statusReason(procedure.status, ['entered-in-error', 'not-done']) ??
      (procedure.status === 'preparation'
        ? undefined
        : inFuture(procedure.performedDateTime, procedure.performedPeriod?.start)),
  );
  const medicationRequests = keep(
    record.medicationRequests,
    (request: MedicationRequest) =>
      statusReason(request.status, ['entered-in-error', 'cancelled', 'draft']) ??
      (request.doNotPerform ? 'an instruction not to give it' : inFuture(request.authoredOn)),
  );
  const taken = (resource: MedicationStatement | MedicationAdministration) =>
    statusReason(resource.status, ['entered-in-error', 'not-taken', 'not-done', 'intended']) ??
    inFuture(resource.effectiveDateTime, resource.effectivePeriod?.start);
  const orders = keep(
    record.orders,
    (order: ServiceRequest) =>
      statusReason(order.status, ['entered-in-error', 'revoked']) ??
      (order.doNotPerform ? 'an instruction not to do it' : inFuture(order.authoredOn)),
  );
  return {
    record: {
      ...record,
      conditions,
      observations,
      procedures,
      medicationRequests,
      medicationStatements: keep(record.medicationStatements, taken),
      medicationAdministrations: keep(record.medicationAdministrations, taken),
      orders,
      coverages: keep(record.coverages, ({ status }) =>
        statusReason(status, ['entered-in-error', 'cancelled']),
      ),
    },
    refuted,
    ignored,
  };
}

/** A period that still runs has no end yet, whatever end is planned: what was observed in it was observed since it began. */
function withoutEndToCome(observation: Observation, asOf: string): Observation {
  if (observation.effectivePeriod?.end === undefined) return observation;
  const { end, ...period } = observation.effectivePeriod;
  return isAfter(end, asOf) ? { ...observation, effectivePeriod: period } : observation;
}

const fullDay = /^\d{4}-\d{2}-\d{2}/;

/** Only a day of the calendar lies in the future; a partial date only where its first day already does. */
function isAfter(date: string, asOf: string): boolean {
  if (fullDay.test(date) && date.slice(0, 10) <= asOf) return false;
  const span = dateSpan(date);
  return span !== undefined && isFuture(span, asOf);
}

const words: Readonly<Record<string, string>> = {
  'entered-in-error': 'entered in error',
  'not-done': 'not done',
  'not-taken': 'not taken',
};

function statusReason(status: string, against: readonly string[]): string | undefined {
  return against.includes(status) ? (words[status] ?? status) : undefined;
}

function isExcluded({ verificationStatus }: Condition, code: string): boolean {
  return (verificationStatus?.coding ?? []).some((coding) => coding.code === code);
}

/** How far a diagnosis that was not excluded stands: HL7's verification and clinical status taken together. */
export type ConditionStanding = 'confirmed' | 'unconfirmed' | 'history';

const verificationSystem = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const clinicalSystem = 'http://terminology.hl7.org/CodeSystem/condition-clinical';

/** Confirmed and active; or not (yet) stated so; or over. An absent status is never taken as a yes. */
export function conditionStanding(condition: Condition, asOf: string): ConditionStanding {
  const clinical = codeIn(condition.clinicalStatus, clinicalSystem);
  const ending = endingOf(condition, asOf);
  if (clinical !== undefined && ['inactive', 'remission', 'resolved'].includes(clinical)) return 'history';
  if (ending === 'over') return 'history';
  const isActive = clinical !== undefined && ['active', 'recurrence', 'relapse'].includes(clinical);
  const isConfirmed = codeIn(condition.verificationStatus, verificationSystem) === 'confirmed';
  return isActive && isConfirmed && ending === 'none' && !isOfHistory(condition)
    ? 'confirmed'
    : 'unconfirmed';
}

function codeIn(concept: Condition['clinicalStatus'], system: string): string | undefined {
  const own = (concept?.coding ?? []).filter(
    (coding) => coding.system === undefined || coding.system === system,
  );
  return statusCode({ coding: own });
}
