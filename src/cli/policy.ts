import { parseArgs } from 'node:util';
import { mappings, policies } from '../catalogue/catalogue.ts';
import { draftPolicies } from '../catalogue/draft-policies.ts';
import { policyFor } from '../catalogue/policy-for.ts';
import { assess } from '../core/assess.ts';
import { policyInWords } from '../core/policy/in-words.ts';
import type { Policy } from '../core/policy/policy.ts';
import { calendarMistakes, policyMistakes } from '../core/policy/policy-check.ts';
import { answersIn, chartIn } from './chart-file.ts';
import { explanation } from './explain.ts';
import { policyDiff } from './policy-diff.ts';
import { dayFrom, requested } from './requested.ts';
import { run, UsageError } from './usage-error.ts';

const usage =
  'usage: npm run --silent policy -- check | explain CHART.json | diff POLICY POLICY CHART.json   [--as-of YYYY-MM-DD] [--answers ANSWERS.json] [--therapy T] [--site S] [--policy ID]';

const all: readonly Policy[] = [...policies, ...draftPolicies];

run(() => {
  const { command, rest, options } = commandLine(process.argv.slice(2));
  if (command === 'check' && rest.length === 0) return check();
  if (command === 'explain' && rest.length === 1) return explain(rest[0] ?? '', options);
  if (command === 'diff' && rest.length === 3) return diff(rest, options);
  throw new UsageError(usage);
});

function check(): void {
  const mistakes = [
    ...all.flatMap((policy) => policyMistakes(policy, mappings).map((mistake) => `${policy.id}: ${mistake}`)),
    ...calendarMistakes(all),
  ];
  for (const policy of all) process.stdout.write(`${policyInWords(policy).join('\n')}\n\n`);
  for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
  process.stdout.write(`${all.length} policies, ${mistakes.length} mistakes\n`);
  if (mistakes.length > 0) process.exitCode = 1;
}

type Options = ReturnType<typeof commandLine>['options'];

function explain(file: string, { policy: id, ...options }: Options): void {
  const record = chartIn(file);
  const given = assessOptions(options);
  const choice = policyFor(record, given.edits, all, { id, asOf: given.asOf });
  if (!choice.policy) throw new UsageError(`--policy: ${choice.because}`);
  process.stdout.write(`${explanation(assess(record, choice.policy, { ...given, mappings }))}\n`);
}

function diff([a = '', b = '', file = '']: readonly string[], options: Options): void {
  process.stdout.write(`${policyDiff(named(a), named(b), chartIn(file), assessOptions(options))}\n`);
}

function named(id: string): Policy {
  const policy = all.find((each) => each.id === id);
  if (!policy)
    throw new UsageError(`${id}: no such policy; known are ${all.map((each) => each.id).join(', ')}`);
  return policy;
}

function assessOptions({ asOf, answers, therapy, site }: Omit<Options, 'policy'>) {
  return { asOf, therapy, site, edits: answers === undefined ? [] : answersIn(answers, asOf) };
}

function commandLine(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { therapy: text, site: text, policy: text, 'as-of': text, answers: text },
    });
    const [command, ...rest] = positionals;
    const { policy, answers } = values;
    return {
      command,
      rest,
      options: { policy, answers, asOf: dayFrom(values['as-of']), ...requested(values) },
    };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(usage);
  }
}
