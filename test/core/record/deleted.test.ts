import { describe, expect, it } from 'vitest';
import { bundleOf, condition, type Json } from '../../support/chart.ts';
import { leafAndIgnored, printed } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const at = (lastUpdated: string, resource: Json = hcc): Json => ({ ...resource, meta: { lastUpdated } });
const seen = (given: Json) => leafAndIgnored('dx.hcc', given);

describe('a record that was deleted', () => {
  const removal = (lastModified: string | undefined, extra: Json = {}): Json => ({
    request: { method: 'DELETE', url: 'Condition/hcc' },
    ...(lastModified !== undefined && { response: { status: '204', lastModified } }),
    ...extra,
  });
  const gone = ['unknown', 'Condition/hcc: deleted'];
  const contested = [
    'unknown',
    'Condition/hcc: deleted in the same Bundle, and nothing says which came last',
  ];

  it.each<[string, readonly Json[], readonly string[]]>([
    ['is none', [{ resource: at('2025-05-01T08:00:00Z') }, removal('2025-05-02T08:00:00Z')], gone],
    [
      'is none, told first',
      [removal('2025-05-02T08:00:00Z'), { resource: at('2025-05-01T08:00:00Z') }],
      gone,
    ],
    [
      'at the same instant is none',
      [{ resource: at('2025-05-01T10:00:00+02:00') }, removal('2025-05-01T08:00:00Z')],
      gone,
    ],
    [
      'is known by its address alone',
      [
        { resource: at('2025-05-01T08:00:00Z') },
        removal('2025-05-02T08:00:00Z', {
          fullUrl: 'https://a.example/Condition/hcc',
          request: { method: 'DELETE' },
        }),
      ],
      gone,
    ],
    [
      'is dated by its own answer where it has no version',
      [
        { resource: hcc, response: { status: '201', lastModified: '2025-05-01T08:00:00Z' } },
        removal('2025-05-02T08:00:00Z'),
      ],
      gone,
    ],
    [
      'and sent along is none',
      [{ resource: hcc, request: { method: 'DELETE', url: 'Condition/hcc' } }],
      gone,
    ],
    [
      'and written again stands',
      [removal('2025-05-01T08:00:00Z'), { resource: at('2025-05-02T08:00:00Z') }],
      ['met'],
    ],
    [
      'at an unknown time is in doubt',
      [{ resource: at('2025-05-01T08:00:00Z') }, removal(undefined)],
      contested,
    ],
    [
      'against a record of unknown time is in doubt',
      [{ resource: hcc }, removal('2025-05-02T08:00:00Z')],
      contested,
    ],
    [
      'elsewhere is another',
      [
        { resource: hcc },
        removal('2025-05-02T08:00:00Z', { request: { method: 'DELETE', url: 'Condition/x' } }),
      ],
      ['met'],
    ],
    [
      'on another server is another',
      [
        { fullUrl: 'https://a.example/Condition/hcc', resource: hcc },
        removal('2025-05-02T08:00:00Z', { fullUrl: 'https://b.example/Condition/hcc' }),
      ],
      ['met'],
    ],
    ...['/Condition/hcc', 'Condition/hcc?_cascade=delete', 'https://a.example/Condition/hcc#x'].map(
      (url): [string, readonly Json[], readonly string[]] => [
        `is known by ${url}`,
        [
          { resource: at('2025-05-01T08:00:00Z') },
          removal('2025-05-02T08:00:00Z', { request: { method: 'DELETE', url } }),
        ],
        gone,
      ],
    ),
    ...['Condition?code=x', 'https://a.example/Condition?code=x', '?_id=hcc', undefined].map(
      (url): [string, readonly Json[], readonly string[]] => [
        `may be what ${url} found`,
        [
          { resource: at('2025-05-01T08:00:00Z') },
          removal('2025-05-02T08:00:00Z', { request: { method: 'DELETE', url } }),
        ],
        contested,
      ],
    ),
    [
      'by a search at an unknown time is in doubt',
      [{ resource: hcc }, removal(undefined, { request: { method: 'DELETE', url: 'Condition?code=x' } })],
      contested,
    ],
    [
      'by a search before it was written stands',
      [
        { resource: at('2025-05-03T08:00:00Z') },
        removal('2025-05-02T08:00:00Z', { request: { method: 'DELETE', url: 'Condition?code=x' } }),
      ],
      ['met'],
    ],
    [
      'by a search for another type stands',
      [{ resource: hcc }, removal(undefined, { request: { method: 'DELETE', url: 'Observation?code=x' } })],
      ['met'],
    ],
    [
      'by a search of another server stands',
      [
        { fullUrl: 'https://a.example/Condition/hcc', resource: hcc },
        removal(undefined, { request: { method: 'DELETE', url: 'https://b.example/Condition?code=x' } }),
      ],
      ['met'],
    ],
    [
      'is not one that was written',
      [{ resource: hcc, request: { method: 'PUT', url: 'Condition/hcc' } }],
      ['met'],
    ],
  ])('%s', (_, entries, expected) => {
    expect(seen(bundleOf(entries, { type: 'history' }))).toEqual(expected);
  });

  it('is no second cancer, and one that may be deleted may be one', () => {
    const pair = [{ resource: condition('icd C78.7') }, { resource: condition('icd C18.7') }];
    const breast = condition('icd C50.911', { id: 'hcc' });
    const crc = (entries: readonly Json[]) =>
      printed(bundleOf([...pair, ...entries])).leaves['dx.crc-liver-mets'];
    expect(crc([{ resource: at('2025-05-01T08:00:00Z', breast) }, removal('2025-05-02T08:00:00Z')])).toBe(
      'met',
    );
    expect(crc([{ resource: breast }, removal('2025-05-02T08:00:00Z')])).toBe('unknown');
  });
});

