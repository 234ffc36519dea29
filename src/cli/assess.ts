import { parseArgs } from 'node:util';
import { mappings, policies } from '../catalogue/catalogue.ts';
import { draftPolicies } from '../catalogue/draft-policies.ts';
import { policyFor } from '../catalogue/policy-for.ts';
import { liverDirectedTherapy } from '../catalogue/questionnaires.ts';
import { assess } from '../core/assess.ts';
import { assessmentJson } from '../core/assessment-json.ts';
import { questionnaireResponse } from '../core/form/questionnaire-response.ts';
import { answersIn, chartIn } from './chart-file.ts';
import { dayFrom, requested } from './requested.ts';
import { run, UsageError } from './usage-error.ts';

const usage =
  'usage: npm run --silent assess -- CHART.json [--therapy tare|tace|deb-tace|tae] [--policy ID] [--as-of YYYY-MM-DD] [--answers ANSWERS.json] [--site liver|other] [--pretty]';

run(() => {
  const {
    chart,
    therapy,
    site,
    policy: policyId,
    asOf,
    answers: answersFile,
    pretty,
  } = commandLine(process.argv.slice(2));
  const record = chartIn(chart);
  const edits = answersFile === undefined ? [] : answersIn(answersFile, asOf);
  const choice = policyFor(record, edits, [...policies, ...draftPolicies], { id: policyId, asOf });
  if (!choice.policy) throw new UsageError(`--policy: ${choice.because}`);
  const questionnaire = liverDirectedTherapy;
  const assessment = assess(record, choice.policy, { asOf, edits, mappings, therapy, site, questionnaire });
  const response = questionnaireResponse(assessment.draft, questionnaire, {
    authored: asOf,
    author: edits[0]?.by,
  });
  const output = assessmentJson(assessment, choice.selectedBy, response);
  process.stdout.write(`${JSON.stringify(output, null, pretty ? 2 : undefined)}\n`);
});

function commandLine(argv: readonly string[]) {
  const { values, positionals } = parsedArguments(argv);
  const [chart, extra] = positionals;
  if (chart === undefined || extra !== undefined) throw new UsageError(usage);
  const { policy, answers, pretty = false } = values;
  return { chart, asOf: dayFrom(values['as-of']), policy, answers, pretty, ...requested(values) };
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
