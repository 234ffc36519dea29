import type { Question } from '../facts/answers.ts';
import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import { leafQuestions } from '../facts/leaves.ts';
import { questionOfValue } from './checks/value.ts';
import { type CriterionResult, type Determination, joinedVerdict } from './determine.ts';
import { type Check, type Group, isGroup } from './policy.ts';
import { favourableForClasses } from './score-questions.ts';
import { asking, combined, minimal, nothing, subsets, type Way } from './way.ts';

const tumorTypes = ['hcc', 'icc', 'net-liver-mets', 'crc-liver-mets', 'melanoma-liver-mets', 'other'];

/**
 * All inclusion-minimal sets of open questions whose favourable answers would make the verdict met.
 *
 * Empty while the therapy is unknown, when the verdict is met, and where no answer can make it met. Therapy and site never appear:
 * the tool does not steer treatment.
 */
export function decisiveSets(
  { verdict, therapy, results }: Determination,
  facts: ClinicalFacts,
): readonly (readonly Question[])[] {
  if (verdict !== 'unknown' || therapy === undefined) return [];
  const sets = results
    .flatMap((result) => waysTo('met', result, { facts, mayAskRequest: false }))
    .map(({ asked }) => [...asked].toSorted());
  const distinct = [...new Map(sets.map((set) => [set.join(), set])).values()];
  return distinct.filter(
    (set) => !distinct.some((other) => other !== set && other.every((each) => set.includes(each))),
  );
}

/**
 * Open questions whose answers can still change the verdict: those on some way to it that asks for nothing needless.
 * Here the request itself may be asked about, while it is open.
 */
export function relevantQuestions(
  { verdict, results }: Determination,
  facts: ClinicalFacts,
): ReadonlySet<Question> {
  if (verdict !== 'unknown') return new Set();
  const ways = minimal(results.flatMap((result) => waysTo('met', result, { facts, mayAskRequest: true })));
  return new Set(ways.flatMap(({ asked }) => [...asked]));
}

type Wanted = 'met' | 'not-met';

interface Search {
  readonly facts: ClinicalFacts;
  /** Whether an open therapy or site counts as a question; where it does not, it is a closed door. */
  readonly mayAskRequest: boolean;
}

function waysTo(wanted: Wanted, result: CriterionResult, search: Search): readonly Way[] {
  const { criterion, verdict, of } = result;
  if (!isGroup(criterion)) return leafWays(wanted, criterion, verdict, search);
  if (verdict !== 'unknown' && verdict !== wanted) return [];
  const { value } = search.facts.request.therapy;
  if (!criterion.therapies || wanted === 'not-met' || value !== undefined)
    return joinedWays(wanted, criterion, of, search);
  if (!search.mayAskRequest) return [];
  return combined([asking('therapy', criterion.therapies)], joinedWays(wanted, criterion, of, search));
}

function joinedWays(
  wanted: Wanted,
  criterion: Group,
  of: CriterionResult['of'],
  search: Search,
): readonly Way[] {
  switch (criterion.kind) {
    case 'all':
      return wanted === 'met' ? every(of, 'met', search) : some(of, 'not-met', search);
    case 'any':
      return wanted === 'met' ? some(of, 'met', search) : every(of, 'not-met', search);
    case 'none':
      return wanted === 'met' ? every(of, 'not-met', search) : some(of, 'met', search);
    case 'at-least': {
      const needed = wanted === 'met' ? criterion.n : of.length - criterion.n + 1;
      const enough = subsets(of, needed).flatMap((chosen) => every(chosen, wanted, search));
      return minimal(
        joinedVerdict(
          criterion,
          of.map((each) => each.verdict),
        ) === wanted
          ? [nothing, ...enough]
          : enough,
      );
    }
  }
}

function some(of: readonly CriterionResult[], wanted: Wanted, search: Search): readonly Way[] {
  return minimal(of.flatMap((each) => waysTo(wanted, each, search)));
}

function every(of: readonly CriterionResult[], wanted: Wanted, search: Search): readonly Way[] {
  return of.reduce<readonly Way[]>(
    (ways, each) => minimal(combined(ways, waysTo(wanted, each, search))),
    [nothing],
  );
}

function leafWays(
  wanted: Wanted,
  check: Check,
  verdict: CriterionResult['verdict'],
  { facts, mayAskRequest }: Search,
): readonly Way[] {
  if (check.kind === 'leaf') {
    const question = leafQuestions[check.leaf];
    if (question === 'site' && verdict !== wanted && !mayAskRequest) return [];
    const answers = question === 'tumor-type' ? tumorAnswers(check.leaf.slice(3), wanted) : [wanted];
    if (verdict === wanted)
      return [
        question === 'tumor-type'
          ? { allowed: new Map([[question, new Set(answers)]]), asked: new Set() }
          : nothing,
      ];
    return verdict === 'unknown' ? [asking(question, answers)] : [];
  }
  if (verdict === wanted) return [nothing];
  if (verdict !== 'unknown') return [];
  switch (check.kind) {
    case 'value':
      return [asking(questionOfValue(check.value), [`${check.comparator}${check.limit} is ${wanted}`])];
    case 'choice':
      return [asking(check.question, [wanted])];
    case 'finding':
      return [asking('macrovascular-invasion', [wanted])];
    case 'procedure':
      return wanted === 'met' && check.atMost !== undefined
        ? [asking('prior-treatments-confirmed', ['met'])]
        : [];
    case 'score':
      return favourableForClasses(check.classes, wanted, facts).map((questions) => ({
        allowed: new Map(questions.map((question) => [question, new Set(['favourable'])])),
        asked: new Set(questions),
      }));
    default:
      return [];
  }
}

function tumorAnswers(kind: string, wanted: Wanted): readonly string[] {
  return wanted === 'met' ? [kind] : tumorTypes.filter((each) => each !== kind);
}
