/**
 * The claims of an id_token, for display: its signature is not verified, so nothing may be decided by them.
 *
 * @returns undefined for anything that is not a JWT with a JSON object inside; base64url and base64 are both read
 */
export function claimsOf(idToken: string): Readonly<Record<string, unknown>> | undefined {
  const payload = idToken.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
