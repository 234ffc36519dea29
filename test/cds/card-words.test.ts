import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardId, identityIn, orderIdentity } from '../../src/cds/card-id.ts';
import { plainText } from '../../src/cds/markdown.ts';

describe('text from a chart', () => {
  it.each([
    ['**bold**', '\\*\\*bold\\*\\*'],
    ['[a](https://evil.test)', '\\[a\\](https: //evil.test)'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['a | b', 'a \\| b'],
    ['www.evil.test', 'www .evil.test'],
    ['ada@evil.test', 'ada\\@evil.test'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['one\r\n\r\n# two', 'one \\# two'],
    ['right\u202eot\u200btfel', 'right ot tfel'],
    ['bilirubin 1.1 mg/dL (2025-06-10)', 'bilirubin 1.1 mg/dL (2025-06-10)'],
  ])('%j becomes %j', (text, plain) => expect(plainText(text)).toBe(plain));

  it('never makes a mark, a tag, a line or a link', () => {
    const pieces = fc.constantFrom(
      '*',
      '_',
      '`',
      '[',
      ']',
      '(',
      '<',
      '>',
      '\\',
      '\n',
      '|',
      '#',
      '~',
      '://',
      'www.',
      '&',
      'x',
      '\u202e',
      '@',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const plain = plainText(parts.join(''));
        const bare = plain.replaceAll(/\\[\\`*_[\]#|~@]/g, '');
        expect(bare).not.toMatch(/[\\`*_[\]<>#|~@\n\u202e]|:\/\/|www\./i);
      }),
    );
  });

  it('is cut when it is long, and quick when it is very long', () => {
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      expect(plainText('x'.repeat(1_000_000))).toHaveLength(401);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

describe('a card id', () => {
  it('is a version 8 UUID that follows from order and content', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (order, content) => {
        const id = await cardId(await orderIdentity(order), content);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(await cardId(await orderIdentity(order), content)).toBe(id);
        expect(identityIn(await cardId(await orderIdentity(order), `${content}!`))).toBe(identityIn(id));
        expect(await cardId(await orderIdentity(order), `${content}!`)).not.toBe(id);
        expect(identityIn(await cardId(await orderIdentity(`${order}!`), content))).not.toBe(identityIn(id));
      }),
      { numRuns: 50 },
    );
  });

  it.each(['', 'x', '2c7a36a1-1e82-4608-87be-fc13f730ec49', '2c7a36a1-1e82-8608-c7be-fc13f730ec49'])(
    'is none of ours: "%s"',
    (id) => expect(identityIn(id)).toBeUndefined(),
  );
});
