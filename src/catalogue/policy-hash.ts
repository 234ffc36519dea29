import type { Policy } from '../core/policy/policy.ts';

/** SHA-256 of a policy's content, in hexadecimal: two files that say the same have the same. */
export async function policySha256(policy: Policy): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(policy));
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Version of the judging engine, stamped on what it made. */
export const engineVersion = '0.1.0';
