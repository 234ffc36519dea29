import { refusal } from './respond.ts';

/** What a fault does to an answer that was otherwise good; `drop` loses it after the server has done its work. */
export type FaultEffect =
  | 'drop'
  | 'truncate'
  | 'html'
  | 'malformed-entry'
  | 'foreign-subject'
  | 'foreign-next'
  | 'looping-next'
  | 'withheld';

/** How a refusal's body looks. */
export type FaultBody = 'outcome' | 'empty' | 'html' | 'gateway';

const html = (status: number) =>
  new Response('<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in</h1></html>', {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

/** Bodies of a refused request, as EHRs and the gateways before them send them. */
export const bodies: Readonly<Record<FaultBody, (status: number) => Response>> = {
  outcome: (status) =>
    refusal(status, status === 403 ? 'forbidden' : 'exception', 'The sandbox refuses on purpose'),
  empty: (status) => new Response(null, { status }),
  html,
  gateway: (status) => Response.json({ code: status, message: 'error="insufficient_scope"' }, { status }),
};

interface Bundle {
  readonly link?: readonly unknown[];
  readonly entry?: readonly unknown[];
  readonly [element: string]: unknown;
}

/** Adds an entry to a searchset. */
const withEntry = (resource: unknown, mode: string) => (bundle: Bundle) => ({
  ...bundle,
  entry: [...(bundle.entry ?? []), { resource, search: { mode } }],
});

const withNext = (url: (bundle: Bundle) => string) => (bundle: Bundle) => ({
  ...bundle,
  link: [
    ...(bundle.link ?? []).filter((link) => relation(link) !== 'next'),
    { relation: 'next', url: url(bundle) },
  ],
});

const relation = (link: unknown) => (link as { readonly relation?: unknown }).relation;
const self = (bundle: Bundle) =>
  String(((bundle.link ?? []).find((link) => relation(link) === 'self') as { readonly url?: unknown })?.url);

const withheld = {
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'warning',
      code: 'suppressed',
      details: {
        coding: [{ system: 'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369', code: '59204' }],
        text: 'Search results of this type have not been included.',
      },
      diagnostics: 'Client not authorized for part of the results.',
    },
  ],
};
const malformed = {
  resourceType: 'Observation',
  id: 'sandbox-malformed',
  status: ['final'],
  code: 'not a CodeableConcept',
};
const foreign = {
  resourceType: 'Observation',
  id: 'sandbox-foreign-subject',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '1975-2' }], text: 'Bilirubin, total' },
  subject: { reference: 'Patient/sandbox-somebody-else' },
  effectiveDateTime: '2025-06-10T08:00:00Z',
  valueQuantity: { value: 0.6, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
};

/** Effects that rewrite the Bundle of a search. */
const rewrites: Partial<Readonly<Record<FaultEffect, (bundle: Bundle) => Bundle>>> = {
  'malformed-entry': withEntry(malformed, 'match'),
  'foreign-subject': withEntry(foreign, 'match'),
  withheld: withEntry(withheld, 'outcome'),
  'foreign-next': withNext(() => 'https://elsewhere.example/fhir?_page=2'),
  'looping-next': withNext(self),
};

/** Passes a good answer through an effect; a dropped answer is a network error (`Response.error()`). */
export async function affect(effect: FaultEffect | undefined, response: Response): Promise<Response> {
  if (effect === undefined || !response.ok) return response;
  if (effect === 'drop') return Response.error();
  if (effect === 'html') return html(200);
  const { status, headers } = response;
  const text = await response.text();
  const rewrite = rewrites[effect];
  const body = rewrite
    ? JSON.stringify(rewrite(JSON.parse(text)))
    : text.slice(0, Math.floor(text.length / 2));
  return new Response(body, { status, headers });
}
