import { describe, expect, it } from 'vitest';
import { repeatsKey } from '../../src/cli/repeated-key.ts';

describe('a key that stands twice', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":{"b":1},"a":2}',
    '[{"a":[{"b":1,\n"b" : {}}]}]',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
  ])('is seen in %s', (text) => expect(repeatsKey(text)).toBe(true));

  it.each([
    '{"a":1,"b":2}',
    '{"a":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":["a","a"]}',
    '{"a":"{\\"a\\":1}","b":"\\"a\\":"}',
    '{"a":{"c":"}"},"b":"{","c":1}',
    '"a"',
    '{}',
  ])('is not seen in %s', (text) => expect(repeatsKey(text)).toBe(false));
});
