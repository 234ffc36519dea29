/** The most characters of one text from elsewhere. */
const longest = 400;

const marks = /[\\`*_[\]#|~@]/g;
// Control characters, and those that turn the direction of reading.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Text from a chart as plain text in GitHub-flavoured Markdown: no emphasis, link, image, list, table or HTML comes out of it.
 *
 * For use inside a line, not at its start.
 */
export function plainText(text: string): string {
  const line = text.replace(unprintable, ' ').trim();
  const short = line.length > longest ? `${line.slice(0, longest)}…` : line;
  return short
    .replace(marks, '\\$&')
    .replace(/[&<>]/g, (mark) => entities[mark] ?? '')
    .replace(/:\/\//g, ': //')
    .replace(/www\./gi, 'www .');
}
