import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultList } from './fault-list.ts';
import { scorecard, scores } from './scorecard.ts';

const [first] = faultList;
if (!first) throw new Error('the list is empty');
const run = (passed: boolean) =>
  first.shown.map(({ file, test }) => ({ file, name: test.source.replaceAll('\\', ''), passed }));

describe('the scorecard', () => {
  it('lists each fault from R1 to R20 once', () => {
    expect(faultList.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, at) => `R${at + 1}`));
  });

  it('calls a fault held only when every test named for it was run and passed', () => {
    const held = (ran: Parameters<typeof scores>[1]) => scores([first], ran)[0]?.held;
    expect(held(run(true))).toBe(true);
    expect(held(run(true).slice(1))).toBe(false);
    expect(held([...run(true).slice(1), ...run(false).slice(0, 1)])).toBe(false);
    expect(held([])).toBe(false);
  });

  it('says how many are held', () => {
    expect(scorecard(scores([first], []))).toContain('**0 of 1 held.**');
  });

  it('in docs is the one of this list: all held, with the tests that are named today', () => {
    const text = readFileSync('docs/faults.md', 'utf8');
    expect(text).toContain('**20 of 20 held.**');
    for (const { fault, outcome } of faultList) expect(text).toContain(`| ${fault} | ${outcome} | held |`);
  });

  it.each(faultList.flatMap(({ id, shown }) => shown.map(({ file }) => [id, file])))(
    '%s rests on %s, which is there',
    (_, file) => {
      expect(readFileSync(file, 'utf8')).toMatch(/\b(it|describe)\b/);
    },
  );
});
