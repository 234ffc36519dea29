// The one command behind `npm test` and the build machine. It runs on plain Node before any package exists, so it is JavaScript.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../launch/ensure-installed.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = `${root}test/output/`;
const full = process.argv.includes('--full');
const stepLimit = (full ? 30 : 10) * 60_000;

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

process.chdir(root);
ensureInstalled();
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

const steps = [
  { name: 'browser', run: () => command('tsx', 'test/support/install-browser.ts') },
  { name: 'types', run: () => command('tsc', '--noEmit', '-p', 'tsconfig.json') },
  { name: 'types of the core', run: () => command('tsc', '--noEmit', '-p', 'src/core/tsconfig.json') },
  { name: 'lint', run: () => command('biome', 'check', '--error-on-warnings', '.') },
  { name: 'unit and screen tests', run: () => tests('unit', 'screen') },
  { name: 'production build', run: () => command('vite', 'build', '--logLevel', 'warn') },
  { name: 'tests of the build', run: () => tests('build') },
  { name: 'browser walks', run: () => tests('walks') },
  ...(full ? [{ name: 'full matrix', run: () => tests('full') }] : []),
];

const results = [];
for (const { name, run } of steps) {
  console.log(`\n── ${name}`);
  const start = Date.now();
  results.push({ name, ...(await run()), seconds: (Date.now() - start) / 1000 });
}
const total = sum(results);
console.log(`\n${summary(results)}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs one installed tool; it counts as one test that passes or fails. */
async function command(tool, ...words) {
  const ok = await runTool(tool, words);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** Runs test projects and counts their tests; a run that breaks outside its tests counts as one failure more. */
async function tests(...projects) {
  const report = `${output}${projects.join('-')}.json`;
  const words = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ok = await runTool('vitest', [...words, ...projects.flatMap((name) => ['--project', name])]);
  const count = countOf(report);
  return ok || count.failed > 0 ? count : { ...count, failed: 1 };
}

/** @returns {Count} what vitest reported; nothing when it died before it could report */
function countOf(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** @returns {Promise<boolean>} whether the tool ended well within the step's time */
function runTool(tool, words) {
  return new Promise((resolve) => {
    const child = spawn(`${root}node_modules/.bin/${tool}`, words, {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
      timeout: stepLimit,
    });
    child.on('error', ({ message }) => {
      console.log(message);
      resolve(false);
    });
    child.on('exit', (code, signal) => {
      if (signal !== null)
        console.log(`${tool} was stopped by ${signal}; a step may take ${stepLimit / 60_000} minutes`);
      resolve(code === 0);
    });
  });
}

/** @returns {Count} */
function sum(counts) {
  const add = (key) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}

function summary(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const line = ({ name, passed, failed, skipped, seconds }) =>
    `${failed > 0 ? '✗' : '✓'} ${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed, ${skipped} skipped`;
  return results.map(line).join('\n');
}
