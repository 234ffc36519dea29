import type { Question } from './facts/answers.ts';
import { answersOf, type Edits } from './facts/answers.ts';
import { type ClinicalFacts, clinicalFacts, type FactMappings } from './facts/clinical-facts.ts';
import type { Ignored } from './facts/finding.ts';
import { type Freshness, freshnessClock } from './facts/freshness.ts';
import type { RequestOptions } from './facts/request.ts';
import type { Draft, Entries } from './form/draft.ts';
import { prefill } from './form/prefill.ts';
import type { Questionnaire } from './form/questionnaire.ts';
import { type AdvisoryResult, advisories } from './policy/advisories.ts';
import { type CandidacyResult, candidacy } from './policy/candidacy.ts';
import { type CoverageGap, coverageGaps } from './policy/coverage-gap.ts';
import { decisiveSets } from './policy/decisive.ts';
import { type Determination, determine } from './policy/determine.ts';
import { type DocumentResult, documents } from './policy/documents.ts';
import type { Policy } from './policy/policy.ts';
import type { PatientRecord } from './record/patient-record.ts';
import type { Unread } from './record/unread.ts';

/** Everything that follows from one chart, one policy and the answers so far. An edit makes a new one, from the record. */
export interface Assessment {
  readonly policy: Policy;
  readonly facts: ClinicalFacts;
  readonly determination: Determination;
  readonly documents: readonly DocumentResult[];
  readonly advisories: readonly AdvisoryResult[];
  readonly candidacy: CandidacyResult;
  readonly gaps: readonly CoverageGap[];
  /** Minimal sets of open questions, each of which would make the verdict met. */
  readonly decisive: readonly (readonly Question[])[];
  /** When each recorded value runs out, the first first. */
  readonly freshness: readonly Freshness[];
  readonly ignored: readonly Ignored[];
  readonly unread: readonly Unread[];
  /** The form, pre-filled; only where a form was given. */
  readonly draft?: Draft;
}

/** An assessment with its form. */
export interface DraftedAssessment extends Assessment {
  readonly draft: Draft;
}

export interface AssessOptions extends RequestOptions {
  /** ISO date from which every age is counted. */
  readonly asOf: string;
  readonly edits?: Edits;
  readonly mappings: FactMappings;
  /** The form to fill. */
  readonly questionnaire?: Questionnaire;
  /** Answers to items of the form that are no question of the judgement. */
  readonly entries?: Entries;
}

export interface DraftOptions extends AssessOptions {
  readonly questionnaire: Questionnaire;
}

/** The whole line from record to draft; pure, and the same for every door. */
export function assess(record: PatientRecord, policy: Policy, options: DraftOptions): DraftedAssessment;
export function assess(record: PatientRecord, policy: Policy, options: AssessOptions): Assessment;
export function assess(
  record: PatientRecord,
  policy: Policy,
  { asOf, edits = [], mappings, questionnaire, entries, ...request }: AssessOptions,
): Assessment {
  const facts = clinicalFacts(record, answersOf(edits), mappings, { asOf, ...request });
  const { order, coverage } = request;
  const chartAlone = once(() => clinicalFacts(record, answersOf([]), mappings, { asOf, order, coverage }));
  const determination = determine(policy, facts);
  const statements = advisories(policy, facts);
  const required = documents(policy, facts);
  return {
    policy,
    facts,
    determination,
    documents: required,
    advisories: statements,
    candidacy: candidacy(policy, facts, statements, facts.request.therapy.value),
    gaps: coverageGaps(determination, statements, required, facts),
    decisive: decisiveSets(determination, facts),
    freshness: freshnessClock(facts),
    ignored: facts.ignored,
    unread: record.unread,
    ...(questionnaire && { draft: prefill(questionnaire, { facts, chartAlone, entries }) }),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
