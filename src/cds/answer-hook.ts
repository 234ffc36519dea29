import { mappings, policies } from '../catalogue/catalogue.ts';
import { policyFor } from '../catalogue/policy-for.ts';
import { assess } from '../core/assess.ts';
import { isObject } from '../core/fhir/json-object.ts';
import { ChartError, type PatientRecord, parseRecord } from '../core/record/patient-record.ts';
import type { Ehr } from '../ehr/ehr.ts';
import { orderMarks } from '../ehr/order-marks.ts';
import { orderIdentity } from './card-id.ts';
import { coverageInformation, type SystemAction } from './coverage-information.ts';
import { type Card, type CardSubject, criteriaCard } from './criteria-card.ts';
import type { CdsDeployment, Issuer } from './deployment.ts';
import { snoozeKey } from './feedback.ts';
import { type HookChart, hookChart, hookEhr, mayRead } from './hook-chart.ts';
import { dispatchedIds, draftOrders, type HookOrder, isLive, isOurs, ourOrder } from './hook-orders.ts';
import type { HookRequest } from './hook-request.ts';
import type { Observe } from './observe.ts';
import type { Recent } from './recent.ts';

/** What a call is answered with. */
export type HookAnswer =
  | {
      readonly outcome: 'card' | 'not-ours' | 'snoozed' | 'no-policy' | 'late';
      readonly cards: readonly Card[];
      readonly systemActions?: readonly SystemAction[];
    }
  | { readonly outcome: 'precondition' | 'malformed'; readonly because: string };

/** What answering needs besides the request. */
export interface Answering {
  readonly deployment: CdsDeployment;
  readonly issuer: Issuer;
  readonly snoozed: Recent;
  readonly observe: Observe;
  readonly now: () => number;
  /** The deployment's calendar day of an instant. */
  readonly dayOf: (milliseconds: number) => string;
  /** Aborted when no more may be read: what is there by then must do. */
  readonly signal: AbortSignal;
  /** Seconds for one request to the EHR. */
  readonly requestSeconds: number;
}

const none = (outcome: 'not-ours' | 'snoozed' | 'no-policy' | 'late'): HookAnswer => ({ outcome, cards: [] });

/** Answers one hook: nothing at once where no order is ours, else one card from the same assessment as the app's. */
export async function answerHook(request: HookRequest, answering: Answering): Promise<HookAnswer> {
  const { issuer, observe, snoozed, signal } = answering;
  const ehr = hookEhr(request, issuer, answering.requestSeconds);
  const found = await observe('orders', () => ordersAtHand(request, ehr, answering));
  if (!found.ok) return { outcome: 'precondition', because: missingWords(found.missing) };
  const [first, ...more] = found.orders;
  if (!first) return none('not-ours');
  if (request.fhirServer !== undefined && request.fhirServer !== issuer.fhirServer)
    return { outcome: 'malformed', because: 'fhirServer: expected the one that is agreed with this caller' };
  const orders: Orders = [first, ...more];
  const identity = await orderIdentity(keyOf(orders, request, issuer));
  if (await snoozed.holds(snoozeKey(issuer.iss, identity))) return none('snoozed');

  const chart = await observe('chart', () => hookChart(request, issuer, ehr, signal));
  if (!chart.ok) return { outcome: 'precondition', because: missingWords(chart.missing) };
  const record = recordOf(request, issuer, chart, orders);
  if (record instanceof ChartError) {
    if (record.kind === 'not-in-use') return { outcome: 'precondition', because: record.message };
    return signal.aborted ? none('late') : { outcome: 'precondition', because: missingWords(['patient']) };
  }
  const about = await orderMarks(first.order, mappings.concepts, request.patientId);
  return observe('assess', () => judged(record, orders, { identity, about }, answering));
}

type Orders = readonly [HookOrder, ...HookOrder[]];

const missingWords = (missing: readonly string[]) =>
  `neither in the prefetch nor readable with fhirAuthorization: ${missing.join(', ')}`;

