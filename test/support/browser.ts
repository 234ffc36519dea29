import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

/** Where `install-browser.ts` unpacks Chromium when the machine has no package manager that it may use. */
export const unpackedBrowser = fileURLToPath(new URL('../../.cache/browser/chromium', import.meta.url));

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium that browser tests drive: the one HEPAUTH_BROWSER names, else the machine's own, else the unpacked one; null when there is none. */
export function findBrowser(): string | null {
  const named = process.env.HEPAUTH_BROWSER;
  if (named && !isExecutable(named)) throw new Error(`HEPAUTH_BROWSER names ${named}, which cannot be run.`);
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...macApplications, unpackedBrowser].find(isExecutable) ?? null;
}

/** Starts a headless Chromium for a browser test; the caller closes it. Throws with what to do when the machine has none. */
export async function launchBrowser(
  options: Pick<LaunchOptions, 'ignoreDefaultArgs'> = {},
): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null)
    throw new Error(
      'No Chromium here: run `npm test` once, install chromium, or name one in HEPAUTH_BROWSER.',
    );
  // Chromium refuses its own sandbox to root, as which containers run, and the unpacked one ships without it.
  const bare = process.getuid?.() === 0 || executablePath === unpackedBrowser;
  return chromium.launch({ ...options, executablePath, args: bare ? [...flags, '--no-sandbox'] : flags });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
