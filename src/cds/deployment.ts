import * as z from 'zod/mini';
import { EhrProfile, type VendorProfile } from '../ehr/ehr-profile.ts';
import { parsedUrl } from '../ehr/fhir-base.ts';
import { normalIssuer } from '../ehr/issuer.ts';

const text = z.string().check(z.minLength(1), z.maxLength(2048));
const part = z.optional(text);

/** Signing algorithms that a caller may use: asymmetric ones only. @see https://cds-hooks.hl7.org/2.0/#jwt-signing-algorithm */
export const algorithms = ['ES384', 'RS384', 'ES256', 'RS256'] as const;

/** A public key (RFC 7517). A private one has members that are not listed here, and is refused. */
const PublicKey = z.strictObject({
  kty: z.enum(['EC', 'RSA']),
  kid: text,
  use: z.optional(z.literal('sig')),
  alg: z.optional(z.enum(algorithms)),
  key_ops: z.optional(z.array(text)),
  ext: z.optional(z.boolean()),
  ...{ crv: part, x: part, y: part, n: part, e: part },
});

const Issuer = z.strictObject({
  /** As the caller's tokens write it, character for character. */
  iss: text,
  /** The organization, where one issuer calls for several; then every token must name it. */
  tenant: part,
  /** The one address of its keys. A token that names another is refused before anything is fetched. */
  jku: part,
  /** Its public keys, where they cannot be fetched from `jku`. */
  keys: z.optional(z.array(PublicKey).check(z.minLength(1))),
  /** The one FHIR base to which its access tokens go. */
  fhirServer: text,
  /** The vendor whose behaviour this EHR shows: the name of a file in `mappings/ehr/`. */
  like: part,
  /** What becomes of a call without all of the prefetch and without an access token: 412, or a card that says `unknown`. */
  missingPrefetch: z._default(z.enum(['refuse', 'unknown']), 'refuse'),
});

const DeploymentFile = z.strictObject({
  /** Public address of this service, without `/cds-services`: what `aud` must repeat. */
  endpoint: text,
  /** Only for development: allows http on this machine. */
  development: z._default(z.boolean(), false),
  /** Launch address of the app, as the EHR has registered it. */
  appLaunchUrl: text,
  /** Where the guidance is explained; a policy's own page goes before it. */
  about: text,
  policyPages: z._default(z.record(z.string(), text), {}),
  /** Whether anyone may read the discovery document, or only callers. */
  discovery: z.enum(['open', 'authenticated']),
  /** Origins of browser-based CDS clients. */
  origins: z._default(z.array(text), []),
  /** The payers for whom this deployment speaks, by the identifiers of their Organization. Nearly always none. */
  speaksForPayers: z._default(z.array(z.strictObject({ system: text, value: text })), []),
  /** IANA zone whose calendar day is "today". */
  timeZone: z._default(text, 'UTC'),
  /** How long "not now" keeps an order quiet. */
  snoozeHours: z._default(z.number().check(z.positive(), z.maximum(72)), 8),
  /** Largest request body. */
  bodyMegabytes: z._default(z.number().check(z.positive(), z.maximum(20)), 5),
  issuers: z.array(Issuer),
});
type DeploymentFile = z.infer<typeof DeploymentFile>;

/** One EHR that may call, and what it is like to read. */
export type Issuer = z.infer<typeof Issuer> & { readonly profile: EhrProfile };

/** Where this service stands, who may call it, and what it may say. */
export type CdsDeployment = Omit<DeploymentFile, 'issuers'> & { readonly issuers: readonly Issuer[] };

/** The deployment file is not what it should be. Thrown at start-up; names the file and the path, never a value. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
}

/** Reads a deployment. @throws DeploymentError naming every wrong path, a misspelt key included */
export function cdsDeployment(file: string, data: unknown, vendors: readonly VendorProfile[]): CdsDeployment {
  const parsed = z.safeParse(DeploymentFile, data);
  if (!parsed.success) throw new DeploymentError(`${file}: ${parsed.error.issues.map(mistake).join('; ')}`);
  const wrong = addressMistakes(parsed.data);
  if (wrong.length > 0) throw new DeploymentError(`${file}: ${wrong.join('; ')}`);
  const issuers = parsed.data.issuers.map((issuer, index) => {
    const vendor = vendors.find((each) => each.vendor === issuer.like);
    if (issuer.like !== undefined && !vendor)
      throw new DeploymentError(`${file}: issuers.${index}.like: there is no such vendor`);
    return {
      ...issuer,
      fhirServer: issuer.fhirServer.replace(/\/$/, ''),
      profile: profileOf(issuer, vendor),
    };
  });
  return { ...parsed.data, endpoint: parsed.data.endpoint.replace(/\/$/, ''), issuers };
}

function profileOf(
  { iss, fhirServer }: z.infer<typeof Issuer>,
  vendor: VendorProfile | undefined,
): EhrProfile {
  const place = { id: iss, name: iss, issuers: [fhirServer], enabled: true, clientId: 'none: it calls us' };
  return z.parse(EhrProfile, { scopeDialect: 'v2', writeBack: [], ...vendor, ...place });
}

function mistake(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.') || 'the top';
  return issue.code === 'unrecognized_keys'
    ? `${path}: unknown key ${issue.keys.join(', ')}`
    : `${path}: ${issue.message}`;
}

function addressMistakes(file: DeploymentFile): readonly string[] {
  const { development, issuers, policyPages } = file;
  const isPlain = (url: string) => normalIssuer(url, development) !== undefined;
  const isPage = (url: string) => parsedUrl(url)?.protocol === 'https:' || isPlain(url);
  const isOrigin = (url: string) => isPlain(url) && parsedUrl(url)?.origin === url;
  const wanted: readonly (readonly [string, boolean])[] = [
    ['endpoint', isPlain(file.endpoint)],
    ['appLaunchUrl', isPlain(file.appLaunchUrl)],
    ['about', isPage(file.about)],
    ['policyPages', Object.values(policyPages).every(isPage)],
    ['origins', file.origins.every(isOrigin)],
    ['timeZone', isTimeZone(file.timeZone)],
    ...issuers.flatMap(({ jku, keys, fhirServer }, index) => [
      [`issuers.${index}.fhirServer`, isPlain(fhirServer)] as const,
      [`issuers.${index}.jku`, jku === undefined ? keys !== undefined : isPlain(jku)] as const,
    ]),
  ];
  const names = issuers.map(({ iss, tenant }) => JSON.stringify([iss, tenant]));
  return [
    ...wanted.flatMap(([path, isRight]) => (isRight ? [] : [`${path}: not a plain https address, or none`])),
    ...(new Set(names).size < names.length ? ['issuers: the same iss and tenant twice'] : []),
  ];
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
