import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { defaultPolicy, mappings, policies } from '../catalogue/catalogue.ts';
import { assess } from '../core/assess.ts';
import { assessmentJson } from '../core/assessment-json.ts';
import { AnswerError, answersOf, checkedEdit, type Edits } from '../core/facts/answers.ts';
import { chosenCoverage, payerOf } from '../core/facts/coverage.ts';
import { dateSpan } from '../core/fhir/date-span.ts';
import { policyInForce } from '../core/policy/in-force.ts';
import { Therapy } from '../core/policy/policy.ts';
import { bundleContents } from '../core/record/bundle.ts';
import { ChartError, parseRecord } from '../core/record/patient-record.ts';

const usage =
  'usage: npm run --silent assess -- CHART.json [--therapy tare|tace|deb-tace|tae] [--policy ID] [--as-of YYYY-MM-DD] [--answers ANSWERS.json] [--site liver|other] [--pretty]';

/** The call or a file is not usable; the message is one line that says which file, which path in it, and what was expected. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

function main(argv: readonly string[]): void {
  const { chart, therapy, site, policy: policyId, asOf, answers: answersFile, pretty } = commandLine(argv);
  const contents = inFile(chart, () => bundleContents(json(chart)));
  const record = inFile(chart, () =>
    parseRecord(contents.resources, { base: contents.base, unread: contents.unread }),
  );
  const edits = answersFile === undefined ? [] : answersIn(answersFile, asOf);
  const answers = answersOf(edits);
  const { coverage } = chosenCoverage(record, answers, asOf);
  const on = answers.get('planned-date')?.value ?? asOf;
  const payer = coverage && payerOf(coverage, record);
  const choice = policyInForce(policies, { id: policyId, payer, on, otherwise: defaultPolicy });
  if (!choice.policy) throw new UsageError(`--policy: ${choice.because}`);
  const assessment = assess(record, choice.policy, { asOf, edits, mappings, therapy, site });
  const output = assessmentJson(assessment, choice.selectedBy, null);
  process.stdout.write(`${JSON.stringify(output, null, pretty ? 2 : undefined)}\n`);
}

function commandLine(argv: readonly string[]) {
  const { values, positionals } = parsedArguments(argv);
  const [chart, extra] = positionals;
  if (chart === undefined || extra !== undefined) throw new UsageError(usage);
  const asOf = values['as-of'] ?? new Date().toISOString().slice(0, 10);
  const day = dateSpan(asOf);
  if (!day || day.first !== asOf) throw new UsageError('--as-of: expected a date such as 2025-06-16');
  const therapy = z.safeParse(z.optional(Therapy), values.therapy);
  if (!therapy.success) throw new UsageError('--therapy: expected tare, tace, deb-tace or tae');
  const site = z.safeParse(z.optional(z.enum(['liver', 'other'])), values.site);
  if (!site.success) throw new UsageError('--site: expected liver or other');
  return {
    chart,
    asOf,
    therapy: therapy.data,
    site: site.data,
    policy: values.policy,
    answers: values.answers,
    pretty: values.pretty ?? false,
  };
}

function parsedArguments(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        therapy: text,
        site: text,
        policy: text,
        'as-of': text,
        answers: text,
        pretty: { type: 'boolean' },
      },
    });
  } catch {
    throw new UsageError(usage);
  }
}

function json(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: cannot be read; expected a JSON file`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UsageError(`${file}: not JSON; expected a FHIR R4 Bundle in JSON`);
  }
}

const AnswerFile = z.strictObject({
  practitioner: z.string().check(z.minLength(1)),
  answers: z.record(z.string(), z.unknown()),
});

function answersIn(file: string, asOf: string): Edits {
  const parsed = z.safeParse(AnswerFile, json(file));
  if (!parsed.success)
    throw new UsageError(
      `${file}: expected {"practitioner": "Practitioner/x", "answers": {QUESTION: value}}`,
    );
  const { practitioner, answers } = parsed.data;
  return inFile(file, () =>
    Object.entries(answers).map(([question, value]) => checkedEdit(question, value, practitioner, asOf)),
  );
}

function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ChartError || error instanceof AnswerError)
      throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof RangeError)
      throw new UsageError(`${file}: nested too deeply; expected a FHIR R4 Bundle`);
    throw error;
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
