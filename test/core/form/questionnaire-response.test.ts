import { describe, expect, it } from 'vitest';
import { charts } from '../../../launch/sandbox/charts.ts';
import type { Draft } from '../../../src/core/form/draft.ts';
import { questionItems } from '../../../src/core/form/questionnaire.ts';
import {
  extensionUrl,
  questionnaireResponse,
  type ResponseStatus,
} from '../../../src/core/form/questionnaire-response.ts';
import { condition, coverage, lab, order, today } from '../../support/chart.ts';
import { drafted, draftOf, form, leavesOf, responseOf } from './form.ts';
import { emptiness, problemsOf } from './r4.ts';

const answers = {
  unresectable: true,
  'surgical-rationale': 'Bilobar disease; portal hypertension \u0007with <b>varices</b>.',
  'liver-dominant': true,
  diffuse: false,
  ecog: 2,
  therapy: 'tare',
  'tumor-type': 'net-liver-mets',
  symptomatic: true,
  bilirubin: { value: 1.7, unit: 'mg/dL', date: '2025-06-15' },
  afp: { value: 9, unit: 'kU/L', date: '2025-06-15' },
  'lung-shunt-percent': 4.2,
  'tumor-count': 5,
  'planned-date': '2025-07-01',
};
const entries = [
  {
    linkId: 'attestation.attested',
    values: [{ kind: 'boolean', value: true }],
    by: 'Practitioner/dr',
    at: today,
  },
  { linkId: 'coverage.member-id', values: [], by: 'Practitioner/staff', at: today },
] as const;

const cases = charts.flatMap((chart) => {
  const { id } = chart as { readonly id: string };
  return [
    [id, chart, {}],
    [`${id}, with answers`, chart, { answers, entries }],
  ] as const;
});

describe.each(cases)('the response of %s', (_, chart, filling) => {
  const { draft } = drafted(chart, filling);
  const response = responseOf(draft, 'Practitioner/dr');
  const items = leavesOf(response.item);

  it('is valid FHIR R4', () => {
    expect(problemsOf(response)).toEqual([]);
  });

  it('holds no empty array, empty object, empty text or second value[x], which validators let pass', () => {
    expect(emptiness(response)).toEqual([]);
  });

  it('carries each answered item once, in the order of the form, enabled ones only', () => {
    const expected = questionItems(form).filter(
      ({ linkId }) => draft.enabled.has(linkId) && draft.answers.some((answer) => answer.linkId === linkId),
    );
    expect(items.map(({ linkId }) => linkId)).toEqual(expected.map(({ linkId }) => linkId));
    const texts = new Map(questionItems(form).map(({ linkId, text }) => [linkId, text]));
    expect(items.filter(({ linkId, text }) => texts.get(linkId) !== text)).toEqual([]);
  });

  it('says of every answer once where it comes from, with an author for what a person gave and only for that', () => {
    const origins = items.flatMap(({ answer = [] }) =>
      answer.map(({ extension }) => extension.filter(({ url }) => url === extensionUrl.origin)),
    );
    expect(origins.length).toBe(draft.answers.length);
    for (const [origin, second] of origins) {
      if (!origin || !('extension' in origin)) throw new Error('an answer without its origin');
      expect(second).toBeUndefined();
      const source = origin.extension.find(({ url }) => url === 'source');
      const code = source && 'valueCode' in source ? source.valueCode : '';
      expect(['auto-client', 'override', 'manual']).toContain(code);
      expect(origin.extension.some(({ url }) => url === 'author')).toBe(code !== 'auto-client');
    }
  });
});

const extensionsOf = (draft: Draft, url: string) =>
  responseOf(draft).extension.filter((each) => each.url === url);
const plan = [condition('icd C22.0', { id: 'hcc' }), order('sct 764677008'), coverage('one')];

