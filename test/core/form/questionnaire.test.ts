import { describe, expect, it } from 'vitest';
import json from '../../../mappings/questionnaires/liver-directed-therapy.json' with { type: 'json' };
import { MappingError } from '../../../src/catalogue/parsed.ts';
import { questionnaire } from '../../../src/catalogue/questionnaires.ts';
import { questions } from '../../../src/core/facts/answers.ts';
import {
  allItems,
  askedBy,
  canonicalOf,
  codeSystem,
  type Item,
  questionItems,
} from '../../../src/core/form/questionnaire.ts';
import { med140 } from '../../support/facts.ts';
import { form } from './form.ts';
import { emptiness, problemsOf } from './r4.ts';

const items = allItems(form.item);
const asking = (asked: string) => questionItems(form).find((item) => askedBy(item) === asked);

describe('the form for liver-directed therapy', () => {
  it('is valid FHIR R4', () => {
    expect(problemsOf(json)).toEqual([]);
    expect(emptiness(json)).toEqual([]);
  });

  it('keeps its public name and version', () => {
    expect(canonicalOf(form)).toBe('https://hepauth.example/fhir/Questionnaire/liver-directed-therapy|1.0.0');
    expect(form).toMatchObject({
      status: 'active',
      subjectType: ['Patient'],
      effectivePeriod: { start: '2025-01-01' },
    });
  });

  it('keeps its linkIds: they change only with the version', () => {
    expect(items.map(({ linkId }) => linkId)).toMatchSnapshot();
  });

  it.each(Object.keys(questions))('asks %s in exactly one item', (question) => {
    expect(questionItems(form).filter((item) => askedBy(item) === question)).toHaveLength(1);
  });

  it('asks the clinical part first, says that it is done, and then the administrative part', () => {
    const top = form.item.map(({ linkId }) => linkId);
    expect(top.slice(-3)).toEqual(['attestation', 'clinical-part-done', 'coverage']);
    expect(form.item.filter(({ type }) => type === 'display').map(({ linkId }) => linkId)).toEqual([
      'clinical-part-done',
    ]);
  });

  it('hides nothing and locks nothing: what is pre-filled is seen and can be changed', () => {
    expect(JSON.stringify(json)).not.toMatch(/hidden|readOnly|initial/);
  });

  it.each([
    ['bilirubin', '1975-2'],
    ['albumin', '1751-7'],
    ['inr', '6301-6'],
    ['platelets', '777-3'],
    ['creatinine', '2160-0'],
    ['sodium', '2951-2'],
    ['afp', '1834-1'],
    ['ecog', '89247-1'],
    ['tumor-size-cm', '21889-1'],
  ])('gives the fact %s its LOINC code beside ours', (asked, loinc) => {
    expect(asking(asked)?.code).toEqual([
      { system: codeSystem.question, code: asked },
      { system: 'http://loinc.org', code: loinc },
    ]);
  });

  it('offers the procedure codes of the policy, in its words', () => {
    const offered = (asking('procedure-codes')?.answerOption ?? []).map(
      ({ valueCoding: { system, code, display } }) => `${system} ${code} ${display}`,
    );
    const listed = med140.codes.map(({ system, code, title }) => `${system} ${code} ${title}`);
    expect(offered.toSorted()).toEqual(listed.toSorted());
  });

  it('gives every answer code one meaning', () => {
    const meanings = new Map<string, Set<string>>();
    for (const { answerOption = [] } of items)
      for (const { valueCoding } of answerOption)
        if (valueCoding.system === codeSystem.answer)
          meanings.set(
            valueCoding.code,
            (meanings.get(valueCoding.code) ?? new Set()).add(valueCoding.display),
          );
    expect([...meanings].filter(([, words]) => words.size > 1)).toEqual([]);
  });

  it('has an item for every date that a value needs, enabled by the value', () => {
    for (const { linkId } of questionItems(form).filter((item) => item.linkId.endsWith('-date'))) {
      if (linkId === 'request.planned-date') continue;
      const question = linkId.slice(0, -'-date'.length);
      expect(items.find((item) => item.linkId === linkId)?.enableWhen).toEqual([
        { question, operator: 'exists', answerBoolean: true },
      ]);
    }
  });
});

/** The form with one item changed. */
function changed(linkId: string, change: Partial<Record<keyof Item | 'hidden', unknown>>): unknown {
  const copy = structuredClone(json) as unknown as { item: { item?: Record<string, unknown>[] }[] };
  const item = copy.item.flatMap((group) => group.item ?? []).find((each) => each.linkId === linkId);
  Object.assign(item ?? {}, change);
  return copy;
}

describe('a mistake in a form', () => {
  it.each([
    ['a misspelt key', changed('request.therapy', { hidden: true }), 'item.0.item.0: unknown key hidden'],
    ['a type that is none', changed('request.therapy', { type: 'radio' }), 'item.0.item.0.type'],
    [
      'a condition on an item that is not there',
      changed('surgery.unresectable', {
        enableWhen: [{ question: 'disease.kind', operator: 'exists', answerBoolean: true }],
      }),
      'surgery.unresectable: enableWhen names disease.kind, which is no question',
    ],
    [
      'a condition without an answer',
      changed('surgery.unresectable', { enableWhen: [{ question: 'request.therapy', operator: '=' }] }),
      'expected exactly one answer[x]',
    ],
    [
      'a code that nothing is known about',
      changed('plan.follow-up', { code: [{ system: codeSystem.question, code: 'weather' }] }),
      'plan.follow-up: nothing is known about weather',
    ],
    [
      'a question that is not asked',
      changed('plan.follow-up', { code: [{ system: codeSystem.question, code: 'payer' }] }),
      'follow-up-plan: expected one item that asks it, found 0',
    ],
    [
      'options that are not the answers',
      changed('disease.extrahepatic', {
        answerOption: [{ valueCoding: { system: codeSystem.answer, code: 'maybe', display: 'Maybe' } }],
      }),
      'disease.extrahepatic: its options are not the answers of its question',
    ],
    [
      'units that the measurement does not understand',
      changed('liver-function.afp', {
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption',
            valueCoding: { system: 'http://unitsofmeasure.org', code: '[IU]/mL', display: 'IU/mL' },
          },
        ],
      }),
      'liver-function.afp: its units are not those of the measurement',
    ],
    [
      'a linkId twice',
      changed('request.site', { linkId: 'request.therapy' }),
      'request.therapy: there are two of it',
    ],
  ])('is refused, naming the file and the place: %s', (_, data, said) => {
    expect(() => questionnaire('mine.json', data)).toThrow(MappingError);
    expect(() => questionnaire('mine.json', data)).toThrow('mappings/questionnaires/mine.json: ');
    expect(() => questionnaire('mine.json', data)).toThrow(said);
  });
});
