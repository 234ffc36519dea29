/** Characters that change how a text reads without being seen: controls, marks of direction, zero-width ones, separators, halves of pairs. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text with every unseen character spelt out as `<U+202E>`; line ends stay, a tab is a space. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', ' ')
    .replace(
      unseen,
      (found) => `<U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
    );
}

/** Breaks a text into lines of at most `width` characters, at spaces where there are some; its own line ends stay. */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ').flatMap((each) => cut(each, width))) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

function cut(word: string, width: number): readonly string[] {
  return word.length <= width ? [word] : [word.slice(0, width), ...cut(word.slice(width), width)];
}

/** Two columns: a label, wrapped on the left, and a text, wrapped on the right. */
export function columns(label: string, text: string, left: number, width: number): readonly string[] {
  const labels = wrapped(label, left - 2);
  const texts = wrapped(text, width - left);
  const rows = Math.max(labels.length, texts.length);
  return Array.from({ length: rows }, (_, row) =>
    `${(labels[row] ?? '').padEnd(left)}${texts[row] ?? ''}`.trimEnd(),
  );
}

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
