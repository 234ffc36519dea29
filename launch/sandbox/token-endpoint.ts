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
  const { clients, authorization, vendor } = context;
  const grantType = asked.get('grant_type');
  if (grantType === 'refresh_token' && vendor.settings.refreshTokens) return refresh(asked, context);
  const clientId = asked.get('client_id');
  if (vendor.launch.client(clients, clientId) === undefined) {
    return oauthError(401, 'invalid_client', 'client_id is not registered');
  }
  if (grantType !== 'authorization_code') {
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
  const { tokenError } = pending;
  if (tokenError?.on === 'token') return json(tokenError.status, tokenError.body);
  return json(200, await tokenResponse(code, pending, context));
}

/** The revocation endpoint (RFC 7009): 200 for every token, known or not, of a registered public client. */
export async function revocation(
  request: Request,
  { clients, authorization, vendor }: SmartContext,
): Promise<Response> {
  if (request.method !== 'POST') return oauthError(405, 'invalid_request', 'revocation takes POST');
  const asked = new URLSearchParams(await request.text());
  const clientId = asked.get('client_id');
  const isKnown = clientId !== null && vendor.launch.client(clients, clientId) !== undefined;
  if (!isKnown) return oauthError(401, 'invalid_client', 'client_id is not registered');
  authorization.revoke(asked.get('token') ?? '', clientId);
  return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } });
}

/** A new access token for the launch of a refresh token. No new refresh token comes with it. */
async function refresh(asked: URLSearchParams, { authorization, vendor, base, root }: SmartContext) {
  const pending = authorization.refreshed(asked.get('refresh_token') ?? '');
  const clientId = asked.get('client_id');
  if (pending === undefined || (clientId !== null && clientId !== pending.clientId)) {
    return oauthError(400, 'invalid_grant', 'the refresh token is unknown or was issued to another app');
  }
  const { tokenError, scopes, chart } = pending;
  if (tokenError?.on === 'refresh') return json(tokenError.status, tokenError.body);
  const grant = authorization.mintGrant(crypto.randomUUID(), pending);
  const plain = plainResponse(grant.token, pending, authorization.seconds);
  const facts = { base, root, chart, scopes, clientId: pending.clientId };
  return json(200, { ...vendor.launch.tokenResponse(plain, facts), ...pending.extras });
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

const plainResponse = (accessToken: string, { chart, scopes }: PendingCode, seconds: number) => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: seconds,
  scope: scopes.join(' '),
  patient: chart.patient.id,
  ...(chart.encounter ? { encounter: chart.encounter } : {}),
  need_patient_banner: true,
});

async function tokenResponse(code: string, pending: PendingCode, context: SmartContext) {
  const { base, root, authorization, signingKey, now, vendor } = context;
  const { chart, scopes, clientId, nonce, extras } = pending;
  const grant = authorization.mintGrant(code, pending);
  const facts = { base, root, chart, scopes, clientId };
  const isNamed = scopes.includes('fhirUser') || scopes.includes('profile');
  const claims = {
    iss: base,
    sub: chart.practitioner ?? 'unknown',
    aud: clientId,
    ...(nonce === undefined ? {} : { nonce }),
    ...(isNamed && chart.practitioner ? { fhirUser: `${base}/${chart.practitioner}` } : {}),
  };
  const plain = {
    ...plainResponse(grant.token, pending, authorization.seconds),
    fhirContext: [chart.order, ...chart.coverages]
      .filter((reference) => reference !== undefined)
      .map((reference) => ({ reference })),
    ...(scopes.includes('openid')
      ? { id_token: await signingKey.sign(vendor.launch.claims(claims, facts), Math.floor(now() / 1000)) }
      : {}),
  };
  const lasting = scopes.some((scope) => scope === 'offline_access' || scope === 'online_access');
  return {
    ...vendor.launch.tokenResponse(plain, facts),
    ...(lasting && vendor.settings.refreshTokens
      ? { refresh_token: authorization.mintRefresh(pending) }
      : {}),
    ...extras,
  };
}
