import { liveStatuses, suggestedBy, type Therapy, therapiesOf } from '../core/facts/request.ts';
import { dateSpan } from '../core/fhir/date-span.ts';
import type { ServiceRequest } from '../core/fhir/r4.ts';
import { type ConceptIndex, proves } from '../core/fhir/value-set.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';
import { launchReferences } from './app-context.ts';
import type { LaunchContext } from './launch-context.ts';

/** An order that the launch may be about. */
export interface OrderCandidate {
  readonly order: ServiceRequest;
  readonly reference: string;
  /** How we came to it: the launch names it, or it is among the recent orders. */
  readonly found: 'launch' | 'recent';
  /** `code`: its code names the therapy. `words`: only its text suggests one. `embolization`: 37243 and its like, which name no agent. */
  readonly match: 'code' | 'words' | 'embolization' | 'none';
  /** The therapy that its code names, or that its words suggest. */
  readonly therapy: Therapy | undefined;
  /** An unsigned order is a normal state: the form is prepared while it is written. */
  readonly unsigned: boolean;
}

/** Which order the form is about; or what the physician has to say first. Never a reason to stop. */
export type OrderContext =
  | {
      readonly status: 'one';
      readonly candidate: OrderCandidate;
      /** What the person confirms before it counts: that the order is meant, or which agent. */
      readonly toConfirm: readonly ('order' | 'agent')[];
      /** Mapping studies (MAA) ordered beside the treatment: shown, not chosen from. */
      readonly mapping: readonly OrderCandidate[];
    }
  | {
      readonly status: 'several';
      readonly candidates: readonly OrderCandidate[];
      readonly mapping: readonly OrderCandidate[];
    }
  | {
      readonly status: 'none';
      /** `unsigned`: the launch names an order that the EHR does not give out yet. `mapping-only`: the treatment itself is not ordered. */
      readonly because: 'unsigned' | 'unread' | 'mapping-only' | 'not-found';
      readonly mapping: readonly OrderCandidate[];
    };

/** EHRs complete an order when it is scheduled, or show no status of theirs at all. */
const perhapsLive = ['completed', 'unknown'];
const recentDays = 90;

/**
 * Finds the order of a launch: what fhirContext names, then what appContext names, then recent orders by code and by words.
 *
 * @param today ISO date from which an order is recent
 */
export function orderContext(
  context: LaunchContext,
  record: PatientRecord,
  concepts: ConceptIndex,
  today: string,
): OrderContext {
  const named = launchReferences(context)
    .filter(({ resourceType }) => resourceType === 'ServiceRequest')
    .map(({ reference }) => reference);
  const all = record.orders.map((order) => candidateOf(order, named, concepts));
  const mapping = all.filter(({ order }) => isMapping(order, concepts) && isPossible(order, today));
  const treatments = all.filter(({ order }) => !isMapping(order, concepts));

  const pointedAt = named.flatMap((reference) => treatments.filter((each) => each.reference === reference));
  const [first] = pointedAt;
  if (first && first.match !== 'none') return one(first, mapping);
  const recent = treatments.filter(({ order, match }) => match !== 'none' && isPossible(order, today));
  const living = recent.filter(({ order }) => liveStatuses.includes(order.status));
  const fitting = strongest(living.length > 0 ? living : recent);
  // An order of another kind is not taken because the launch names it: those that fit are asked about beside it.
  const candidates = [...pointedAt, ...fitting.filter((each) => !pointedAt.includes(each))];
  const [only, second] = candidates;
  if (second) return { status: 'several', candidates, mapping };
  if (only) return one(only, mapping);
  const missing = named.some((reference) => !all.some((each) => each.reference === reference));
  const unread = record.unread.some(
    ({ resourceType }) => resourceType === 'ServiceRequest' || resourceType === 'all',
  );
  const because = missing
    ? 'unsigned'
    : unread
      ? 'unread'
      : mapping.length > 0
        ? 'mapping-only'
        : 'not-found';
  return { status: 'none', because, mapping };
}

function one(candidate: OrderCandidate, mapping: readonly OrderCandidate[]): OrderContext {
  const { match, found, order } = candidate;
  const isSure = match === 'code' || (found === 'launch' && match === 'embolization');
  const toConfirm = [
    ...(isSure && liveStatuses.includes(order.status) ? [] : (['order'] as const)),
    ...(match === 'code' ? [] : (['agent'] as const)),
  ];
  return { status: 'one', candidate, toConfirm, mapping };
}

/** A code says more than words: where one order has a code of ours, orders known by their words alone are no rivals. */
function strongest(candidates: readonly OrderCandidate[]): readonly OrderCandidate[] {
  const coded = candidates.filter(({ match }) => match === 'code');
  if (coded.length > 0) return coded;
  const unspecified = candidates.filter(({ match }) => match === 'embolization');
  return unspecified.length > 0 ? unspecified : candidates;
}

function candidateOf(
  order: ServiceRequest,
  named: readonly string[],
  concepts: ConceptIndex,
): OrderCandidate {
  const reference = `ServiceRequest/${order.id}`;
  const [byCode, another] = therapiesOf(order, concepts);
  const suggested = suggestedBy(order);
  const isUnspecified = concepts
    .classify(order.code)
    .some(({ concept }) => concept === 'proc.embolization-unspecified');
  const isCoded = byCode !== undefined && another === undefined;
  const match = isCoded ? 'code' : isUnspecified ? 'embolization' : suggested ? 'words' : 'none';
  return {
    order,
    reference,
    found: named.includes(reference) ? 'launch' : 'recent',
    match,
    therapy: isCoded ? byCode : suggested,
    unsigned: order.status === 'draft',
  };
}

/** The study before a radioembolization is an order of its own, and no treatment. */
function isMapping({ code }: ServiceRequest, concepts: ConceptIndex): boolean {
  const matches = concepts.classify(code);
  const text = [code?.text, ...(code?.coding ?? []).map(({ display }) => display)].join(' ');
  return (
    proves(matches, 'proc.y90-mapping-angiogram') ||
    proves(matches, 'proc.y90-mapping-scan') ||
    /\bMAA\b|mapping/i.test(text)
  );
}

function isPossible(order: ServiceRequest, today: string): boolean {
  const { doNotPerform, status } = order;
  return (
    doNotPerform !== true && [...liveStatuses, ...perhapsLive].includes(status) && isRecent(order, today)
  );
}

/** An order without a date may be of today. */
function isRecent({ authoredOn }: ServiceRequest, today: string): boolean {
  const written = dateSpan(authoredOn);
  if (!written) return true;
  return Date.parse(today) - Date.parse(written.last) <= recentDays * 86_400_000;
}
