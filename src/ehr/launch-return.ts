import type { EhrProfile } from './ehr-profile.ts';
import type { Session } from './running-session.ts';
import { longestLogin, type PendingLaunch, type RunningSession, type StoredLaunch } from './session-store.ts';

/** How a return from the EHR's login, or a reload, ends. `said` is the EHR's own text, to be shown as text only. */
export type LaunchResult =
  | { readonly status: 'ready'; readonly session: Session }
  | { readonly status: 'not-launched' }
  | { readonly status: 'denied' | 'refused'; readonly said?: string }
  | {
      readonly status:
        | 'launch-expired'
        | 'session-ended'
        | 'storage-blocked'
        | 'patient-missing'
        | 'unreachable'
        | 'not-a-token';
    };

/** What to do on the page that the EHR returns to: go on with a session, buy a token with the code, or stop. */
export type ReturnStep =
  | { readonly next: 'resume'; readonly running: RunningSession }
  | {
      readonly next: 'redeem';
      readonly code: string;
      readonly pending: PendingLaunch;
      readonly profile: EhrProfile;
    }
  | { readonly next: 'stop'; readonly result: LaunchResult };

/**
 * Judges a return by what this tab knows of its launch.
 *
 * An unknown state, a second use, a login left behind, an answer to a launch that was answered: never a token, never a session.
 *
 * @param launch what stands in this tab's storage under the `state` of the return
 * @param now milliseconds since the epoch
 */
export function readReturn(
  query: URLSearchParams,
  launch: StoredLaunch | undefined,
  profiles: readonly EhrProfile[],
  now: number,
): ReturnStep {
  const [code, error] = [query.get('code'), query.get('error')];
  const profile = profiles.find(({ id, enabled }) => enabled && id === launch?.profileId);
  if (!launch || !profile) return stop({ status: 'launch-expired' });
  if (launch.stage === 'running') {
    if (code !== null || error !== null) return stop({ status: 'launch-expired' });
    return launch.expiresAt > now ? { next: 'resume', running: launch } : stop({ status: 'session-ended' });
  }
  if (launch.redeemed || now - launch.startedAt >= longestLogin) return stop({ status: 'launch-expired' });
  if (error !== null) {
    const said = [error, query.get('error_description'), query.get('error_uri')].filter(
      (part) => part !== null,
    );
    return stop({ status: error === 'access_denied' ? 'denied' : 'refused', said: quoted(said.join(': ')) });
  }
  if (isMixedUp(query.get('iss'), launch)) return stop({ status: 'refused' });
  return code === null
    ? stop({ status: 'launch-expired' })
    : { next: 'redeem', code, pending: launch, profile };
}

function stop(result: LaunchResult): ReturnStep {
  return { next: 'stop', result };
}

/** RFC 9207: an answer that names its issuer must name the one that was asked. */
function isMixedUp(iss: string | null, { issuer, base, iss: launched }: PendingLaunch): boolean {
  return iss !== null && ![issuer, base, launched].includes(iss);
}

/** The EHR's text without control and direction characters, cut short: it came through the address, so anyone may have written it. */
function quoted(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 300);
}
