import * as z from 'zod/mini';
import type { Ehr } from './ehr.ts';
import type { EhrFault } from './ehr-fault.ts';

/** What an EHR says that it can do with one type. */
export interface TypeCapability {
  readonly interactions: readonly string[];
  readonly conditionalCreate: boolean;
}

/** What an EHR says about itself. Its word can only take a way of writing away, never give one: some list what they refuse. */
export type Capability =
  | {
      readonly ok: true;
      readonly software: string;
      readonly fhirVersion: string;
      readonly types: ReadonlyMap<string, TypeCapability>;
    }
  | { readonly ok: false; readonly because: string; readonly fault?: EhrFault };

const Statement = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  fhirVersion: z.optional(z.string()),
  software: z.optional(z.looseObject({ name: z.optional(z.string()), version: z.optional(z.string()) })),
  rest: z.optional(
    z.array(
      z.looseObject({
        mode: z.optional(z.string()),
        resource: z.optional(
          z.array(
            z.looseObject({
              type: z.string(),
              interaction: z.optional(z.array(z.looseObject({ code: z.string() }))),
              conditionalCreate: z.optional(z.boolean()),
            }),
          ),
        ),
      }),
    ),
  ),
});

const known = new WeakMap<Ehr, Promise<Capability>>();

/** The EHR's CapabilityStatement, asked for once per launch and only when something is to be written: it is large. */
export function capabilityOf(ehr: Ehr): Promise<Capability> {
  const before = known.get(ehr);
  if (before) return before;
  const asked = readCapability(ehr);
  known.set(ehr, asked);
  // An EHR that was busy may answer later.
  void asked.then(({ ok }) => ok || known.delete(ehr));
  return asked;
}

async function readCapability({ transport }: Ehr): Promise<Capability> {
  const reply = await transport.get('metadata', { label: 'GET metadata' });
  if (!reply.ok) return { ok: false, because: reply.fault.because, fault: reply.fault };
  const parsed = z.safeParse(Statement, reply.body);
  if (!parsed.success) return { ok: false, because: 'the EHR does not say what it can do' };
  const { software, fhirVersion = 'not said', rest = [] } = parsed.data;
  const types = new Map(
    rest
      .filter(({ mode }) => mode !== 'client')
      .flatMap(({ resource = [] }) => resource)
      .map(({ type, interaction = [], conditionalCreate = false }) => [
        type,
        { interactions: interaction.map(({ code }) => code), conditionalCreate },
      ]),
  );
  const named = [software?.name, software?.version].filter((part) => part !== undefined).join(' ');
  return { ok: true, software: named || 'not said', fhirVersion, types };
}
