import { describe, expect, it } from 'vitest';
import { visibleText, withVisibleControls } from '../../src/ehr/visible-controls.ts';

const through = (value: unknown, text = JSON.stringify(value)) => withVisibleControls(JSON.parse(text), text);

describe('characters that change how a text reads without being seen', () => {
  it.each([
    ['an override of direction', 'a\u202eb', 'a<U+202E>b'],
    ['an isolate', '\u2066a\u2069', '<U+2066>a<U+2069>'],
    ['a mark of direction', 'a\u200fb', 'a<U+200F>b'],
    ['a space of no width', 'meta\u200bstatic', 'meta<U+200B>static'],
    ['a soft hyphen', 'un\u00adresectable', 'un<U+00AD>resectable'],
    ['a byte order mark', '\ufeffa', '<U+FEFF>a'],
    ['a line separator', 'a\u2028b', 'a<U+2028>b'],
    ['a control', 'a\u0000b\u0007', 'a<U+0000>b<U+0007>'],
    ['a tag', 'a\u{e0041}', 'a<U+E0041>'],
  ])('are spelt out: %s', (_, text, spelt) => {
    expect(visibleText(text)).toBe(spelt);
    expect(through({ text: [text] })).toEqual({ text: [spelt] });
    const escaped = `{"text":"${[...text].map((each) => [...each].length && asEscape(each)).join('')}"}`;
    expect(through(undefined, escaped)).toEqual({ text: spelt });
  });

  it.each([
    ['line ends and tabs', 'a\r\n\tb'],
    ['Arabic with a joiner', 'می\u200cخواهم'],
    ['a family of joined faces', '👩\u200d👩\u200d👧'],
    ['accents, signs and other scripts', 'Müller – 李 – Ω ≥ 3 µmol/L'],
  ])('and no others: %s', (_, text) => {
    expect(through({ text })).toEqual({ text });
  });

  /** A character as JSON may escape it. */
  function asEscape(character: string): string {
    return Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join('');
  }
});
