import type { Question } from '../core/facts/answers.ts';
import { askedBy, type Item, questionItems } from '../core/form/questionnaire.ts';
import { form, itemOf } from './asking.ts';
import { attestationIn, isAttestation } from './attesting.ts';
import type { Judged } from './review.ts';
import type { Part, Stage } from './stage.ts';

/** The judgement that the criteria turn on: no record says it, and a clinician does. */
const judgements: readonly Question[] = [
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
  'life-expectancy-at-least-3-months',
];
/** And the reasons for it. */
const reasons: readonly Question[] = ['surgical-rationale', 'systemic-rationale'];

/** What a request cannot do without, and office staff can find out. */
const administrative = ['procedure-codes', 'planned-date', 'planned-sessions', 'payer', 'member-id'];

/** The clinician's questions: judgement, reasons, what else the determination turns on, and what is requested where that is open. */
function clinicianQuestions(
  { asked, edits }: Pick<Stage, 'asked' | 'edits'>,
  { assessment: { facts } }: Judged,
): ReadonlySet<string> {
  const request = (['therapy', 'site'] as const).filter(
    (each) => facts.request[each].value === undefined || edits.some(({ question }) => question === each),
  );
  return new Set([...judgements, ...reasons, ...asked, ...request]);
}

/** Whose part of the form an item is. The clinician's is what no record says: judgement, its reasons, the attestation. The rest is staff work. */
export function partOf(stage: Pick<Stage, 'asked' | 'edits'>, review: Judged): (item: Item) => Part {
  const theirs = clinicianQuestions(stage, review);
  return (item) => (theirs.has(askedBy(item) ?? '') || isAttestation(item) ? 'clinician' : 'staff');
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
  const isAlternative = (question: Question) =>
    !first.includes(question) && decisive.some((set) => set.includes(question));
  const wanted = gaps
    .filter(({ question }) => isOpen(question))
    .filter(
      ({ question, documents, blocks, who }) =>
        documents.length > 0 || (blocks.length > 0 && !isAlternative(question)) || who === 'staff',
    )
    .map(({ question }) => itemOf(question));
  const part = partOf(stage, review);
  const needed = questionItems(form).filter((item) => administrative.includes(askedBy(item) ?? ''));
  const isLacking = ({ linkId }: Item) => draft.unanswered.includes(linkId);
  const all = [...new Set([...first.map(itemOf), ...wanted, ...needed])].filter(isLacking);
  return {
    clinician: all.filter((item) => part(item) === 'clinician'),
    staff: all.filter((item) => part(item) === 'staff'),
    attestation: attestationIn(stage.entries) === undefined,
  };
}
