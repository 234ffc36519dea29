import type { LaunchContext } from './launch-context.ts';
import type { RunningSession } from './session-store.ts';

/** One launch, authorized. */
export interface Session extends LaunchContext {
  /** As the EHR wrote it. */
  readonly iss: string;
  readonly profileId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The access token, for `Authorization` under `base` alone; empty once the session is over. */
  token(): string;
  /** Ends the session: wipes token, storage and address, and asks the EHR to revoke the token where it can. */
  logout(): void;
}

/** The session that an entry in the tab's storage stands for. */
export function sessionOf(running: RunningSession, state: string, storage: Storage): Session {
  const { context, iss, profileId, expiresAt, revoke } = running;
  let { accessToken } = running;
  return {
    ...context,
    iss,
    profileId,
    expiresAt,
    token: () => (Date.now() < expiresAt ? accessToken : ''),
    logout() {
      const spent = accessToken;
      accessToken = '';
      storage.removeItem(state);
      keepInAddress(null);
      if (revoke === undefined || spent === '') return;
      // Best effort: the token is gone from here already, and dies by itself within the hour.
      fetch(revoke, {
        method: 'POST',
        body: new URLSearchParams({ token: spent }),
        redirect: 'error',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        keepalive: true,
      }).catch(() => {});
    },
  };
}

/** Leaves `state` in the address, or nothing: no code, no error, no launch parameter stays in it or in the history. */
export function keepInAddress(state: string | null): void {
  const query = state === null ? '' : `?state=${encodeURIComponent(state)}`;
  history.replaceState(null, '', `${location.pathname}${query}`);
}
