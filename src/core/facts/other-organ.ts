import { isObject } from '../fhir/json-object.ts';
import type { CodeableConcept, Coding, Reference, ServiceRequest } from '../fhir/r4.ts';
import { literalReference } from '../fhir/reference.ts';
import { codingsIn, wordsIn } from '../fhir/said.ts';
import { type ConceptIndex, type ConceptMatch, proves, speaksFor } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { missedRead } from '../record/unread.ts';
import type { Chart } from './chart.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { GapReason } from './finding.ts';
import { nameLiver, withoutRiskCategory } from './liver-words.ts';
import { isLiverTumor } from './tumor-code.ts';
import { speaksOfLiverTumor } from './tumor-origin.ts';
import type { TumorType } from './tumor-type.ts';

/** Why orders that name another organ by code may be for the liver after all. */
export interface OrganDoubt {
  readonly gap: GapReason;
  readonly because: string;
}

/**
 * What stands against an organ that is not the liver: the orders' own words and reasons, then the chart.
 *
 * @param orders every live order for an embolization, not only the one that names the organ
 * @returns undefined where nothing speaks of a tumor in the liver
 */
export function organDoubt(
  orders: readonly ServiceRequest[],
  { record, concepts, observed }: Chart,
  all: readonly Diagnosis[],
  tumor: TumorType,
): OrganDoubt | undefined {
  if (orders.some((order) => speaksOfLiver(order, concepts)))
    return { gap: 'conflict', because: 'The order names another organ, and speaks of the liver as well.' };
  const measured = observed('obs.histology', 'obs.tumor-size');
  if (
    tumor.mayBeInLiver ||
    all.some((each) => mayLieInLiver(each, concepts)) ||
    measured.some(({ bodySite, valueCodeableConcept, component = [] }) =>
      [valueCodeableConcept, ...component.map((each) => each.valueCodeableConcept)].some(
        (value) => mayBeOfLiver(concepts.classify(value)) || isLiver(bodySite, concepts),
      ),
    )
  )
    return {
      gap: 'conflict',
      because: 'The order names another organ, but a liver malignancy is on record, or may be.',
    };
  const missed = missedRead(record.unread, 'Condition');
  if (missed)
    return {
      gap: missed.gap,
      because: `The order names another organ; ${missed.because}, so a liver malignancy may be on record.`,
    };
  const isReasonMissing = orders.some((order) =>
    (order.reasonReference ?? []).some((reason) => !isHeld(reason, order, record)),
  );
  return isReasonMissing
    ? {
        gap: 'not-recorded',
        because:
          'The order names another organ; its reason is a diagnosis that the chart does not hold, and may be in the liver.',
      }
    : undefined;
}

/** The words of an order, of what it contains as its reason, and of the site of a diagnosis or a measurement. */
const speakOfLiver = (words: string): boolean =>
  nameLiver(words) || /cholangio|klatskin|\bhcc\b|\bicc\b/i.test(withoutRiskCategory(words));

/** Elements that say what is treated and why. Those on who does it, and where, may name the liver for other reasons. */
const telling = [
  'code',
  'bodySite',
  'orderDetail',
  'reasonCode',
  'reasonReference',
  'supportingInfo',
  'note',
  'patientInstruction',
];

function speaksOfLiver(order: ServiceRequest, concepts: ConceptIndex): boolean {
  const parts = telling.map((element) => order[element]);
  const said = [...parts, ...reasonsContained(order)];
  return (
    said.flatMap(wordsIn).some(speakOfLiver) ||
    said.flatMap(codingsIn).some((coding) => isOfLiver(coding, concepts))
  );
}

function isOfLiver(coding: Coding, concepts: ConceptIndex): boolean {
  const code = { coding: [coding] };
  const coded = concepts.classify(code);
  return (
    mayBeOfLiver(coded) ||
    proves(coded, 'site.liver') ||
    speaksOfLiverTumor({ condition: { code }, coded, origin: undefined })
  );
}

/** A tumor of the liver by code, or of bile ducts that may be those of the liver. */
function mayBeOfLiver(coded: readonly ConceptMatch[]): boolean {
  return isLiverTumor(coded) || speaksFor(coded, 'dx.cholangio-site-unspecified');
}

/** Resources that the order itself contains and names as its reason. */
function reasonsContained({ contained, reasonReference = [] }: ServiceRequest): readonly unknown[] {
  const named = reasonReference.map(({ reference }) => reference);
  const held: readonly unknown[] = Array.isArray(contained) ? contained : [];
  return held.filter((each) => isObject(each) && named.includes(`#${String(each.id)}`));
}

/** Whether a reason can be looked at: by its words, in the order or in the chart. A reason of another type than Condition is no diagnosis. */
function isHeld(reason: Reference, order: ServiceRequest, { conditions }: PatientRecord): boolean {
  if (reason.display !== undefined) return true;
  const key = literalReference(reason.reference);
  if (key) return key.type !== 'Condition' || conditions.some(({ id }) => id === key.id);
  return reasonsContained({ ...order, reasonReference: [reason] }).length > 0;
}

/** Whether a diagnosis that is not over has its site, or its histology, in the liver. */
function mayLieInLiver({ standing, condition, coded, histology, origin }: Diagnosis, concepts: ConceptIndex) {
  if (standing === 'history') return false;
  if (mayBeOfLiver([...coded, ...histology])) return true;
  const { code, bodySite = [] } = condition;
  const inLiver = { ...code, text: `liver: ${code?.text ?? ''}` };
  return (
    bodySite.some((site) => isLiver(site, concepts)) &&
    (origin !== undefined || speaksOfLiverTumor({ condition: { code: inLiver }, coded, origin }))
  );
}

function isLiver(site: CodeableConcept | undefined, concepts: ConceptIndex): boolean {
  return proves(concepts.classify(site), 'site.liver') || wordsIn(site).some(speakOfLiver);
}
