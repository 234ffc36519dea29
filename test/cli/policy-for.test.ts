import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { policyFor } from '../../src/catalogue/policy-for.ts';
import { chart, condition, coverage, daysAgo, type Json, order, today } from '../support/chart.ts';
import { edits, med140, recordOf } from '../support/facts.ts';

// A run starts Node and compiles the command.
vi.setConfig({ testTimeout: 60_000 });

const naic = { system: 'urn:naic', value: '1' };
const theirs = { ...med140, id: 'theirs', payers: [naic] };
const later = { ...med140, version: 'later', effective: { start: daysAgo(-10), end: null } };
const now = { ...med140, effective: { start: '2010-12-01', end: daysAgo(-9) } };
const insurer: Json = { resourceType: 'Organization', id: 'i', identifier: [naic] };
const insured = [insurer, coverage('a', { payor: [{ reference: 'Organization/i' }] })];

describe('the policy of a chart', () => {
  const chosen = (resources: readonly Json[], answers: Json = {}, id?: string) => {
    const record = recordOf(chart(...resources));
    const choice = policyFor(record, edits(answers), [now, later, theirs], { id, asOf: today });
    return choice.policy
      ? `${choice.policy.id} ${choice.policy.version} ${choice.selectedBy}`
      : choice.because;
  };

  it('is the default one where no payer is known', () =>
    expect(chosen([])).toBe(`med140 ${now.version} default`));
  it('is that of the payer', () => expect(chosen(insured)).toBe(`theirs ${theirs.version} coverage`));
  it('is that of the coverage that a person chose', () => {
    const two = [...insured, coverage('b')];
    expect(chosen(two)).toBe(`med140 ${now.version} default`);
    expect(chosen(two, { coverage: 'Coverage/a' })).toBe(`theirs ${theirs.version} coverage`);
  });
  it('is the one that is named, whoever pays', () =>
    expect(chosen(insured, {}, 'med140')).toBe(`med140 ${now.version} option`));
  it('is the version in force on the planned date', () =>
    expect(chosen([], { 'planned-date': daysAgo(-20) })).toBe('med140 later default'));
});

it('is asked by the explanation too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hepauth-policy-'));
  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const words = [
    'explain',
    file('chart.json', chart(condition('icd C22.0'), order('sct 764677008'))),
    '--as-of',
    today,
    '--answers',
    file('answers.json', { practitioner: 'Practitioner/dr', answers: { 'planned-date': '2001-01-01' } }),
  ];
  const said = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'src/cli/policy.ts'), ...words],
      (_, __, err) => resolve(err),
    );
  });
  rmSync(folder, { recursive: true, force: true });
  expect(said).toMatch(/--policy: .*not yet in force on the date of service/);
});
