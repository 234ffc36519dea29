import type { Authorization } from './authorization.ts';
import { resourceTypes } from './resource-types.ts';
import { json } from './respond.ts';
import { grantedScopes } from './scopes.ts';
import type { SigningKey } from './signing-key.ts';

/** An app that may be launched: its id and the exact redirect URIs it has registered. */
export interface SandboxClient {
  readonly clientId: string;
  readonly redirectUris: readonly string[];
}

/** What the SMART endpoints work with. `base` is the FHIR base and the issuer; `root` its parent, ending in a slash. */
export interface SmartContext {
  readonly base: string;
  readonly root: string;
  readonly clients: readonly SandboxClient[];
  readonly authorization: Authorization;
  readonly signingKey: SigningKey;
  readonly now: () => number;
}

/** The SMART configuration (SMART App Launch 2.2, `.well-known/smart-configuration`); it also serves as OpenID configuration. */
export function smartConfiguration({ base, root }: SmartContext): Response {
  const levels = ['patient', 'user'].flatMap((level) =>
    Object.keys(resourceTypes).map((type) => `${level}/${type}.rs`),
  );
  return json(200, {
    issuer: base,
    jwks_uri: `${root}oauth/jwks`,
    authorization_endpoint: `${root}oauth/authorize`,
    token_endpoint: `${root}oauth/token`,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: ['authorization_code'],
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [
      'launch',
      'openid',
      'fhirUser',
      ...levels,
      'patient/QuestionnaireResponse.cru',
      'patient/DocumentReference.cru',
    ],
    capabilities: [
      'launch-ehr',
      'authorize-post',
      'client-public',
      'sso-openid-connect',
      'context-banner',
      'context-ehr-patient',
      'context-ehr-encounter',
      'permission-patient',
      'permission-user',
      'permission-v1',
      'permission-v2',
    ],
  });
}

/**
 * The authorization endpoint. An EHR launch has its user and patient already, so it redirects at once. Errors travel to the
 * app by redirect, except where the app or its redirect URI is unknown: then nothing is sent anywhere.
 */
export function authorize(asked: URLSearchParams, { base, clients, authorization }: SmartContext): Response {
  const redirectUri = asked.get('redirect_uri') ?? '';
  const client = clients.find(({ clientId }) => clientId === asked.get('client_id'));
  if (client === undefined) return plainError('This app is not registered here.');
  if (!client.redirectUris.includes(redirectUri))
    return plainError('This redirect URI is not registered for the app.');

  const back = (parameters: Record<string, string>) => {
    const location = new URL(redirectUri);
    const state = asked.get('state');
    for (const [name, value] of Object.entries(state === null ? parameters : { ...parameters, state })) {
      location.searchParams.set(name, value);
    }
    return new Response(null, {
      status: 302,
      headers: { location: location.href, 'cache-control': 'no-store' },
    });
  };

  const launch = asked.get('launch') ?? '';
  const chart = authorization.launched(launch);
  const scopes = grantedScopes(asked.get('scope') ?? '');
  const challenge = asked.get('code_challenge') ?? '';
  const refusals: readonly (readonly [wrong: boolean, error: string, description: string])[] = [
    [asked.get('response_type') !== 'code', 'unsupported_response_type', 'response_type must be code'],
    [!asked.get('state'), 'invalid_request', 'state is required'],
    [asked.get('aud') !== base, 'invalid_request', 'aud must be the FHIR base of this EHR'],
    [asked.get('code_challenge_method') !== 'S256', 'invalid_request', 'code_challenge_method must be S256'],
    [!/^[A-Za-z0-9_-]{43}$/.test(challenge), 'invalid_request', 'code_challenge must be a base64url SHA-256'],
    [launch === '', 'invalid_request', 'Apps are launched from a chart here: launch is required'],
    [
      chart === undefined,
      'invalid_request',
      'launch is unknown or was used before: start the app again from the chart',
    ],
    [!scopes.includes('launch'), 'invalid_scope', 'the scope launch is required for a launch from a chart'],
  ];
  const refused = refusals.find(([wrong]) => wrong);
  if (refused) return back({ error: refused[1], error_description: refused[2] });
  if (chart === undefined) throw new Error('unreachable: refused above');
  authorization.spendLaunch(launch);
  const nonce = asked.get('nonce') ?? undefined;
  return back({
    code: authorization.mintCode({ clientId: client.clientId, redirectUri, challenge, scopes, nonce, chart }),
  });
}

const plainError = (sentence: string) =>
  new Response(
    `<!doctype html><html lang="en"><title>Launch refused</title><h1>Launch refused</h1><p>${sentence}</p></html>`,
    {
      status: 400,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    },
  );
