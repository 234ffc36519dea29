import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The full names of tests that failed: a long log is read from its end. */
  readonly names?: readonly string[];
}

/** The part that is read of the report of a test project. */
interface Report {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numPendingTests?: number;
  readonly numTodoTests?: number;
  readonly testResults?: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

interface Step {
  readonly name: string;
  readonly run: () => Promise<Count>;
}

interface Result extends Count {
  readonly name: string;
  readonly seconds: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = `${root}test/output/reports/`;
const full = process.argv.includes('--full');
const minutesPerStep = full ? 30 : 10;

const steps: readonly Step[] = [
  { name: 'browser', run: () => tool('tsx', 'test/support/install-browser.ts') },
  { name: 'types', run: () => tool('tsc', '--noEmit', '-p', 'tsconfig.json') },
  { name: 'types of the core', run: () => tool('tsc', '--noEmit', '-p', 'src/core/tsconfig.json') },
  { name: 'lint', run: () => tool('biome', 'check', '--error-on-warnings', '.') },
  { name: 'unit and screen tests', run: () => tests('unit', 'screen') },
  { name: 'production build', run: () => tool('vite', 'build', '--logLevel', 'warn') },
  { name: 'tests of the build', run: () => tests('build') },
  { name: 'browser walks', run: () => tests('walks') },
  ...(full ? [{ name: 'full matrix', run: () => tests('full') }] : []),
];

/** Runs one installed tool; it counts as one test. */
async function tool(name: string, ...words: readonly string[]): Promise<Count> {
  const ok = await succeeds(name, words);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** Runs test projects and counts their tests; a run that breaks outside its tests is one failure more. */
async function tests(...projects: readonly string[]): Promise<Count> {
  const report = `${reports}${projects.join('-')}.json`;
  const words = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ok = await succeeds('vitest', [...words, ...projects.flatMap((name) => ['--project', name])]);
  const count = countIn(report);
  return ok || count.failed > 0 ? count : { ...count, failed: 1 };
}

/** What vitest reported; nothing when it died before it could report. */
function countIn(report: string): Count {
  try {
    const told = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = told;
    const names = (told.testResults ?? []).flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests, names };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** Whether an installed tool ends well within the time of a step. */
function succeeds(name: string, words: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(`${root}node_modules/.bin/${name}`, words, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
      timeout: minutesPerStep * 60_000,
    });
    child.on('error', ({ message }) => {
      console.log(message);
      resolve(false);
    });
    child.on('exit', (code, signal) => {
      if (signal !== null)
        console.log(`${name} was stopped (${signal}); a step has ${minutesPerStep} minutes`);
      resolve(code === 0);
    });
  });
}

const sum = (counts: readonly Count[], key: 'passed' | 'failed' | 'skipped') =>
  counts.reduce((total, count) => total + count[key], 0);

const closing = ({ passed, failed, skipped }: Count) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const results: Result[] = [];
for (const { name, run } of steps) {
  console.log(`\n── ${name}`);
  const start = Date.now();
  results.push({ name, ...(await run()), seconds: (Date.now() - start) / 1000 });
}
console.log();
for (const { name, seconds, ...count } of results)
  console.log(
    `${count.failed > 0 ? '✗' : '✓'} ${name.padEnd(22)} ${seconds.toFixed(1).padStart(6)} s  ${closing(count)}`,
  );
for (const name of results.flatMap(({ names = [] }) => names)) console.log(`  failed: ${name}`);
const total = {
  passed: sum(results, 'passed'),
  failed: sum(results, 'failed'),
  skipped: sum(results, 'skipped'),
};
console.log(`\n${closing(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
