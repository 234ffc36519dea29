import type { Authorization, Grant } from './authorization.ts';
import type { SandboxClient } from './client.ts';
import type { Pages } from './paging.ts';
import { resourceTypes } from './resource-types.ts';
import type { Reuse } from './reuse.ts';
import { type Interaction, permission } from './scopes.ts';
import { type Match, search } from './search.ts';
import type { Store, Version } from './store.ts';
import type { Vendor } from './vendors/vendor.ts';

/** What the FHIR endpoints work with; `largestPage` caps every page, `writable` lists the types that take create and update. */
export interface FhirContext {
  readonly base: string;
  readonly root: string;
  readonly vendor: Vendor;
  readonly store: Store;
  readonly authorization: Authorization;
  readonly clients: readonly SandboxClient[];
  readonly pages: Pages;
  readonly reuse: Reuse;
  readonly largestPage: number;
  readonly writable: readonly string[];
  readonly requireIfMatch: boolean;
  /** Whether requests need no token at all. */
  readonly open: boolean;
  readonly outsideRecords: boolean;
  readonly today: string;
  readonly now: () => number;
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

/** Who needs no token: may do everything, is nobody. */
const everyone: Grant = {
  token: '',
  clientId: '',
  scopes: ['user/*.cruds'],
  patient: '',
  user: undefined,
  expires: Infinity,
};

/** What the request's bearer token grants, or everything where none is needed; undefined for a missing or bad token. */
export function bearer(request: Request, { authorization, vendor, open }: FhirContext): Grant | undefined {
  const sent = request.headers.get('authorization');
  const { enforces } = vendor.settings;
  if (open || (sent === null && enforces === 'tokens')) return everyone;
  const [, token] = /^Bearer (\S+)$/i.exec(sent ?? '') ?? [];
  const grant = token === undefined ? undefined : authorization.grant(token);
  return grant !== undefined && enforces === 'tokens' ? { ...grant, scopes: everyone.scopes } : grant;
}

/** Runs `answer` if the grant's scopes allow the interaction, with what they let it see; else 403. */
export async function within(
  grant: Grant,
  type: string,
  interaction: Interaction,
  { base, vendor, clients }: FhirContext,
  answer: Answer,
): Promise<Response> {
  const allowed = permission(grant.scopes, type, interaction);
  if (!allowed.allowed) {
    const registered = clients.find(({ clientId }) => clientId === grant.clientId)?.scopes;
    const ticked = registered === undefined || permission(registered, type, interaction).allowed;
    return vendor.refusals.scope(type, ticked);
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
