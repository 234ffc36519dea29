import type { EhrProfile } from './ehr-profile.ts';
import { parsedUrl } from './fhir-base.ts';

/** Who launches us, judged by the address alone and before any request is made. */
export type IssuerMatch =
  | {
      readonly status: 'known';
      readonly profile: EhrProfile;
      /** As the EHR wrote it: what `aud` must repeat. */
      readonly iss: string;
      /** FHIR base: the same without a trailing slash. */
      readonly base: string;
    }
  | { readonly status: 'disabled'; readonly profile: EhrProfile }
  | { readonly status: 'unknown' };

// Scheme, host and port, plain path: no user, query, fragment, backslash, escape, space or letter outside ASCII.
const plain = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?((?:\/[\w.~!$&'()*+,;=:@-]+)*)\/?$/i;
const defaultPort = { https: '443', http: '80' } as const;
const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * One spelling per issuer: scheme and host in lower case, no default port, no trailing slash.
 *
 * @param allowLoopback whether http is allowed on this machine
 * @returns undefined for everything that is not a plain https address, however close it looks
 */
export function normalIssuer(iss: string, allowLoopback: boolean): string | undefined {
  const [, writtenScheme = '', writtenHost = '', port, path = ''] = plain.exec(iss) ?? [];
  const [scheme, host] = [writtenScheme.toLowerCase(), writtenHost.toLowerCase()];
  if (scheme !== 'https' && !(scheme === 'http' && allowLoopback && loopback.includes(host)))
    return undefined;
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) return undefined;
  const origin =
    port === undefined || Number(port) === Number(defaultPort[scheme])
      ? `${scheme}://${host}`
      : `${scheme}://${host}:${port}`;
  // The URL parser has the last word: where it reads another address than we do, there is none.
  const parsed = parsedUrl(`${origin}${path}`);
  if (parsed?.origin !== origin || (parsed.pathname !== path && parsed.pathname !== `${path}/`))
    return undefined;
  return `${origin}${path}`;
}

/** The profile whose list names `iss` exactly; patterns count in development profiles only. */
export function matchIssuer(iss: string, profiles: readonly EhrProfile[]): IssuerMatch {
  for (const profile of profiles) {
    const base = normalIssuer(iss, profile.development);
    if (base === undefined || !lists(profile, base)) continue;
    return profile.enabled ? { status: 'known', profile, iss, base } : { status: 'disabled', profile };
  }
  return { status: 'unknown' };
}

function lists({ development, issuers, issuerPatterns }: EhrProfile, base: string): boolean {
  if (issuers.some((issuer) => normalIssuer(issuer, development) === base)) return true;
  return development && issuerPatterns.some((pattern) => new RegExp(pattern).test(base));
}
