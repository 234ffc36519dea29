import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import textbookHcc from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import {
  chart,
  condition,
  coverage,
  daysAgo,
  type Json,
  lab,
  order,
  patient,
  today,
} from '../support/chart.ts';

// Each run starts Node and compiles the command.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hepauth-assess-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as anyone would. */
function assess(...words: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsx, join(root, 'src/cli/assess.ts'), ...words],
      { cwd: folder, maxBuffer: 1e8 },
      (error, out, err) => {
        const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
        resolve({ code, out, err });
      },
    );
  });
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const hcc = condition('icd C22.0', { id: 'hcc' });
const simple = chart(hcc, order('sct 764677008'), coverage('a'), lab('bilirubin', 1));

describe('an assessment that was made', () => {
  it('is exactly one JSON object on standard output, and exit 0', async () => {
    const { code, out, err } = await assess(file('simple.json', simple), '--as-of', today);
    expect([code, err]).toEqual([0, '']);
    const output = JSON.parse(out) as Json;
    expect(out.endsWith('}\n')).toBe(true);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(output).toMatchObject({
      policy: { id: 'med140', selectedBy: 'default' },
      therapy: 'tare',
      asOf: today,
      verdict: 'unknown',
      conclusion: 'undetermined',
      decisive: expect.arrayContaining([['unresectable'], ['bridge-to-transplant']]),
    });
    expect(Object.keys(output)).toEqual(
      expect.arrayContaining([
        'policy',
        'therapy',
        'asOf',
        'verdict',
        'conclusion',
        'criteria',
        'leaves',
        'documents',
        'advisories',
        'candidacy',
        'scores',
        'gaps',
        'decisive',
        'ignored',
        'unread',
        'questionnaireResponse',
      ]),
    );
  });

  it('is the same object, printed for reading, with --pretty', async () => {
    const path = file('pretty.json', simple);
    const [plain, pretty] = await Promise.all([
      assess(path, '--as-of', today),
      assess(path, '--as-of', today, '--pretty'),
    ]);
    expect(JSON.parse(pretty.out)).toEqual(JSON.parse(plain.out));
    expect(pretty.out.split('\n').length).toBeGreaterThan(50);
  });

  it('follows the options and the answers', async () => {
    const path = file('options.json', simple);
    const answers = file('answers.json', {
      practitioner: 'Practitioner/dr',
      answers: { unresectable: true, bilirubin: { value: 2.5, unit: 'mg/dL', date: today } },
    });
    const [answered, tace, elsewhere] = await Promise.all([
      assess(path, '--as-of', today, '--answers', answers),
      assess(path, '--as-of', today, '--therapy', 'tace', '--policy', 'med140'),
      assess(path, '--as-of', today, '--site', 'other', '--therapy', 'tare'),
    ]);
    const output = JSON.parse(answered.out) as {
      criteria: readonly { id: string; evidence: readonly string[] }[];
    } & Json;
    expect(output).toMatchObject({ verdict: 'met', conclusion: 'medically-necessary', decisive: [] });
    expect(output.criteria.find(({ id }) => id === 'I.B.1')?.evidence).toContain('answer:unresectable');
    expect(JSON.parse(tace.out)).toMatchObject({
      therapy: 'tace',
      verdict: 'met',
      policy: { selectedBy: 'option' },
    });
    expect(JSON.parse(elsewhere.out)).toMatchObject({ site: 'other', verdict: 'met' });
  });

  it('is also the answer not-met, with exit 0', async () => {
    const breast = chart(condition('icd C78.7'), condition('icd C50.911'), order('sct 764677008'));
    const { code, out } = await assess(file('breast.json', breast), '--as-of', today);
    expect([code, (JSON.parse(out) as Json).verdict]).toEqual([0, 'not-met']);
  });

  it('lists a foreign resource and uses it for nothing', async () => {
    const foreign = { ...condition('icd C50.911', { id: 'foreign' }), subject: { reference: 'Patient/q' } };
    const { out } = await assess(file('foreign.json', chart(hcc, foreign)), '--as-of', today);
    expect(JSON.parse(out)).toMatchObject({
      leaves: { 'dx.hcc': 'met' },
      ignored: [{ reference: 'Condition/foreign' }],
    });
  });

  it('counts an OperationOutcome as a warning of the read', async () => {
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'warning',
          code: 'suppressed',
          details: { coding: [{ code: '59204' }] },
          diagnostics: 'Observation',
        },
      ],
    };
    const { out } = await assess(
      file('warned.json', chart(hcc, lab('bilirubin', 1), outcome)),
      '--as-of',
      today,
    );
    const output = JSON.parse(out) as { gaps: readonly Json[]; unread: readonly Json[] };
    expect(output.unread).toHaveLength(1);
    expect(output.gaps.find(({ question }) => question === 'bilirubin')).toMatchObject({
      gap: 'denied',
      who: 'it',
    });
  });

  it('takes a byte order mark, and today as the day when none is given', async () => {
    const { code, out } = await assess(file('bom.json', `\uFEFF${JSON.stringify(simple)}`));
    expect(code).toBe(0);
    expect((JSON.parse(out) as { asOf: string }).asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('judges a chart of the sandbox on its own day', async () => {
    const { code, out } = await assess(
      file('textbook.json', textbookHcc),
      '--as-of',
      textbookHcc.timestamp.slice(0, 10),
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      therapy: 'tare',
      verdict: 'unknown',
      leaves: { 'dx.hcc': 'met' },
    });
  });
});

