import type { PendingCode } from './authorization.ts';
import { json, oauthError } from './respond.ts';
import type { SmartContext } from './smart-endpoints.ts';

/** The token endpoint for public clients: the code is taken once, and only by the client, redirect URI and verifier it was made for. */
export async function token(request: Request, context: SmartContext): Promise<Response> {
  if (request.method !== 'POST') return oauthError(405, 'invalid_request', 'the token endpoint takes POST');
  if (!/^application\/x-www-form-urlencoded/i.test(request.headers.get('content-type') ?? '')) {
    return oauthError(400, 'invalid_request', 'the token request must be form-encoded');
  }
  const asked = new URLSearchParams(await request.text());
  const { clients, authorization } = context;
  const clientId = asked.get('client_id');
  if (!clients.some((client) => client.clientId === clientId)) {
    return oauthError(401, 'invalid_client', 'client_id is not registered');
  }
  if (asked.get('grant_type') !== 'authorization_code') {
    return oauthError(400, 'unsupported_grant_type', 'grant_type must be authorization_code');
  }
  const code = asked.get('code') ?? '';
  const pending = authorization.spendCode(code);
  const verified =
    pending !== undefined &&
    pending.clientId === clientId &&
    pending.redirectUri === asked.get('redirect_uri') &&
    pending.challenge === (await challengeOf(asked.get('code_verifier') ?? ''));
  if (!verified) {
    return oauthError(
      400,
      'invalid_grant',
      'the code is unknown, used, expired, or was issued for another request',
    );
  }
  return json(200, await tokenResponse(code, pending, context));
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

async function tokenResponse(
  code: string,
  pending: PendingCode,
  { base, authorization, signingKey, now }: SmartContext,
) {
  const { chart, scopes, clientId, nonce } = pending;
  const grant = authorization.mintGrant(code, pending);
  const fhirUser = scopes.includes('fhirUser') || scopes.includes('profile');
  const claims = {
    iss: base,
    sub: chart.practitioner ?? 'unknown',
    aud: clientId,
    ...(nonce === undefined ? {} : { nonce }),
    ...(fhirUser && chart.practitioner ? { fhirUser: `${base}/${chart.practitioner}` } : {}),
  };
  return {
    access_token: grant.token,
    token_type: 'Bearer',
    expires_in: authorization.seconds,
    scope: scopes.join(' '),
    patient: chart.patient.id,
    ...(chart.encounter ? { encounter: chart.encounter } : {}),
    need_patient_banner: true,
    fhirContext: [chart.order, ...chart.coverages]
      .filter((reference) => reference !== undefined)
      .map((reference) => ({ reference })),
    ...(scopes.includes('openid')
      ? { id_token: await signingKey.sign(claims, Math.floor(now() / 1000)) }
      : {}),
  };
}
