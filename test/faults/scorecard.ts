import type { ListedFault } from './fault-list.ts';

/** One test as the runner reports it: its full name, and how it ended. */
export interface RanTest {
  readonly file: string;
  readonly name: string;
  readonly passed: boolean;
}

/** How one fault stands. */
export interface Score {
  readonly fault: ListedFault;
  readonly held: boolean;
  readonly tests: readonly RanTest[];
  /** What was named and not found, or ran and failed. */
  readonly missing: readonly string[];
}

/** Holds the list against a run: a fault is held when each test named for it was run and passed. */
export function scores(faults: readonly ListedFault[], ran: readonly RanTest[]): readonly Score[] {
  return faults.map((fault) => {
    const found = fault.shown.map(({ file, test }) => ({
      wanted: `${file} ${test}`,
      tests: ran.filter((each) => each.file === file && test.test(each.name)),
    }));
    const missing = found
      .filter(({ tests }) => tests.length === 0 || tests.some(({ passed }) => !passed))
      .map(({ wanted }) => wanted);
    return { fault, held: missing.length === 0, tests: found.flatMap(({ tests }) => tests), missing };
  });
}

/** The scorecard as a document. */
export function scorecard(each: readonly Score[]): string {
  const held = each.filter((score) => score.held).length;
  const rows = each.map(({ fault, held: isHeld, tests }) => {
    const files = [...new Set(fault.shown.map(({ file }) => `\`${file.replace('test/', '')}\``))].join(', ');
    return `| ${fault.id} | ${fault.fault} | ${fault.outcome} | ${isHeld ? 'held' : '**open**'} | ${tests.length} in ${files} |`;
  });
  const details = each.flatMap(({ fault, tests }) => [
    `### ${fault.id}`,
    '',
    ...[...new Set(tests.map(({ name }) => `- ${name}`))],
    '',
  ]);
  return [
    '# Faults, and what becomes of them',
    '',
    'Every fault ends as *complete*, as *incomplete, hence unknown*, or *stopped with a reason*; none turns a criterion into "not met".',
    'Written by `npm run faults` from the tests that it runs; paths are under `test/`.',
    '',
    `**${held} of ${each.length} held.**`,
    '',
    '| | fault | what comes of it | | shown by |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '## The tests',
    '',
    ...details,
  ].join('\n');
}
