import { defaultPolicy, mappings, policies } from '../../src/catalogue/catalogue.ts';
import { type Assessment, assess } from '../../src/core/assess.ts';
import { assessmentJson } from '../../src/core/assessment-json.ts';
import { checkedEdit } from '../../src/core/facts/answers.ts';
import type { OrderChoice, Site, Therapy } from '../../src/core/facts/request.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { bundleContents } from '../../src/core/record/bundle.ts';
import { type PatientRecord, parseRecord } from '../../src/core/record/patient-record.ts';
import { chart, type Json, today } from './chart.ts';

export { mappings };

/** The policy that everything is judged by unless a test brings its own. */
export const med140: Policy = (() => {
  const found = policies.find(({ id }) => id === defaultPolicy);
  if (!found) throw new Error('there is no default policy');
  return found;
})();

export interface Asked {
  readonly therapy?: Therapy | undefined;
  readonly site?: Site | undefined;
  readonly order?: OrderChoice | undefined;
  readonly asOf?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly policy?: Policy;
}

/** A chart read as the command reads it. */
export function recordOf(bundle: unknown): PatientRecord {
  const { resources, ...contents } = bundleContents(bundle);
  return parseRecord(resources, contents);
}

/** Answers as edits of one practitioner, said today. */
export function edits(answers: Readonly<Record<string, unknown>>, at: string = today) {
  return Object.entries(answers).map(([question, value]) =>
    checkedEdit(question, value, 'Practitioner/dr', at),
  );
}

/** The assessment of a chart file. */
export function assessed(bundle: unknown, asked: Asked = {}): Assessment {
  const { therapy, site, order, asOf = today, answers = {}, policy = med140 } = asked;
  const options = { asOf, edits: edits(answers, asOf), mappings, therapy, site, order };
  return assess(recordOf(bundle), policy, options);
}

export type Printed = Omit<ReturnType<typeof assessmentJson>, 'criteria' | 'leaves'> & {
  readonly leaves: Readonly<Record<string, string>>;
  readonly criteria: readonly { readonly id: string; readonly verdict: string; readonly gap?: string }[];
};

/** The assessment as it is printed. */
export function printed(bundle: unknown, asked: Asked = {}): Printed {
  return assessmentJson(assessed(bundle, asked), 'default', null) as unknown as Printed;
}

/** The same, of these resources. */
export const judged = (resources: readonly Json[], asked: Asked = {}): Printed =>
  printed(chart(...resources), asked);

/** Verdict of every printed criterion by its id. */
export function verdicts({ criteria }: Printed): Readonly<Record<string, string>> {
  return Object.fromEntries(criteria.map(({ id, verdict }) => [id, verdict]));
}

/** The verdict of one leaf. */
export function leaf(name: string, resources: readonly Json[], asked: Asked = {}): string | undefined {
  return judged(resources, asked).leaves[name];
}

/** The verdict of one leaf of a chart file, then each record that was set aside, with its reason. */
export function leafAndIgnored(name: string, bundle: unknown): readonly (string | undefined)[] {
  const { leaves, ignored } = printed(bundle);
  return [leaves[name], ...ignored.map(({ reference, because }) => `${reference}: ${because}`)];
}
