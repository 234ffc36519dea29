import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { compare, type Row } from './comparison.ts';
import { inputs } from './inputs.ts';
import { loadPeer } from './peer.ts';
import { cellsIn, cellsOf } from './table.ts';

const peer = await loadPeer();
const printed = cellsIn(readFileSync(new URL('../../docs/comparison.md', import.meta.url), 'utf8'));
let rows: readonly Row[];

beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const library = 'library' in peer ? peer.library : undefined;
  rows = await compare(library, new Date().toISOString().slice(0, 10));
}, 60_000);

const rowOf = (id: string) => {
  const row = rows.find(({ input }) => input.id === id);
  if (!row) throw new Error(`nothing was compared for ${id}`);
  return row;
};

describe('the table of docs/comparison.md', () => {
  it('has a row for every input, each under its own title', () => {
    expect(new Set(inputs.map(({ title }) => title)).size).toBe(inputs.length);
    for (const { title } of inputs) expect([...printed.keys()]).toContain(title);
  });

  it.each(inputs)('says what Hepauth does: $title', ({ id, title }) => {
    expect(printed.get(title)?.ours).toBe(cellsOf(rowOf(id)).ours);
  });

  it.for(inputs)('says what sdc-populate does: $title', ({ id, title }, { skip }) => {
    if ('because' in peer) skip(`@aehrc/sdc-populate cannot be loaded: ${peer.because}`);
    const { documented, careful } = cellsOf(rowOf(id));
    expect(printed.get(title)).toMatchObject({ documented, careful });
  });
});

describe('Hepauth', () => {
  it.each(inputs)('fills in what is right, or nothing with the reason: $title', ({ id, right }) => {
    expect(rowOf(id).ours.grade).toBe(right === 'none' ? 'explained' : 'right');
  });

  it.each(inputs)('asks nobody but the EHR: $title', ({ id }) => {
    expect(rowOf(id).strays).toEqual([]);
  });
});
