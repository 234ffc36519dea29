import type { Ehr } from './ehr.ts';
import type { EhrProfile } from './ehr-profile.ts';
import { matchIssuer } from './issuer.ts';
import { createTransport, type TransportOptions } from './transport.ts';

/** A test server without authorization, asked for by the address of the page; or why it is not opened. */
export type OpenServer =
  | { readonly status: 'open'; readonly ehr: Ehr }
  | { readonly status: 'not-asked' }
  | { readonly status: 'refused'; readonly because: string };

const fhirId = /^[A-Za-z0-9.-]{1,128}$/;

/**
 * Opens a chart on an open server: `?fhir=BASE&patient=ID`. For development builds only: a production build must not
 * call it, and knows no profile by which it would open anything.
 */
export function openServer(
  search: string,
  profiles: readonly EhrProfile[],
  options: Pick<TransportOptions, 'onWait'> = {},
): OpenServer {
  const query = new URLSearchParams(search);
  const [asked, patientId, encounterId] = [query.get('fhir'), query.get('patient'), query.get('encounter')];
  if (asked === null) return { status: 'not-asked' };
  const open = profiles.filter(({ development, authorization }) => development && authorization === 'open');
  const match = matchIssuer(asked, open);
  if (match.status !== 'known') {
    return {
      status: 'refused',
      because: 'this server is not one of those that may be opened without a login',
    };
  }
  if (patientId === null || !fhirId.test(patientId)) {
    return { status: 'refused', because: 'the address names no patient' };
  }
  const encounter = encounterId !== null && fhirId.test(encounterId) ? encounterId : undefined;
  return {
    status: 'open',
    ehr: openEhr(match.profile, match.base, patientId, { ...options, encounterId: encounter }),
  };
}

/** One patient's chart on a server that wants no token, or the one that `token` gives. */
export function openEhr(
  profile: EhrProfile,
  base: string,
  patientId: string,
  {
    token,
    encounterId,
    ...options
  }: Pick<TransportOptions, 'onWait'> & {
    readonly token?: (() => string) | undefined;
    readonly encounterId?: string | undefined;
  } = {},
): Ehr {
  const { requestSeconds, responseMegabytes } = profile.budgets;
  return {
    profile,
    context: {
      base,
      patientId,
      ...(encounterId !== undefined && { encounterId }),
      needPatientBanner: true,
      fhirContext: [],
      requestedScopes: [],
      grantedScopes: [],
    },
    transport: createTransport({ base, token, requestSeconds, responseMegabytes, ...options }),
  };
}
