import type { Edit } from '../core/facts/answers.ts';
import type { Entries, Entry } from '../core/form/draft.ts';
import { questionItems } from '../core/form/questionnaire.ts';
import { answersFrom } from '../core/form/stored-answers.ts';
import { takeAnswers } from './answering.ts';
import { form, itemOf } from './asking.ts';
import { attestationIn, isAttestation, withoutAttestation } from './attesting.ts';
import type { Answered, Stage, StageStore } from './stage.ts';
import { isAttestedTo } from './standing.ts';

/** Whose answer stays. */
export type Side = 'mine' | 'theirs';
type People = Pick<Answered, 'edits' | 'entries'>;
/** What one person says of one item. */
export type Said = Edit | Entry;

/** One item of the form of which this page and the EHR's copy say different things. */
export interface Difference {
  readonly linkId: string;
  readonly text: string;
  /** Absent where nobody answered it on that side. */
  readonly mine: Said | undefined;
  readonly theirs: Said | undefined;
  /** Who changed it since this page last agreed with the EHR. */
  readonly changed: Side | 'both';
}

/** The EHR's copy beside this page; or why it cannot be put beside it. */
export type Comparison =
  | {
      readonly status: 'comparable';
      readonly differences: readonly Difference[];
      readonly theirs: People;
      /** Answers in the EHR's copy that could not be read. */
      readonly lost: number;
    }
  | { readonly status: 'refused'; readonly because: string };

/** Puts the EHR's copy beside what was answered here. Undefined while there is no conflict whose other side is known. */
export function comparison(stage: Stage): Comparison | undefined {
  const { saving, ehr, storedAnswers } = stage;
  if (saving.state !== 'ended' || saving.result.outcome.status !== 'conflict') return undefined;
  const { theirs: resource, current } = saving.result.outcome;
  if (resource === undefined || current === undefined) return undefined;
  const subject = `Patient/${ehr?.context.patientId}`;
  const theirs = answersFrom(resource, { questionnaire: form, subject });
  if (theirs.status === 'refused') return theirs;
  const [mine, other, before] = [
    saidIn(stage),
    saidIn(theirs),
    saidIn(storedAnswers ?? { edits: [], entries: [] }),
  ];
  const differences = questionItems(form).flatMap((item) => {
    const { linkId, text } = item;
    const [ours, others] = [mine.get(linkId), other.get(linkId)];
    if (isAttestation(item) || isSame(ours, others)) return [];
    const was = before.get(linkId);
    const changed = isSame(ours, was) ? 'theirs' : isSame(others, was) ? 'mine' : 'both';
    return [{ linkId, text, mine: ours, theirs: others, changed } as const];
  });
  return { status: 'comparable', differences, theirs, lost: theirs.lost.length };
}

/**
 * Takes the answers as they were chosen, item by item, each with its own author and time; then this page agrees with the EHR's copy
 * but for what was chosen here.
 *
 * @param choices one for each difference, by linkId
 */
export function merge(
  stage: StageStore,
  { differences, theirs }: Extract<Comparison, { status: 'comparable' }>,
  choices: ReadonlyMap<string, Side>,
): void {
  const now = stage.getState();
  const { saving } = now;
  if (saving.state !== 'ended' || saving.result.outcome.status !== 'conflict') return;
  const { current } = saving.result.outcome;
  const sides = new Map(differences.map(({ linkId }) => [linkId, choices.get(linkId) ?? 'theirs']));
  const takes = (side: Side, linkId: string) => (sides.get(linkId) ?? 'theirs') === side;
  const of = (side: Side, from: People): People => ({
    edits: from.edits.filter(({ question }) => takes(side, itemOf(question).linkId)),
    entries: withoutAttestation(from.entries).filter(({ linkId }) => takes(side, linkId)),
  });
  const [ours, others] = [of('mine', now), of('theirs', theirs)];
  const attested = [...differences].filter(({ linkId }) => isAttestedTo(linkId));
  const stands = (side: Side) => attested.every(({ linkId }) => sides.get(linkId) === side);
  takeAnswers(stage, {
    edits: [...others.edits, ...ours.edits],
    entries: [...others.entries, ...ours.entries, ...attestationOf(now, theirs, stands)],
  });
  stage.setState(({ revision }) => ({
    revision: revision + 1,
    storedAnswers: theirs,
    previous: current,
    saving: { state: 'none' },
    step: saving.as === 'completed' ? 'completion' : 'work',
  }));
}

/** An attestation stands where every clinical answer is as its side has it. */
function attestationOf(mine: People, theirs: People, stands: (side: Side) => boolean): Entries {
  const side = [['mine', mine.entries] as const, ['theirs', theirs.entries] as const].find(
    ([name, entries]) => attestationIn(entries) !== undefined && stands(name),
  );
  return side ? side[1].filter(isAttestation) : [];
}

function saidIn({ edits, entries }: People): ReadonlyMap<string, Said> {
  return new Map<string, Said>([
    ...edits.map((edit) => [itemOf(edit.question).linkId, edit] as const),
    ...entries.map((entry) => [entry.linkId, entry] as const),
  ]);
}

/** The same answer, whoever gave it. */
function isSame(one: Said | undefined, another: Said | undefined): boolean {
  return JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(another));
}

function contentOf(said: Said | undefined): unknown {
  return said && ('question' in said ? said.value : said.values);
}
