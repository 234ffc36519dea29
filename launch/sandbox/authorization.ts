import type { SandboxChart } from './chart.ts';

/** A token as the FHIR endpoints see it: whose chart, which scopes, until when (milliseconds). */
export interface Grant {
  readonly token: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly patient: string;
  /** The practitioner who launched, as `Practitioner/id`. */
  readonly user: string | undefined;
  readonly expires: number;
}

/** A code on its way to become a token: everything that the token request must repeat. */
export interface PendingCode {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly chart: SandboxChart;
  /** Members of the token response that this launch adds, or takes away by undefined. */
  readonly extras: Extras;
  /** What the token endpoint answers instead of a token, if anything. */
  readonly tokenError: TokenError | undefined;
  readonly expires: number;
}

/** An error of the token endpoint; `on` tells which of its grants. */
export interface TokenError {
  readonly on: 'token' | 'refresh';
  readonly status: number;
  readonly body: object;
}

/** Members of a token response by name. */
export type Extras = Readonly<Record<string, unknown>>;

/** A launch under way: its chart, and what its token response is to say besides. */
export interface Launch {
  readonly chart: SandboxChart;
  readonly extras: Extras;
}

/** Launch tokens, codes and access tokens; each launch and each code works once. */
export interface Authorization {
  mintLaunch(chart: SandboxChart, extras?: Extras): string;
  /** The launch a token stands for; the token stays valid until `spendLaunch`. */
  launched(launch: string): Launch | undefined;
  spendLaunch(launch: string): void;
  mintCode(pending: Omit<PendingCode, 'expires'>): string;
  /** Takes a code out; a second use finds nothing and withdraws the token that the first one bought. */
  spendCode(code: string): PendingCode | undefined;
  mintGrant(code: string, pending: PendingCode): Grant;
  /** A refresh token for the same launch, good for any number of uses. */
  mintRefresh(pending: PendingCode): string;
  refreshed(refreshToken: string): PendingCode | undefined;
  /** Withdraws an access or refresh token of this client; another's, or none that is known, stays as it is (RFC 7009). */
  revoke(token: string, clientId: string): void;
  /** The live grant of an access token, or undefined when unknown or expired. */
  grant(token: string): Grant | undefined;
  readonly seconds: number;
}

/** How long a code lives: RFC 6749 §4.1.2 allows ten minutes; a redirect needs less. */
const codeMilliseconds = 60_000;

/** An authorization server's memory. `accessTokenSeconds` is the life of an access token. */
export function createAuthorization(now: () => number, accessTokenSeconds: number): Authorization {
  const launches = new Map<string, Launch>();
  const refreshes = new Map<string, PendingCode>();
  const codes = new Map<string, PendingCode>();
  const bought = new Map<string, string>();
  const grants = new Map<string, Grant>();
  const random = () => crypto.randomUUID().replaceAll('-', '');

  function kept<T>(map: Map<string, T>, value: T): string {
    const key = random();
    map.set(key, value);
    return key;
  }

  return {
    seconds: accessTokenSeconds,
    mintLaunch: (chart, extras = {}) => kept(launches, { chart, extras }),
    launched: (launch) => launches.get(launch),
    spendLaunch: (launch) => void launches.delete(launch),
    mintCode: (pending) => kept(codes, { ...pending, expires: now() + codeMilliseconds }),
    spendCode(code) {
      const pending = codes.get(code);
      codes.delete(code);
      grants.delete(bought.get(code) ?? '');
      return pending !== undefined && now() < pending.expires ? pending : undefined;
    },
    mintGrant(code, { clientId, scopes, chart }) {
      const token = random();
      const grant = {
        token,
        clientId,
        scopes,
        patient: chart.patient.id,
        user: chart.practitioner,
        expires: now() + accessTokenSeconds * 1000,
      };
      grants.set(token, grant);
      bought.set(code, token);
      return grant;
    },
    mintRefresh: (pending) => kept(refreshes, pending),
    refreshed: (refreshToken) => refreshes.get(refreshToken),
    revoke(token, clientId) {
      if (grants.get(token)?.clientId === clientId) grants.delete(token);
      if (refreshes.get(token)?.clientId === clientId) refreshes.delete(token);
    },
    grant(token) {
      const grant = grants.get(token);
      return grant !== undefined && now() < grant.expires ? grant : undefined;
    },
  };
}
