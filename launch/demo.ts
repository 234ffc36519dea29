import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { charts } from './sandbox/charts.ts';
import { type ServedSandbox, type ServeOptions, serveSandbox } from './sandbox/serve.ts';

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

const app = await serveApp();
const ehr = await serveEhr({
  charts,
  // Local calendar day, as the app counts it.
  today: new Date().toLocaleDateString('en-CA'),
  clients: [{ clientId: 'hepauth', redirectUris: [`${app.origin}/`] }],
  appLaunchUrl: `${app.origin}/launch/`,
});
console.log(
  `\nHepauth is ready. Open the sandbox EHR and choose a patient:\n\n  ${ehr.origin}/\n\nCtrl-C stops it.`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await Promise.all([app.close(), ehr.close()]);
    process.exit(0);
  });
