import type { Question } from '../facts/answers.ts';

/** A way to settle a criterion: for each question, the answers that would do. A free one costs nothing: the record has it already. */
export interface Way {
  readonly allowed: ReadonlyMap<Question, ReadonlySet<string>>;
  readonly asked: ReadonlySet<Question>;
}

/** Nothing needs to be asked. */
export const nothing: Way = { allowed: new Map(), asked: new Set() };

/** One question, and the answers to it that would do. */
export function asking(question: Question, answers: readonly string[]): Way {
  return { allowed: new Map([[question, new Set(answers)]]), asked: new Set([question]) };
}

/** Both at once; ways that need two different answers to one question cancel each other. */
export function combined(left: readonly Way[], right: readonly Way[]): readonly Way[] {
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
export function minimal(ways: readonly Way[]): readonly Way[] {
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

/** All subsets of one size. */
export function subsets<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size <= 0) return [[]];
  const [first, ...rest] = items;
  if (first === undefined) return [];
  return [...subsets(rest, size - 1).map((chosen) => [first, ...chosen]), ...subsets(rest, size)];
}
