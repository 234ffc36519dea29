import type { DateSpan } from '../fhir/date-span.ts';

/** Where a value is stated. */
export type Provenance = Recorded | Derived | Attested;

/** Stated by the chart. */
export interface Recorded {
  readonly kind: 'recorded';
  /** `Type/id` */
  readonly reference: string;
  readonly versionId?: string;
  /** As the chart has it, before any conversion: `34 umol/L`. */
  readonly asRecorded: string;
  readonly on?: DateSpan;
}

/** Worked out by a named rule. */
export interface Derived {
  readonly kind: 'derived';
  readonly rule: string;
  readonly from: readonly Provenance[];
}

/** Who said something, and when. */
export interface SaidBy {
  /** Reference to the person, or words where the EHR named nobody. */
  readonly by: string;
  /** ISO date or instant. */
  readonly at: string;
}

/** Whose an answer is, and why it differs from what the record says. */
export interface Authored extends SaidBy {
  /** In that person's words. */
  readonly reason?: string;
  /** Who gave that reason, and when, where it is not the one who answered. */
  readonly explained?: SaidBy;
}

/** Said by a clinician, who stands for it. */
export interface Attested extends Authored {
  readonly kind: 'attested';
  readonly question: string;
}

/** A value the chart or a clinician states, when it was true, and where it is stated. */
export interface Finding<T> {
  readonly value: T;
  readonly on: DateSpan;
  readonly provenance: Provenance;
}

/** Why the record does not settle something. */
export type GapReason =
  | 'not-recorded'
  | 'stale'
  | 'unit'
  | 'comparator'
  | 'implausible'
  | 'conflict'
  | 'unconfirmed'
  | 'undated'
  | 'denied'
  | 'failed'
  | 'partial'
  | 'clinician-only'
  | 'not-requested';

/** What the record and the clinician together say of one yes-or-no matter. `open` is an answer: it is not settled. */
export interface Statement {
  readonly truth: 'yes' | 'no' | 'open';
  /** One sentence for the reviewer. */
  readonly because: string;
  /** What settles it. */
  readonly evidence: readonly Provenance[];
  /** What points to it without settling it. */
  readonly support: readonly Provenance[];
  /** What points the other way. */
  readonly against?: readonly Provenance[];
  /** Why it is open; absent when it is settled. */
  readonly gap?: GapReason;
}

/** A record set aside, and why. */
export interface Ignored {
  readonly reference: string;
  readonly because: string;
}

/** A settled statement. */
export function settled(truth: 'yes' | 'no', because: string, evidence: readonly Provenance[]): Statement {
  return { truth, because, evidence, support: [] };
}

/** An open statement: the reason, and what points either way. */
export function open(gap: GapReason, because: string, support: readonly Provenance[] = []): Statement {
  return { truth: 'open', because, evidence: [], support, gap };
}

/** Characters of a record's own words that are shown: whoever needs more of them opens the record. */
const longest = 300;

/** Provenance of a resource, in its own words; of endless ones, the beginning. */
export function recorded(
  resource: {
    readonly resourceType: string;
    readonly id: string;
    readonly meta?: { readonly versionId?: string | undefined } | undefined;
  },
  asRecorded: string,
  on?: DateSpan,
): Recorded {
  return {
    kind: 'recorded',
    reference: `${resource.resourceType}/${resource.id}`,
    ...(resource.meta?.versionId !== undefined && { versionId: resource.meta.versionId }),
    asRecorded: asRecorded.length > longest ? `${beginning(asRecorded)}…` : asRecorded,
    ...(on && { on }),
  };
}

function beginning(text: string): string {
  const half = /[\uD800-\uDBFF]$/;
  return text.slice(0, longest).replace(half, '');
}

/** The references behind a provenance, the chart's first: what a reviewer would open. */
export function references(provenance: readonly Provenance[]): readonly string[] {
  return [...new Set(provenance.flatMap(referencesOf))];
}

function referencesOf(provenance: Provenance): readonly string[] {
  switch (provenance.kind) {
    case 'recorded':
      return [provenance.reference];
    case 'derived':
      return provenance.from.flatMap(referencesOf);
    case 'attested':
      return [`answer:${provenance.question}`];
  }
}
