// Runs on plain Node before any package exists, so it is JavaScript and imports nothing but Node's own modules.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Names the first package that the lockfile asks for and the tree lacks or holds in another version; null when the tree is whole.
 * Optional packages (the binaries of other platforms) may be absent.
 *
 * @param {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} wanted package-lock.json
 * @param {{ packages: Record<string, { version?: string, integrity?: string }> }} installed node_modules/.package-lock.json
 */
export function firstStale(wanted, installed) {
  for (const [place, want] of Object.entries(wanted.packages)) {
    if (!place.startsWith('node_modules/')) continue;
    const have = installed.packages[place];
    if (
      have === undefined ? !want.optional : have.version !== want.version || have.integrity !== want.integrity
    )
      return place.slice('node_modules/'.length);
  }
  return null;
}

/** Installs the locked packages when something is missing or out of date; touches neither disk nor network otherwise. Exits with a sentence when it cannot. */
export function ensureInstalled() {
  refuseOldNode();
  const because = whyInstall();
  if (because === null) return;
  process.stderr.write(`Installing packages (${because}) …\n`);
  // `npm run` names its own npm, which is right where several are installed; otherwise the one on the PATH.
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const { status } = spawnSync(program, [...first, 'ci', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: root,
    env: environmentForInstall(),
    // What npm says goes to standard error: a command's standard output may be its result.
    stdio: ['ignore', 2, 2],
    shell: program === 'npm' && process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write(
    'The packages could not be installed: npm ci failed. The first install needs a network connection.\n',
  );
  process.exit(1);
}

function whyInstall() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return 'none are here yet';
  const stale = firstStale(json(`${root}package-lock.json`), json(installed));
  return stale === null ? null : `${stale} is not at its locked version`;
}

/** NODE_ENV=production would leave the development tools out, and everything here needs them. */
function environmentForInstall() {
  const { NODE_ENV: _, ...environment } = process.env;
  return environment;
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Hepauth needs Node 20.19 or newer; this is Node ${process.versions.node}.\n`);
  process.exit(1);
}

/** @param {string} path */
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();
