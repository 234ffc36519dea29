import * as z from 'zod/mini';
import { dateSpan } from './date-span.ts';

/**
 * The parts of FHIR R4 that judgement rests on. Loose: what is not named here passes through unread;
 * what is named and malformed makes the resource a rejected one, named and shown.
 *
 * @see https://hl7.org/fhir/R4/
 */
const text = z.string();
const optional = z.optional;

export const Coding = z.looseObject({
  system: optional(text),
  code: optional(text),
  display: optional(text),
});
export type Coding = z.infer<typeof Coding>;

export const CodeableConcept = z.looseObject({ coding: optional(z.array(Coding)), text: optional(text) });
export type CodeableConcept = z.infer<typeof CodeableConcept>;

export const Reference = z.looseObject({
  reference: optional(text),
  type: optional(text),
  display: optional(text),
});
export type Reference = z.infer<typeof Reference>;

export const Period = z.looseObject({ start: optional(text), end: optional(text) });

export const Quantity = z.looseObject({
  value: optional(z.number().check(z.refine((value) => Number.isFinite(value)))),
  comparator: optional(z.enum(['<', '<=', '>=', '>'])),
  unit: optional(text),
  system: optional(text),
  code: optional(text),
});
export type Quantity = z.infer<typeof Quantity>;

export const Extension = z.looseObject({
  url: text,
  valueReference: optional(Reference),
  valueCodeableConcept: optional(CodeableConcept),
  valueCode: optional(text),
});
export type Extension = z.infer<typeof Extension>;

const resource = {
  id: text,
  meta: optional(z.looseObject({ versionId: optional(text), lastUpdated: optional(text) })),
  extension: optional(z.array(Extension)),
};

export const Patient = z.looseObject({
  ...resource,
  resourceType: z.literal('Patient'),
  gender: optional(text),
  birthDate: optional(text),
  active: optional(z.boolean()),
  name: optional(
    z.array(z.looseObject({ text: optional(text), family: optional(text), given: optional(z.array(text)) })),
  ),
  identifier: optional(
    z.array(
      z.looseObject({ system: optional(text), value: optional(text), type: optional(CodeableConcept) }),
    ),
  ),
  link: optional(z.array(z.looseObject({ type: optional(text), other: optional(Reference) }))),
});
export type Patient = z.infer<typeof Patient>;

export const Condition = z.looseObject({
  ...resource,
  resourceType: z.literal('Condition'),
  clinicalStatus: optional(CodeableConcept),
  verificationStatus: optional(CodeableConcept),
  category: optional(z.array(CodeableConcept)),
  code: optional(CodeableConcept),
  bodySite: optional(z.array(CodeableConcept)),
  onsetDateTime: optional(text),
  onsetPeriod: optional(Period),
  recordedDate: optional(text),
  abatementDateTime: optional(text),
  abatementPeriod: optional(Period),
  abatementAge: optional(Quantity),
  abatementRange: optional(z.looseObject({ low: optional(Quantity), high: optional(Quantity) })),
  abatementString: optional(text),
});
export type Condition = z.infer<typeof Condition>;

const observed = {
  valueQuantity: optional(Quantity),
  valueCodeableConcept: optional(CodeableConcept),
  valueString: optional(text),
  valueInteger: optional(z.int()),
  valueBoolean: optional(z.boolean()),
  dataAbsentReason: optional(CodeableConcept),
  interpretation: optional(z.array(CodeableConcept)),
};

export const ObservationComponent = z.looseObject({ code: optional(CodeableConcept), ...observed });
export type ObservationComponent = z.infer<typeof ObservationComponent>;

/** A date, dateTime or instant that is a day of the calendar. A day that does not exist makes its resource malformed. */
const dateTime = z.string().check(z.refine((value) => dateSpan(value) !== undefined));

/** @see https://hl7.org/fhir/R4/valueset-observation-status.html */
const observationStatus = z.enum([
  'registered',
  'preliminary',
  'final',
  'amended',
  'corrected',
  'cancelled',
  'entered-in-error',
  'unknown',
]);

export const Observation = z.looseObject({
  ...resource,
  resourceType: z.literal('Observation'),
  status: observationStatus,
  category: optional(z.array(CodeableConcept)),
  code: CodeableConcept,
  focus: optional(z.array(Reference)),
  effectiveDateTime: optional(dateTime),
  effectivePeriod: optional(z.looseObject({ start: optional(dateTime), end: optional(dateTime) })),
  effectiveInstant: optional(dateTime),
  issued: optional(dateTime),
  bodySite: optional(CodeableConcept),
  component: optional(z.array(ObservationComponent)),
  ...observed,
});
export type Observation = z.infer<typeof Observation>;

