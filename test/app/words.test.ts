import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { besideWords } from '../../src/app/beside-words.ts';

const folder = 'src/app';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.tsx'),
);
/** Attributes that people read or hear. */
const told = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'means']);

/** Words that a component says by itself instead of taking them from a file of words. */
function ownWords(code: string): readonly string[] {
  const source = ts.createSourceFile('part.tsx', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const see = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text)) found.push(node.text.trim());
    const isTold = ts.isJsxAttribute(node) && told.has(node.name.getText(source));
    if (
      isTold &&
      node.initializer &&
      ts.isStringLiteral(node.initializer) &&
      /\p{L}{2}/u.test(node.initializer.text)
    )
      found.push(node.initializer.text);
    ts.forEachChild(node, see);
  };
  see(source);
  return found;
}

describe('the words of the screen', () => {
  it.each(files)('%s takes every word from a file of words', (name) =>
    expect(ownWords(readFileSync(join(folder, name), 'utf8'))).toEqual([]),
  );

  it('are found where a component says them itself', () =>
    expect(ownWords('const part = <p title="Hello">There {words.where}</p>;')).toEqual(['Hello', 'There']));

  it('are sentence case: no Title Case in a heading or button', () => {
    const titled = /^(?:[A-Z][a-z]+ ){2,}[A-Z][a-z]+$/;
    const wordFiles = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /words\.ts$/.test(name),
    );
    const literals = wordFiles.flatMap((name) => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/: '([^']+)'/g),
    ]);
    expect(literals.length).toBeGreaterThan(200);
    expect(literals.map(([, text = '']) => text).filter((text) => titled.test(text))).toEqual([]);
  });

  it('explain each of their abbreviations', () => {
    const explained = Object.keys(besideWords.abbreviations.of);
    const texts = [
      ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /words\.ts$/.test(name))
        .map((name) => join(folder, name)),
      ...readdirSync('mappings/questionnaires').map((name) => join('mappings/questionnaires', name)),
    ].map((path) => readFileSync(path, 'utf8'));
    const used = new Set(texts.flatMap((text) => text.match(/\b(?:DEB-)?[A-Z]{2,}\b/g) ?? []));
    expect(used.size).toBeGreaterThan(15);
    expect([...used].filter((each) => !explained.includes(each))).toEqual([]);
  });
});
