import * as z from 'zod/mini';
import { isObject } from '../core/fhir/json-object.ts';
import { EhrProfile, placeShape, type VendorProfile } from './ehr-profile.ts';
import { pinnedOrigins } from './smart-configuration.ts';

const text = z.string().check(z.minLength(1));
const origin = z
  .string()
  .check(z.regex(/^https:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, 'an origin: https, host, no path'));

/** One hospital or EHR of a deployment. */
const Place = z.strictObject({
  ...placeShape,
  issuers: z.array(text).check(z.minLength(1)),
  /** The vendor whose behaviour it shows: the name of a file in `mappings/ehr/`. */
  like: text,
  /** From the registration with this EHR. Until there is one, a launch is refused in words. */
  clientId: z.optional(text),
  /**
   * What this site does otherwise than its vendor's other sites, in the words of a vendor file: `writeBack`, `scopeDialect` … Of a section
   * with fields, such as `readPlan`, only those that it names; a list takes the place of the vendor's.
   */
  overrides: z._default(z.record(z.string(), z.unknown()), {}),
});

/**
 * One installation of the app: which EHRs may launch it, who may frame it, when it locks.
 *
 * The allow-list of the app and the security policy of its web server both come from this one file.
 */
export const Deployment = z.strictObject({
  id: text,
  /** Only for development and demonstration builds. */
  development: z._default(z.boolean(), false),
  ehrs: z.array(Place),
  /** Origins of the EHR pages that may show the app in a frame; none means that nobody may. */
  frameAncestors: z._default(z.array(origin), []),
  /** Minutes without input after which the app locks itself. */
  idleMinutes: z._default(z.int().check(z.minimum(1), z.maximum(60)), 15),
});
export type Deployment = z.infer<typeof Deployment>;

/**
 * The profiles of a deployment's EHRs: each vendor's behaviour at the place that the deployment names.
 *
 * @throws RangeError for a vendor that there is no file of, an override that no vendor file may have, or an EHR without a login outside
 * development; it names the EHR and the path
 */
export function profilesOf(
  { ehrs, development }: Deployment,
  vendors: readonly VendorProfile[],
): readonly EhrProfile[] {
  return ehrs.map(({ like, clientId, overrides, ...place }) => {
    const vendor = vendors.find((each) => each.vendor === like);
    if (!vendor) throw new RangeError(`${place.id}: there is no vendor "${like}"`);
    const parsed = z.safeParse(EhrProfile, {
      ...laidOver(vendor, overrides),
      ...place,
      development,
      enabled: clientId !== undefined,
      clientId: clientId ?? 'registration needed',
    });
    if (parsed.success) return launchable(parsed.data);
    const [mistake] = parsed.error.issues;
    throw new RangeError(`${place.id}: ${mistake?.path.map(String).join('.')}: ${mistake?.message}`);
  });
}

/** A section is laid over the vendor's field by field: a page size of a site must not cost the vendor's searches. A list replaces its list. */
function laidOver(
  vendor: VendorProfile,
  overrides: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const usual: Readonly<Record<string, unknown>> = vendor;
  const sections = Object.entries(overrides).map(([name, said]) => {
    const section = usual[name];
    return [name, isObject(section) && isObject(said) ? { ...section, ...said } : said] as const;
  });
  return { ...usual, ...Object.fromEntries(sections) };
}

/** An open server is read without a launch, in development only; elsewhere every launch of it would be refused. */
function launchable(profile: EhrProfile): EhrProfile {
  const { id, authorization, enabled, development } = profile;
  if (authorization === 'open' && enabled && !development)
    throw new RangeError(`${id}: authorization: it has no login to launch from; "overrides" may say "smart"`);
  return profile;
}

/** Every origin that the app may speak to: where its enabled EHRs and their login servers are. Nothing else is ever asked. */
export function connectOrigins(profiles: readonly EhrProfile[]): readonly string[] {
  const enabled = profiles.filter((profile) => profile.enabled);
  const origins = enabled.flatMap((profile) =>
    profile.issuers.flatMap((issuer) => pinnedOrigins(issuer, profile)),
  );
  return [...new Set(origins)].toSorted();
}
