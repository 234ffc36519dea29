import developmentPlaces from '../../mappings/deployment/development.json' with { type: 'json' };
import productionPlaces from '../../mappings/deployment/production.json' with { type: 'json' };
import cerner from '../../mappings/ehr/cerner.json' with { type: 'json' };
import epic from '../../mappings/ehr/epic.json' with { type: 'json' };
import hapi from '../../mappings/ehr/hapi.json' with { type: 'json' };
import sandbox from '../../mappings/ehr/sandbox.json' with { type: 'json' };
import smartLauncher from '../../mappings/ehr/smart-launcher.json' with { type: 'json' };
import { Deployment, profilesOf } from '../ehr/deployment.ts';
import { EhrProfile, VendorProfile } from '../ehr/ehr-profile.ts';
import { MappingError, parsed } from './parsed.ts';

/** Parses one vendor's file. @throws MappingError naming every wrong path, a misspelt key included */
export function vendorProfile(file: string, data: unknown): VendorProfile {
  return parsed(`ehr/${file}`, VendorProfile, data);
}

/** Parses one whole profile. @throws MappingError naming every wrong path, a misspelt key included */
export function ehrProfile(file: string, data: unknown): EhrProfile {
  return parsed(`ehr/${file}`, EhrProfile, data);
}

/** Parses one deployment and the profiles of its EHRs. @throws MappingError naming file, EHR and path */
export function readDeployment(
  file: string,
  data: unknown,
  vendors: readonly VendorProfile[],
): { readonly deployment: Deployment; readonly profiles: readonly EhrProfile[] } {
  const deployment = parsed(`deployment/${file}`, Deployment, data);
  try {
    return { deployment, profiles: profilesOf(deployment, vendors) };
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem;
    throw new MappingError(`mappings/deployment/${file}: ${problem.message}`);
  }
}

// Undefined outside a Vite build, as on the command line, where every EHR is known. Written so that a production build
// drops the development files altogether.
const development = import.meta.env === undefined || import.meta.env.DEV || import.meta.env.MODE === 'demo';
const sandboxIssuer = development ? (import.meta.env?.VITE_SANDBOX_ISSUER as string | undefined) : undefined;

/** One line per vendor file: what is not listed here is not in the app. */
export const vendorProfiles: readonly VendorProfile[] = [
  vendorProfile('epic.json', epic),
  vendorProfile('cerner.json', cerner),
  vendorProfile('hapi.json', hapi),
  vendorProfile('smart-launcher.json', smartLauncher),
  ...(development ? [vendorProfile('sandbox.json', sandbox)] : []),
];

const installed = readDeployment('production.json', productionPlaces, vendorProfiles);
const forDevelopment = development
  ? readDeployment('development.json', developmentPlaces, vendorProfiles).profiles
  : [];

/** The installation that this build is made for. */
export const deployment: Deployment = installed.deployment;

/** Every EHR that may launch this build; in development the sandbox at one more address, where it is served elsewhere than usual. */
export const ehrProfiles: readonly EhrProfile[] = [
  ...installed.profiles.filter((profile) => development || !profile.development),
  ...forDevelopment.map((profile) =>
    profile.id === 'sandbox' && sandboxIssuer
      ? { ...profile, issuers: [...profile.issuers, sandboxIssuer] }
      : profile,
  ),
];
