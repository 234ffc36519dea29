/** What an EHR sends us on launch. Every other parameter is ignored: none may configure us. */
export interface LaunchRequest {
  readonly iss: string;
  /** Opaque, single use. */
  readonly launch: string;
}

const longest = 2048;

/**
 * Reads the launch URL's query.
 *
 * @returns `not-launched` where the EHR's parameters are missing, `malformed` where one is doubled or over 2 kB
 */
export function launchRequest(search: string): LaunchRequest | 'not-launched' | 'malformed' {
  const query = new URLSearchParams(search);
  const [issuers, launches] = [query.getAll('iss'), query.getAll('launch')];
  const [iss, launch] = [issuers[0], launches[0]];
  if (issuers.length > 1 || launches.length > 1) return 'malformed';
  if (!iss || !launch) return 'not-launched';
  return iss.length > longest || launch.length > longest ? 'malformed' : { iss, launch };
}
