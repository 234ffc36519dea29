import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, anyOf, atLeast, negate, type Verdict } from '../../../src/core/policy/verdict.ts';

const all: readonly Verdict[] = ['met', 'not-met', 'unknown'];

describe('Kleene logic', () => {
  it.each([
    ['met', 'met', 'met', 'met'],
    ['met', 'not-met', 'not-met', 'met'],
    ['met', 'unknown', 'unknown', 'met'],
    ['not-met', 'met', 'not-met', 'met'],
    ['not-met', 'not-met', 'not-met', 'not-met'],
    ['not-met', 'unknown', 'not-met', 'unknown'],
    ['unknown', 'met', 'unknown', 'met'],
    ['unknown', 'not-met', 'not-met', 'unknown'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ] as const)('%s and %s is %s; or is %s', (a, b, and, or) => {
    expect(allOf([a, b])).toBe(and);
    expect(anyOf([a, b])).toBe(or);
  });

  it.each([
    ['met', 'not-met'],
    ['not-met', 'met'],
    ['unknown', 'unknown'],
  ] as const)('not %s is %s', (verdict, expected) => expect(negate(verdict)).toBe(expected));

  it('takes an empty conjunction as met and an empty disjunction as not met', () => {
    expect([allOf([]), anyOf([])]).toEqual(['met', 'not-met']);
  });

  it.each([
    [0, [], 'met'],
    [1, [], 'not-met'],
    [2, ['met', 'met', 'not-met'], 'met'],
    [2, ['met', 'unknown', 'not-met'], 'unknown'],
    [2, ['met', 'not-met', 'not-met'], 'not-met'],
    [2, ['unknown', 'unknown', 'unknown'], 'unknown'],
    [3, ['met', 'met', 'unknown'], 'unknown'],
    [4, ['met', 'met', 'met'], 'not-met'],
  ] as const)('at least %i of %j is %s', (n, verdicts, expected) =>
    expect(atLeast(n, verdicts)).toBe(expected),
  );

  const verdicts = fc.array(fc.constantFrom(...all), { maxLength: 6 });

  it('says what every way of settling the unknown ones would say, and unknown where they differ', () => {
    fc.assert(
      fc.property(verdicts, fc.integer({ min: 0, max: 6 }), (some, n) => {
        const settled = some.reduce<Verdict[][]>(
          (ways, each) =>
            ways.flatMap((way) =>
              (each === 'unknown' ? (['met', 'not-met'] as const) : [each]).map((one) => [...way, one]),
            ),
          [[]],
        );
        const agreed = (results: readonly Verdict[]) =>
          new Set(results).size === 1 ? results[0] : ('unknown' as const);
        const met = (way: readonly Verdict[]) => way.filter((one) => one === 'met').length;
        expect(allOf(some)).toBe(agreed(settled.map((way) => (met(way) === way.length ? 'met' : 'not-met'))));
        expect(anyOf(some)).toBe(agreed(settled.map((way) => (met(way) > 0 ? 'met' : 'not-met'))));
        expect(atLeast(n, some)).toBe(agreed(settled.map((way) => (met(way) >= n ? 'met' : 'not-met'))));
      }),
    );
  });
});
