import * as z from 'zod/mini';
import cerner from '../../mappings/ehr/cerner.json' with { type: 'json' };
import epic from '../../mappings/ehr/epic.json' with { type: 'json' };
import hapi from '../../mappings/ehr/hapi.json' with { type: 'json' };
import sandbox from '../../mappings/ehr/sandbox.json' with { type: 'json' };
import smartLauncher from '../../mappings/ehr/smart-launcher.json' with { type: 'json' };
import { EhrProfile } from '../ehr/ehr-profile.ts';

/** A mapping file is not what its schema wants. Thrown at start-up, never at a patient; names the file and the path in it. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

/** Parses one EHR profile. @throws MappingError naming every wrong path, a misspelt key included */
export function ehrProfile(file: string, data: unknown): EhrProfile {
  const parsed = z.safeParse(EhrProfile, data);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => {
    const path = issue.path.map(String).join('.') || 'the top';
    return issue.code === 'unrecognized_keys'
      ? `${path}: unknown key ${issue.keys.join(', ')}`
      : `${path}: ${issue.message}`;
  });
  throw new MappingError(`mappings/ehr/${file}: ${mistakes.join('; ')}`);
}

/**
 * Which profiles a build knows: development ones only in development and demonstration builds, and there the sandbox
 * at one more address, where it is served elsewhere than usual.
 */
export function profilesFor(
  profiles: readonly EhrProfile[],
  {
    development,
    sandboxIssuer,
  }: { readonly development: boolean; readonly sandboxIssuer?: string | undefined },
): readonly EhrProfile[] {
  if (!development) return profiles.filter((profile) => !profile.development);
  return profiles.map((profile) =>
    profile.id === 'sandbox' && sandboxIssuer
      ? { ...profile, issuers: [...profile.issuers, sandboxIssuer] }
      : profile,
  );
}

// Written so that a production build drops the development files altogether.
const development = import.meta.env.DEV || import.meta.env.MODE === 'demo';
const forDevelopment = development
  ? [
      ehrProfile('smart-launcher.json', smartLauncher),
      ehrProfile('hapi.json', hapi),
      ehrProfile('sandbox.json', sandbox),
    ]
  : [];

/** Every EHR that may launch this build. One line per file: what is not listed here is not in the app. */
export const ehrProfiles = profilesFor(
  [ehrProfile('epic.json', epic), ehrProfile('cerner.json', cerner), ...forDevelopment],
  { development, sandboxIssuer: development ? (import.meta.env.VITE_SANDBOX_ISSUER as string) : undefined },
);
