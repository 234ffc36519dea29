import * as z from 'zod/mini';
import { laboratoryIds } from '../facts/laboratory.ts';
import { leafNames } from '../facts/leaves.ts';

export const Therapy = z.enum(['tare', 'tace', 'deb-tace', 'tae']);

/** What every node of a policy may carry: its own outline number, the payer's literal words and where they stand. */
const words = {
  id: z.optional(z.string()),
  /** In plain words, ours. */
  title: z.string(),
  /** The payer's literal words; null where they were not seen. */
  quote: z.optional(z.nullable(z.string())),
  section: z.optional(z.string()),
};

/** A statement of the facts: a diagnosis, or what only a clinician can say. */
export const LeafCheck = z.strictObject({ ...words, kind: z.literal('leaf'), leaf: z.enum(leafNames) });

export const valueNames = [
  ...laboratoryIds,
  'ecog',
  'tumor-size',
  'tumor-count',
  'lung-shunt-percent',
] as const;
export type ValueName = (typeof valueNames)[number];

/** The latest value against a limit; the whole span must stand on one side of it. */
export const ValueCheck = z.strictObject({
  ...words,
  kind: z.literal('value'),
  value: z.enum(valueNames),
  comparator: z.enum(['<', '<=', '>=', '>']),
  limit: z.number(),
  /** UCUM; must be the unit of the measurement. */
  unit: z.string(),
  /** Narrows the window of the measurement. */
  withinDays: z.optional(z.int().check(z.gte(0))),
});
export type ValueCheck = z.infer<typeof ValueCheck>;

/** The Child-Pugh class, as a span: met only where every possible class is listed. */
export const ScoreCheck = z.strictObject({
  ...words,
  kind: z.literal('score'),
  score: z.literal('child-pugh'),
  classes: z.array(z.enum(['A', 'B', 'C'])),
});

/** A clinician's choice among several, or a yes or no that is no leaf. */
export const ChoiceCheck = z.strictObject({
  ...words,
  kind: z.literal('choice'),
  question: z.enum(['macrovascular-invasion', 'extrahepatic-disease', 'life-expectancy-at-least-3-months']),
  oneOf: z.array(z.union([z.string(), z.boolean()])),
});

/** Portal vein thrombosis, by record or by the clinician. */
export const FindingCheck = z.strictObject({
  ...words,
  kind: z.literal('finding'),
  finding: z.literal('portal-vein-thrombosis'),
});

/** Treatments on record: that one was done, or that no more than so many were. */
export const ProcedureCheck = z.strictObject({
  ...words,
  kind: z.literal('procedure'),
  procedure: z.string(),
  atLeast: z.optional(z.int()),
  atMost: z.optional(z.int()),
});

/** A tumor that the policy lists by name, by the site of the primary. */
export const NamedTumorCheck = z.strictObject({
  ...words,
  kind: z.literal('named-tumor'),
  sites: z.array(z.string()),
});

/** Met as it stands: "for any indication". */
export const AnyIndication = z.strictObject({ ...words, kind: z.literal('any-indication') });

/** A limb of a document that was not seen whole: always unknown. */
export const NotSeen = z.strictObject({ ...words, kind: z.literal('not-seen') });

const Group = z.strictObject({
  ...words,
  kind: z.enum(['all', 'any', 'none']),
  /** The node counts only for these therapies. */
  therapies: z.optional(z.array(Therapy)),
  get of(): z.ZodMiniArray<typeof Criterion> {
    return z.array(Criterion);
  },
});

const AtLeast = z.strictObject({
  ...words,
  kind: z.literal('at-least'),
  n: z.int(),
  therapies: z.optional(z.array(Therapy)),
  get of(): z.ZodMiniArray<typeof Criterion> {
    return z.array(Criterion);
  },
});

export const Check = z.discriminatedUnion('kind', [
  LeafCheck,
  ValueCheck,
  ScoreCheck,
  ChoiceCheck,
  FindingCheck,
  ProcedureCheck,
  NamedTumorCheck,
  AnyIndication,
  NotSeen,
]);
export type Check = z.infer<typeof Check>;

