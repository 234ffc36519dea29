import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import type { Provenance } from '../facts/finding.ts';
import { type LaboratoryId, laboratoryIds } from '../facts/laboratory.ts';
import type { LeafName } from '../facts/leaves.ts';
import { exactGrade } from '../facts/performance-status.ts';
import {
  age,
  beside,
  dateInRecord,
  filledWith,
  type Hint,
  measuredInRecord,
  nothing,
  pointedAt,
  type Source,
  type Sourced,
  statedInRecord,
} from './source.ts';

type LaboratoryItem = LaboratoryId | `${LaboratoryId}-date`;

/** Each laboratory value, and its date. */
const laboratorySources = Object.fromEntries(
  laboratoryIds.flatMap((id): readonly (readonly [LaboratoryItem, Source])[] => [
    [id, ({ laboratories, asOf }) => measuredInRecord(laboratories[id].latest, asOf)],
    [`${id}-date`, ({ laboratories }) => dateInRecord(laboratories[id].latest)],
  ]),
) as Record<LaboratoryItem, Source>;

const leaf =
  (name: LeafName): Hint =>
  ({ leaves }) =>
    pointedAt(leaves[name]);

/** Items about liver function, performance and the course of the disease. */
export const clinicalSources = {
  ...laboratorySources,
  'child-pugh-class': childPughClass,
  'child-pugh-points': childPughPoints,
  'child-pugh-range': childPughRange,
  'albi-grade': albiGrade,
  ecog,
  'ecog-date': ({ performanceStatus }) => dateInRecord(performanceStatus),
  progressive: ({ leaves }) => statedInRecord(leaves.progressive),
  symptomatic: ({ leaves }) => statedInRecord(leaves.symptomatic),
} as const satisfies Readonly<Record<string, Source>>;

/** What stands beside the items that only a clinician fills: liver function, candidacy, course, plan and attestation. */
export const clinicalHints = {
  ascites: ({ comorbidity: { ascites } }) => beside(ascites.because, ascites.evidence),
  encephalopathy: ({ comorbidity: { encephalopathy } }) =>
    beside(encephalopathy.because, encephalopathy.evidence),
  'life-expectancy-at-least-3-months': () => nothing,
  'lung-shunt-percent': () => nothing,
  unresectable: leaf('unresectable'),
  'surgical-rationale': ({ leaves }) => beside('Only a clinician can say.', leaves.unresectable.support),
  'bridge-to-transplant': leaf('bridge-to-transplant'),
  'systemic-failed-symptoms': leaf('systemic-failed-symptoms'),
  'systemic-not-candidate': leaf('systemic-not-candidate'),
  'chemo-refractory': leaf('chemo-refractory'),
  'chemo-not-candidate': leaf('chemo-not-candidate'),
  'systemic-rationale': ({ systemic }) =>
    beside(
      'Only a clinician can say.',
      systemic.flatMap(({ termination, evidence }) => (termination === undefined ? [] : evidence)),
    ),
  'liver-dominant': leaf('liver-dominant'),
  diffuse: leaf('diffuse'),
  'alternatives-considered': () => nothing,
  'follow-up-plan': () => nothing,
  attested: () => nothing,
  'attestation-remark': () => nothing,
} as const satisfies Readonly<Record<string, Hint>>;

/** Filled only where every possible sum is in one class. */
function childPughClass({ scores: { childPugh } }: ClinicalFacts): Sourced {
  const [only, second] = childPugh?.classes ?? [];
  if (!childPugh || !only) return beside('Too little is recorded to calculate it.');
  if (second) return beside(`Class ${childPugh.classes.join(' or ')} is possible.`, childPugh.evidence);
  const value = { kind: 'option' as const, code: `child-pugh-${only.toLowerCase()}` };
  return filledWith(value, calculated('Child-Pugh', childPugh.evidence), noteOf(childPugh.notes));
}

/** Filled only where the sum is one number. */
function childPughPoints({ scores: { childPugh } }: ClinicalFacts): Sourced {
  if (!childPugh) return beside('Too little is recorded to calculate it.');
  const { low, high, evidence, notes } = childPugh;
  if (low !== high) return beside(`${low} to ${high} points are possible.`, evidence);
  return filledWith({ kind: 'integer', value: low }, calculated('Child-Pugh', evidence), noteOf(notes));
}

function childPughRange({ scores: { childPugh } }: ClinicalFacts): Sourced {
  if (!childPugh) return beside('Too little is recorded to calculate it.');
  const { low, high, classes, points, evidence, notes } = childPugh;
  const open = Object.entries(points).flatMap(([name, item]) => (item.low === item.high ? [] : [name]));
  const value = [`${low} to ${high} points, class ${classes.join(' or ')}.`, ...notes];
  if (open.length > 0) value.push(`Not settled: ${open.join(', ')}.`);
  return filledWith({ kind: 'string', value: value.join(' ') }, calculated('Child-Pugh', evidence));
}

function albiGrade({ scores: { albi } }: ClinicalFacts): Sourced {
  if (!albi) return beside('Bilirubin or albumin is missing.');
  const { grade, score, evidence } = albi;
  if (grade === null) return beside('More than one grade is possible.', evidence);
  const note = score === null ? undefined : `score ${score}`;
  return filledWith({ kind: 'integer', value: grade }, calculated('ALBI', evidence), { note });
}

function ecog({ performanceStatus: latest, asOf }: ClinicalFacts): Sourced {
  if (latest.state === 'open') return beside(latest.because, latest.support);
  const grade = exactGrade(latest.value);
  if (grade === undefined || grade > 4)
    return beside('The recorded grade is no single one from 0 to 4.', latest.evidence);
  const notes = [
    latest.value.scale === 'karnofsky' ? 'converted from Karnofsky' : undefined,
    age(latest, asOf),
  ];
  return filledWith({ kind: 'integer', value: grade }, latest.evidence, { on: latest.on, ...noteOf(notes) });
}

function noteOf(notes: readonly (string | undefined)[]): { readonly note?: string } {
  const said = notes.filter((note) => note !== undefined);
  return said.length > 0 ? { note: said.join(', ') } : {};
}

function calculated(rule: string, from: readonly Provenance[]): readonly Provenance[] {
  return [{ kind: 'derived', rule, from }];
}
