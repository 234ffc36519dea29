import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = readFileSync('docs/security-checks.md', 'utf8');
const rows = text
  .split('\n')
  .filter((line) => /^\| [A-Z]\d+ \|/.test(line))
  .map((line) => {
    const [, id = '', , where = '', shown = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return {
      id,
      places: [...where.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place),
      shown: [...shown.matchAll(/`([^`]+)` "([^"]+)"/g)].map(([, file = '', title = '']) => ({
        file,
        title: title.replaceAll('\\|', '|'),
      })),
    };
  });
const upTo = (letter: string, last: number) => Array.from({ length: last }, (_, at) => `${letter}${at + 1}`);

/** A file's text as its titles would be read: quotes and line breaks of the source do not count. */
const titles = (file: string) => readFileSync(file, 'utf8').replaceAll('\\', '');

describe('the table of security checks', () => {
  it('has every requirement once', () => {
    expect(rows.map(({ id }) => id)).toEqual(
      [upTo('L', 15), upTo('T', 10), upTo('I', 8), upTo('B', 13), upTo('C', 11), upTo('R', 20)].flat(),
    );
  });

  it.each(rows)('$id names places and tests that there are', ({ places, shown }) => {
    expect(shown.length).toBeGreaterThan(0);
    for (const place of places) expect([place, existsSync(place)]).toEqual([place, true]);
    for (const { file, title } of shown) {
      expect([file, existsSync(file)]).toEqual([file, true]);
      expect([title, titles(file).includes(title)]).toEqual([title, true]);
    }
  });
});
