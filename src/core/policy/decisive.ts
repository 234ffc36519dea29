import type { Question } from '../facts/answers.ts';
import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import { leafQuestions } from '../facts/leaves.ts';
import { questionOfValue } from './checks/value.ts';
import { type CriterionResult, type Determination, joinedVerdict } from './determine.ts';
import { type Check, isGroup } from './policy.ts';
import { favourableForClasses } from './score-questions.ts';

/** A way to settle a criterion: for each question, the answers that would do. A free one costs nothing: the record has it already. */
interface Way {
  readonly allowed: ReadonlyMap<Question, ReadonlySet<string>>;
  readonly asked: ReadonlySet<Question>;
}

const nothing: Way = { allowed: new Map(), asked: new Set() };
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
    .flatMap((result) => waysTo('met', result, facts))
    .map(({ asked }) => [...asked].toSorted());
  const distinct = [...new Map(sets.map((set) => [set.join(), set])).values()];
  return distinct.filter(
    (set) => !distinct.some((other) => other !== set && other.every((each) => set.includes(each))),
  );
}

type Wanted = 'met' | 'not-met';

function waysTo(wanted: Wanted, result: CriterionResult, facts: ClinicalFacts): readonly Way[] {
  const { criterion, verdict, of } = result;
  if (!isGroup(criterion)) return leafWays(wanted, criterion, verdict, facts);
  if (verdict !== 'unknown' && verdict !== wanted) return [];
  if (
    criterion.therapies &&
    wanted === 'met' &&
    !criterion.therapies.some((each) => each === facts.request.therapy.value)
  )
    return [];
  switch (criterion.kind) {
    case 'all':
      return wanted === 'met' ? every(of, 'met', facts) : some(of, 'not-met', facts);
    case 'any':
      return wanted === 'met' ? some(of, 'met', facts) : every(of, 'not-met', facts);
    case 'none':
      return wanted === 'met' ? every(of, 'not-met', facts) : some(of, 'met', facts);
    case 'at-least': {
      const needed = wanted === 'met' ? criterion.n : of.length - criterion.n + 1;
      const enough = subsets(of, needed).flatMap((chosen) => every(chosen, wanted, facts));
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

function some(of: readonly CriterionResult[], wanted: Wanted, facts: ClinicalFacts): readonly Way[] {
  return minimal(of.flatMap((each) => waysTo(wanted, each, facts)));
}

function every(of: readonly CriterionResult[], wanted: Wanted, facts: ClinicalFacts): readonly Way[] {
  return of.reduce<readonly Way[]>(
    (ways, each) => minimal(combined(ways, waysTo(wanted, each, facts))),
    [nothing],
  );
}

function leafWays(
  wanted: Wanted,
  check: Check,
  verdict: CriterionResult['verdict'],
  facts: ClinicalFacts,
): readonly Way[] {
  if (check.kind === 'leaf') {
    const question = leafQuestions[check.leaf];
    if (question === 'site') return verdict === wanted ? [nothing] : [];
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

function asking(question: Question, answers: readonly string[]): Way {
  return { allowed: new Map([[question, new Set(answers)]]), asked: new Set([question]) };
}

/** Both at once; ways that need two different answers to one question cancel each other. */
function combined(left: readonly Way[], right: readonly Way[]): readonly Way[] {
  return left.flatMap((a) =>
    right.flatMap((b) => {
      const allowed = new Map(a.allowed);
      for (const [question, answers] of b.allowed) {
        const before = allowed.get(question);
        const both = before ? new Set([...answers].filter((answer) => before.has(answer))) : answers;
        if (both.size === 0) return [];
        allowed.set(question, both);
      }
      return [{ allowed, asked: new Set([...a.asked, ...b.asked]) }];
    }),
  );
}

/** Drops ways that ask no less than another that leaves the same answers free. */
function minimal(ways: readonly Way[]): readonly Way[] {
  const distinct = [...new Map(ways.map((way) => [keyOf(way), way])).values()];
  return distinct.filter((way) => !distinct.some((other) => other !== way && isNoHarder(other, way)));
}

function isNoHarder(a: Way, b: Way): boolean {
  const asksNoMore = [...a.asked].every((question) => b.asked.has(question));
  if (!asksNoMore) return false;
  return [...a.allowed].every(([question, answers]) => {
    const others = b.allowed.get(question);
    return others !== undefined && [...others].every((answer) => answers.has(answer));
  });
}

function keyOf({ allowed, asked }: Way): string {
  const answers = [...allowed]
    .map(([question, values]) => `${question}=${[...values].toSorted().join('|')}`)
    .toSorted();
  return `${answers.join('&')}#${[...asked].toSorted().join()}`;
}

function subsets<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size <= 0) return [[]];
  const [first, ...rest] = items;
  if (first === undefined) return [];
  return [...subsets(rest, size - 1).map((chosen) => [first, ...chosen]), ...subsets(rest, size)];
}
