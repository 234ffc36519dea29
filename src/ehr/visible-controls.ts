/**
 * Controls but line ends and tabs, and format characters: those that turn the direction of what follows them (U+202A–202E,
 * U+2066–2069), and those of no width, which hide where a word ends. The joiners U+200C and U+200D stay: scripts are written with them.
 */
const unseen = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** The same in a JSON text, where they may also stand escaped. */
const mayHide = /\\u(?!200[cd])[0-9a-f]{4}|\\[bf]|(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/iu;

/**
 * Parsed JSON in which every such character is spelt out as `<U+202E>`: what a clinician reads must be what is there, in the
 * order in which it is there.
 *
 * @param text what the data was parsed from; most has none of them and is left as it is
 */
export function withVisibleControls(data: unknown, text: string): unknown {
  return mayHide.test(text) ? spelt(data) : data;
}

/** One text, spelt the same way. */
export function visibleText(text: string): string {
  return text.replace(
    unseen,
    (found) => `<U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

function spelt(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return value.map(spelt);
  if (typeof value !== 'object' || value === null) return value;
  // A key called __proto__ stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spelt(inner)]));
}
