import type { LaunchContext } from './launch-context.ts';
import { postForm } from './post-form.ts';
import { type Renewal, type Renewing, renew } from './renewal.ts';
import { type RunningSession, storeRunning } from './session-store.ts';

/** One launch, authorized. */
export interface Session extends LaunchContext {
  /** As the EHR wrote it. */
  readonly iss: string;
  readonly profileId: string;
  /** Milliseconds since the epoch; moves on when the session is renewed. */
  readonly expiresAt: number;
  /** Whether the EHR lets us renew the session when its token runs out. */
  readonly renewable: boolean;
  /** The access token, for `Authorization` under `base` alone; empty once the session is over. */
  token(): string;
  /**
   * Buys a new token where the EHR granted that; several callers get the same one, and after an answer of the EHR a minute passes
   * before it is asked again.
   */
  renew(): Promise<Renewing>;
  /** Whether this tab still keeps the session: another launch in it takes an earlier one away. */
  isKept(): boolean;
  /**
   * Ends the session: wipes token, storage and address at once, and asks the EHR to revoke the token where it can.
   *
   * @returns what became of the request to revoke it; it never rejects
   */
  logout(): Promise<Revocation>;
}

/** `not-offered`: the EHR revokes nothing. `unconfirmed`: it could not be asked. Either way the token is gone here, and dies by itself. */
export type Revocation = 'revoked' | 'not-offered' | 'unconfirmed';

/** Milliseconds until the EHR is asked again. Oracle Health refuses more than one renewal a minute; where nothing answered, the next of many waiting requests need not find that out anew. */
const pauses = { answered: 60_000, unreachable: 5_000 };

/**
 * The session that an entry in the tab's storage stands for.
 *
 * @param renewal what renews it; in memory only, so that there is none after a reload
 */
export function sessionOf(
  running: RunningSession,
  state: string,
  storage: Storage,
  renewal?: Renewal,
): Session {
  const { context, iss, profileId, revoke } = running;
  let { accessToken, expiresAt } = running;
  let means = renewal;
  /** What is said until the EHR is asked again. @param until milliseconds since the epoch */
  let answer: { readonly is: Renewing; readonly until: number } | undefined;
  let renewing: Promise<Renewing> | undefined;

  async function buy(bought: Renewal): Promise<Renewing> {
    const at = Date.now();
    const fresh = await renew(bought, context.patientId, at);
    // Locked or logged out meanwhile: a late token must not bring the session back.
    if (means === undefined) return 'no';
    if (!fresh.ok) {
      const isUnreachable = fresh.because === 'unreachable';
      answer = { is: 'later', until: Date.now() + pauses[isUnreachable ? 'unreachable' : 'answered'] };
      if (isUnreachable || fresh.because === 'not-now') return 'later';
      means = undefined;
      if (fresh.because === 'other-patient') end();
      return 'no';
    }
    answer = { is: 'no', until: at + pauses.answered };
    [accessToken, expiresAt] = [fresh.accessToken, fresh.expiresAt];
    means = { ...bought, refreshToken: fresh.refreshToken };
    storeRunning(storage, state, { ...running, accessToken, expiresAt });
    return 'renewed';
  }

  function end(): string {
    const spent = accessToken;
    accessToken = '';
    means = undefined;
    storage.removeItem(state);
    return spent;
  }

  return {
    ...context,
    iss,
    profileId,
    get expiresAt() {
      return expiresAt;
    },
    get renewable() {
      return means !== undefined;
    },
    token: () => (Date.now() < expiresAt ? accessToken : ''),
    renew() {
      if (renewing) return renewing;
      if (means === undefined) return Promise.resolve('no');
      if (answer && Date.now() < answer.until) return Promise.resolve(answer.is);
      renewing = buy(means).finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    isKept: () => storage.getItem(state) !== null,
    async logout() {
      // The refresh token first: `end` forgets it.
      const spent = [means?.refreshToken ?? '', end()].filter((token) => token !== '');
      keepInAddress(null);
      if (revoke === undefined || spent.length === 0) return 'not-offered';
      const asked = await Promise.all(spent.map((token) => isRevoked(revoke, token)));
      return asked.every(Boolean) ? 'revoked' : 'unconfirmed';
    },
  };
}

/**
 * Asks once, also where the page is being left. A token dies by itself within the hour, so that a failure is only told.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2.1 a public client names itself
 */
async function isRevoked(
  { endpoint, clientId }: NonNullable<RunningSession['revoke']>,
  token: string,
): Promise<boolean> {
  try {
    const { ok } = await postForm(endpoint, { token, client_id: clientId }, { keepalive: true });
    return ok;
  } catch {
    return false;
  }
}

/** Leaves `state` in the address, or nothing: no code, no error, no launch parameter stays in it or in the history. */
export function keepInAddress(state: string | null): void {
  const query = state === null ? '' : `?state=${encodeURIComponent(state)}`;
  history.replaceState(null, '', `${location.pathname}${query}`);
}
