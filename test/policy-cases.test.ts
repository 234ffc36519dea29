import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import med140Cases from '../mappings/policies/med140.cases.json' with { type: 'json' };
import { policies } from '../src/catalogue/catalogue.ts';
import { questions } from '../src/core/facts/answers.ts';
import { isLeafName } from '../src/core/facts/leaves.ts';
import type { Policy } from '../src/core/policy/policy.ts';
import {
  type Course,
  condition,
  daysAgo,
  diseaseStatus,
  ecog,
  type Json,
  type LabName,
  lab,
  order,
  prescription,
  today,
} from './support/chart.ts';
import { judged, verdicts } from './support/facts.ts';

const verdict = z.enum(['met', 'not-met', 'unknown']);
const code = z.string().check(z.regex(/^(ICD-10-CM|SNOMED CT|ICD-O-3|HCPCS|CPT|RxNorm) \S+$/));
const Fragment = z.union([
  z.strictObject({
    condition: code,
    words: z.string(),
    id: z.optional(z.string()),
    verification: z.optional(z.string()),
    histology: z.optional(code),
    primary: z.optional(z.string()),
  }),
  z.strictObject({ order: code, site: z.optional(code) }),
  z.strictObject({
    diseaseStatus: z.enum(['worsened', 'stable', 'improved', 'undetermined']),
    daysAgo: z.int(),
    about: z.optional(z.string()),
  }),
  z.strictObject({ prescription: code, words: z.string(), ended: z.optional(z.literal('no response')) }),
  z.strictObject({ ecog: z.int() }),
  z.strictObject({ lab: z.enum(['bilirubin', 'albumin', 'inr']), value: z.number(), unit: z.string() }),
]);
const Cases = z.strictObject({
  policy: z.string(),
  asOf: z.literal(today),
  note: z.string(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      chart: z.array(Fragment),
      therapy: z.optional(z.enum(['tare', 'tace', 'deb-tace', 'tae'])),
      site: z.optional(z.enum(['liver', 'other'])),
      answers: z.optional(z.record(z.string(), z.unknown())),
      expect: z.strictObject({
        verdict,
        conclusion: z.enum(['medically-necessary', 'investigational', 'undetermined']),
        criteria: z.optional(z.record(z.string(), verdict)),
        leaves: z.optional(z.record(z.string().check(z.refine(isLeafName)), verdict)),
        decisive: z.optional(z.array(z.array(z.string()))),
      }),
    }),
  ),
});
type Fragment = z.infer<typeof Fragment>;

const short: readonly (readonly [string, string])[] = [
  ['ICD-10-CM ', 'icd '],
  ['SNOMED CT ', 'sct '],
  ['ICD-O-3 ', 'icdo '],
  ['HCPCS ', 'hcpcs '],
  ['CPT ', 'cpt '],
  ['RxNorm ', 'rxnorm '],
];
const coded = (text: string): string =>
  short.reduce(
    (left, [long, brief]) => (left.startsWith(long) ? brief + left.slice(long.length) : left),
    text,
  );

function resource(fragment: Fragment): Json {
  if ('condition' in fragment) {
    const { verification, histology, primary, id } = fragment;
    return condition(coded(fragment.condition), {
      ...(id !== undefined && { id }),
      ...(verification !== undefined && { verification }),
      ...(histology !== undefined && { histology: coded(histology) }),
      ...(primary !== undefined && { primary: `Condition/${primary}` }),
    });
  }
  if ('order' in fragment)
    return order(coded(fragment.order), fragment.site === undefined ? {} : { site: coded(fragment.site) });
  if ('diseaseStatus' in fragment) {
    const { daysAgo: days, about } = fragment;
    return diseaseStatus(fragment.diseaseStatus as Course, {
      id: `status-${days}`,
      effectiveDateTime: daysAgo(days),
      ...(about !== undefined && { about: `Condition/${about}` }),
    });
  }
  if ('prescription' in fragment) {
    const ended = {
      status: 'stopped',
      statusReason: { coding: [{ system: 'http://snomed.info/sct', code: '266721009' }] },
    };
    return prescription(coded(fragment.prescription), fragment.ended === undefined ? {} : ended);
  }
  if ('ecog' in fragment) return ecog(fragment.ecog);
  return lab(fragment.lab as LabName, fragment.value, { unit: fragment.unit });
}

const sorted = (sets: readonly (readonly string[])[]) =>
  sets.map((set) => set.toSorted().join(' + ')).toSorted();
const policyOf = (id: string): Policy => {
  const found = policies.find((policy) => policy.id === id);
  if (!found) throw new Error(`no policy "${id}"`);
  return found;
};

describe.each([['med140.cases.json', med140Cases]] as const)('%s', (_, file) => {
  const { policy, cases } = z.parse(Cases, file);

  it.each(cases.map((each) => [each.name, each] as const))(
    '%s',
    (_, { chart, therapy, site, answers = {}, expect: wanted }) => {
      const output = judged(chart.map(resource), { therapy, site, answers, policy: policyOf(policy) });
      expect({ verdict: output.verdict, conclusion: output.conclusion }).toEqual({
        verdict: wanted.verdict,
        conclusion: wanted.conclusion,
      });
      expect(verdicts(output)).toMatchObject(wanted.criteria ?? {});
      expect(output.leaves).toMatchObject(wanted.leaves ?? {});
      if (wanted.decisive) expect(sorted(output.decisive)).toEqual(sorted(wanted.decisive));
    },
  );

  it('has one name for each case', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('asks only questions that exist', () => {
    for (const { answers = {} } of cases)
      for (const question of Object.keys(answers)) expect(Object.keys(questions)).toContain(question);
  });

  it('sees every criterion and every leaf met, not met and unknown', () => {
    const seen = new Map<string, Set<string>>();
    for (const { chart, therapy, site, answers = {} } of cases) {
      const output = judged(chart.map(resource), { therapy, site, answers });
      for (const [id, verdict] of [...Object.entries(verdicts(output)), ...Object.entries(output.leaves)])
        seen.set(id, (seen.get(id) ?? new Set()).add(verdict));
    }
    const missing = [...seen].flatMap(([id, found]) =>
      ['met', 'not-met', 'unknown'].filter((each) => !found.has(each)).map((each) => `${id} ${each}`),
    );
    expect(missing).toEqual([]);
  });
});
