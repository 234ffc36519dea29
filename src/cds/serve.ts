import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { vendorProfiles } from '../catalogue/ehr-profiles.ts';
import { type CdsDeployment, cdsDeployment, DeploymentError } from './deployment.ts';
import { createService } from './service.ts';

const usage =
  'usage: npm run cds -- [DEPLOYMENT.json]   (default mappings/cds/deployment.json; PORT, default 8787; HOST, default 127.0.0.1)';

// Whoever reads the log may go; the service stays.
process.stdout.on('error', () => {});

/** How long calls that are under way may take when the service is told to stop. */
const patience = 5000;

const deployment = deploymentIn(process.argv[2] ?? 'mappings/cds/deployment.json');
const service = createService({
  deployment,
  log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
});

const server = serve(
  {
    fetch: service.fetch,
    port: Number(process.env.PORT ?? 8787),
    hostname: process.env.HOST ?? '127.0.0.1',
    overrideGlobalObjects: false,
    serverOptions: { headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 65_000 },
  },
  ({ address, port }: AddressInfo) => {
    const at = { address, port, endpoint: deployment.endpoint };
    process.stdout.write(
      `${JSON.stringify({ time: new Date().toISOString(), event: 'listening', ...at })}\n`,
    );
  },
);
server.on('error', (problem: NodeJS.ErrnoException) =>
  stop(`cannot listen: ${problem.code ?? problem.name}`),
);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => leave(signal));

/** Takes no new connections, finishes what is under way, and goes. */
function leave(signal: string): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event: 'stopping', signal })}\n`);
  service.drain();
  server.close(() => process.exit(0));
  // A connection that is kept alive counts as open until it is idle.
  setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 50).unref();
  setTimeout(() => process.exit(0), patience).unref();
}

function deploymentIn(file: string): CdsDeployment {
  try {
    return cdsDeployment(file, JSON.parse(readFileSync(file, 'utf8')), vendorProfiles);
  } catch (problem) {
    if (problem instanceof DeploymentError) return stop(problem.message);
    return stop(`${file}: cannot be read as JSON. ${usage}`);
  }
}

function stop(because: string): never {
  process.stderr.write(`${because}\n`);
  process.exit(2);
}
