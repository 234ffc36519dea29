/** Controls but line ends and tabs, and marks that turn the direction of what follows them: U+202A–202E, U+2066–2069. */
const unseen = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
/** The same in a JSON text, where they may also stand escaped. */
const mayHide = /\\u(?:00[0189]|007f|202[a-e]|206[6-9])|\\[bf]|[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/i;

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
    (found) => `<U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

function spelt(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return value.map(spelt);
  if (typeof value !== 'object' || value === null) return value;
  // A key called __proto__ stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spelt(inner)]));
}
