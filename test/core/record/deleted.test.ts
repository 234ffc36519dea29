import { describe, expect, it } from 'vitest';
import { condition, type Json, patient } from '../../support/chart.ts';
import { printed } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const at = (lastUpdated: string, resource: Json = hcc): Json => ({ ...resource, meta: { lastUpdated } });
const bundle = (entry: readonly Json[], extra: Json = {}): Json => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [{ resource: patient() }, ...entry],
  ...extra,
});
const seen = (given: Json) => {
  const { leaves, ignored } = printed(given);
  return [leaves['dx.hcc'], ...ignored.map(({ reference, because }) => `${reference}: ${because}`)];
};

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
    [
      'by a search names none',
      [{ resource: hcc }, removal(undefined, { request: { method: 'DELETE', url: 'Condition?code=x' } })],
      ['met'],
    ],
    [
      'is not one that was written',
      [{ resource: hcc, request: { method: 'PUT', url: 'Condition/hcc' } }],
      ['met'],
    ],
  ])('%s', (_, entries, expected) => {
    expect(seen(bundle(entries, { type: 'history' }))).toEqual(expected);
  });

  it('is no second cancer, and one that may be deleted may be one', () => {
    const pair = [{ resource: condition('icd C78.7') }, { resource: condition('icd C18.7') }];
    const breast = condition('icd C50.911', { id: 'hcc' });
    const crc = (entries: readonly Json[]) =>
      printed(bundle([...pair, ...entries])).leaves['dx.crc-liver-mets'];
    expect(crc([{ resource: at('2025-05-01T08:00:00Z', breast) }, removal('2025-05-02T08:00:00Z')])).toBe(
      'met',
    );
    expect(crc([{ resource: breast }, removal('2025-05-02T08:00:00Z')])).toBe('unknown');
  });
});
