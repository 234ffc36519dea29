import * as z from 'zod/mini';
import { locate } from './fhir-base.ts';
import { claimsOf } from './id-token.ts';

/** A reference that the EHR launched us with: the order, its coverage, or a form to resume. */
export interface ContextReference {
  readonly resourceType: 'ServiceRequest' | 'Coverage' | 'QuestionnaireResponse';
  /** `Type/id` under the FHIR base. */
  readonly reference: string;
}

/** For whom, by whom and about what the EHR launched us. */
export interface LaunchContext {
  /** FHIR base, without a trailing slash. */
  readonly base: string;
  readonly patientId: string;
  readonly encounterId?: string;
  /** `Practitioner/x`: for the signature line; asserted by the EHR, not verified by us. */
  readonly fhirUser?: string;
  /** Whether the EHR leaves it to us to show whose chart this is. */
  readonly needPatientBanner: boolean;
  readonly fhirContext: readonly ContextReference[];
  /** Opaque text from a CDS Hooks card; may name a policy, is never clinical data. */
  readonly appContext?: string;
  readonly requestedScopes: readonly string[];
  readonly grantedScopes: readonly string[];
}

const scalar = z.optional(z.union([z.string(), z.number()]));

const TokenResponse = z.looseObject({
  access_token: z.string().check(z.minLength(1)),
  token_type: z.optional(z.string()),
  expires_in: scalar,
  scope: z.optional(z.string()),
  patient: z.optional(z.string()),
  encounter: z.optional(z.nullable(z.string())),
  id_token: z.optional(z.string()),
  refresh_token: z.optional(z.string()),
});

/** A token response, read; or why it cannot start a session. */
export type TokenReading =
  | {
      readonly ok: true;
      readonly accessToken: string;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number;
      /** Only where the EHR granted it; for memory, never for storage. */
      readonly refreshToken?: string;
      readonly context: LaunchContext;
    }
  | { readonly ok: false; readonly because: 'patient-missing' | 'not-a-token' };

/** What is known before the token response comes. */
export interface Expected {
  readonly base: string;
  readonly clientId: string;
  readonly requestedScopes: readonly string[];
  readonly patientBanner: boolean;
  /** Origins that may have signed the id_token: the issuer's and its pinned endpoints'. */
  readonly origins: readonly string[];
}

const fhirId = /^[A-Za-z0-9.-]{1,128}$/;
const longestSession = 3600;

/**
 * Reads a SMART token response: what the vendors send beside the standard is accepted and never required.
 *
 * @param now milliseconds since the epoch; a token lives an hour at most, also where the EHR says longer or nothing
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
 */
export function readTokenResponse(raw: unknown, expected: Expected, now: number): TokenReading {
  const parsed = z.safeParse(TokenResponse, raw);
  if (!parsed.success) return { ok: false, because: 'not-a-token' };
  const token = parsed.data;
  if (token.token_type !== undefined && token.token_type.toLowerCase() !== 'bearer') {
    return { ok: false, because: 'not-a-token' };
  }
  if (token.patient === undefined || !fhirId.test(token.patient))
    return { ok: false, because: 'patient-missing' };
  const { encounter } = token;
  const fhirUser = userIn(token.id_token, expected, now);
  const appContext = appContextIn(token.appContext);
  return {
    ok: true,
    accessToken: token.access_token,
    expiresAt: now + lifetime(token.expires_in) * 1000,
    ...(token.refresh_token !== undefined && { refreshToken: token.refresh_token }),
    context: {
      base: expected.base,
      patientId: token.patient,
      ...(encounter && fhirId.test(encounter) && { encounterId: encounter }),
      ...(fhirUser !== undefined && { fhirUser }),
      needPatientBanner: bannerIn(token.need_patient_banner, expected.patientBanner),
      fhirContext: referencesIn(token.fhirContext, expected.base),
      ...(appContext !== undefined && { appContext }),
      requestedScopes: expected.requestedScopes,
      grantedScopes: token.scope === undefined ? expected.requestedScopes : words(token.scope),
    },
  };
}

/** Seconds that a token lives: an hour at most, also where the EHR says longer or nothing. */
export function lifetime(expiresIn: string | number | undefined): number {
  const seconds = Number(expiresIn ?? longestSession);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, longestSession) : longestSession;
}

/** Epic sends `"false"`, others `false`. */
function bannerIn(need: unknown, otherwise: boolean): boolean {
  if (need === false || need === 'false') return false;
  return need === true || need === 'true' ? true : otherwise;
}

function referencesIn(fhirContext: unknown, base: string): readonly ContextReference[] {
  if (!Array.isArray(fhirContext)) return [];
  return (fhirContext as readonly unknown[]).flatMap((entry) => {
    const reference = (entry as { readonly reference?: unknown } | null)?.reference;
    const located = typeof reference === 'string' ? locate(base, reference) : undefined;
    if (!located || !isContextType(located.resourceType)) return [];
    return [{ resourceType: located.resourceType, reference: `${located.resourceType}/${located.id}` }];
  });
}

function isContextType(type: string): type is ContextReference['resourceType'] {
  return type === 'ServiceRequest' || type === 'Coverage' || type === 'QuestionnaireResponse';
}

/** Relative, absolute or on an odd base: only the last two segments count, and the address is never fetched. */
function userIn(idToken: string | undefined, expected: Expected, now: number): string | undefined {
  const claims = idToken === undefined ? undefined : claimsOf(idToken);
  if (!claims) return undefined;
  const { iss, aud, exp, fhirUser, profile } = claims;
  const audience: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (aud !== undefined && !audience.includes(expected.clientId)) return undefined;
  if (
    typeof iss === 'string' &&
    !expected.origins.some((origin) => iss === origin || iss.startsWith(`${origin}/`))
  ) {
    return undefined;
  }
  const clockSkew = 300_000;
  if (typeof exp === 'number' && exp * 1000 + clockSkew < now) return undefined;
  const user = [fhirUser, profile].find((claim) => typeof claim === 'string') ?? '';
  const [, person] =
    /(?:^|\/)((?:Practitioner|PractitionerRole|Patient|RelatedPerson|Person)\/[A-Za-z0-9.-]{1,128})$/.exec(
      user,
    ) ?? [];
  return person;
}

function appContextIn(appContext: unknown): string | undefined {
  if (appContext === undefined || appContext === null) return undefined;
  const text = typeof appContext === 'string' ? appContext : JSON.stringify(appContext);
  return text.length > 10_000 ? undefined : text;
}

function words(scope: string): readonly string[] {
  return scope.split(/\s+/).filter((word) => word !== '');
}
