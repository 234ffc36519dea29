import { therapiesOf } from '../core/facts/request.ts';
import { canonicalSystem } from '../core/fhir/coding.ts';
import { isObject } from '../core/fhir/json-object.ts';
import type { CodeableConcept, ServiceRequest } from '../core/fhir/r4.ts';
import type { ConceptIndex } from '../core/fhir/value-set.ts';

/** What an order may be changed in between a card about its draft and its signature. */
export const marked = ['therapy', 'site', 'codes'] as const;
export type Marked = (typeof marked)[number];

/**
 * What a card was about, told so that it is recognised rather than read: a digest of each part, which holds the patient's id too, so that
 * values can be tried against it by those alone who know that id.
 */
export type OrderMarks = Readonly<Record<Marked, string>>;

/** The marks of an order. The same order has the same ones, whatever id, status or words its EHR gives it. */
export async function orderMarks(
  order: Pick<ServiceRequest, 'code' | 'bodySite'>,
  concepts: ConceptIndex,
  patientId: string,
): Promise<OrderMarks> {
  const parts = {
    therapy: therapiesOf(order as ServiceRequest, concepts).toSorted(),
    site: (order.bodySite ?? []).flatMap(inCodes).toSorted(),
    codes: inCodes(order.code).toSorted(),
  };
  const mark = async (part: Marked) => [part, await digest([patientId, part, ...parts[part]])] as const;
  const [therapy, site, codes] = await Promise.all([mark('therapy'), mark('site'), mark('codes')]);
  return Object.fromEntries([therapy, site, codes]) as Record<Marked, string>;
}

/** What an order says otherwise than the card was about; nothing for what the card did not mark. */
export function changedSince(card: Partial<OrderMarks>, now: OrderMarks): readonly Marked[] {
  return marked.filter((part) => card[part] !== undefined && card[part] !== now[part]);
}

/** The marks in what a card says, whatever else is there. */
export function marksIn(value: unknown): Partial<OrderMarks> {
  if (!isObject(value)) return {};
  const known = marked.flatMap((part) => {
    const mark = value[part];
    return typeof mark === 'string' && /^[0-9a-f]{16}$/.test(mark) ? [[part, mark] as const] : [];
  });
  return Object.fromEntries(known);
}

/** Its codes; its words only where it has no code. */
function inCodes(concept: CodeableConcept | undefined): readonly string[] {
  const codes = (concept?.coding ?? []).flatMap(({ system, code }) =>
    code === undefined ? [] : [`${canonicalSystem(system ?? '')}|${code}`],
  );
  return codes.length > 0 ? codes : [(concept?.text ?? '').trim().toLowerCase()];
}

async function digest(parts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