describe('a response', () => {
  it('names profile, form with version and title, patient, coverage, order and intended use', () => {
    const response = responseOf(draftOf(plan), 'Practitioner/dr');
    const { item: _, ...head } = response;
    expect(head).toEqual({
      resourceType: 'QuestionnaireResponse',
      meta: { profile: ['http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-questionnaireresponse'] },
      extension: [
        {
          url: 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/qr-coverage',
          valueReference: { reference: 'Coverage/one' },
        },
        {
          url: 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/qr-context',
          valueReference: { reference: 'ServiceRequest/order' },
        },
        {
          url: 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/intendedUse',
          valueCodeableConcept: {
            coding: [
              {
                system: 'http://hl7.org/fhir/us/davinci-crd/CodeSystem/coverage-information-codes',
                code: 'withpa',
              },
            ],
          },
        },
      ],
      questionnaire: 'https://hepauth.example/fhir/Questionnaire/liver-directed-therapy|1.0.0',
      _questionnaire: {
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/display',
            valueString: 'Prior authorization for liver-directed therapy',
          },
        ],
      },
      status: 'in-progress',
      subject: { reference: 'Patient/p' },
      authored: '2025-06-16',
      author: { reference: 'Practitioner/dr' },
    });
  });

  it('names no coverage where none is chosen, and no order where none is about it', () => {
    const draft = draftOf([coverage('one'), coverage('two')]);
    expect(extensionsOf(draft, extensionUrl.coverage)).toEqual([]);
    expect(extensionsOf(draft, extensionUrl.context)).toEqual([]);
    const chosen = draftOf([coverage('one'), coverage('two')], { answers: { coverage: 'Coverage/two' } });
    expect(extensionsOf(chosen, extensionUrl.coverage)).toMatchObject([
      { valueReference: { reference: 'Coverage/two' } },
    ]);
  });

  it('never says what it is based on or part of, and has an identifier only when one is given', () => {
    const draft = draftOf(plan);
    expect(JSON.stringify(responseOf(draft))).not.toMatch(/basedOn|partOf|identifier/);
    const identifier = { system: 'https://hepauth.example/response', value: 'one' };
    expect(questionnaireResponse(draft, form, { authored: today, identifier })).toMatchObject({ identifier });
  });

  it.each<ResponseStatus>(['in-progress', 'completed', 'amended', 'stopped'])('can be %s', (status) => {
    const response = questionnaireResponse(draftOf(plan), form, {
      authored: '2025-06-16T10:00:00-05:00',
      status,
    });
    expect(response.status).toBe(status);
    expect(problemsOf(response)).toEqual([]);
  });

  it('says who answered where one person did, and nobody where several did', () => {
    const one = responseOf(draftOf(plan, { answers: { diffuse: true } }));
    expect(one.source).toEqual({ reference: 'Practitioner/dr' });
    const [, emptied] = entries;
    const two = draftOf(plan, {
      answers: { diffuse: true },
      entries: [{ ...emptied, values: [{ kind: 'string', value: 'M-2' }] }],
    });
    expect(responseOf(two)).not.toHaveProperty('source');
    expect(responseOf(draftOf(plan))).not.toHaveProperty('source');
  });

  it('shows a person who is no reference by name', () => {
    const draft = draftOf([], { answers: { diffuse: true } });
    const named: Draft = { ...draft, answers: draft.answers.map((each) => ({ ...each, author: 'Dr. A' })) };
    const [item] = leavesOf(responseOf(named).item);
    expect(JSON.stringify(item)).toContain('{"url":"practitioner","valueReference":{"display":"Dr. A"}}');
    expect(problemsOf(responseOf(named, 'Dr. A'))).toEqual([]);
    const unnamed = { ...draft, answers: draft.answers.map((each) => ({ ...each, author: ' \u0000' })) };
    expect(problemsOf(responseOf(unnamed, ' '))).toEqual([]);
  });

  it('of nothing at all has no items', () => {
    expect(responseOf(draftOf([]))).not.toHaveProperty('item');
  });

  it('keeps an override as DTR writes it, with the time at which it was given and what the record says instead', () => {
    const draft = draftOf([lab('bilirubin', 1.1)], { answers: { bilirubin: answers.bilirubin } });
    const item = leavesOf(responseOf(draft).item).find(({ linkId }) => linkId === 'liver-function.bilirubin');
    expect(item?.answer).toEqual([
      {
        extension: [
          {
            url: 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin',
            extension: [
              { url: 'source', valueCode: 'override' },
              {
                url: 'author',
                extension: [{ url: 'practitioner', valueReference: { reference: 'Practitioner/dr' } }],
              },
            ],
          },
          { url: 'https://hepauth.example/fhir/StructureDefinition/answered', valueDateTime: '2025-06-16' },
          {
            url: 'https://hepauth.example/fhir/StructureDefinition/override-original',
            valueString: draft.answers.find(({ linkId }) => linkId === item?.linkId)?.replaces?.[0]?.shown,
          },
        ],
        valueQuantity: { value: 1.7, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
      },
    ]);
  });

  it('is not made of a draft of another form', () => {
    const draft = {
      ...draftOf(plan),
      questionnaire: 'https://hepauth.example/fhir/Questionnaire/other|1.0.0',
    };
    expect(() => responseOf(draft)).toThrow('the draft is of another form');
  });
});
