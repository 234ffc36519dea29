import type { Verdict } from '../../../src/core/policy/verdict.ts';

/**
 * The criteria of the policy written down a second time, by hand and in three-valued logic of its own: what the product says is held
 * against it.
 */
export type LeafVerdicts = Readonly<Record<string, Verdict>>;
type Rule = (leaves: LeafVerdicts) => Verdict;

const leaf =
  (name: string): Rule =>
  (leaves) =>
    leaves[name] ?? 'unknown';

const rank = { 'not-met': 0, unknown: 1, met: 2 } as const;
const byRank: readonly Verdict[] = ['not-met', 'unknown', 'met'];
const least = (verdicts: readonly Verdict[]): Verdict =>
  byRank[Math.min(...verdicts.map((verdict) => rank[verdict]))] ?? 'unknown';
const most = (verdicts: readonly Verdict[]): Verdict =>
  byRank[Math.max(...verdicts.map((verdict) => rank[verdict]))] ?? 'unknown';
const and =
  (...rules: readonly Rule[]): Rule =>
  (leaves) =>
    least(rules.map((rule) => rule(leaves)));
const or =
  (...rules: readonly Rule[]): Rule =>
  (leaves) =>
    most(rules.map((rule) => rule(leaves)));

const unresectable = leaf('unresectable');
const netBehaviour = and(leaf('liver-dominant'), leaf('diffuse'), leaf('symptomatic'));
const netSystemic = or(leaf('systemic-failed-symptoms'), leaf('systemic-not-candidate'));
const crcBehaviour = and(leaf('liver-dominant'), leaf('progressive'), leaf('diffuse'));
const crcSystemic = or(leaf('chemo-refractory'), leaf('chemo-not-candidate'));
const net = and(leaf('dx.net-liver-mets'), unresectable, netBehaviour, netSystemic);
const crc = and(leaf('dx.crc-liver-mets'), unresectable, crcBehaviour, crcSystemic);
const melanoma = and(leaf('dx.melanoma-liver-mets'), unresectable, crcBehaviour);
const hcc = and(leaf('dx.hcc'), unresectable);
const bridge = and(leaf('dx.hcc'), leaf('bridge-to-transplant'));
const icc = and(leaf('dx.icc'), unresectable);
const metastases = or(net, crc, melanoma);
const liver = or(hcc, bridge, metastases, icc);
const elsewhere = leaf('site.not-liver');

const below: Readonly<Record<string, Rule>> = {
  'I.A': elsewhere,
  'I.B': liver,
  'I.B.1': hcc,
  'I.B.2': bridge,
  'I.B.3': metastases,
  'I.B.3.a': net,
  'I.B.3.a.i': netBehaviour,
  'I.B.3.a.ii': netSystemic,
  'I.B.3.b': crc,
  'I.B.3.b.i': crcBehaviour,
  'I.B.3.b.ii': crcSystemic,
  'I.B.3.c': melanoma,
  'I.B.4': icc,
};

const anywhere = or(elsewhere, liver);

function gated(inside: Verdict, therapy: string | undefined, own: readonly string[]): Verdict {
  if (therapy !== undefined) return own.includes(therapy) ? inside : 'not-met';
  return inside === 'not-met' ? 'not-met' : 'unknown';
}

/** Verdict of every node for these leaves and this therapy. */
export function expectedVerdicts(
  leaves: LeafVerdicts,
  therapy: string | undefined,
): Readonly<Record<string, Verdict>> {
  return {
    I: gated(anywhere(leaves), therapy, ['tare']),
    ...Object.fromEntries(Object.entries(below).map(([id, rule]) => [id, rule(leaves)])),
    II: gated('met', therapy, ['tae']),
    III: gated('met', therapy, ['tace', 'deb-tace']),
  };
}

/** The verdict on coverage. */
export function expectedVerdict(leaves: LeafVerdicts, therapy: string | undefined): Verdict {
  return most([
    gated(anywhere(leaves), therapy, ['tare']),
    gated('met', therapy, ['tae']),
    gated('met', therapy, ['tace', 'deb-tace']),
  ]);
}

/** Questions of one leaf each, answered by yes or no. */
export const booleanQuestions = [
  'unresectable',
  'bridge-to-transplant',
  'liver-dominant',
  'diffuse',
  'progressive',
  'symptomatic',
  'systemic-failed-symptoms',
  'systemic-not-candidate',
  'chemo-refractory',
  'chemo-not-candidate',
] as const;

export const tumorTypes = [
  'hcc',
  'icc',
  'net-liver-mets',
  'crc-liver-mets',
  'melanoma-liver-mets',
  'other',
] as const;

/** The leaves after these answers. */
export function answeredLeaves(
  leaves: LeafVerdicts,
  answers: Readonly<Record<string, boolean | string>>,
): LeafVerdicts {
  const next: Record<string, Verdict> = { ...leaves };
  for (const [question, value] of Object.entries(answers)) {
    if (question === 'tumor-type')
      for (const type of tumorTypes)
        if (type !== 'other') next[`dx.${type}`] = type === value ? 'met' : 'not-met';
    if (typeof value === 'boolean') next[question] = value ? 'met' : 'not-met';
  }
  return next;
}

/** The tumor types that the record leaves open; one that it excludes is not held out as a way to a yes. */
export function openTypes(leaves: LeafVerdicts): readonly string[] {
  return tumorTypes.filter((type) => leaves[`dx.${type}`] === 'unknown');
}

/** All minimal sets of open questions with an answer that makes the verdict met, by trying every set and every answer. */
export function bruteForceDecisive(
  leaves: LeafVerdicts,
  therapy: string | undefined,
): readonly (readonly string[])[] {
  if (therapy === undefined || expectedVerdict(leaves, therapy) !== 'unknown') return [];
  const open: string[] = booleanQuestions.filter((question) => leaves[question] === 'unknown');
  const types = openTypes(leaves);
  if (types.length > 0) open.push('tumor-type');
  const found: string[][] = [];
  const bySize = Array.from({ length: 2 ** open.length }, (_, bits) =>
    open.filter((_, index) => (bits >> index) & 1),
  ).toSorted((a, b) => a.length - b.length);
  for (const set of bySize) {
    if (found.some((smaller) => smaller.every((question) => set.includes(question)))) continue;
    if (
      assignments(set, types).some(
        (answers) => expectedVerdict(answeredLeaves(leaves, answers), therapy) === 'met',
      )
    )
      found.push(set);
  }
  return found;
}

function assignments(
  set: readonly string[],
  types: readonly string[],
): readonly Readonly<Record<string, boolean | string>>[] {
  return set.reduce<readonly Readonly<Record<string, boolean | string>>[]>(
    (ways, question) => {
      const values = question === 'tumor-type' ? types : [true, false];
      return ways.flatMap((way) => values.map((value) => ({ ...way, [question]: value })));
    },
    [{}],
  );
}
