// Stands for `vitest` while mutants are run: it collects the core's tests once, so that a warm process can call them again and again.
import {
  addCustomEqualityTesters,
  chai,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';

/** @typedef {{ id: string, name: string, file: string, run: () => unknown, expectsFailure: boolean }} Test */

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

/** Vitest's own assertions. */
export const expect = Object.assign(
  (/** @type {unknown} */ value, /** @type {string | undefined} */ message) => chai.expect(value, message),
  chai.expect,
);
setState({ assertionCalls: 0 }, /** @type {never} */ (expect));
addCustomEqualityTesters([]);

/** Every test, in the order of its file. @type {Test[]} */
export const tests = [];

let file = '';
/** @type {readonly string[]} */
let suites = [];

/** Collects the tests of one file, which it imports. @param {string} path @param {() => Promise<unknown>} load */
export async function collect(path, load) {
  file = path;
  await load();
}

/** @param {string} name @param {() => unknown} run @param {boolean} expectsFailure */
function add(name, run, expectsFailure) {
  const full = [...suites, name].join(' ');
  const twins = tests.filter((each) => each.file === file && each.name.startsWith(full)).length;
  const unique = twins === 0 ? full : `${full} [${twins + 1}]`;
  tests.push({ id: `${file}#${unique}`, name: unique, file, run, expectsFailure });
}

/** @typedef {(...values: any[]) => unknown} Work */

/** The test itself: options such as a time limit may stand before or behind it. @param {readonly unknown[]} given @returns {Work} */
const workIn = (given) => /** @type {Work} */ (given.find((each) => typeof each === 'function'));

/** A row of a table as arguments. @param {unknown} row */
const argumentsOf = (row) => (Array.isArray(row) ? row : [row]);

/** @param {boolean} expectsFailure */
const testsThat = (expectsFailure) =>
  Object.assign(
    (/** @type {string} */ name, /** @type {unknown[]} */ ...rest) => add(name, workIn(rest), expectsFailure),
    {
      /** @param {readonly unknown[]} table */
      each:
        (table) =>
        (/** @type {string} */ name, /** @type {unknown[]} */ ...rest) => {
          for (const row of table) add(name, () => workIn(rest)(...argumentsOf(row)), expectsFailure);
        },
    },
  );

export const it = Object.assign(testsThat(false), { fails: testsThat(true) });

/** @param {string} name @param {() => unknown} fill */
function suite(name, fill) {
  const outer = suites;
  suites = [...outer, name];
  fill();
  suites = outer;
}

export const describe = Object.assign(suite, {
  /** @param {readonly unknown[]} table */
  each: (table) => (/** @type {string} */ name, /** @type {Work} */ fill) => {
    for (const row of table) suite(name, () => fill(...argumentsOf(row)));
  },
});

/** Time limits are Stryker's business here. */
export const vi = { setConfig: () => {} };
