import FHIR from 'fhirclient';
import { isObject } from '../core/fhir/json-object.ts';
import { dataRequirements, scopes } from '../core/record/data-requirements.ts';
import { exchangeCode } from './code-exchange.ts';
import { type EhrProfile, requirementsFor } from './ehr-profile.ts';
import { readTokenResponse } from './launch-context.ts';
import { type LaunchResult, type ReturnStep, readReturn } from './launch-return.ts';
import { keepInAddress, sessionOf } from './running-session.ts';
import {
  parsedJson,
  type RunningSession,
  storedLaunch,
  storePending,
  storeRunning,
  tabStorage,
  wipeEarlierSessions,
} from './session-store.ts';
import { fetchSmartConfiguration, pinnedOrigins } from './smart-configuration.ts';

export type { LaunchResult } from './launch-return.ts';

/** Why a launch did not go on to the EHR's login. */
export type AuthorizeFailure =
  | 'storage-blocked'
  | 'unreachable'
  | 'not-smart'
  | 'foreign-endpoint'
  | 'no-pkce'
  | 'insecure-context';

/** The scopes asked of this EHR: what the data requirements need, spelled its way; never a wildcard, never offline access. */
export function launchScopes(profile: EhrProfile): readonly string[] {
  const asked = scopes(
    requirementsFor(profile, dataRequirements),
    profile.scopeDialect,
    profile.userLevelScopes,
  );
  const refresh = profile.refresh === 'none' ? [] : [profile.refresh];
  return ['launch', 'openid', 'fhirUser', ...refresh, ...asked, ...profile.extraScopes];
}

/**
 * Starts a SMART launch and leaves for the EHR's login page.
 *
 * @param base FHIR base of the matched issuer
 * @param redirectUri the one address that is registered with the EHR, without query or fragment
 * @returns only when it does not leave; nothing was sent to an address outside the profile then
 * @throws Error when the page's own address still has a query: the library would take its settings from there
 */
export async function authorize({
  profile,
  iss,
  base,
  launch,
  redirectUri,
}: {
  readonly profile: EhrProfile;
  readonly iss: string;
  readonly base: string;
  readonly launch: string;
  readonly redirectUri: string;
}): Promise<AuthorizeFailure | 'leaving'> {
  if (location.search !== '') throw new Error('strip the query from the address before authorizing');
  if (!isSecureContext) return 'insecure-context';
  const storage = tabStorage();
  if (!storage) return 'storage-blocked';
  wipeEarlierSessions(storage, Date.now());
  const configuration = await fetchSmartConfiguration(base, profile);
  if (!configuration.ok) return configuration.because;
  const { endpoints } = configuration;
  const state = crypto.randomUUID();
  const requestedScopes = launchScopes(profile);
  keyByState();
  let login: unknown;
  try {
    login = await FHIR.oauth2.authorize({
      iss,
      launch,
      clientId: profile.clientId,
      scope: requestedScopes.join(' '),
      redirectUri,
      pkceMode: profile.pkceMode === 'required' ? 'required' : 'unsafeV1',
      completeInTarget: true,
      stateKey: state,
      noRedirect: true,
      wellKnownRequestOptions: {
        redirect: 'error',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(15_000),
      },
      conformanceRequestOptions: { signal: AbortSignal.abort() },
    });
  } catch {
    storage.removeItem(state);
    return 'unreachable';
  }
  // The library asked for the endpoints a second time: what it found must be what was checked.
  const found = parsedJson(storage.getItem(state));
  const url = new URL(String(login));
  const agreed =
    `${url.origin}${url.pathname}` === new URL(endpoints.authorize).href &&
    isObject(found) &&
    found.tokenUri === endpoints.token &&
    url.searchParams.get('code_challenge_method') === 'S256';
  if (!agreed) {
    storage.removeItem(state);
    return 'foreign-endpoint';
  }
  storePending(storage, state, {
    stage: 'pending',
    profileId: profile.id,
    iss,
    base,
    ...(endpoints.issuer !== undefined && { issuer: endpoints.issuer }),
    ...(endpoints.revoke !== undefined && { revoke: endpoints.revoke }),
    token: endpoints.token,
    requestedScopes: [...requestedScopes],
    startedAt: Date.now(),
    redeemed: false,
  });
  location.assign(url.href);
  return 'leaving';
}

let completing: Promise<LaunchResult> | undefined;

/**
 * Finishes the launch on the page that the EHR returns to, or resumes the session on a reload of that page.
 *
 * The code leaves the address and the history before anything is fetched; `state` may stay. A second call while the first
 * is under way gets the same answer.
 */
export function completeLaunch(profiles: readonly EhrProfile[]): Promise<LaunchResult> {
  completing ??= complete(profiles).finally(() => {
    completing = undefined;
  });
  return completing;
}

async function complete(profiles: readonly EhrProfile[]): Promise<LaunchResult> {
  const query = new URLSearchParams(location.search);
  const state = query.get('state');
  keepInAddress(state);
  if (!state) return { status: query.has('error') ? 'refused' : 'not-launched' };
  const storage = tabStorage();
  if (!storage) return { status: 'storage-blocked' };
  const step = readReturn(query, storedLaunch(storage, state), profiles, Date.now());
  switch (step.next) {
    case 'resume':
      return { status: 'ready', session: sessionOf(step.running, state, storage) };
    case 'redeem': {
      storePending(storage, state, { ...step.pending, redeemed: true });
      const result = await redeem(step, state, storage);
      if (result.status !== 'ready') storage.removeItem(state);
      return result;
    }
    case 'stop':
      storage.removeItem(state);
      return step.result;
  }
}

async function redeem(
  { code, pending, profile }: Extract<ReturnStep, { next: 'redeem' }>,
  state: string,
  storage: Storage,
): Promise<LaunchResult> {
  const { base, requestedScopes, profileId, iss, revoke, token: endpoint } = pending;
  const { clientId, patientBanner } = profile;
  const kept = parsedJson(storage.getItem(state));
  const exchange = await exchangeCode(code, kept, { endpoint, clientId });
  if (!exchange.ok) return { status: exchange.because };
  const origins = pinnedOrigins(base, profile);
  const reading = readTokenResponse(
    exchange.response,
    { base, clientId, requestedScopes, patientBanner, origins },
    Date.now(),
  );
  if (!reading.ok) return { status: reading.because };
  const { accessToken, expiresAt, refreshToken, context } = reading;
  const running: RunningSession = {
    stage: 'running',
    profileId,
    iss,
    ...(revoke !== undefined && { revoke: { endpoint: revoke, clientId } }),
    accessToken,
    expiresAt,
    context,
  };
  storeRunning(storage, state, running);
  const renewal =
    profile.refresh !== 'none' && refreshToken !== undefined
      ? { refreshToken, clientId, endpoint }
      : undefined;
  return { status: 'ready', session: sessionOf(running, state, storage, renewal) };
}

/** Embedded browsers share session storage between charts: the session is keyed by `state`, and the address keeps that. */
function keyByState(): void {
  const { settings } = FHIR.oauth2 as unknown as { readonly settings: Record<string, unknown> };
  settings.fullSessionStorageSupport = false;
}
