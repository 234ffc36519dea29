import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { ehrProfiles, readDeployment, vendorProfiles } from '../catalogue/ehr-profiles.ts';
import type { EhrProfile } from '../ehr/ehr-profile.ts';
import { matchIssuer, normalIssuer } from '../ehr/issuer.ts';
import { fetchSmartConfiguration } from '../ehr/smart-configuration.ts';
import { tryServer } from './try-server.ts';
import { type Trial, trialTable } from './try-table.ts';
import { UsageError } from './usage-error.ts';

z.config({ jitless: true });

const usage = `usage: npm run try -- --fhir-base URL [--iss URL] [--like VENDOR] [--patient ID] [--encounter ID] [--seed]
  --like       whose ways to use: ${vendorProfiles.map(({ vendor }) => vendor).join(', ')}; otherwise those of the issuer, or hapi
  --iss        the issuer whose login is checked, too
  --seed       stores a made-up patient first, writes about them, and removes everything again
  A server that wants a bearer token gets the one in HEPAUTH_TOKEN.`;

async function main(): Promise<number> {
  const { base, iss, like, patientId, encounterId, seed } = commandLine(process.argv.slice(2));
  const profile = profileFor(base, iss, like);
  const smart = iss === undefined ? [] : [await smartTrial(iss, profile)];
  const run = `trial-${crypto.randomUUID()}`;
  const today = new Date().toISOString().slice(0, 10);
  const token = process.env.HEPAUTH_TOKEN;
  const trials = await tryServer({ base, profile, token, patientId, encounterId, seed, run, today });
  process.stdout.write(`${base}, in the ways of ${profile.vendor}\n\n${trialTable([...smart, ...trials])}\n`);
  return [...smart, ...trials].some(({ result }) => result === 'FAILED') ? 1 : 0;
}

function commandLine(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const values = (() => {
    try {
      return parseArgs({
        args: [...argv],
        options: {
          'fhir-base': text,
          iss: text,
          like: text,
          patient: text,
          encounter: text,
          seed: { type: 'boolean' },
        },
      }).values;
    } catch {
      throw new UsageError(usage);
    }
  })();
  const base = normalIssuer(values['fhir-base'] ?? '', true);
  if (base === undefined) {
    throw new UsageError(`--fhir-base: expected an https address (http on this machine alone)\n${usage}`);
  }
  const { iss, like, patient: patientId, encounter: encounterId, seed = false } = values;
  return { base, iss, like, patientId, encounterId, seed };
}

/** The vendor that is named, else the one whose issuer it is, else HAPI: the plainest ways that there are. */
function profileFor(base: string, iss: string | undefined, like: string | undefined): EhrProfile {
  const match = matchIssuer(iss ?? base, ehrProfiles);
  const known = match.status === 'unknown' ? undefined : match.profile.vendor;
  const vendor = like ?? (iss === undefined && known === 'sandbox' ? 'hapi' : (known ?? 'hapi'));
  if (!vendorProfiles.some((each) => each.vendor === vendor))
    throw new UsageError(`--like: there is no ${vendor}\n${usage}`);
  const place = {
    id: 'tried',
    like: vendor,
    name: 'Tried server',
    issuers: [iss ?? base],
    clientId: 'trial',
  };
  const { profiles } = readDeployment(
    'trial',
    { id: 'trial', development: true, ehrs: [place] },
    vendorProfiles,
  );
  const [profile] = profiles;
  if (!profile) throw new Error('the trial has no profile');
  return profile;
}

async function smartTrial(iss: string, profile: EhrProfile): Promise<Trial> {
  const step = 'SMART login';
  const issuer = normalIssuer(iss, true);
  if (issuer === undefined) return { step, result: 'FAILED', detail: 'the issuer is no plain https address' };
  const listed = matchIssuer(iss, ehrProfiles).status;
  const configuration = await fetchSmartConfiguration(issuer, profile);
  const detail = configuration.ok
    ? 'endpoints on its own origin, S256 offered'
    : `${configuration.because}; other origins must be listed in the deployment`;
  const place = `${listed === 'unknown' ? 'not in' : 'in'} a deployment of this build`;
  return { step, result: configuration.ok ? 'ok' : 'FAILED', detail: `${detail}; ${place}` };
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (problem: unknown) => {
    if (!(problem instanceof UsageError)) throw problem;
    process.stderr.write(`${problem.message}\n`);
    process.exitCode = 2;
  },
);