type Words = {
  readonly id?: string | undefined;
  readonly title: string;
  readonly quote?: string | null | undefined;
  readonly section?: string | undefined;
};
type Therapies = z.infer<typeof Therapy>[];
export type Group = Words &
  (
    | { kind: 'all' | 'any' | 'none'; therapies?: Therapies | undefined; of: Criterion[] }
    | { kind: 'at-least'; n: number; therapies?: Therapies | undefined; of: Criterion[] }
  );
export type Criterion = Check | Group;
export const Criterion: z.ZodMiniType<Criterion> = z.union([
  Check,
  z.discriminatedUnion('kind', [Group, AtLeast]),
]);

/** A statement beside the criteria: background, label, guideline. It never changes the verdict. */
export const Advisory = z.strictObject({
  id: z.string(),
  title: z.string(),
  quote: z.nullable(z.string()),
  source: z.string(),
  /** About this kind of tumor only; for others it says nothing. */
  appliesTo: z.optional(LeafCheck),
  /** What can be held against the record; without it the statement is for reading. */
  check: z.optional(Criterion),
  /** The statement names cases in which it applies, and is silent on all others: never not met. */
  isSilentOtherwise: z.optional(z.boolean()),
});
export type Advisory = z.infer<typeof Advisory>;

/** An item of the payer's list of information needed. Each part is satisfied by any of its sources. */
export const RequiredDocument = z.strictObject({
  id: z.string(),
  title: z.string(),
  quote: z.nullable(z.string()),
  /** Not applicable where this is not met. */
  appliesTo: z.optional(LeafCheck),
  parts: z.array(z.strictObject({ title: z.string(), by: z.array(z.string()) })),
  /** Sources that make it partial. */
  hints: z.array(z.string()),
  /** Partial even when nothing is found: "none" needs a person. */
  isNeverMissing: z.optional(z.boolean()),
});
export type RequiredDocument = z.infer<typeof RequiredDocument>;

/** Clinical eligibility for a therapy, in the policy's own words; beside coverage, never part of it. */
export const Candidacy = z.strictObject({
  therapies: z.array(Therapy),
  advisories: z.array(z.strictObject({ id: z.string(), onlyMetastatic: z.optional(z.boolean()) })),
  check: z.optional(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      quote: z.nullable(z.string()),
      source: z.string(),
      criterion: Criterion,
    }),
  ),
  /** Said where the policy states nothing. */
  silence: z.optional(z.string()),
});

/** One payer's medical policy, as published at one time. */
export const Policy = z.strictObject({
  id: z.string(),
  title: z.string(),
  payer: z.string(),
  /** Identifiers of the payers who use it, as their Organization carries them. */
  payers: z.array(z.strictObject({ system: z.string(), value: z.string() })),
  version: z.string(),
  /** A draft proves the format; nothing is determined by it. */
  status: z.enum(['active', 'draft', 'retired']),
  effective: z.strictObject({ start: z.iso.date(), end: z.nullable(z.iso.date()) }),
  /** When a person last held this file against the payer's document. */
  reviewed: z.iso.date(),
  source: z.string(),
  /** A draft made from an excerpt: which one, of when. */
  excerpt: z.optional(z.string()),
  /** How far the policy's own evidence reaches. */
  evidenceTo: z.string(),
  notice: z.nullable(z.string()),
  terms: z.array(z.strictObject({ term: z.string(), text: z.string(), section: z.string() })),
  silences: z.array(z.strictObject({ topic: z.string(), text: z.string() })),
  /** The conclusion that each verdict stands for, in the policy's words. */
  conclusions: z.strictObject({
    met: z.literal('medically-necessary'),
    notMet: z.literal('investigational'),
  }),
  criteria: z.array(Criterion),
  documents: z.array(RequiredDocument),
  advisories: z.array(Advisory),
  candidacy: z.array(Candidacy),
  codes: z.array(
    z.strictObject({
      system: z.string(),
      code: z.string(),
      title: z.string(),
      needsAuthorization: z.nullable(z.boolean()),
    }),
  ),
});
export type Policy = z.infer<typeof Policy>;

/** Whether a criterion joins others. */
export function isGroup(criterion: Criterion): criterion is Group {
  return 'of' in criterion;
}
