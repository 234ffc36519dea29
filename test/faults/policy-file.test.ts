import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policies } from '../../src/catalogue/catalogue.ts';
import { MappingError, parsed } from '../../src/catalogue/parsed.ts';
import { policyInForce } from '../../src/core/policy/in-force.ts';
import { Policy } from '../../src/core/policy/policy.ts';

const raw = () =>
  JSON.parse(readFileSync('mappings/policies/med140.json', 'utf8')) as Record<string, unknown>;
const [policy] = policies;
if (!policy) throw new Error('there is no policy');
const version = (changes: object) => ({ ...policy, ...changes }) as Policy;
const choose = (known: readonly Policy[], on = '2025-06-16', id: string | undefined = undefined) =>
  policyInForce(known, { on, id, otherwise: policy.id });

describe('a policy file', () => {
  it.each([
    ['a misspelt key', { critera: [] }],
    ['no criteria', { criteria: undefined }],
    ['a version that is a number', { version: 2022 }],
    ['a status that there is not', { status: 'final' }],
    ['no dates', { effective: undefined }],
    ['dates that are none', { effective: { start: 'soon', end: null } }],
  ])('with %s is refused at start-up, by file and path', (_, change) => {
    expect(() => parsed('policies/x.json', Policy, { ...raw(), ...change })).toThrow(MappingError);
    expect(() => parsed('policies/x.json', Policy, { ...raw(), ...change })).toThrow(
      /^mappings\/policies\/x\.json: /,
    );
  });

  it.each([undefined, null, 7, 'x', []])('that holds %j is refused', (value) => {
    expect(() => parsed('policies/x.json', Policy, value)).toThrow(MappingError);
  });
});

describe('no verdict is given by a policy that', () => {
  it.each([
    ['is missing', [], '2025-06-16', /no policy .* is known/],
    ['is a draft', [version({ status: 'draft' })], '2025-06-16', /draft/],
    [
      'is not yet in force',
      [version({ effective: { start: '2026-01-01', end: null } })],
      '2025-06-16',
      /not yet in force/,
    ],
    [
      'is no longer in force',
      [version({ effective: { start: '2010-01-01', end: '2025-06-15' } })],
      '2025-06-16',
      /no longer in force/,
    ],
  ] as const)('%s, and the reason is said', (_, known, on, because) => {
    expect(choose(known, on)).toEqual({ policy: undefined, because: expect.stringMatching(because) });
  });

  it('but by the version in force on the day, on its first and on its last', () => {
    const old = version({ version: 'old', effective: { start: '2010-01-01', end: '2025-06-15' } });
    const now = version({ version: 'now', effective: { start: '2025-06-16', end: null } });
    const chosen = (on: string) => choose([old, now], on).policy?.version;
    expect([chosen('2025-06-15'), chosen('2025-06-16')]).toEqual(['old', 'now']);
  });
});