describe('a call that cannot be used', () => {
  const ok = () => file('ok.json', simple);
  const answers = (content: unknown) =>
    file(`answers-${Math.abs(hash(JSON.stringify(content)))}.json`, content);
  const by = (given: Json) => answers({ practitioner: 'Practitioner/dr', answers: given });

  it.each<[string, () => readonly string[], RegExp]>([
    ['no file', () => [], /usage/],
    ['two files', () => [ok(), ok()], /usage/],
    ['an unknown option', () => [ok(), '--nonsense'], /usage/],
    ['an option without a value', () => [ok(), '--therapy'], /usage/],
    [
      'a file that is not there',
      () => [join(folder, 'nowhere.json')],
      /nowhere\.json.*cannot be read.*expected/,
    ],
    ['a folder', () => [folder], /cannot be read/],
    ['no JSON', () => [file('text.json', 'MRN 12345 {')], /text\.json.*not JSON.*expected/],
    ['an empty file', () => [file('empty.json', '')], /empty\.json.*not JSON/],
    ['no FHIR', () => [file('plain.json', { hello: 1 })], /plain\.json.*expected.*Bundle/],
    ['a list', () => [file('list.json', [])], /list\.json.*expected.*Bundle/],
    ['a single resource', () => [file('patient.json', patient())], /patient\.json.*expected.*Bundle/],
    [
      'entries that are no list',
      () => [file('entry.json', { resourceType: 'Bundle', entry: {} })],
      /entry\.json.*entry/,
    ],
    [
      'no Patient',
      () => [file('none.json', { resourceType: 'Bundle', entry: [{ resource: hcc }] })],
      /none\.json.*expected one Patient.*none/,
    ],
    [
      'two Patients',
      () => [file('two.json', chart(patient(), { ...patient(), id: 'q' }))],
      /two\.json.*expected one Patient.*more than one/,
    ],
    [
      'a malformed Patient',
      () => [file('bad.json', chart({ ...patient(), birthDate: 7 }))],
      /bad\.json.*birthDate/,
    ],
    [
      'nesting without end',
      () => [file('deep.json', `${'[{"entry":'.repeat(20_000)}1${'}]'.repeat(20_000)}`)],
      /deep\.json/,
    ],
    ['a therapy that is none', () => [ok(), '--therapy', 'y90'], /--therapy.*tare, tace, deb-tace or tae/],
    ['a site that is none', () => [ok(), '--site', 'kidney'], /--site.*liver or other/],
    ['a policy that is none', () => [ok(), '--policy', 'none'], /--policy.*none/],
    ['a draft policy', () => [ok(), '--policy', 'bcbst-y90'], /--policy.*draft/],
    ['a day that is none', () => [ok(), '--as-of', '2025-02-30'], /--as-of.*expected a date/],
    ['a month as a day', () => [ok(), '--as-of', '2025-06'], /--as-of.*expected a date/],
    ['an instant as a day', () => [ok(), '--as-of', '2025-06-16T08:00:00Z'], /--as-of.*expected a date/],
    ['a day before the policy', () => [ok(), '--as-of', '2001-01-01'], /--policy.*not yet in force/],
    ['answers that are not there', () => [ok(), '--answers', join(folder, 'no.json')], /no\.json/],
    [
      'answers without a practitioner',
      () => [ok(), '--answers', answers({ answers: {} })],
      /answers-.*practitioner/,
    ],
    ['answers that are a list', () => [ok(), '--answers', answers([])], /answers-.*practitioner/],
    [
      'an unknown question',
      () => [ok(), '--answers', by({ resectable: true })],
      /answers-.*unknown question "resectable"/,
    ],
    [
      'a yes in words',
      () => [ok(), '--answers', by({ unresectable: 'yes' })],
      /"unresectable".*wrong type.*true or false/,
    ],
    [
      'a tumor type that is none',
      () => [ok(), '--answers', by({ 'tumor-type': 'breast' })],
      /"tumor-type".*hcc \| icc/,
    ],
    [
      'an answer of spaces',
      () => [ok(), '--answers', by({ 'embolic-agent': '  ' })],
      /"embolic-agent".*expected text/,
    ],
    ['an ECOG of 5', () => [ok(), '--answers', by({ ecog: 5 })], /"ecog".*0 to 4/],
    ['an ECOG between two', () => [ok(), '--answers', by({ ecog: 1.5 })], /"ecog"/],
    ['a day that is none', () => [ok(), '--answers', by({ 'planned-date': 'soon' })], /"planned-date"/],
    [
      'a result without a date',
      () => [ok(), '--answers', by({ bilirubin: { value: 1, unit: 'mg/dL' } })],
      /"bilirubin".*value.*unit.*date/,
    ],
    ['a result as a number', () => [ok(), '--answers', by({ bilirubin: 1 })], /"bilirubin"/],
    ['no sessions', () => [ok(), '--answers', by({ 'planned-sessions': 0 })], /"planned-sessions"/],
    ['a coverage that is no reference', () => [ok(), '--answers', by({ coverage: 'mine' })], /"coverage"/],
    [
      'a question called constructor',
      () => [ok(), '--answers', file('made.json', '{"practitioner":"P/x","answers":{"constructor":true}}')],
      /unknown question "constructor"/,
    ],
    [
      'a question called __proto__',
      () => [ok(), '--answers', file('proto.json', '{"practitioner":"P/x","answers":{"__proto__":true}}')],
      /proto\.json: unknown question "__proto__"/,
    ],
    [
      'an element called __proto__',
      () => [ok(), '--answers', file('outer.json', '{"practitioner":"P/x","answers":{},"__proto__":{}}')],
      /outer\.json.*practitioner/,
    ],
    [
      'one answer twice',
      () => [
        ok(),
        '--answers',
        file('twice.json', '{"practitioner":"P/x","answers":{"ecog":1,"diffuse":true,"\\u0065cog" : 2}}'),
      ],
      /twice\.json.*twice in one object/,
    ],
    [
      'answers by a list',
      () => [ok(), '--answers', file('by.json', '{"practitioner":"P/x","answers":[]}')],
      /by\.json.*practitioner/,
    ],
  ])('%s: exit 2, one line on standard error, nothing on standard output', async (_, words, message) => {
    const { code, out, err } = await assess(...words());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err.endsWith('\n')).toBe(true);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).not.toContain('12345');
    expect(err).not.toMatch(/ at .*\.ts:/);
  });
});

function hash(text: string): number {
  return [...text].reduce(
    (sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0,
    daysAgo(0).length,
  );
}
