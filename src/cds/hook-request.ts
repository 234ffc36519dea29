import * as z from 'zod/mini';

/** The hooks that this service answers. */
export const hooks = ['order-dispatch', 'order-select', 'order-sign'] as const;
/** One of them. */
export type Hook = (typeof hooks)[number];

const wanted = (error: string) => ({ error });
const text = z.string(wanted('expected text')).check(z.minLength(1, 'expected text'));
const id = z
  .string(wanted('expected a FHIR id'))
  .check(z.regex(/^[A-Za-z0-9\-.]{1,128}$/, 'expected a FHIR id, without its type'));
const references = z.array(text, wanted('expected references such as ServiceRequest/123'));
const perhaps = <T extends z.core.SomeType>(schema: T) => z.optional(z.nullable(schema));

const DraftOrders = z.looseObject(
  {
    resourceType: z.literal('Bundle', wanted('expected "Bundle"')),
    entry: z.optional(
      z.array(
        z.looseObject(
          { resource: z.looseObject({ resourceType: text }, wanted('expected a FHIR resource')) },
          wanted('expected an entry'),
        ),
        wanted('expected a list of entries'),
      ),
    ),
  },
  wanted('expected a Bundle of orders'),
);

const whose = { patientId: id, encounterId: perhaps(id) };
const expectedContext = wanted('expected an object');
const Contexts = {
  'order-select': z.looseObject(
    { ...whose, selections: references, draftOrders: DraftOrders },
    expectedContext,
  ),
  'order-sign': z.looseObject({ ...whose, draftOrders: DraftOrders }, expectedContext),
  'order-dispatch': z
    .looseObject({ ...whose, order: perhaps(text), dispatchedOrders: perhaps(references) }, expectedContext)
    .check(
      z.refine(({ order, dispatchedOrders }) => Boolean(order) || (dispatchedOrders ?? []).length > 0, {
        path: ['dispatchedOrders'],
        error: 'expected references such as ServiceRequest/123',
      }),
    ),
} as const;

const Authorization = z.looseObject(
  {
    access_token: text,
    token_type: z.string(wanted('expected "Bearer"')).check(z.regex(/^bearer$/i, 'expected "Bearer"')),
    scope: perhaps(z.string(wanted('expected text'))),
    patient: perhaps(id),
  },
  wanted('expected an object'),
);

const Envelope = z.looseObject({
  hook: z.enum(hooks, wanted(`expected ${hooks.join(', ')}`)),
  hookInstance: text,
  fhirServer: perhaps(text),
  fhirAuthorization: perhaps(Authorization),
  prefetch: perhaps(z.record(z.string(), z.unknown(), wanted('expected an object'))),
  context: z.looseObject({}, expectedContext),
});

/** One call of a hook: whose chart, which orders, what data came along, and how more can be read. */
export interface HookRequest {
  readonly hook: Hook;
  readonly hookInstance: string;
  readonly patientId: string;
  readonly encounterId?: string;
  /** The Bundle of orders not yet signed. */
  readonly draftOrders?: unknown;
  /** order-select: which of them are new. order-dispatch: the orders, which the EHR has already. */
  readonly references: readonly string[];
  readonly fhirServer?: string;
  readonly authorization?: { readonly token: string; readonly scope: string };
  readonly prefetch: Readonly<Record<string, unknown>>;
}

/** A body, read; or why it is no call of ours. */
export type HookReading =
  | { readonly ok: true; readonly request: HookRequest }
  | { readonly ok: false; readonly because: string };

/**
 * Reads the body of a call. What we do not use is not looked at.
 *
 * @returns otherwise a sentence that names the path and what was expected there, never a value
 * @see https://cds-hooks.hl7.org/2.0/#calling-a-cds-service
 */
export function readHookRequest(body: unknown): HookReading {
  const envelope = z.safeParse(Envelope, body, { error: () => 'expected a JSON object' });
  if (!envelope.success) return malformed(envelope.error);
  const { hook, hookInstance, fhirServer, fhirAuthorization, prefetch } = envelope.data;
  const parsed = z.safeParse(Contexts[hook], envelope.data.context);
  if (!parsed.success) return malformed(parsed.error, 'context.');
  const context: Partial<z.infer<(typeof Contexts)['order-select']>> &
    Partial<z.infer<(typeof Contexts)['order-dispatch']>> = parsed.data;
  const { patientId = '', encounterId, draftOrders, selections, order, dispatchedOrders } = context;
  if (fhirAuthorization?.patient && fhirAuthorization.patient !== patientId)
    return { ok: false, because: 'fhirAuthorization.patient: expected the patient of the context' };
  if (fhirAuthorization && !fhirServer)
    return { ok: false, because: 'fhirServer: expected with fhirAuthorization' };
  const authorization = fhirAuthorization && {
    token: fhirAuthorization.access_token,
    scope: fhirAuthorization.scope ?? '',
  };
  const request = {
    ...{ hook, hookInstance, patientId, draftOrders, prefetch: prefetch ?? {} },
    ...(encounterId && { encounterId }),
    references: [...(selections ?? []), ...(order ? [order] : []), ...(dispatchedOrders ?? [])],
    ...(fhirServer && { fhirServer: fhirServer.replace(/\/$/, '') }),
    ...(authorization && { authorization }),
  };
  return { ok: true, request };
}

function malformed({ issues }: z.core.$ZodError, prefix = ''): HookReading {
  const [first] = issues;
  const path = first?.path.map(String).join('.') ?? '';
  const where = `${prefix}${path}`.replace(/\.$/, '') || 'the body';
  return { ok: false, because: `${where}: ${first?.message ?? 'unexpected'}` };
}
