import { isQuestion, type Question } from '../facts/answers.ts';
import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import type { GapReason, Provenance } from '../facts/finding.ts';
import { laboratoryIds } from '../facts/laboratory.ts';
import { leafQuestions } from '../facts/leaves.ts';
import { whyTumorIsOpen } from '../facts/tumor-gap.ts';
import type { AdvisoryResult } from './advisories.ts';
import { questionOfValue } from './checks/value.ts';
import { relevantQuestions } from './decisive.ts';
import type { CriterionResult, Determination } from './determine.ts';
import type { DocumentResult } from './documents.ts';
import { type Check, isGroup } from './policy.ts';
import { openChildPughItems } from './score-questions.ts';

export type Supplier = 'clinician' | 'staff' | 'laboratory' | 'it';

/** What is missing, why, who can supply it, and what waits for it. */
export interface CoverageGap {
  readonly question: Question;
  readonly gap: GapReason;
  readonly because: string;
  /** Ids of the unknown criteria whose verdict an answer can still change the verdict through. */
  readonly blocks: readonly string[];
  /** Ids of the documents that wait for it. */
  readonly documents: readonly string[];
  /** Ids of the statements beside the criteria that wait for it. */
  readonly advisories: readonly string[];
  readonly who: Supplier;
  readonly support: readonly Provenance[];
  readonly against: readonly Provenance[];
}

/** Every open question that something waits for, the criteria's first. */
export function coverageGaps(
  determination: Determination,
  statements: readonly AdvisoryResult[],
  documents: readonly DocumentResult[],
  facts: ClinicalFacts,
): readonly CoverageGap[] {
  const blocked = blockedBy(determination, facts);
  const advised = grouped(
    statements.flatMap(({ id, result, verdict }) =>
      result && verdict === 'unknown'
        ? openQuestions(result, facts).map((question) => [question, id] as const)
        : [],
    ),
  );
  const waiting = new Set(documents.flatMap(({ waitsFor }) => waitsFor));
  const documented = grouped(
    documents.flatMap(({ id, touchedBy }) => touchedBy.map((question) => [question, id] as const)),
  );
  const coverage: readonly Question[] = facts.coverage.coverage ? [] : ['coverage'];
  const wanted = new Set([
    ...blocked.keys(),
    ...waiting,
    ...advised.keys(),
    ...scoreQuestions(facts),
    ...coverage,
  ]);
  return [...wanted].flatMap((question) => {
    const reason = reasonFor(question, facts);
    if (!reason) return [];
    return {
      question,
      ...reason,
      blocks: blocked.get(question) ?? [],
      documents: documented.get(question) ?? [],
      advisories: advised.get(question) ?? [],
      who: supplier(question, reason.gap),
    };
  });
}

function grouped(pairs: readonly (readonly [Question, string])[]): ReadonlyMap<Question, readonly string[]> {
  const groups = new Map<Question, string[]>();
  for (const [question, id] of pairs) {
    const ids = groups.get(question);
    if (!ids) groups.set(question, [id]);
    else if (!ids.includes(id)) ids.push(id);
  }
  return groups;
}

/** The questions that still bear on a judged check: those under no decided node. */
function openQuestions(
  { criterion, verdict, of }: CriterionResult,
  facts: ClinicalFacts,
): readonly Question[] {
  if (verdict !== 'unknown') return [];
  return isGroup(criterion)
    ? of.flatMap((each) => openQuestions(each, facts))
    : questionsOf(criterion, facts);
}

/** The criteria that each question directly holds up, where its answer can still change the verdict. */
function blockedBy(
  determination: Determination,
  facts: ClinicalFacts,
): ReadonlyMap<Question, readonly string[]> {
  const relevant = relevantQuestions(determination, facts);
  const pairs = (
    result: CriterionResult,
    nearest: string | undefined,
  ): readonly (readonly [Question, string])[] => {
    const { criterion, verdict, of } = result;
    const id = criterion.id ?? nearest;
    if (verdict !== 'unknown' || id === undefined) return [];
    if (!isGroup(criterion)) return questionsOf(criterion, facts).map((question) => [question, id] as const);
    const gate: readonly (readonly [Question, string])[] = criterion.therapies ? [['therapy', id]] : [];
    return [...gate, ...of.flatMap((each) => pairs(each, id))];
  };
  const all = determination.results.flatMap((result) => pairs(result, undefined));
  return grouped(all.filter(([question]) => relevant.has(question)));
}

