import * as z from 'zod/mini';
import { lifetime } from './launch-context.ts';
import { postForm } from './post-form.ts';

/** What a new access token is bought with. It lives in this page's memory: a reload does without. */
export interface Renewal {
  readonly refreshToken: string;
  readonly clientId: string;
  /** The EHR's token endpoint, already checked against the profile. */
  readonly endpoint: string;
}

/**
 * What came of asking for a fresh token. `later`: it may come yet, and the session is not over for want of it. `no`: the EHR sells
 * none, or none to whom it has just sold one.
 */
export type Renewing = 'renewed' | 'later' | 'no';

/**
 * A new access token, or why there is none. `unreachable`: the EHR has said nothing. `not-now`: it answered, and may sell one later.
 * After the others the session ends when its token does.
 */
export type Renewed =
  | {
      readonly ok: true;
      readonly accessToken: string;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number;
      readonly refreshToken: string;
    }
  | { readonly ok: false; readonly because: 'refused' | 'not-now' | 'unreachable' | 'other-patient' };

const Answer = z.looseObject({
  access_token: z.string().check(z.minLength(1)),
  token_type: z.optional(z.string()),
  expires_in: z.optional(z.union([z.string(), z.number()])),
  refresh_token: z.optional(z.string()),
  patient: z.optional(z.string()),
});

/**
 * Buys a new access token for the same patient.
 *
 * @param now milliseconds since the epoch
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html#step-5-refresh-access-token
 */
export async function renew(
  { refreshToken, clientId, endpoint }: Renewal,
  patientId: string,
  now: number,
): Promise<Renewed> {
  let response: Response;
  try {
    const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId };
    response = await postForm(endpoint, fields);
  } catch {
    return { ok: false, because: 'unreachable' };
  }
  const { ok, status } = response;
  if (!ok) return { ok, because: status >= 500 || [408, 429].includes(status) ? 'not-now' : 'refused' };
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    return { ok: false, because: 'not-now' };
  }
  const parsed = z.safeParse(Answer, body);
  if (!parsed.success || (parsed.data.token_type ?? 'bearer').toLowerCase() !== 'bearer') {
    return { ok: false, because: 'refused' };
  }
  const answer = parsed.data;
  if (answer.patient !== undefined && answer.patient !== patientId)
    return { ok: false, because: 'other-patient' };
  return {
    ok: true,
    accessToken: answer.access_token,
    expiresAt: now + lifetime(answer.expires_in) * 1000,
    refreshToken: answer.refresh_token ?? refreshToken,
  };
}
