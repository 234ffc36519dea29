import { charts } from '../../launch/sandbox/charts.ts';
import { createSandboxEhr, type SandboxEhr, type SandboxOptions } from '../../launch/sandbox/sandbox-ehr.ts';

export const base = 'https://ehr.test/fhir';
export const appUrl = 'https://app.test/';
export const clientId = 'hepauth';
export const verifier = 'correct-horse-battery-staple-correct-horse-battery';
/** The S256 challenge of `verifier`. */
export const challenge = 'iCfwzxHXiMcDHq3YTGg_zp-9q9hW85BxYh13b8fApZQ';

/** A sandbox EHR with every chart, on a fixed day, unless told otherwise. */
export function sandbox(options: Partial<SandboxOptions> = {}): SandboxEhr {
  const clients = [
    { clientId, redirectUris: [appUrl] },
    { clientId: 'another-app', redirectUris: ['https://other.test/'] },
  ];
  return createSandboxEhr({ base, charts, today: '2025-06-16', clients, ...options });
}

/** The parameters of a correct authorization request for a fresh launch of a chart. */
export function authorizeParameters(ehr: SandboxEhr, chartId: string, scope: string): Record<string, string> {
  return {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: appUrl,
    scope,
    state: 'a-state',
    aud: base,
    launch: new URL(ehr.launchUrl(chartId, `${appUrl}launch/`)).searchParams.get('launch') ?? '',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
}

export async function authorize(ehr: SandboxEhr, parameters: Record<string, string>): Promise<Response> {
  return ehr.handle(new Request(`https://ehr.test/oauth/authorize?${new URLSearchParams(parameters)}`));
}

/** The code that a correct authorization request earns. */
export async function codeFor(ehr: SandboxEhr, chartId: string, scope: string): Promise<string> {
  const response = await authorize(ehr, authorizeParameters(ehr, chartId, scope));
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

export async function exchange(ehr: SandboxEhr, parameters: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: appUrl,
    code_verifier: verifier,
    ...parameters,
  });
  return ehr.handle(new Request('https://ehr.test/oauth/token', { method: 'POST', body }));
}

/** What a launched app has in hand: the token response, and requests that carry its token. */
export async function launched(ehr: SandboxEhr, chartId: string, scope: string) {
  const token = await (await exchange(ehr, { code: await codeFor(ehr, chartId, scope) })).json();
  const send = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token.access_token}`);
    if (init.body && !headers.has('content-type')) headers.set('content-type', 'application/fhir+json');
    return ehr.handle(
      new Request(path.startsWith('https:') ? path : `${base}/${path}`, { ...init, headers }),
    );
  };
  return {
    token,
    send,
    read: async (path: string) => (await send(path)).json(),
    status: async (path: string, init?: RequestInit) => (await send(path, init)).status,
    /** The ids of one search result page. */
    ids: async (path: string) => {
      const bundle = await (await send(path)).json();
      return (bundle.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id) as string[];
    },
  };
}

/** Scopes that cover everything the tests read and write. */
export const everything =
  'launch openid fhirUser patient/*.rs user/Practitioner.rs patient/QuestionnaireResponse.cruds patient/DocumentReference.cruds';
