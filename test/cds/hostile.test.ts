import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ChartInHand, chartInHand, orderSign, post, sandboxEhr, service } from './calling.ts';

let chart: ChartInHand;
beforeAll(async () => {
  chart = await chartInHand(sandboxEhr(), 'bland-embolization-order');
});

type Path = readonly (string | number)[];

/** Every place in a value. */
function places(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, item]) =>
      places(item, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: replaced(record[key], rest, by) };
}

const junk = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    '',
    'x',
    [],
    {},
    [[]],
    [null],
    { resourceType: 'Bundle' },
    { resourceType: 7 },
    '2025-13-45',
    'Patient/x',
    '__proto__',
  ),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

describe('a call with junk in it', () => {
  it('is answered with a card, no card or a sentence, and never fails', async () => {
    const whole: unknown = orderSign(chart);
    const all = places(whole);
    const made = service();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(all.length - 1), junk), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const body = changes.reduce<unknown>((so, [index, by]) => {
            const path = all[index] ?? [];
            return places(so).some((place) => place.join() === path.join()) ? replaced(so, path, by) : so;
          }, whole);
          const response = await made.fetch(await post(JSON.stringify(body)));
          const text = await response.text();
          expect([200, 400, 412], text).toContain(response.status);
          expect(JSON.parse(text)).toMatchObject(
            response.status === 200 ? { cards: expect.any(Array) } : { resourceType: 'OperationOutcome' },
          );
          expect(text).not.toMatch(/approved|covered|eligible|critical/i);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