/** The orders of ours that the hook is about. Drafts come with it; dispatched ones stand in the EHR. */
async function ordersAtHand(
  request: HookRequest,
  ehr: Ehr,
  { issuer, signal }: Answering,
): Promise<{ readonly ok: true; readonly orders: readonly HookOrder[] } | Extract<HookChart, { ok: false }>> {
  const codes = { concepts: mappings.concepts, localCodes: issuer.profile.localCodes };
  if (request.hook !== 'order-dispatch') return { ok: true, orders: draftOrders(request, codes) };
  const { orders: prefetch } = request.prefetch;
  const entries: readonly unknown[] =
    isObject(prefetch) && Array.isArray(prefetch.entry) ? prefetch.entry : [];
  const held = entries.flatMap((entry) =>
    isObject(entry) && isObject(entry.resource) ? [entry.resource] : [],
  );
  const orders: HookOrder[] = [];
  for (const id of dispatchedIds(request).slice(0, 5)) {
    const at = held.find((resource) => resource.resourceType === 'ServiceRequest' && resource.id === id);
    if (!at && !mayRead(request, issuer) && prefetch === undefined) return { ok: false, missing: ['orders'] };
    const path = `ServiceRequest/${id}`;
    const reply = at ? undefined : await ehr.transport.get(path, { label: 'GET ServiceRequest', signal });
    const order = ourOrder(at ?? (reply?.ok ? reply.body : undefined), request, codes);
    if (order) orders.push(order);
  }
  return { ok: true, orders };
}

function keyOf(orders: Orders, { patientId }: HookRequest, { iss, tenant, fhirServer }: Issuer): string {
  const ids = orders.map(({ raw }) => raw.id).toSorted();
  return JSON.stringify([iss, tenant, fhirServer, patientId, ids]);
}

/** The chart with the orders at hand as its only live ones of this kind; or why it cannot be taken as this patient's. */
function recordOf(
  { patientId }: HookRequest,
  { fhirServer }: Issuer,
  { resources, unread }: Extract<HookChart, { ok: true }>,
  orders: Orders,
): (PatientRecord & { readonly otherOrders: number }) | ChartError {
  const ids = orders.map(({ raw }) => raw.id);
  const isAtHand = (resource: unknown) =>
    isObject(resource) && resource.resourceType === 'ServiceRequest' && ids.includes(String(resource.id));
  const all = [...resources.filter((resource) => !isAtHand(resource)), ...orders.map(({ raw }) => raw)];
  try {
    const record = parseRecord(all, { owner: { patientId, base: fhirServer }, base: fhirServer, unread });
    const kept = record.orders.filter(
      (order) => ids.includes(order.id) || !isLive(order) || !isOurs(order, mappings.concepts),
    );
    return { ...record, orders: kept, otherOrders: record.orders.length - kept.length };
  } catch (problem) {
    if (problem instanceof ChartError) return problem;
    throw problem;
  }
}

async function judged(
  record: PatientRecord & { readonly otherOrders: number },
  orders: Orders,
  marks: Pick<CardSubject, 'identity' | 'about'>,
  { deployment, now, dayOf }: Answering,
): Promise<HookAnswer> {
  const at = now();
  const asOf = dayOf(at);
  const choice = policyFor(record, [], policies, { asOf });
  if (!choice.policy) return none('no-policy');
  const assessment = assess(record, choice.policy, { asOf, mappings });
  const subject = {
    order: `ServiceRequest/${orders[0].raw.id}`,
    ...marks,
    hasOtherOrders: record.otherOrders > 0,
    selectedBy: choice.selectedBy,
    at: new Date(at).toISOString(),
  };
  const card = await criteriaCard(assessment, subject, deployment);
  const actions = orders.flatMap(
    (order) => coverageInformation(order, assessment, record, card, deployment) ?? [],
  );
  return { outcome: 'card', cards: [card], ...(actions.length > 0 && { systemActions: actions }) };
}
