import type { Question } from '../core/facts/answers.ts';
import { askedBy, type Item, questionItems } from '../core/form/questionnaire.ts';
import { form, itemOf } from './asking.ts';
import { attestationIn } from './attesting.ts';
import type { Judged } from './review.ts';
import type { Part, Stage } from './stage.ts';

/** Why, in the clinician's own words: no record says it, and no tap does. */
const reasons: readonly Question[] = ['surgical-rationale', 'systemic-rationale'];

/** What a request cannot do without, and office staff can find out. */
const administrative = ['procedure-codes', 'planned-date', 'planned-sessions', 'payer', 'member-id'];

/** Questions that are the clinician's: what the determination turns on, why, and what is requested where that is open. */
function clinicianQuestions({ asked, edits }: Pick<Stage, 'asked' | 'edits'>, review: Judged): Set<string> {
  const { therapy, site } = review.assessment.facts.request;
  const request = [
    ...(therapy.value === undefined || edits.some(({ question }) => question === 'therapy')
      ? ['therapy']
      : []),
    ...(site.value === undefined || edits.some(({ question }) => question === 'site') ? ['site'] : []),
  ];
  return new Set([...asked, ...reasons, ...request]);
}

/** Whose part of the form an item is. The clinician's is small: the judgement, its reasons and the attestation; the rest is staff work. */
export function partOf(stage: Pick<Stage, 'asked' | 'edits'>, review: Judged): (item: Item) => Part {
  const theirs = clinicianQuestions(stage, review);
  return (item) =>
    theirs.has(askedBy(item) ?? '') || item.linkId.startsWith('attestation.') ? 'clinician' : 'staff';
}

/** What one part still lacks: items of the form, and whether the attestation is among it. */
export interface Owed {
  readonly clinician: readonly Item[];
  readonly staff: readonly Item[];
  readonly attestation: boolean;
}

/** What each part still owes. What a clinician left open on purpose is owed no more. */
export function owed(stage: Pick<Stage, 'asked' | 'edits' | 'entries' | 'leftOpen'>, review: Judged): Owed {
  const { assessment, draft } = review;
  const { decisive, gaps, determination } = assessment;
  const isOpen = (question: Question) => !stage.leftOpen.includes(question);
  const ways = decisive.filter((set) => set.every(isOpen));
  const shortest = ways.toSorted((a, b) => a.length - b.length)[0] ?? [];
  const first: readonly Question[] = determination.therapy === undefined ? ['therapy'] : shortest;
  const wanted = gaps.filter(
    ({ question, documents, blocks, who }) =>
      isOpen(question) && (documents.length + blocks.length > 0 || who === 'staff'),
  );
  const part = partOf(stage, review);
  const asItem = (question: Question) => itemOf(question);
  const clinician = new Set([
    ...first.map(asItem),
    ...wanted.filter(({ question }) => reasons.includes(question)).map(({ question }) => asItem(question)),
  ]);
  const staff = new Set([
    ...wanted.map(({ question }) => asItem(question)),
    ...questionItems(form).filter((item) => administrative.includes(askedBy(item) ?? '')),
  ]);
  const isLacking = ({ linkId }: Item) => draft.unanswered.includes(linkId);
  return {
    clinician: [...clinician].filter(isLacking),
    staff: [...staff].filter((item) => isLacking(item) && part(item) === 'staff'),
    attestation: attestationIn(stage.entries) === undefined,
  };
}
