import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { charts } from './sandbox/charts.ts';
import { type ServedSandbox, type ServeOptions, serveSandbox } from './sandbox/serve.ts';
import type { VendorName } from './sandbox/vendors/vendor.ts';
import { isVendor, vendors } from './sandbox/vendors/vendors.ts';

const appPort = 5173;
const sandboxPort = 9410;

/** Serves the app from its sources; where the usual port is taken, at the next free one. */
async function serveApp(): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const vite = await createServer({
    root: fileURLToPath(new URL('..', import.meta.url)),
    server: { port: appPort, strictPort: false },
    logLevel: 'warn',
    clearScreen: false,
  });
  await vite.listen();
  const { origin, port } = new URL(vite.resolvedUrls?.local[0] ?? '');
  if (port !== `${appPort}`) console.log(`Port ${appPort} is taken; the app uses ${port}.`);
  return { origin, close: () => vite.close() };
}

/** Serves the sandbox; where the usual port is taken, at any free one, and says so. */
async function serveEhr(options: Omit<ServeOptions, 'port'>): Promise<ServedSandbox> {
  try {
    return await serveSandbox({ ...options, port: sandboxPort });
  } catch (problem) {
    if (!isPortTaken(problem)) throw problem;
    console.log(`Port ${sandboxPort} is taken; the sandbox EHR uses another one.`);
    return serveSandbox({ ...options, port: 0 });
  }
}

const isPortTaken = (problem: unknown) =>
  problem instanceof Error && 'code' in problem && problem.code === 'EADDRINUSE';

/** The vendor that the sandbox is to be like, if any: `npm start -- --like epic`. Anything else ends the start with the usage. */
function vendorAsked(args: readonly string[]): { readonly like?: VendorName } {
  try {
    const { like } = parseArgs({ args: [...args], options: { like: { type: 'string' } } }).values;
    if (like === undefined) return {};
    if (isVendor(like)) return { like };
  } catch {
    // Said below.
  }
  console.error(`usage: npm start [-- --like ${Object.keys(vendors).join('|')}]`);
  return exit(2);
}

const asked = vendorAsked(argv.slice(2));
const app = await serveApp();
const ehr = await serveEhr({
  ...asked,
  charts,
  // Local calendar day, as the app counts it.
  today: new Date().toLocaleDateString('en-CA'),
  clients: [{ clientId: 'hepauth', redirectUris: [`${app.origin}/`] }],
  appLaunchUrl: `${app.origin}/launch/`,
});
console.log(
  `\nHepauth is ready. Open the sandbox EHR and choose a patient:\n\n  ${ehr.startPage}\n\nCtrl-C stops it.`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await Promise.all([app.close(), ehr.close()]);
    process.exit(0);
  });
