import * as z from 'zod/mini';
import { liveStatuses, suggestedBy, therapiesOf } from '../core/facts/request.ts';
import { isObject } from '../core/fhir/json-object.ts';
import { ServiceRequest } from '../core/fhir/r4.ts';
import { referenceKey } from '../core/fhir/reference.ts';
import type { ConceptIndex } from '../core/fhir/value-set.ts';
import { bundleContents } from '../core/record/bundle.ts';
import type { RawResource } from '../core/record/one-version.ts';
import { belonging } from '../core/record/whose.ts';
import { type LocalCode, standardCoded } from '../ehr/local-codes.ts';
import type { HookRequest } from './hook-request.ts';

/** An order as it was sent, with what its local codes mean, and as it was read. */
export interface HookOrder {
  readonly raw: RawResource;
  readonly order: ServiceRequest;
}

/** "Bland diet", "drug-eluting stent" and "day-90" name a therapy of ours by accident: one of these words must stand there too. */
const unmistakable = /emboli[sz]|\b(?:c?TACE|TARE|TAE|SIRT|DEB-?TACE)\b|\bY-?90\b|yttrium|spheres?\b/i;
/** Both together: an embolization of the liver whose agent the words leave open. */
const [embolization, liver] = [/emboli[sz]ation/i, /hepat|liver/i];

/** Whether an order asks for an embolization or radioembolization, by code or by words. */
export function isOurs(order: ServiceRequest, concepts: ConceptIndex): boolean {
  if (therapiesOf(order, concepts).length > 0) return true;
  if (concepts.classify(order.code).some(({ concept }) => concept === 'proc.embolization-unspecified'))
    return true;
  const words = [order.code, ...(order.orderDetail ?? [])]
    .flatMap((concept) => [concept?.text, ...(concept?.coding ?? []).map(({ display }) => display)])
    .join(' ')
    .slice(0, 2000);
  return (
    (suggestedBy(order) !== undefined && unmistakable.test(words)) ||
    (embolization.test(words) && liver.test(words))
  );
}

/** Whether an order is still to be carried out. */
export function isLive({ status, doNotPerform }: ServiceRequest): boolean {
  return liveStatuses.includes(status) && doNotPerform !== true;
}

/** What codes mean: everywhere, and at this caller's EHR. */
export interface Codes {
  readonly concepts: ConceptIndex;
  readonly localCodes: readonly LocalCode[];
}

/** Takes one resource as a live order of ours for this patient; undefined for every other. */
export function ourOrder(
  sent: unknown,
  { patientId, fhirServer }: Pick<HookRequest, 'patientId' | 'fhirServer'>,
  { concepts, localCodes }: Codes,
): HookOrder | undefined {
  const raw = standardCoded(sent, localCodes);
  const parsed = z.safeParse(ServiceRequest, raw);
  if (!parsed.success || !isLive(parsed.data) || !isOurs(parsed.data, concepts)) return undefined;
  const owner = { patientId, ...(fhirServer !== undefined && { base: fhirServer }) };
  return belonging(raw as RawResource, owner) === 'own'
    ? { raw: raw as RawResource, order: parsed.data }
    : undefined;
}

/**
 * The orders of ours among the drafts: the new ones where the hook says which those are.
 *
 * Another patient's, orders that are withdrawn, and what cannot be read as an order are left out.
 */
export function draftOrders(request: HookRequest, codes: Codes): readonly HookOrder[] {
  const { resources } = bundleContents(request.draftOrders);
  const drafts = resources.filter(isObject).filter(({ resourceType }) => resourceType === 'ServiceRequest');
  // A draft says that it is one by standing here; some EHRs leave the status out.
  const stated = drafts.map((draft) => (draft.status === undefined ? { ...draft, status: 'draft' } : draft));
  const isSelected = ({ id }: { readonly id?: unknown }) =>
    request.references.some(
      (reference) => reference === id || referenceKey(reference) === `ServiceRequest/${id}`,
    );
  const isNarrowed =
    request.hook === 'order-select' && resources.some((each) => isObject(each) && isSelected(each));
  return stated
    .filter((draft) => !isNarrowed || isSelected(draft))
    .flatMap((draft) => ourOrder(draft, request, codes) ?? []);
}

/** Ids of the orders that order-dispatch is about, as far as they can be ours at all. */
export function dispatchedIds({ references }: HookRequest): readonly string[] {
  return references.flatMap((reference) => {
    const [type, id] = (referenceKey(reference) ?? '').split('/');
    return type === 'ServiceRequest' && id !== undefined ? [id] : [];
  });
}
