import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { serverFiles } from '../../launch/headers/server-files.ts';
import { readDeployment, vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { connectOrigins } from '../../src/ehr/deployment.ts';

/** The built app behind a web server that sends what the generated `_headers` say. */
export interface GuardedApp {
  readonly origin: string;
  readonly policy: string;
  /** Adds a page that is not ours, under the very same headers. */
  plant(path: string, html: string): void;
  close(): Promise<void>;
}

const execute = promisify(execFile);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The app built for one deployment, an EHR at `issuer`: where it lies, and what a server must know to guard it. */
export async function builtFor(
  issuer: string,
  like = 'sandbox',
): Promise<{ readonly outDir: string; readonly connect: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'hepauth-guarded-'));
  const deployment = {
    id: 'guarded',
    development: true,
    ehrs: [{ id: 'guarded', like, name: 'An EHR', issuers: [issuer], clientId: 'hepauth' }],
  };
  const file = join(folder, 'guarded.json');
  writeFileSync(file, JSON.stringify(deployment));
  const outDir = join(folder, 'dist');
  // A process of its own: within a test run everything would be built for development.
  await execute(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--mode', 'demo', '--outDir', outDir, '--logLevel', 'error'],
    {
      env: { ...process.env, NODE_ENV: 'production', HEPAUTH_DEPLOYMENT: file },
    },
  );
  const { profiles } = readDeployment('guarded.json', deployment, vendorProfiles);
  return { outDir, connect: connectOrigins(profiles) };
}

/** Builds the app for the EHR at `issuer`, the sandbox unless told otherwise, and serves it on this machine. */
export async function guardedApp(
  issuer: string,
  { frameAncestors = [] as readonly string[], like = 'sandbox' } = {},
): Promise<GuardedApp> {
  const { outDir, connect } = await builtFor(issuer, like);
  const [hosted] = serverFiles('guarded', { connect, frameAncestors });
  const rules = rulesIn(hosted?.text ?? '');
  const planted = new Map<string, string>();

  const server = createServer(({ url = '/' }, answer) => {
    const path = new URL(url, 'http://localhost').pathname;
    for (const rule of rules.filter(({ covers }) => covers(path)))
      for (const [name, value] of rule.headers) answer.setHeader(name, value);
    const page = planted.get(path);
    if (page !== undefined) {
      answer.writeHead(200, { 'content-type': types[extname(path)] ?? types['.html'] }).end(page);
      return;
    }
    const asked = normalize(join(outDir, path.endsWith('/') ? `${path}index.html` : path));
    if (!asked.startsWith(outDir) || !statSync(asked, { throwIfNoEntry: false })?.isFile()) {
      answer.writeHead(404).end();
      return;
    }
    answer.writeHead(200, { 'content-type': types[extname(asked)] ?? 'application/octet-stream' });
    answer.end(readFileSync(asked));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    policy:
      rules.flatMap(({ headers }) => headers).find(([name]) => name === 'Content-Security-Policy')?.[1] ?? '',
    plant: (path, html) => void planted.set(path, html),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Rule {
  readonly covers: (path: string) => boolean;
  readonly headers: readonly (readonly [string, string])[];
}

/** Reads a `_headers` file as static hosts do. */
function rulesIn(text: string): readonly Rule[] {
  const blocks = text.split(/\n(?=\/)/).filter((block) => block.startsWith('/'));
  return blocks.map((block) => {
    const [pattern = '', ...lines] = block.split('\n');
    const covers = (path: string) =>
      pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
    const headers = lines.flatMap((line) => {
      const [, name, value] = /^ {2}([A-Za-z-]+): (.+)$/.exec(line) ?? [];
      return name !== undefined && value !== undefined ? [[name, value] as const] : [];
    });
    return { covers, headers };
  });
}
