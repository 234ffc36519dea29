import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** The key that signs identity tokens, made when first asked for, so that a test without a launch does not pay for it. */
export interface SigningKey {
  /** The public half as a JSON Web Key Set (RFC 7517). */
  jwks(): Promise<{ readonly keys: readonly unknown[] }>;
  /** A compact JWS over the claims; `issuedAt` in seconds. */
  sign(claims: JWTPayload, issuedAt: number): Promise<string>;
}

/** How long an identity token is good for, in seconds: long enough for the redirect that carries it. */
const identitySeconds = 300;

function createSigningKey(): SigningKey {
  let pair: ReturnType<typeof generateKeyPair> | undefined;
  const keyId = crypto.randomUUID();
  const keys = () => {
    pair ??= generateKeyPair('RS256');
    return pair;
  };
  return {
    async jwks() {
      const key = await exportJWK((await keys()).publicKey);
      return { keys: [{ ...key, kid: keyId, use: 'sig', alg: 'RS256' }] };
    },
    async sign(claims, issuedAt) {
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT' })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + identitySeconds)
        .sign((await keys()).privateKey);
    },
  };
}

/** The RS256 key of every sandbox in this process, the one algorithm that SMART App Launch asks every EHR to support. */
export const signingKey: SigningKey = createSigningKey();
