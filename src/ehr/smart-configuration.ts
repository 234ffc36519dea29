import * as z from 'zod/mini';
import type { EhrProfile } from './ehr-profile.ts';
import { parsedUrl } from './fhir-base.ts';

/** The endpoints of one EHR's authorization server, each on an origin that we expect. */
export interface SmartEndpoints {
  readonly issuer?: string;
  readonly authorize: string;
  readonly token: string;
  readonly revoke?: string;
}

/** The EHR's SMART configuration, checked; or why we do not go on. */
export type SmartConfiguration =
  | { readonly ok: true; readonly endpoints: SmartEndpoints }
  | { readonly ok: false; readonly because: 'unreachable' | 'not-smart' | 'foreign-endpoint' | 'no-pkce' };

const Document = z.looseObject({
  issuer: z.optional(z.string()),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  revocation_endpoint: z.optional(z.string()),
  code_challenge_methods_supported: z.optional(z.array(z.string())),
});

const seconds = 15;

/**
 * Asks the EHR where to log in, and refuses an answer that would send the user or the code elsewhere.
 *
 * @param base FHIR base, already matched with the profile
 */
export async function fetchSmartConfiguration(
  base: string,
  profile: EhrProfile,
): Promise<SmartConfiguration> {
  let document: unknown;
  try {
    const response = await fetch(`${base}/.well-known/smart-configuration`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: AbortSignal.timeout(seconds * 1000),
    });
    if (!response.ok) return { ok: false, because: response.status >= 500 ? 'unreachable' : 'not-smart' };
    document = await response.json();
  } catch (error) {
    return { ok: false, because: error instanceof SyntaxError ? 'not-smart' : 'unreachable' };
  }
  return checkSmartConfiguration(document, base, profile);
}

/** The checks on the document itself: issuer and endpoints on a pinned origin, https (http only on this machine in development), S256 offered. */
export function checkSmartConfiguration(
  document: unknown,
  base: string,
  profile: EhrProfile,
): SmartConfiguration {
  const parsed = z.safeParse(Document, document);
  if (!parsed.success) return { ok: false, because: 'not-smart' };
  const { issuer, authorization_endpoint, token_endpoint, revocation_endpoint } = parsed.data;
  const origins = pinnedOrigins(base, profile);
  if (!isPinned(authorization_endpoint, origins) || !isPinned(token_endpoint, origins)) {
    return { ok: false, because: 'foreign-endpoint' };
  }
  if (issuer !== undefined && !origins.includes(parsedUrl(issuer)?.origin ?? ''))
    return { ok: false, because: 'foreign-endpoint' };
  if (profile.pkceMode === 'required' && !parsed.data.code_challenge_methods_supported?.includes('S256')) {
    return { ok: false, because: 'no-pkce' };
  }
  return {
    ok: true,
    endpoints: {
      ...(issuer !== undefined && { issuer }),
      authorize: authorization_endpoint,
      token: token_endpoint,
      ...(revocation_endpoint !== undefined &&
        isPinned(revocation_endpoint, origins) && { revoke: revocation_endpoint }),
    },
  };
}

/** The issuer's own origin and those that the profile names beside it. */
export function pinnedOrigins(base: string, { endpointOrigins }: EhrProfile): readonly string[] {
  return [new URL(base).origin, ...endpointOrigins];
}

function isPinned(endpoint: string, origins: readonly string[]): boolean {
  const url = parsedUrl(endpoint);
  // A pinned origin is https or this machine already; a query would be spliced wrongly into the authorize URL.
  return (
    url !== undefined &&
    origins.includes(url.origin) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}
