// A test runner for Stryker. To start Vitest for each of five thousand mutants costs many times what the tests cost; this one imports
// the core's tests once per process and calls those that reach a mutant, until one of them fails.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { register } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { register as registerTypeScript } from 'tsx/esm/api';
import { collect, tests } from './suite.mjs';

/** Where the tests of the measured rooms lie; form and paper lie above them. */
const places = [
  'test/core/fhir',
  'test/core/record',
  'test/core/facts',
  'test/core/policy',
  'test/policy-cases.test.ts',
  'test/mutation',
];

const here = (/** @type {string} */ name) => new URL(name, import.meta.url).href;

/** Sends the tests' imports to our stand-ins. Runs in Node's loader, hence as text. */
const standIns = `export async function resolve(specifier, context, next) {
  if (specifier === 'vitest') return { url: '${here('./suite.mjs')}', shortCircuit: true };
  if (specifier === 'fast-check' && !context.parentURL?.endsWith('/few-cases.mjs'))
    return { url: '${here('./few-cases.mjs')}', shortCircuit: true };
  return next(specifier, context);
}`;

/** @returns {string[]} */
function testFiles() {
  return places.flatMap((place) => {
    if (!existsSync(place)) return [];
    if (statSync(place).isFile()) return [place];
    const inside = readdirSync(place, { recursive: true, encoding: 'utf8' }).sort();
    return inside.filter((path) => path.endsWith('.test.ts')).map((path) => join(place, path));
  });
}

/** @typedef {import('@stryker-mutator/api/test-runner').TestRunner} TestRunner */

/** @implements {TestRunner} */
class WarmRunner {
  #isLoaded = false;
  /** The tests that killed a mutant last, the latest first: neighbours often die by the same one. @type {string[]} */
  #killers = [];
  /** @type {Map<string, number>} */
  #milliseconds = new Map();
  /** What the mutated code looks at. @type {Record<string, any>} */
  #switches;

  constructor() {
    const shared = /** @type {Record<string, any>} */ (globalThis);
    shared[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
    this.#switches = shared[INSTRUMENTER_CONSTANTS.NAMESPACE];
  }

  /** Nothing is to be reloaded: code that runs only while a module is imported is not mutated (`ignoreStatic`). */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    registerTypeScript();
    register(`data:text/javascript,${encodeURIComponent(standIns)}`);
  }

  /** @type {TestRunner['dryRun']} */
  async dryRun() {
    this.#switches.activeMutant = undefined;
    await this.#load();
    return { ...(await this.#run(tests, true)), mutantCoverage: this.#switches.mutantCoverage };
  }

  /** @type {TestRunner['mutantRun']} */
  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, disableBail }) {
    Object.assign(this.#switches, { hitCount: 0, hitLimit, currentTestId: undefined });
    if (mutantActivation === 'static')
      throw new Error('a warm process cannot import again: set ignoreStatic');
    await this.#load();
    this.#switches.activeMutant = activeMutant.id;
    const wanted = new Set(testFilter);
    const room = roomOf(activeMutant.fileName);
    const reaching = tests.filter(({ id, file }) => wanted.has(id) && roomOf(file) === room);
    const chosen = this.#inGoodOrder(reaching, activeMutant.fileName);
    const result = await this.#run(chosen, disableBail);
    this.#switches.activeMutant = undefined;
    return toMutantRunResult(determineHitLimitReached(this.#switches.hitCount, hitLimit) ?? result);
  }

  async #load() {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    for (const path of testFiles()) await collect(path, () => import(pathToFileURL(path).href));
  }

  /**
   * Those first that killed lately, then those of the file of the same name, then the quick ones.
   *
   * @param {import('./suite.mjs').Test[]} chosen @param {string} mutated
   */
  #inGoodOrder(chosen, mutated) {
    const subject = basename(mutated, '.ts');
    const rank = (/** @type {import('./suite.mjs').Test} */ { id, file }) => {
      const at = this.#killers.indexOf(id);
      if (at >= 0) return at;
      return (basename(file).startsWith(subject) ? 1e4 : 2e4) + (this.#milliseconds.get(id) ?? 0);
    };
    return chosen
      .map((test) => ({ test, rank: rank(test) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ test }) => test);
  }

  /** @param {import('./suite.mjs').Test[]} chosen @param {boolean} toTheEnd */
  async #run(chosen, toTheEnd) {
    /** @type {import('@stryker-mutator/api/test-runner').TestResult[]} */
    const results = [];
    for (const { id, name, file, run, expectsFailure } of chosen) {
      this.#switches.currentTestId = id;
      const start = performance.now();
      const failure = await failureOf(run, expectsFailure);
      const timeSpentMs = performance.now() - start;
      this.#milliseconds.set(id, timeSpentMs);
      const told = { id, name, timeSpentMs, fileName: file };
      if (failure === undefined) results.push({ ...told, status: TestStatus.Success });
      else {
        results.push({ ...told, status: TestStatus.Failed, failureMessage: failure });
        if (toTheEnd) continue;
        this.#killers = [id, ...this.#killers.filter((each) => each !== id)].slice(0, 50);
        break;
      }
    }
    this.#switches.currentTestId = undefined;
    return { status: /** @type {const} */ (DryRunStatus.Complete), tests: results };
  }
}

/**
 * Each room answers for itself: a mutant of the policy room is shown to the tests of that room alone, one of the facts to those of the
 * facts and what they rest on.
 *
 * @param {string} path
 */
function roomOf(path) {
  return /(core|mutation)[\\/]policy[\\/]|policy-cases/.test(path) ? 'policy' : 'facts';
}

/** @param {() => unknown} run @param {boolean} expectsFailure */
async function failureOf(run, expectsFailure) {
  try {
    await run();
  } catch (error) {
    return expectsFailure ? undefined : String(error);
  }
  return expectsFailure ? 'it was expected to fail' : undefined;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'warm', WarmRunner)];
