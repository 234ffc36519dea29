import { type DateSpan, dateSpan } from '../fhir/date-span.ts';
import { isObject } from '../fhir/json-object.ts';
import type { CodeableConcept, Coding } from '../fhir/r4.ts';
import { codingsIn, wordsIn } from '../fhir/said.ts';

/** A resource that is not evidence: named and shown, never used. */
export interface Rejected {
  /** `Type/id`, or the type alone when it has no usable id. */
  readonly reference: string;
  readonly resourceType: string;
  readonly kind:
    | 'malformed'
    | 'other-patient'
    /** It may be this patient's: no evidence, but it leaves open what rests on its absence. */
    | 'unstated-patient'
    | 'modifier'
    | 'superseded'
    | 'contested'
    | 'entered-in-error';
  readonly because: string;
  /** What could still be read of one that may be this patient's, so that it blocks falling back to an older value. */
  readonly code?: CodeableConcept;
  readonly on?: DateSpan;
  readonly status?: string;
}

/** Reads code, date and status of a resource, and the codes of its components, that its schema refused, trusting nothing. */
export function remains(raw: Readonly<Record<string, unknown>>): Pick<Rejected, 'code' | 'on' | 'status'> {
  const parts = Array.isArray(raw.component) ? raw.component.filter(isObject) : [];
  const medication = medicationIn(raw);
  const words = wordsIn(medication).join(' ');
  const code = {
    coding: [...[raw, ...parts].flatMap((part) => plainCodings(part.code)), ...codingsIn(medication)],
    ...(words.trim() !== '' && { text: words }),
  };
  const period = isObject(raw.effectivePeriod)
    ? (raw.effectivePeriod.end ?? raw.effectivePeriod.start)
    : undefined;
  const dates = [raw.effectiveDateTime, period, raw.effectiveInstant, raw.issued];
  const on = dateSpan(dates.find((date): date is string => typeof date === 'string'));
  return {
    ...((code.coding.length > 0 || code.text !== undefined) && { code }),
    ...(on && { on }),
    ...(typeof raw.status === 'string' && { status: raw.status }),
  };
}

/** Everything in a record of a medication that says what it is. */
function medicationIn(raw: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { resourceType, medicationCodeableConcept, medicationReference, contained, code, ingredient } = raw;
  if (resourceType === 'Medication') return [code, ingredient];
  return typeof resourceType === 'string' && resourceType.startsWith('Medication')
    ? [medicationCodeableConcept, medicationReference, drugsIn(contained)]
    : [];
}

function drugsIn(contained: unknown): readonly unknown[] {
  const held: readonly unknown[] = Array.isArray(contained) ? contained : [];
  return held.filter(
    (each) => isObject(each) && (each.resourceType === 'Medication' || each.resourceType === 'Substance'),
  );
}

function plainCodings(code: unknown): Coding[] {
  const list = isObject(code) && Array.isArray(code.coding) ? code.coding : [];
  return list
    .filter(isObject)
    .flatMap(({ system, code: value }) =>
      typeof system === 'string' && typeof value === 'string' ? [{ system, code: value }] : [],
    );
}
