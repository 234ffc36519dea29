import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { cdsDeployment } from '../../src/cds/deployment.ts';
import type { LogLine } from '../../src/cds/observe.ts';
import { type CdsService, createService } from '../../src/cds/service.ts';

/** Whom the service serves: a client by its origin and keys, and the EHR and app that its cards lead to. */
export interface CdsPlaces {
  readonly client: string;
  readonly keys: readonly object[];
  readonly fhirServer: string;
  readonly app: string;
}

/** The service of the public CDS Hooks client, listening; its keys are pinned, for the address that its tokens name is not reached. */
export interface ServedCds {
  readonly discovery: string;
  readonly log: readonly LogLine[];
  close(): Promise<void>;
}

/** Serves it on a free port. */
export async function serveCds({ client, keys, fhirServer, app }: CdsPlaces): Promise<ServedCds> {
  let service: CdsService | undefined;
  const answer = (request: Request) => service?.fetch(request) ?? new Response(null, { status: 503 });
  const options = { fetch: answer, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false };
  const server = serve(options);
  await new Promise((resolve) => server.once('listening', resolve));
  const endpoint = `http://localhost:${(server.address() as AddressInfo).port}`;
  const file = {
    endpoint,
    development: true,
    appLaunchUrl: `${app}launch/`,
    about: app,
    discovery: 'authenticated',
    origins: [client],
    issuers: [
      {
        iss: 'https://sandbox.cds-hooks.org',
        jku: 'https://sandbox.cds-hooks.org/.well-known/jwks.json',
        keys,
        fhirServer,
        missingPrefetch: 'unknown',
      },
    ],
  };
  const log: LogLine[] = [];
  service = createService({
    deployment: cdsDeployment('walk', file, vendorProfiles),
    log: (line) => log.push(line),
  });
  return {
    discovery: `${endpoint}/cds-services`,
    log,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
