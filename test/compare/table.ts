import type { Cell, Grade, Row } from './comparison.ts';

/** The columns of the table that hold what a side did. */
export const columns = ['documented', 'careful', 'ours'] as const;
export type Column = (typeof columns)[number];

const headings: Readonly<Record<Column, string>> = {
  documented: 'sdc-populate, as documented',
  careful: 'sdc-populate, careful expressions',
  ours: 'Hepauth',
};

const words: Readonly<Record<Grade, string>> = {
  right: 'right',
  wrong: '**wrong**',
  unsupported: '**unsupported**',
  blank: 'blank',
  explained: 'blank, with the reason',
};

/** The grades from best to worst. */
export const grades = Object.keys(words) as readonly Grade[];

/** One cell in Markdown. */
export function inMarkdown({ grade, filled, said }: Cell, more = ''): string {
  const what = filled === 'nothing' ? (said === '' ? '' : `: “${said}”`) : `: ${filled}`;
  return `${words[grade]}${what}${more}`.replaceAll('|', '\\|');
}

/** The cells of one row, by column. */
export function cellsOf({ peer, ours }: Row): Readonly<Partial<Record<Column, string>>> {
  const { gap, verdict } = ours;
  const more = `; ${gap ? `gap \`${gap}\`, ` : ''}criteria ${verdict}`;
  return {
    ...(peer && { documented: inMarkdown(peer.documented), careful: inMarkdown(peer.careful) }),
    ours: inMarkdown(ours, more),
  };
}

/** The whole table. */
export function tableOf(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['Input', 'The record says', ...columns.map((column) => headings[column]), 'To be fair']),
    line(Array.from({ length: columns.length + 3 }, () => '---')),
    ...rows.map((row) => {
      const { title, record, note = '' } = row.input;
      const cells = cellsOf(row);
      return line([title, record, ...columns.map((column) => cells[column] ?? 'not run'), note]);
    }),
  ].join('\n');
}

/** How often each side got each grade. */
export function tallyOf(rows: readonly Row[]): string {
  const line = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;
  const count = (column: Column, grade: Grade) =>
    rows.filter(({ peer, ours }) => (column === 'ours' ? ours : peer?.[column])?.grade === grade).length;
  return [
    line(['', ...grades.map((grade) => words[grade])]),
    line(Array.from({ length: grades.length + 1 }, () => '---')),
    ...columns.map((column) => line([headings[column], ...grades.map((grade) => count(column, grade))])),
  ].join('\n');
}

/** The cells of a table in Markdown, by the title of their row. */
export function cellsIn(markdown: string): ReadonlyMap<string, Readonly<Record<Column, string>>> {
  const rows = markdown.split('\n').flatMap((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const [, title = '', , documented = '', careful = '', ours = '', , end] = cells;
    return end === '' && cells.length === 8 ? [[title, { documented, careful, ours }] as const] : [];
  });
  return new Map(rows);
}
