import type { Authorization, Grant } from './authorization.ts';
import type { Pages } from './paging.ts';
import { resourceTypes } from './resource-types.ts';
import { refusal } from './respond.ts';
import { type Interaction, permission } from './scopes.ts';
import { type Match, search } from './search.ts';
import type { Store, Version } from './store.ts';

/** What the FHIR endpoints work with; `pageSize` caps every page, `writable` lists the types that take create and update. */
export interface FhirContext {
  readonly base: string;
  readonly root: string;
  readonly store: Store;
  readonly authorization: Authorization;
  readonly pages: Pages;
  readonly pageSize: number;
  readonly writable: readonly string[];
  readonly requireIfMatch: boolean;
  readonly today: string;
}

/** What one token may do with one type in one request. `sees` tells whether a stored resource exists for it at all. */
export interface Access {
  readonly grant: Grant;
  /** The one patient of a patient-level scope; undefined for a user-level scope. */
  readonly patient: string | undefined;
  readonly sees: (version: Version) => boolean;
}

/** What answers a request once access is known. */
export type Answer = (access: Access) => Response | Promise<Response>;

/** The live grant of the request's bearer token. */
export function bearer(request: Request, authorization: Authorization): Grant | undefined {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  return token === undefined ? undefined : authorization.grant(token);
}

/** 401: no token, or one that is unknown or expired (RFC 6750). */
export function unauthorized(request: Request): Response {
  const sent = request.headers.has('authorization');
  const why = sent ? 'The access token is unknown or expired' : 'An access token is required';
  const error = sent ? `, error="invalid_token", error_description="${why}"` : '';
  return refusal(401, 'login', why, { 'www-authenticate': `Bearer realm="fhir"${error}` });
}

/** Runs `answer` if the grant's scopes allow the interaction, with what they let it see; else 403. */
export async function within(
  grant: Grant,
  type: string,
  interaction: Interaction,
  { base }: FhirContext,
  answer: Answer,
): Promise<Response> {
  const allowed = permission(grant.scopes, type, interaction);
  if (!allowed.allowed) {
    const error = 'Bearer error="insufficient_scope"';
    return refusal(403, 'forbidden', `The token has no scope for this on ${type}`, {
      'www-authenticate': error,
    });
  }
  const patient = allowed.level === 'patient' ? grant.patient : undefined;
  const inCompartment = resourceTypes[type]?.patient !== undefined;
  const filters: Match[] = [];
  for (const filter of allowed.filters) {
    const understood = search(type, filter, base);
    if (understood.understood) filters.push(understood.match);
  }
  const sees = (version: Version) =>
    (patient === undefined || !inCompartment || version.patient === patient) &&
    (allowed.filters.length === 0 || filters.some((match) => match(version)));
  return answer({ grant, patient, sees });
}
