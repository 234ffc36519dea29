/** What is printed: the same blocks for the screen's print, for plain text and for copying. Nothing in it is markup. */
export interface Paper {
  readonly title: string;
  /** Identifies the patient on every page. */
  readonly patient: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly is: 'heading'; readonly text: string }
  | { readonly is: 'paragraph'; readonly text: string }
  | { readonly is: 'facts'; readonly rows: readonly Fact[] }
  | { readonly is: 'list'; readonly items: readonly string[] }
  | { readonly is: 'groups'; readonly head: readonly string[]; readonly groups: readonly RowGroup[] }
  | { readonly is: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** Rows under one title, which is said once. */
export interface RowGroup {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** A labelled value; one that is missing is printed as missing, never left out. */
export interface Fact {
  readonly label: string;
  readonly value: string | undefined;
}

/** What stands where a value is missing: nothing is guessed, and nothing left out. */
export const notRecorded = 'not recorded';

export const heading = (text: string): Block => ({ is: 'heading', text });
export const paragraph = (text: string): Block => ({ is: 'paragraph', text });

/** A list, or the sentence that stands for an empty one. */
export function listOr(items: readonly string[], otherwise: string): Block {
  return items.length > 0 ? { is: 'list', items } : paragraph(otherwise);
}

/** The paper as plain text, for copying. */
export function paperText({ title, patient, blocks }: Paper): string {
  return [title, patient, '', ...blocks.flatMap(lines)].join('\n');
}

function lines(block: Block): readonly string[] {
  switch (block.is) {
    case 'heading':
      return ['', block.text.toUpperCase()];
    case 'paragraph':
      return [block.text];
    case 'facts':
      return block.rows.map(({ label, value }) => `${label}: ${value ?? notRecorded}`);
    case 'list':
      return block.items.map((item) => `- ${item}`);
    case 'groups':
      return [
        block.head.join(' | '),
        ...block.groups.flatMap(({ title, rows }) => [title, ...rows.map((row) => `- ${row.join(' | ')}`)]),
      ];
    case 'table':
      return [block.head.join(' | '), ...block.rows.map((row) => row.join(' | '))];
  }
}
