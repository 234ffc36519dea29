import * as z from 'zod/mini';
import type { LaunchContext } from './launch-context.ts';

/**
 * The tab's session storage, and in it only what a reload needs: one entry per launch, under its random `state`.
 *
 * @returns undefined where the browser blocks storage, as it does in a frame of another site
 */
export function tabStorage(): Storage | undefined {
  try {
    const probe = 'hepauth-probe';
    sessionStorage.setItem(probe, '1');
    sessionStorage.removeItem(probe);
    return sessionStorage;
  } catch {
    return undefined;
  }
}

/** Our part of a launch on its way through the EHR's login; the library's own state stands beside it. */
const Pending = z.looseObject({
  hepauth: z.strictObject({
    stage: z.literal('pending'),
    profileId: z.string(),
    iss: z.string(),
    base: z.string(),
    issuer: z.optional(z.string()),
    revoke: z.optional(z.string()),
    token: z.string(),
    requestedScopes: z.array(z.string()),
    startedAt: z.number(),
    redeemed: z.boolean(),
  }),
});
export type PendingLaunch = z.infer<typeof Pending>['hepauth'];

const text = z.string();

/** A session under way. The token stands here and in memory, nowhere else. */
const Running = z.strictObject({
  hepauth: z.strictObject({
    stage: z.literal('running'),
    profileId: text,
    iss: text,
    revoke: z.optional(z.strictObject({ endpoint: text, clientId: text })),
    accessToken: text,
    expiresAt: z.number(),
    context: z.strictObject({
      base: text,
      patientId: text,
      encounterId: z.optional(text),
      fhirUser: z.optional(text),
      needPatientBanner: z.boolean(),
      fhirContext: z.array(
        z.strictObject({
          resourceType: z.enum(['ServiceRequest', 'Coverage', 'QuestionnaireResponse']),
          reference: text,
        }),
      ),
      appContext: z.optional(text),
      requestedScopes: z.array(text),
      grantedScopes: z.array(text),
    }),
  }),
});
export type RunningSession = Omit<z.infer<typeof Running>['hepauth'], 'context'> & {
  readonly context: LaunchContext;
};

export type StoredLaunch = PendingLaunch | RunningSession;

/** The entry under this `state`; undefined when there is none, or it is not ours. */
export function storedLaunch(storage: Storage, state: string): StoredLaunch | undefined {
  const raw = parsedJson(storage.getItem(state));
  const pending = z.safeParse(Pending, raw);
  if (pending.success) return pending.data.hepauth;
  const running = z.safeParse(Running, raw);
  return running.success ? (running.data.hepauth as RunningSession) : undefined;
}

/** Marks the library's entry as ours, or updates the mark. @throws Error where the library left none */
export function storePending(storage: Storage, state: string, pending: PendingLaunch): void {
  const entry = parsedJson(storage.getItem(state));
  if (typeof entry !== 'object' || entry === null) throw new Error('the launch left no state in this tab');
  storage.setItem(state, JSON.stringify({ ...entry, hepauth: pending }));
}

/** Replaces the whole entry: verifier, id_token and the rest of the token response go. */
export function storeRunning(storage: Storage, state: string, running: RunningSession): void {
  storage.setItem(state, JSON.stringify({ hepauth: running }));
}

/** How long a login may take before its entry counts as left behind. */
export const longestLogin = 15 * 60_000;

/**
 * Removes earlier sessions, so that a new launch cannot show the previous patient.
 *
 * Charts that an EHR opens side by side may share this storage: another launch that is at its login right now holds
 * neither patient nor token and is left alone.
 */
export function wipeEarlierSessions(storage: Storage, now: number): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  for (const key of keys) {
    const raw = parsedJson(storage.getItem(key));
    if (key !== 'SMART_KEY' && !(isSmartState(raw) || storedLaunch(storage, key))) continue;
    const launch = storedLaunch(storage, key);
    if (launch?.stage === 'pending' && now - launch.startedAt < longestLogin) continue;
    storage.removeItem(key);
  }
}

function isSmartState(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && 'serverUrl' in raw;
}

/** An entry of the tab's storage; undefined where there is none that can be read. */
export function parsedJson(raw: string | null): unknown {
  try {
    return raw === null ? undefined : JSON.parse(raw);
  } catch {
    return undefined;
  }
}
