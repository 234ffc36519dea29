import { dataRequirements, prefetch } from '../core/record/data-requirements.ts';
import type { Hook } from './hook-request.ts';

/**
 * One id for all three hooks: a client then takes the card of an earlier hook away when a later one brings a new card.
 *
 * @see https://cds-hooks.hl7.org/2.0/#update-stale-guidance
 */
export const serviceId = 'liver-directed-therapy';

/** Clients that keep one hook of an id keep the last: that of an order that is still being written. */
const listed: readonly Hook[] = ['order-dispatch', 'order-sign', 'order-select'];

const usage =
  'Answers orders for embolization or radioembolization of the liver only. Wants all of the prefetch, or fhirAuthorization ' +
  'to read what is missing.';

/** The discovery document. The prefetch templates come from the same list as the searches and the scopes of the app. */
export const discovery = {
  services: listed.map((hook) => ({
    hook,
    id: serviceId,
    title: 'Prior authorization for liver-directed therapy',
    description:
      "Holds the chart against the payer's published criteria for Y-90 radioembolization, TACE, DEB-TACE and bland embolization, and says what is still lacking.",
    usageRequirements: usage,
    prefetch: templates(hook),
  })),
} as const;

/** order-dispatch names no encounter. */
function templates(hook: Hook): Readonly<Record<string, string>> {
  return prefetch(
    hook === 'order-dispatch' ? dataRequirements.filter(({ id }) => id !== 'encounter') : dataRequirements,
  );
}
