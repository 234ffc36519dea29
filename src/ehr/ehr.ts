import type { EhrProfile } from './ehr-profile.ts';
import type { LaunchContext } from './launch-context.ts';
import type { Session } from './running-session.ts';
import { createTransport, type EhrTransport, type TransportOptions } from './transport.ts';

/** One launch's EHR: whose chart, how to ask, and what this EHR is like. Reading and writing need nothing else. */
export interface Ehr {
  readonly profile: EhrProfile;
  readonly context: LaunchContext;
  readonly transport: EhrTransport;
}

/**
 * Connects a session with the transport that its profile wants. Make one per session: what was stored is remembered with it.
 *
 * @param onWait told before each wait for a busy EHR
 * @param onSessionEnd told once, when the EHR no longer takes the token
 * @param onFault told of every request that came to nothing
 */
export function connectEhr(
  session: Session,
  profile: EhrProfile,
  { onWait, onSessionEnd, onFault }: Pick<TransportOptions, 'onWait' | 'onSessionEnd' | 'onFault'> = {},
): Ehr {
  if (profile.id !== session.profileId) throw new RangeError('the session belongs to another EHR profile');
  const { requestSeconds, responseMegabytes } = profile.budgets;
  const { base, token } = session;
  const limits = { requestSeconds, responseMegabytes, ...(onWait && { onWait }) };
  const life = {
    token,
    expiresAt: () => session.expiresAt,
    renew: () => session.renew(),
    onSessionEnd,
    onFault,
  };
  return { profile, context: session, transport: createTransport({ base, ...life, ...limits }) };
}
