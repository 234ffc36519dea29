import type { OrderChoice } from '../core/facts/request.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';
import type { OrderCandidate, OrderContext } from '../ehr/order-context.ts';
import { orderWords } from './order-words.ts';

/** What a person said of the orders: one of them by its reference, or that none is the one. */
export type OrderSaid = string | 'none' | undefined;

/** Which order the form is about, how that is known, and what could be meant instead. */
export interface Ordering {
  readonly context: OrderContext;
  readonly candidates: readonly OrderCandidate[];
  /** What the judgement and the form go by. */
  readonly choice: OrderChoice;
  /** The order that is meant, where that is settled. */
  readonly order: OrderCandidate | undefined;
  readonly isByPerson: boolean;
}

/** Settles which order is meant: what a person said, else what the launch and the record leave no doubt about. */
export function ordering(context: OrderContext, { orders }: PatientRecord, said: OrderSaid): Ordering {
  const candidates =
    context.status === 'one' ? [context.candidate] : context.status === 'several' ? context.candidates : [];
  const chosen = candidates.find(({ reference }) => reference === said);
  const settle = (choice: OrderChoice, order: OrderCandidate | undefined, isByPerson: boolean): Ordering => ({
    context,
    candidates,
    choice,
    order,
    isByPerson,
  });
  const isOnRecord = orders.some(({ id }) => `ServiceRequest/${id}` === said);
  if (said !== undefined && said !== 'none' && isOnRecord)
    return settle({ is: 'this', reference: said }, chosen, true);
  if (said === 'none') return settle({ is: 'none', because: orderWords.noneMeant }, undefined, true);
  if (context.status === 'none')
    return settle({ is: 'none', because: orderWords.none[context.because] }, undefined, false);
  const [only] = candidates;
  const isSure =
    context.status === 'one' && !context.toConfirm.includes('order') && only?.order.doNotPerform !== true;
  if (!only || !isSure) return settle({ is: 'open' }, undefined, false);
  return settle({ is: 'this', reference: only.reference }, only, false);
}
