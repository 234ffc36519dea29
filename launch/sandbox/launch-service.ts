import { bearer, type FhirContext } from './access.ts';
import { isObject } from './resource.ts';
import { json, refusal } from './respond.ts';
import type { SmartContext } from './smart-endpoints.ts';

/**
 * The Launch operation of the SMART sandboxes, which the public CDS Hooks client asks for before it opens a card's link:
 * `POST [base]/_services/smart/Launch` with `{launchUrl, parameters: {patient, appContext?}}` gives `{launch_id}`. It is no
 * standard. The launch brings the card's appContext and nothing else that names an order: no fhirContext.
 */
export async function launchService(
  request: Request,
  { charts, authorization }: SmartContext,
  context: FhirContext,
): Promise<Response> {
  if (request.method !== 'POST') return context.vendor.refusals.method(request.method, 'smart/Launch');
  const grant = bearer(request, context);
  if (grant === undefined) return context.vendor.refusals.login(request.headers.has('authorization'));
  const body: unknown = await request.json().catch(() => undefined);
  const asked = isObject(body) && isObject(body.parameters) ? body.parameters : undefined;
  if (asked === undefined) return refusal(400, 'invalid', 'Send {"launchUrl", "parameters": {"patient"}}');
  const { patient, appContext } = asked;
  const chart = charts.find((each) => each.patient.id === patient);
  const isTheirs = grant.patient === '' || grant.patient === patient;
  if (chart === undefined || !isTheirs) return refusal(404, 'not-found', 'There is no such chart to open');
  const hint = typeof appContext === 'string' ? { appContext } : {};
  return json(200, { launch_id: authorization.mintLaunch(chart, { fhirContext: undefined, ...hint }) });
}
