import { references } from '../../../src/core/facts/finding.ts';
import { tumorKinds } from '../../../src/core/facts/tumor-type.ts';
import {
  type Course,
  chart,
  concept,
  condition,
  diseaseStatus,
  type Json,
  observation,
  warning,
} from '../../support/chart.ts';
import { assessed } from '../../support/facts.ts';

type Options = Parameters<typeof condition>[1];
type Extra = Options & { readonly id?: string };
const of =
  (codes: string | readonly string[], id: string) =>
  (more: Extra = {}): Json =>
    condition(codes, { id, ...more });

export const hcc = of('icd C22.0', 'hcc');
export const icc = of('sct 109842005', 'icc');
export const mets = of('icd C78.7', 'mets');
export const netMets = of('icd C7B.02', 'net-mets');
export const colon = of('icd C18.7', 'colon');
export const net = of('icd C7A.012', 'net');
export const melanoma = of('icd C43.59', 'melanoma');
export const breast = of('icd C50.911', 'breast');
export const provisional = { verification: 'provisional' } as const;
export const resolved = { clinical: 'resolved' } as const;
export const unread = warning({ severity: 'error', code: 'forbidden', diagnostics: 'Condition' });
export { type Course, chart, concept, condition, diseaseStatus, type Json, observation };

/** What the record says of each kind, in one line: the word, why it is open, and the records it rests on. */
export function said(resources: readonly Json[], answers: Json = {}): Readonly<Record<string, string>> {
  const { kinds } = assessed(chart(...resources), { answers }).facts.tumor;
  return Object.fromEntries(
    tumorKinds.map((kind) => {
      const { truth, gap, evidence, support } = kinds[kind];
      const shown = references(truth === 'open' ? support : evidence).map((each) =>
        each.replace('Condition/', ''),
      );
      return [kind, [truth === 'open' ? gap : truth, ...shown].join(' ')];
    }),
  );
}
