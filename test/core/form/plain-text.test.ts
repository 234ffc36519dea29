import { describe, expect, it } from 'vitest';
import { charts } from '../../../launch/sandbox/charts.ts';
import { plainText } from '../../../src/core/form/plain-text.ts';
import { questionItems } from '../../../src/core/form/questionnaire.ts';
import { byteLength, columns, visible, wrapped } from '../../../src/core/form/text-layout.ts';
import { inWords } from '../../../src/core/form/value.ts';
import { chart, condition, coverage, lab, order, patient, today } from '../../support/chart.ts';
import { drafted, type Filling, form } from './form.ts';

function textOf(bundle: unknown, filling: Filling = {}): string {
  const { draft, policy, determination, facts } = drafted(bundle, filling);
  return plainText({
    draft,
    policy,
    determination,
    questionnaire: form,
    patient: facts.record.patient,
    draftId: 'draft-4711',
    status: 'in-progress',
    authored: today,
    author: 'Practitioner/dr',
  });
}
const rightColumn = (text: string) =>
  text
    .split('\n')
    .map((line) => line.slice(36))
    .join('\n');
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe.each(charts.map((chart) => [(chart as { id: string }).id, chart] as const))(
  'the form of %s as text',
  (_, bundle) => {
    const text = textOf(bundle, {
      answers: { unresectable: true, 'surgical-rationale': 'Bilobar disease.' },
    });

    it('names patient, draft, policy, form, and every criterion with its verdict', () => {
      expect(text).toContain('draft-4711');
      expect(text).toMatch(/Patient {2,}\S+ Testcase/);
      expect(text).toMatch(/Record number {2,}MRN-/);
      expect(flat(text)).toContain('Policy med140, version 2022.1:');
      expect(text).toContain('liver-directed-therapy|1.0.0');
      for (const id of ['I ', 'I.A ', 'I.B.1 ', 'I.B.3.b.ii ', 'II ', 'III '])
        expect(text).toContain(`\n${id}`);
      expect(text).not.toMatch(/approved|covered|eligible/i);
    });

    it('holds every answer, every source and every open question', () => {
      const { draft } = drafted(bundle, {
        answers: { unresectable: true, 'surgical-rationale': 'Bilobar disease.' },
      });
      const words = rightColumn(text).replace(/\s+/g, '');
      const missing = draft.answers.filter(
        ({ value, from }) =>
          !words.includes(inWords(value).replace(/\s+/g, '')) ||
          from.some((each) => each.kind === 'recorded' && from.length < 4 && !words.includes(each.reference)),
      );
      expect(missing).toEqual([]);
      const open = questionItems(form).filter(({ linkId }) => draft.unanswered.includes(linkId));
      expect(open.filter(({ text: asked }) => !flat(text).includes(`- ${asked}`))).toEqual([]);
    });

    it('has short lines, and less than 100 kB', () => {
      expect(text.split('\n').filter((line) => line.length > 96)).toEqual([]);
      expect(byteLength(text)).toBeLessThan(100_000);
      expect(byteLength(text)).toBe(new TextEncoder().encode(text).length);
    });
  },
);

describe('the form as text', () => {
  it('reads like this', () => {
    const name = [{ given: ['Ada'], family: 'Testcase' }];
    const identifier = [{ type: { coding: [{ code: 'MR' }] }, value: 'MRN-1' }];
    const bundle = chart(
      patient({ name, identifier }),
      condition('icd C22.0', { id: 'hcc', on: '2025-05-06' }),
      order('sct 764677008'),
      lab('bilirubin', 34, { unit: 'umol/L' }),
      coverage('one', { subscriberId: 'M-1' }),
    );
    const answers = { unresectable: true, bilirubin: { value: 1.9, unit: 'mg/dL', date: today } };
    const text = textOf(bundle, { answers });
    const criteria = text.slice(text.indexOf('CRITERIA'), text.indexOf('REQUEST\n'));
    expect(text.replace(criteria, 'CRITERIA ...\n\n')).toMatchSnapshot();
    expect(criteria).toMatch(/^I\.B\.1 Unresectable hepatocellular {3,}appears met\. /m);
  });

  it('makes visible what changes the reading unseen', () => {
    const bundle = chart(patient({ name: [{ text: 'Ada\u202e\u0000 Testcase' }] }));
    const text = textOf(bundle, { answers: { 'follow-up-plan': 'MRI\u2066 in\tthree\r\nmonths\u200b.' } });
    expect(text).toContain('Ada<U+202E><U+0000> Testcase');
    expect(text).toContain('MRI<U+2066> in three\n');
    expect(text).toMatch(/\n {2,}months<U\+200B>\./);
    expect(visible(text)).toBe(text);
  });

  it('that would be too long leaves out sources first, then the ends of long answers, and says so', () => {
    const long = (letter: string) => `${letter} `.repeat(4_990);
    const texts = [
      'approach',
      'surgical-rationale',
      'systemic-rationale',
      'prior-treatments',
      'symptoms',
      'disease-extent',
      'alternatives-considered',
      'follow-up-plan',
      'embolic-agent',
    ];
    const ascii = textOf(charts[0], {
      answers: Object.fromEntries(texts.map((question) => [question, long('a')])),
    });
    expect(byteLength(ascii)).toBeLessThan(100_000);
    const wide = textOf(charts[0], {
      answers: Object.fromEntries(texts.map((question) => [question, long('\u6f22')])),
    });
    expect(byteLength(wide)).toBeLessThan(100_000);
    expect(flat(wide)).toContain('sources are left out here');
    expect(flat(wide)).toContain('[cut here; the form has the whole text]');
  });
});

describe('laying out', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['', 7, ['']],
    ['a\n\nb', 7, ['a', '', 'b']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['exactly', 7, ['exactly']],
  ])('%j to %i', (text, width, lines) => {
    expect(wrapped(text, width)).toEqual(lines);
  });

  it('puts two columns side by side without a space at the end of a line', () => {
    expect(columns('Label that wraps', 'text', 10, 20)).toEqual(['Label     text', 'that', 'wraps']);
  });

  it.each([
    ['plain text, \u00fc\u6f22\ud83d\ude00', 'plain text, \u00fc\u6f22\ud83d\ude00'],
    ['\u202eabc', '<U+202E>abc'],
    ['a\u00adb\ufeffc', 'a<U+00AD>b<U+FEFF>c'],
    ['half \ud83d', 'half <U+D83D>'],
    ['tag \u{e0041}', 'tag <U+E0041>'],
    ['line\u2028end', 'line<U+2028>end'],
    ['two\nlines', 'two\nlines'],
  ])('shows %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});
