import * as z from 'zod/mini';
import { identityIn } from './card-id.ts';
import { notNow } from './criteria-card.ts';
import type { Recent } from './recent.ts';

const Feedback = z.looseObject({
  feedback: z
    .array(
      z.looseObject({
        card: z.string().check(z.refine((card) => identityIn(card) !== undefined)),
        outcome: z.enum(['accepted', 'overridden']),
        outcomeTimestamp: z.string().check(z.minLength(1)),
        overrideReason: z.optional(
          z.nullable(
            z.looseObject({
              reason: z.optional(
                z.nullable(z.looseObject({ code: z.string(), system: z.optional(z.string()) })),
              ),
            }),
          ),
        ),
      }),
    )
    .check(z.minLength(1), z.maxLength(100)),
});

/** What became of our cards, in numbers: a comment may name the patient and is not kept. */
export type FeedbackTaken =
  | { readonly ok: true; readonly accepted: number; readonly overridden: number; readonly snoozed: number }
  | { readonly ok: false; readonly because: string };

/** The name under which an order of this caller is quiet. */
export function snoozeKey(iss: string, identity: string): string {
  return JSON.stringify([iss, identity]);
}

/** Takes feedback; "not now" keeps the order of that card quiet. @see https://cds-hooks.hl7.org/2.0/#feedback */
export async function takeFeedback(body: unknown, iss: string, snoozed: Recent): Promise<FeedbackTaken> {
  const parsed = z.safeParse(Feedback, body);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.map(String).join('.') || 'the body';
    return {
      ok: false,
      because: `${path}: expected {"feedback": [{"card", "outcome", "outcomeTimestamp"}]}`,
    };
  }
  const { feedback } = parsed.data;
  const later = feedback.filter(
    ({ outcome, overrideReason }) => outcome === 'overridden' && overrideReason?.reason?.code === notNow.code,
  );
  for (const { card } of later) await snoozed.remember(snoozeKey(iss, identityIn(card) ?? ''));
  const accepted = feedback.filter(({ outcome }) => outcome === 'accepted').length;
  return { ok: true, accepted, overridden: feedback.length - accepted, snoozed: later.length };
}