export const Procedure = z.looseObject({
  ...resource,
  resourceType: z.literal('Procedure'),
  status: text,
  code: optional(CodeableConcept),
  performedDateTime: optional(text),
  performedPeriod: optional(Period),
  bodySite: optional(z.array(CodeableConcept)),
});
export type Procedure = z.infer<typeof Procedure>;

const ingredient = optional(
  z.array(
    z.looseObject({ itemCodeableConcept: optional(CodeableConcept), itemReference: optional(Reference) }),
  ),
);

const medication = {
  ...resource,
  status: text,
  medicationCodeableConcept: optional(CodeableConcept),
  medicationReference: optional(Reference),
  contained: optional(
    z.array(
      z.looseObject({
        resourceType: text,
        id: optional(text),
        code: optional(CodeableConcept),
        ingredient,
      }),
    ),
  ),
};

export const MedicationRequest = z.looseObject({
  ...medication,
  resourceType: z.literal('MedicationRequest'),
  intent: optional(text),
  doNotPerform: optional(z.boolean()),
  statusReason: optional(CodeableConcept),
  authoredOn: optional(text),
  dispenseRequest: optional(z.looseObject({ validityPeriod: optional(Period) })),
  dosageInstruction: optional(
    z.array(
      z.looseObject({
        timing: optional(
          z.looseObject({ repeat: optional(z.looseObject({ boundsPeriod: optional(Period) })) }),
        ),
      }),
    ),
  ),
});
export type MedicationRequest = z.infer<typeof MedicationRequest>;

const taken = {
  effectiveDateTime: optional(text),
  effectivePeriod: optional(Period),
  statusReason: optional(z.array(CodeableConcept)),
};
export const MedicationStatement = z.looseObject({
  ...medication,
  ...taken,
  resourceType: z.literal('MedicationStatement'),
});
export type MedicationStatement = z.infer<typeof MedicationStatement>;

export const MedicationAdministration = z.looseObject({
  ...medication,
  ...taken,
  resourceType: z.literal('MedicationAdministration'),
});
export type MedicationAdministration = z.infer<typeof MedicationAdministration>;

export const Medication = z.looseObject({
  ...resource,
  resourceType: z.literal('Medication'),
  code: optional(CodeableConcept),
  ingredient,
});
export type Medication = z.infer<typeof Medication>;

export const ServiceRequest = z.looseObject({
  ...resource,
  resourceType: z.literal('ServiceRequest'),
  status: text,
  intent: optional(text),
  doNotPerform: optional(z.boolean()),
  code: optional(CodeableConcept),
  orderDetail: optional(z.array(CodeableConcept)),
  authoredOn: optional(text),
  occurrenceDateTime: optional(text),
  requester: optional(Reference),
  bodySite: optional(z.array(CodeableConcept)),
  reasonCode: optional(z.array(CodeableConcept)),
  reasonReference: optional(z.array(Reference)),
});
export type ServiceRequest = z.infer<typeof ServiceRequest>;

export const Coverage = z.looseObject({
  ...resource,
  resourceType: z.literal('Coverage'),
  status: text,
  subscriberId: optional(text),
  period: optional(Period),
  payor: optional(z.array(Reference)),
  identifier: optional(z.array(z.looseObject({ system: optional(text), value: optional(text) }))),
});
export type Coverage = z.infer<typeof Coverage>;

export const Organization = z.looseObject({
  ...resource,
  resourceType: z.literal('Organization'),
  name: optional(text),
  identifier: optional(z.array(z.looseObject({ system: optional(text), value: optional(text) }))),
});
export type Organization = z.infer<typeof Organization>;

export const Encounter = z.looseObject({ ...resource, resourceType: z.literal('Encounter'), status: text });
export type Encounter = z.infer<typeof Encounter>;

export const OperationOutcome = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: optional(
    z.array(
      z.looseObject({
        severity: optional(text),
        code: optional(text),
        details: optional(CodeableConcept),
        diagnostics: optional(text),
        expression: optional(z.array(text)),
        location: optional(z.array(text)),
      }),
    ),
  ),
});
export type OperationOutcome = z.infer<typeof OperationOutcome>;
