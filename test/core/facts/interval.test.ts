import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Comparator,
  compared,
  hull,
  type Interval,
  isPoint,
  point,
  stands,
} from '../../../src/core/facts/interval.ts';

const comparators: readonly Comparator[] = ['<', '<=', '>=', '>'];
const holds = (value: number, comparator: Comparator, limit: number): boolean =>
  comparator === '<'
    ? value < limit
    : comparator === '<='
      ? value <= limit
      : comparator === '>='
        ? value >= limit
        : value > limit;

describe('stands', () => {
  it.each<[string, Interval, Comparator, number, boolean | undefined]>([
    ['2 < 2', point(2), '<', 2, false],
    ['2 <= 2', point(2), '<=', 2, true],
    ['2 >= 2', point(2), '>=', 2, true],
    ['2 > 2', point(2), '>', 2, false],
    ['"<2" < 2', compared('<', 2), '<', 2, true],
    ['"<2" <= 2', compared('<', 2), '<=', 2, true],
    ['"<2" >= 2', compared('<', 2), '>=', 2, false],
    ['"<=2" < 2', compared('<=', 2), '<', 2, undefined],
    ['"<=2" <= 2', compared('<=', 2), '<=', 2, true],
    ['">2" > 2', compared('>', 2), '>', 2, true],
    ['">2" <= 2', compared('>', 2), '<=', 2, false],
    ['">2" >= 2', compared('>', 2), '>=', 2, true],
    ['">=2" > 2', compared('>=', 2), '>', 2, undefined],
    ['">=2" >= 2', compared('>=', 2), '>=', 2, true],
    ['">=2" < 2', compared('>=', 2), '<', 2, false],
    ['"<2" < 1', compared('<', 2), '<', 1, undefined],
    ['"<2" > 5', compared('<', 2), '>', 5, false],
    ['[1,3] < 2', { low: 1, high: 3 }, '<', 2, undefined],
    ['[1,3] <= 3', { low: 1, high: 3 }, '<=', 3, true],
    ['[1,3] > 1', { low: 1, high: 3 }, '>', 1, undefined],
    ['(1,3] > 1', { low: 1, high: 3, lowOpen: true }, '>', 1, true],
    ['(1,3] <= 1', { low: 1, high: 3, lowOpen: true }, '<=', 1, false],
    ['[1,3) >= 3', { low: 1, high: 3, highOpen: true }, '>=', 3, false],
    ['"<0" > 0', compared('<=', 0), '>', 0, false],
  ])('%s', (_, interval, comparator, limit, expected) =>
    expect(stands(interval, comparator, limit)).toBe(expected),
  );

  const interval = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), fc.boolean(), fc.boolean())
    .map(([a, b, lowOpen, highOpen]): Interval => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      return low === high
        ? { low, high }
        : { low, high, ...(lowOpen && { lowOpen }), ...(highOpen && { highOpen }) };
    });
  const members = ({ low, high, lowOpen, highOpen }: Interval): readonly number[] =>
    Array.from({ length: (high - low) * 4 + 1 }, (_, index) => low + index / 4).filter(
      (value) => !(lowOpen && value === low) && !(highOpen && value === high),
    );

  it('agrees with every number of the interval', () => {
    fc.assert(
      fc.property(
        interval,
        fc.constantFrom(...comparators),
        fc.integer({ min: 0, max: 20 }),
        (span, comparator, limit) => {
          const each = members(span).map((value) => holds(value, comparator, limit));
          const expected = each.every(Boolean) ? true : each.some(Boolean) ? undefined : false;
          expect(stands(span, comparator, limit)).toBe(expected);
        },
      ),
    );
  });

  it('has a hull that holds both and nothing outside their ends', () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const joined = members(hull(a, b));
        for (const value of [...members(a), ...members(b)]) expect(joined).toContain(value);
        expect(hull(a, b)).toEqual(hull(b, a));
        expect(Math.min(...joined)).toBe(Math.min(...members(a), ...members(b)));
        expect(Math.max(...joined)).toBe(Math.max(...members(a), ...members(b)));
      }),
    );
  });

  it('knows a point from a span', () => {
    expect([isPoint(point(3)), isPoint(compared('>', 3)), isPoint({ low: 1, high: 2 })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
