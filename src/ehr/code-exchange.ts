import * as z from 'zod/mini';
import { postForm } from './post-form.ts';

/** What a launch kept of itself for the exchange: the library's entry in the tab's storage. */
const Kept = z.looseObject({ redirectUri: z.string(), codeVerifier: z.string() });

/** A token response, not yet judged; or why there is none. `launch-expired`: the EHR refuses the code. */
export type Exchange =
  | { readonly ok: true; readonly response: unknown }
  | { readonly ok: false; readonly because: 'launch-expired' | 'unreachable' };

/**
 * Redeems the code of a login, once: no redirect carries code and verifier elsewhere, and a token endpoint that never answers is
 * given up after 15 s.
 *
 * @param kept the library's entry for this launch, with redirect URI and verifier
 * @param endpoint the EHR's token endpoint, already checked against the profile
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html#obtain-access-token
 */
export async function exchangeCode(
  code: string,
  kept: unknown,
  { endpoint, clientId }: { readonly endpoint: string; readonly clientId: string },
): Promise<Exchange> {
  const own = z.safeParse(Kept, kept);
  if (!own.success) return { ok: false, because: 'launch-expired' };
  const { redirectUri, codeVerifier } = own.data;
  try {
    const response = await postForm(endpoint, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      code_verifier: codeVerifier,
    });
    const { ok, status } = response;
    if (!ok) return { ok, because: status >= 400 && status < 500 ? 'launch-expired' : 'unreachable' };
    return { ok, response: await response.json() };
  } catch (problem) {
    // A page instead of a token is an answer: it is judged like any other.
    if (problem instanceof SyntaxError) return { ok: true, response: undefined };
    return { ok: false, because: 'unreachable' };
  }
}
