import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { CallerKeys } from './caller-keys.ts';
import { algorithms, type Issuer } from './deployment.ts';
import type { Recent } from './recent.ts';

/** What a token is held against. */
export interface Trust {
  readonly issuers: readonly Issuer[];
  readonly keys: CallerKeys;
  /** Tokens already used, by issuer and `jti`; must remember for `rememberTokensFor`. */
  readonly seen: Recent;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const longestLife = 300;
const skew = 60;
const longestToken = 8192;

/** Milliseconds for which a used token could come again: its life, and both sides of the clock skew. */
export const rememberTokensFor = (longestLife + 2 * skew) * 1000;

/** Headers by which a token would bring its own key, or ask for a rule that we do not know. */
const refusedHeaders = ['jwk', 'x5u', 'x5c', 'crit', 'b64', 'enc', 'zip'];

/**
 * Who calls, by the `Authorization` header alone.
 *
 * In this order, and nothing is fetched before the fourth: form and algorithm, issuer and key address, audience and
 * times, signature, first use. What was wrong is not said: to a stranger all refusals are the same.
 *
 * @param audience the exact address that is called
 * @returns undefined for everybody else
 */
export async function callerOf(
  authorization: string | null,
  audience: string,
  { issuers, keys, seen, now }: Trust,
): Promise<Issuer | undefined> {
  const [, token = ''] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '') ?? [];
  if (token === '' || token.length > longestToken) return undefined;
  try {
    const header = decodeProtectedHeader(token);
    const { alg = '', kid, typ } = header;
    if (!algorithms.some((each) => each === alg) || typeof kid !== 'string') return undefined;
    if (typeof typ !== 'string' || typ.toUpperCase() !== 'JWT') return undefined;
    if (refusedHeaders.some((name) => Object.hasOwn(header, name))) return undefined;
    const claims = decodeJwt(token);
    const issuer = issuers.find(
      ({ iss, tenant }) => iss === claims.iss && (tenant ?? claims.tenant) === claims.tenant,
    );
    if (!issuer || (header.jku !== undefined && header.jku !== issuer.jku)) return undefined;
    if (!isFor(audience, claims.aud) || !isTimely(claims, now() / 1000)) return undefined;
    const { jti } = claims;
    if (typeof jti !== 'string' || jti === '' || jti.length > 200) return undefined;
    const key = await keys.find(issuer, kid, alg);
    if (!key) return undefined;
    await compactVerify(token, key, { algorithms: [alg] });
    return (await seen.remember(JSON.stringify([issuer.iss, jti]))) ? issuer : undefined;
  } catch {
    return undefined;
  }
}

/** A token for us and for somebody else could be used again by somebody else. */
function isFor(audience: string, aud: JWTPayload['aud']): boolean {
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return named.length > 0 && named.every((each) => each === audience);
}

function isTimely({ exp, iat, nbf = 0 }: JWTPayload, seconds: number): boolean {
  if (![exp, iat, nbf].every(Number.isFinite) || exp === undefined || iat === undefined) return false;
  const lives = exp - iat;
  if (lives <= 0 || lives > longestLife) return false;
  return exp + skew > seconds && iat - skew <= seconds && nbf - skew <= seconds;
}
