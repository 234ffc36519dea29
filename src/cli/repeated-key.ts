/** Braces, and strings with the colon that makes them a key. */
const tokens = /[{}]|("(?:[^"\\]|\\.)*")\s*(:?)/g;

/**
 * Whether an object in a JSON text has one key twice: a parser keeps the last, and says nothing of the other.
 *
 * @param text JSON that parses
 */
export function repeatsKey(text: string): boolean {
  const open: Set<unknown>[] = [];
  for (const [token, written, colon] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (written !== undefined && colon === ':') {
      const keys = open.at(-1);
      const key: unknown = JSON.parse(written);
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}