describe('a record that was changed by a PATCH', () => {
  const patch = (lastModified: string | undefined, extra: Json = {}): Json => ({
    request: { method: 'PATCH', url: 'Condition/hcc' },
    resource: { resourceType: 'Parameters' },
    ...(lastModified !== undefined && { response: { status: '200', lastModified } }),
    ...extra,
  });
  const changed = ['unknown', 'Condition/hcc: changed in the same Bundle in a way that is not read'];
  const [first, second] = ['2025-05-01T08:00:00Z', '2025-05-02T08:00:00Z'];

  it.each<[string, readonly Json[], readonly string[]]>([
    ['after it was written is in doubt', [{ resource: at(first) }, patch(second)], changed],
    ['at an unknown time is in doubt', [{ resource: at(first) }, patch(undefined)], changed],
    ['before it was written stands', [{ resource: at(second) }, patch(first)], ['met']],
    ['and came as it then was stands', [{ resource: at(first) }, patch(first)], ['met']],
    ['and came with the change stands', [patch(first, { resource: at(first) })], ['met']],
    [
      'and came before and after it is the later one',
      [{ resource: at(first) }, patch(second), { resource: at(second) }],
      ['met', 'Condition/hcc: superseded by a newer version of the same record'],
    ],
    [
      'that names a search is in doubt',
      [{ resource: at(first) }, patch(second, { request: { method: 'PATCH', url: 'Condition?code=x' } })],
      changed,
    ],
  ])('%s', (_, entries, expected) => {
    expect(seen(bundleOf(entries, { type: 'history' }))).toEqual(expected);
  });

  it('and did not come leaves open what rests on its absence', () => {
    const breast = ['icd C78.7', 'icd C50.911'].map((code) => ({ resource: condition(code) }));
    const verdictOf = (...more: readonly Json[]) => printed(bundleOf([...breast, ...more])).leaves['dx.hcc'];
    expect(verdictOf()).toBe('not-met');
    expect(verdictOf(patch(first))).toBe('unknown');
    expect(verdictOf(patch(first, { request: { method: 'PATCH', url: 'Encounter/e' } }))).toBe('not-met');
  });

  it('is never the patient for want of an address', () =>
    expect(
      seen(bundleOf([{ resource: at(second) }, patch(first, { request: { method: 'PATCH' } })])),
    ).toEqual(['met']));
});