/** The questions that settle one check. */
export function questionsOf(check: Check, facts: ClinicalFacts): readonly Question[] {
  switch (check.kind) {
    case 'leaf':
      return [leafQuestions[check.leaf]];
    case 'value':
      return [questionOfValue(check.value)];
    case 'score':
      return openChildPughItems(facts);
    case 'choice':
      return [check.question];
    case 'finding':
      return ['macrovascular-invasion'];
    case 'procedure':
      return check.atMost === undefined ? [] : ['prior-treatments-confirmed'];
    default:
      return [];
  }
}

/** Inputs of scores that the record leaves open. */
function scoreQuestions(facts: ClinicalFacts): readonly Question[] {
  const laboratories = laboratoryIds.filter(
    (id) => facts.laboratories[id].latest.state === 'open' && id !== 'platelets' && id !== 'afp',
  );
  const graded = (['ascites', 'encephalopathy'] as const).filter(
    (item) => facts.comorbidity[item].low !== facts.comorbidity[item].high,
  );
  return [...(facts.performanceStatus.state === 'open' ? ['ecog' as const] : []), ...laboratories, ...graded];
}

type Reason = Pick<CoverageGap, 'gap' | 'because' | 'support' | 'against'>;

const leafOfQuestion = new Map(
  Object.entries(leafQuestions).map(([leaf, question]) => [question, leaf as keyof typeof leafQuestions]),
);

/** Why a question is open; undefined when it is not. */
function reasonFor(question: Question, facts: ClinicalFacts): Reason | undefined {
  if (question === 'tumor-type') return tumorTypeReason(facts);
  const leaf = leafOfQuestion.get(question as (typeof leafQuestions)[keyof typeof leafQuestions]);
  if (leaf) {
    const { truth, gap = 'not-recorded', because, support, against = [] } = facts.leaves[leaf];
    return truth === 'open' ? { gap, because, support, against } : undefined;
  }
  const open = openValue(question, facts);
  if (open !== 'none') return open && { ...open, against: [] };
  if (isQuestion(question) && facts.answers.get(question)) return undefined;
  return { gap: 'clinician-only', because: 'Only a clinician can say.', support: [], against: [] };
}

function tumorTypeReason({ tumor, answers }: ClinicalFacts): Reason | undefined {
  if (answers.get('tumor-type')) return undefined;
  const told = whyTumorIsOpen(tumor);
  if (!told) return undefined;
  const { gap = 'not-recorded', because, support } = told;
  return { gap, because, support, against: [] };
}

/** `none` when the question is not about a recorded value; undefined when the value is known. */
function openValue(question: Question, facts: ClinicalFacts): Omit<Reason, 'against'> | undefined | 'none' {
  const { request, coverage, laboratories, performanceStatus, tumorSize, comorbidity } = facts;
  if (question === 'therapy') return request.therapy.value === undefined ? { ...request.therapy } : undefined;
  if (question === 'coverage')
    return coverage.coverage ? undefined : { gap: coverage.gap, because: coverage.because, support: [] };
  if (question === 'ecog') return performanceStatus.state === 'open' ? performanceStatus : undefined;
  if (question === 'tumor-size-cm') return tumorSize.state === 'open' ? tumorSize : undefined;
  if (question === 'ascites' || question === 'encephalopathy') {
    const { low, high, because, evidence, gap = 'not-recorded' } = comorbidity[question];
    return low === high ? undefined : { gap, because, support: evidence };
  }
  if (question === 'macrovascular-invasion') {
    const { truth, because, gap = 'not-recorded', support } = comorbidity.portalVein;
    return facts.answers.get(question)
      ? undefined
      : { gap: truth === 'open' ? gap : 'clinician-only', because, support };
  }
  const laboratory = laboratoryIds.find((id) => id === question);
  if (!laboratory) return 'none';
  const { latest } = laboratories[laboratory];
  return latest.state === 'open' ? latest : undefined;
}

const staffQuestions: readonly Question[] = ['coverage', 'planned-date', 'planned-sessions'];

function supplier(question: Question, gap: GapReason): Supplier {
  if (gap === 'denied' || gap === 'failed' || gap === 'partial') return 'it';
  if (staffQuestions.includes(question)) return 'staff';
  const isLaboratory = (laboratoryIds as readonly string[]).includes(question);
  return isLaboratory && (gap === 'stale' || gap === 'not-recorded') ? 'laboratory' : 'clinician';
}
