import * as z from 'zod/mini';
import { dateSpan } from '../core/fhir/date-span.ts';
import { Therapy } from '../core/policy/policy.ts';
import { UsageError } from './usage-error.ts';

/** Therapy and site as given on the command line. @throws UsageError */
export function requested(values: {
  readonly therapy?: string | undefined;
  readonly site?: string | undefined;
}) {
  const therapy = z.safeParse(z.optional(Therapy), values.therapy);
  if (!therapy.success) throw new UsageError('--therapy: expected tare, tace, deb-tace or tae');
  const site = z.safeParse(z.optional(z.enum(['liver', 'other'])), values.site);
  if (!site.success) throw new UsageError('--site: expected liver or other');
  return { therapy: therapy.data, site: site.data };
}

/** The date from which ages are counted; today where none is given. @throws UsageError */
export function dayFrom(text: string | undefined): string {
  const asOf = text ?? new Date().toISOString().slice(0, 10);
  if (dateSpan(asOf)?.first !== asOf) throw new UsageError('--as-of: expected a date such as 2025-06-16');
  return asOf;
}
