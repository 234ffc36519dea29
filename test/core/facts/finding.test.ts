import { describe, expect, it } from 'vitest';
import { recorded } from '../../../src/core/facts/finding.ts';

const shown = (text: string) => recorded({ resourceType: 'Condition', id: 'c' }, text).asRecorded;

describe('the words of a record', () => {
  it.each(['', 'Hepatocellular carcinoma', 'x'.repeat(300)])('are shown whole up to 300 characters', (text) =>
    expect(shown(text)).toBe(text),
  );

  it('are shown by their beginning where they are endless, and say so', () =>
    expect(shown('x'.repeat(100_000))).toBe(`${'x'.repeat(300)}…`));

  it('are not cut in the middle of a character', () =>
    expect(shown(`${'x'.repeat(299)}🫀${'x'.repeat(9)}`)).toBe(`${'x'.repeat(299)}…`));
});
