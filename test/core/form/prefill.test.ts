import { describe, expect, it } from 'vitest';
import { charts } from '../../../launch/sandbox/charts.ts';
import { type Question, questions } from '../../../src/core/facts/answers.ts';
import { checkedEntry, EntryError } from '../../../src/core/form/entry.ts';
import { prefill } from '../../../src/core/form/prefill.ts';
import { askedBy, questionItems } from '../../../src/core/form/questionnaire.ts';
import type { Value } from '../../../src/core/form/value.ts';
import {
  condition,
  coverage,
  daysAgo,
  diseaseStatus,
  ecog,
  lab,
  observation,
  order,
  prescription,
  procedure,
  today,
} from '../../support/chart.ts';
import { besideOf, drafted, draftOf, form, inItem, responseOf } from './form.ts';

const hcc = condition('icd C22.0', { id: 'hcc', on: daysAgo(100) });
const size = (value: number, unit: string, id = 'size') =>
  observation('loinc 21889-1', {
    id,
    component: [
      {
        code: { coding: [{ system: 'http://loinc.org', code: '33728-7' }] },
        valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
      },
    ],
  });

describe('a laboratory value', () => {
  it('fills its item as it was recorded, with unit, date and source', () => {
    const draft = draftOf([lab('bilirubin', 34, { unit: 'umol/L', effectiveDateTime: daysAgo(6) })]);
    const [answer] = draft.answers.filter(({ linkId }) => linkId === 'liver-function.bilirubin');
    expect(answer).toMatchObject({
      value: {
        kind: 'quantity',
        value: 34,
        unit: 'umol/L',
        system: 'http://unitsofmeasure.org',
        code: 'umol/L',
      },
      origin: 'auto-client',
      from: [{ kind: 'recorded', reference: 'Observation/bilirubin' }],
      shown: '34 umol/L, 2025-06-10 (Observation/bilirubin of 2025-06-10)',
    });
    expect(answer).not.toHaveProperty('author');
    expect(inItem(draft, 'liver-function.bilirubin-date')).toEqual([
      'auto-client: 2025-06-10 (Observation/bilirubin "34 umol/L" of 2025-06-10)',
    ]);
  });

  it('that is stale is filled in and marked', () => {
    const draft = draftOf([lab('albumin', 3.4, { effectiveDateTime: daysAgo(45) })]);
    expect(inItem(draft, 'liver-function.albumin')[0]).toContain('3.4 g/dL, 2025-05-02, stale: 45 days old');
  });

  it.each([
    [
      'with a comparator',
      [lab('bilirubin', 0.2, { comparator: '<' })],
      'Recorded with a comparator, which the field cannot hold.',
      '<0.2 mg/dL',
    ],
    [
      'without a unit',
      [lab('bilirubin', 1.1, { valueQuantity: { value: 1.1 } })],
      'Total bilirubin: the newest one has no unit, or one that is not understood.',
      '1.1',
    ],
    [
      'too old to use',
      [lab('bilirubin', 1.1, { effectiveDateTime: daysAgo(91) })],
      'Total bilirubin: the newest one is older than 90 days.',
      '1.1 mg/dL',
    ],
    [
      'perhaps too old to use',
      [lab('bilirubin', 1.1, { effectiveDateTime: '2025-03' })],
      'Total bilirubin: the newest one may be older than 90 days.',
      '1.1 mg/dL',
    ],
    [
      'preliminary only',
      [lab('bilirubin', 1.1, { status: 'preliminary' })],
      'Total bilirubin: only a preliminary or unverified value is recorded.',
      '1.1 mg/dL',
    ],
    [
      'of two that differ',
      [lab('bilirubin', 1.1), lab('bilirubin', 1.4, { id: 'other' })],
      'Two results of one time differ: a person must choose.',
      '1.1 mg/dL',
    ],
  ])('%s stays beside the empty item', (_, resources, because, asRecorded) => {
    const draft = draftOf(resources);
    expect(inItem(draft, 'liver-function.bilirubin')).toEqual([]);
    expect(draft.unanswered).toContain('liver-function.bilirubin');
    expect(draft.enabled.has('liver-function.bilirubin-date')).toBe(false);
    expect(besideOf(draft, 'liver-function.bilirubin')).toMatchObject({
      because,
      from: expect.arrayContaining([expect.objectContaining({ asRecorded })]),
    });
  });

  it('dated only to the month keeps that', () => {
    const draft = draftOf([lab('sodium', 138, { effectiveDateTime: '2025-06' })], { asOf: '2025-06-30' });
    expect(inItem(draft, 'liver-function.sodium')[0]).toContain('138 mmol/L, 2025-06 (');
    expect(draft.answers.find(({ linkId }) => linkId === 'liver-function.sodium-date')?.value).toEqual({
      kind: 'date',
      value: '2025-06',
    });
  });
});

describe('an answer', () => {
  const result = { value: 1.9, unit: 'mg/dl', date: daysAgo(1) };
  it('is manual where the chart would have left the item empty', () => {
    const draft = draftOf([], { answers: { bilirubin: result, ecog: 1 } });
    expect(draft.answers.filter(({ linkId }) => linkId.startsWith('liver-function.bilirubin'))).toMatchObject(
      [
        {
          value: { kind: 'quantity', value: 1.9, unit: 'mg/dL', code: 'mg/dL' },
          origin: 'manual',
          author: 'Practitioner/dr',
          at: today,
          shown: '1.9 mg/dL (answer of Practitioner/dr on 2025-06-16)',
        },
        { value: { kind: 'date', value: '2025-06-15' }, origin: 'manual', author: 'Practitioner/dr' },
      ],
    );
    expect(inItem(draft, 'liver-function.ecog-date')).toEqual([
      'manual: 2025-06-16 (answer of Practitioner/dr on 2025-06-16)',
    ]);
  });

  it('is an override where it replaces what the chart filled in, and keeps that', () => {
    const draft = draftOf([lab('bilirubin', 1.1)], { answers: { bilirubin: result } });
    expect(draft.answers.find(({ linkId }) => linkId === 'liver-function.bilirubin')).toMatchObject({
      value: { value: 1.9 },
      origin: 'override',
      author: 'Practitioner/dr',
      replaces: [
        { value: { value: 1.1 }, shown: '1.1 mg/dL, 2025-06-16 (Observation/bilirubin of 2025-06-16)' },
      ],
    });
  });

  it('is manual where the chart has only what cannot fill the item, which stays beside it', () => {
    const draft = draftOf([lab('bilirubin', 0.2, { comparator: '<' })], { answers: { bilirubin: result } });
    expect(draft.answers.find(({ linkId }) => linkId === 'liver-function.bilirubin')?.origin).toBe('manual');
    expect(besideOf(draft, 'liver-function.bilirubin')?.from).toMatchObject([{ asRecorded: '<0.2 mg/dL' }]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    ['therapy', { therapy: 'tace' }, 'request.therapy', 'override: Chemoembolization (TACE) (answer of'],
    [
      'tumor type',
      { 'tumor-type': 'icc' },
      'disease.tumor-type',
      'override: Intrahepatic cholangiocarcinoma (answer of',
    ],
    ['performance status', { ecog: 2 }, 'liver-function.ecog', 'override: 2 (answer of'],
    ['tumor size', { 'tumor-size-cm': 4.5 }, 'disease.tumor-size', 'override: 4.5 cm (answer of'],
    ['course', { progressive: false }, 'criteria.progressive', 'override: No (answer of'],
    ['coverage', { coverage: 'Coverage/two' }, 'coverage.coverage', 'override: Coverage/two (answer of'],
    ['surgery', { unresectable: true }, 'surgery.unresectable', 'manual: Yes (answer of'],
    ['ascites', { ascites: 'none' }, 'liver-function.ascites', 'manual: None (answer of'],
    ['lung shunt', { 'lung-shunt-percent': 6.5 }, 'liver-function.lung-shunt', 'manual: 6.5 % (answer of'],
    ['number', { 'tumor-count': 3 }, 'disease.tumor-count', 'manual: 3 (answer of'],
    [
      'text',
      { 'surgical-rationale': 'Bilobar\ndisease' },
      'surgery.rationale',
      'manual: Bilobar\ndisease (answer of',
    ],
  ])('about %s says whether it replaces the record', (_, answers, linkId, expected) => {
    const resources = [
      hcc,
      order('sct 764677008'),
      ecog(1),
      size(6.2, 'cm'),
      diseaseStatus('worsened', { about: 'Condition/hcc' }),
      coverage('one'),
      coverage('two', { period: { end: daysAgo(1) } }),
    ];
    const [shown] = inItem(draftOf(resources, { answers: { therapy: 'tare', ...answers } }), linkId);
    expect(shown?.startsWith(expected), shown).toBe(true);
  });

  it('in a unit that is not understood is kept as it was written, without a code', () => {
    const draft = draftOf([], { answers: { afp: { value: 12, unit: 'kU/L', date: today } } });
    expect(draft.answers.find(({ linkId }) => linkId === 'liver-function.afp')?.value).toEqual({
      kind: 'quantity',
      value: 12,
      unit: 'kU/L',
    });
  });

  it('of nothing but white space is refused', () => {
    expect(() => draftOf([], { answers: { approach: ' \n ' } })).toThrow('"approach"');
  });

  it('to an item that is disabled is not in the form', () => {
    const draft = draftOf([hcc], { answers: { 'chemo-refractory': true } });
    expect(inItem(draft, 'systemic.chemo-refractory')).toEqual([]);
    expect(draft.unanswered).not.toContain('systemic.chemo-refractory');
  });
});

const clinicianOnly: readonly Question[] = [
  'unresectable',
  'bridge-to-transplant',
  'liver-dominant',
  'diffuse',
  'systemic-failed-symptoms',
  'systemic-not-candidate',
  'chemo-refractory',
  'chemo-not-candidate',
  'surgical-rationale',
  'systemic-rationale',
  'prior-treatments',
  'prior-treatments-confirmed',
  'symptoms',
  'disease-extent',
  'alternatives-considered',
  'follow-up-plan',
  'life-expectancy-at-least-3-months',
  'ascites',
  'encephalopathy',
  'macrovascular-invasion',
  'embolic-agent',
  'approach',
  'planned-sessions',
  'tumor-count',
  'lung-shunt-percent',
];
const linkIdOf = (question: string) =>
  questionItems(form).find((item) => askedBy(item) === question)?.linkId ?? question;

describe('what only a person can say', () => {
  it.each(charts.map((chart) => [(chart as { id: string }).id, chart] as const))(
    'is filled in by nothing in the chart %s',
    (_, chart) => {
      const filled = new Set(drafted(chart).draft.answers.map(({ linkId }) => linkId));
      const wrong = [...clinicianOnly, 'attested', 'attestation-remark'].filter((each) =>
        filled.has(linkIdOf(each)),
      );
      expect(wrong).toEqual([]);
    },
  );

  it('has what points to it beside it, and what speaks against it', () => {
    const draft = draftOf([
      hcc,
      condition('icd K76.6', { id: 'hypertension' }),
      condition('icd C78.00', { id: 'lung' }),
    ]);
    expect(besideOf(draft, 'surgery.unresectable')?.from).toContainEqual(
      expect.objectContaining({ reference: 'Condition/hypertension' }),
    );
    expect(besideOf(draft, 'criteria.liver-dominant')).toMatchObject({
      from: [],
      against: [{ reference: 'Condition/lung' }],
    });
  });
});

describe('an empty chart', () => {
  const draft = draftOf([]);
  it('fills nothing: no unknown becomes a no', () => {
    expect(draft.answers).toEqual([]);
    expect(draft.orders).toEqual([]);
  });

  it('leaves every enabled question open, in the order of the form', () => {
    const open = questionItems(form).filter(({ linkId }) => draft.enabled.has(linkId));
    expect(draft.unanswered).toEqual(open.map(({ linkId }) => linkId));
    expect(draft.unanswered).toEqual(
      expect.arrayContaining(
        Object.keys(questions)
          .map(linkIdOf)
          .filter((linkId) => draft.enabled.has(linkId)),
      ),
    );
  });
});

describe('the tumor', () => {
  const metastasis = (extra = {}) => condition('icd C78.7', { id: 'mets', ...extra });
  it.each([
    ['one that is proven', [hcc], ['hcc']],
    [
      'a metastasis with its only primary',
      [metastasis(), condition('icd C18.7', { id: 'colon' })],
      ['crc-liver-mets'],
    ],
    [
      'another diagnosis that explains it',
      [metastasis(), condition('icd C50.911', { id: 'breast' })],
      ['other'],
    ],
    [
      'two that are proven',
      [hcc, metastasis({ primary: 'Condition/colon' }), condition('icd C18.7', { id: 'colon' })],
      [],
    ],
    ['one that is not confirmed', [condition('icd C22.0', { verification: 'provisional' })], []],
    [
      'one proven, another suspected',
      [hcc, metastasis({ verification: 'provisional' }), condition('icd C18.7', { id: 'colon' })],
      [],
    ],
    ['none', [], []],
  ])('is filled in from %s', (_, resources, expected) => {
    const codes = draftOf(resources)
      .answers.filter(({ linkId }) => linkId === 'disease.tumor-type')
      .map(({ value }) => (value.kind === 'coding' ? value.code : ''));
    expect(codes).toEqual(expected);
  });

  it('has its diagnoses with their ICD-10-CM codes, each once, and the primary apart', () => {
    const draft = draftOf([
      metastasis(),
      condition(['sct 94381002', 'icd C78.7'], { id: 'mets-2' }),
      condition(['sct 363406005', 'icd C187'], { id: 'colon' }),
    ]);
    const codes = (linkId: string) =>
      draft.answers
        .filter((each) => each.linkId === linkId)
        .map(({ value, from }) => [value.kind === 'coding' && value.code, from.length]);
    expect(codes('disease.liver-diagnosis')).toEqual([['C78.7', 2]]);
    expect(codes('disease.primary-diagnosis')).toEqual([['C18.7', 1]]);
  });

  it('fills in disease outside the liver where a metastasis is confirmed, and never its absence', () => {
    expect(
      inItem(draftOf([hcc, condition('icd C78.00', { id: 'lung' })]), 'disease.extrahepatic')[0],
    ).toContain('Present');
    expect(inItem(draftOf([hcc]), 'disease.extrahepatic')).toEqual([]);
  });

  it('is measured as recorded; of two sizes of one day a person must choose', () => {
    expect(inItem(draftOf([size(31, 'mm')]), 'disease.tumor-size')[0]).toContain('31 mm, 2025-06-16 (');
    const draft = draftOf([size(31, 'mm', 'small'), size(62, 'mm', 'large')]);
    expect(inItem(draft, 'disease.tumor-size')).toEqual([]);
    expect(besideOf(draft, 'disease.tumor-size')?.from).toMatchObject([
      { asRecorded: '62 mm' },
      { asRecorded: '31 mm' },
    ]);
  });
});

describe('the scores', () => {
  const labs = [lab('bilirubin', 1), lab('albumin', 4), lab('inr', 1)];
  const values = (answers = {}) =>
    Object.fromEntries(
      draftOf(labs, { answers })
        .answers.filter(({ linkId }) => /child-pugh|albi/.test(linkId))
        .map(({ linkId, value, origin }) => [
          linkId.split('.')[1],
          [value.kind === 'coding' ? value.display : 'value' in value && value.value, origin],
        ]),
    );

  it('that are not forced are a range in words, and no class', () => {
    expect(values()).toEqual({
      'child-pugh-range': [
        '5 to 9 points, class A or B. Not settled: ascites, encephalopathy.',
        'auto-client',
      ],
      'albi-grade': [2, 'auto-client'],
    });
  });

  it('are one class where every sum is in it, and points where the sum is one', () => {
    expect(values({ ascites: 'none' })).toMatchObject({
      'child-pugh-range': ['5 to 7 points, class A or B. Not settled: encephalopathy.', 'auto-client'],
    });
    expect(values({ ascites: 'none', encephalopathy: 'none' })).toEqual({
      'child-pugh-class': ['A', 'auto-client'],
      'child-pugh-points': [5, 'auto-client'],
      'albi-grade': [2, 'auto-client'],
    });
  });

  it('name the rule and what it rests on', () => {
    const draft = draftOf(labs, { answers: { ascites: 'none', encephalopathy: 'none' } });
    expect(inItem(draft, 'liver-function.child-pugh-class')[0]).toContain(
      'A (Child-Pugh, from Observation/bilirubin "1 mg/dL" of 2025-06-16; Observation/albumin',
    );
  });
});

describe('performance status', () => {
  it.each([
    ['a grade', [ecog(1)], ['auto-client: 1, 2025-06-16 (Observation/ecog of 2025-06-16)']],
    [
      'a Karnofsky score, said to be converted',
      [observation('loinc 89243-0', { id: 'kps', valueInteger: 80 })],
      ['auto-client: 1, 2025-06-16, converted from Karnofsky (Observation/kps "80" of 2025-06-16)'],
    ],
    ['two neighbouring grades', [observation('loinc 89247-1', { id: 'ecog', valueString: '0-1' })], []],
    ['a grade that the form does not take', [ecog(5)], []],
  ])('of %s', (_, resources, expected) => {
    expect(inItem(draftOf(resources), 'liver-function.ecog')).toEqual(expected);
  });
});

describe('the request', () => {
  it('takes therapy, date and procedure codes from the order, and names it', () => {
    const draft = draftOf([
      order(['https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets S2095', 'cpt 37243', 'cpt 36247'], {
        occurrenceDateTime: '2025-06-28',
      }),
    ]);
    expect(draft.orders).toEqual(['ServiceRequest/order']);
    expect(inItem(draft, 'request.planned-date')[0]).toContain('2025-06-28');
    const codes = draft.answers
      .filter(({ linkId }) => linkId === 'request.procedure-codes')
      .map(({ value }) => value);
    expect(codes).toMatchObject([
      { kind: 'coding', system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'S2095' },
      { kind: 'coding', code: '37243' },
      { kind: 'string', value: 'CPT 36247' },
    ]);
  });

  it('takes no code that FHIR would not allow', () => {
    const draft = draftOf([
      order('hcpcs S2095', {
        code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '37243 ' }] },
      }),
    ]);
    expect(inItem(draft, 'request.procedure-codes')).toEqual([]);
  });

  it('of an order that names no agent leaves the therapy open, with the order beside it', () => {
    const draft = draftOf([order('cpt 37243')]);
    expect(inItem(draft, 'request.therapy')).toEqual([]);
    expect(besideOf(draft, 'request.therapy')?.from).toMatchObject([{ reference: 'ServiceRequest/order' }]);
    expect(draft.orders).toEqual(['ServiceRequest/order']);
  });

  it('of two orders that disagree is about neither', () => {
    const draft = draftOf([
      order('sct 764677008'),
      order('hcpcs S2095', { id: 'again' }),
      order('sct 314617008', { id: 'tace' }),
    ]);
    expect(inItem(draft, 'request.therapy')).toEqual([]);
    expect(draft.orders).toEqual([]);
  });

  it('is about the order that is meant, and takes date and codes from that one alone', () => {
    const orders = [
      order('hcpcs S2095', { id: 'a', occurrenceDateTime: '2025-06-28' }),
      order('cpt 79445', { id: 'b', occurrenceDateTime: '2025-07-05' }),
    ];
    const draft = draftOf(orders, { order: { is: 'this', reference: 'ServiceRequest/b' } });
    expect(draft.orders).toEqual(['ServiceRequest/b']);
    expect(inItem(draft, 'request.planned-date')[0]).toContain('2025-07-05');
    expect(inItem(draft, 'request.procedure-codes')).toHaveLength(1);
  });

  it('is about no order while a person has yet to say which, though all name the same therapy', () => {
    const draft = draftOf([order('hcpcs S2095', { occurrenceDateTime: '2025-06-28' })], {
      order: { is: 'open' },
    });
    expect(draft.orders).toEqual([]);
    expect(inItem(draft, 'request.planned-date')).toEqual([]);
    expect(inItem(draft, 'request.procedure-codes')).toEqual([]);
    expect(besideOf(draft, 'request.planned-date')?.because).toBe('Which order is meant is not settled.');
  });

  it.each<[string, Parameters<typeof draftOf>[1], boolean]>([
    ['the same therapy as the order', { answers: { therapy: 'tare' } }, true],
    ['another therapy than the order', { answers: { therapy: 'tace' } }, false],
    ['another one when it was started', { therapy: 'tae' }, false],
    ['the same one when it was started', { therapy: 'tare' }, true],
  ])('for which somebody chose %s takes its codes and date accordingly', (_, filling, isAbout) => {
    const draft = draftOf([order('hcpcs S2095', { occurrenceDateTime: '2025-06-28' })], filling);
    expect(draft.orders).toEqual(isAbout ? ['ServiceRequest/order'] : []);
    expect(inItem(draft, 'request.procedure-codes')).toHaveLength(isAbout ? 1 : 0);
    expect(inItem(draft, 'request.planned-date')).toHaveLength(isAbout ? 1 : 0);
    if (!isAbout)
      expect(besideOf(draft, 'request.procedure-codes')).toMatchObject({
        because: 'The order names another therapy.',
        from: [{ reference: 'ServiceRequest/order' }],
      });
  });

  it('chosen when the assessment was started is filled in, and nobody is said to have answered', () => {
    const draft = draftOf([], { therapy: 'tae' });
    expect(inItem(draft, 'request.therapy')).toEqual([
      'auto-client: Bland embolization (TAE) (Chosen when the assessment was started)',
    ]);
  });

  it('has no coverage where several are active', () => {
    const draft = draftOf([coverage('one'), coverage('two')]);
    expect(draft.unanswered).toContain('coverage.coverage');
    expect(draft.enabled.has('coverage.member-id')).toBe(false);
  });

  it('takes payer and member id from the coverage', () => {
    const payer = { resourceType: 'Organization', id: 'plan', name: 'A \u202eplan ' };
    const draft = draftOf([
      payer,
      coverage('one', { subscriberId: 'M-1', payor: [{ reference: 'Organization/plan' }] }),
    ]);
    expect(inItem(draft, 'coverage.payer')).toEqual(['auto-client: A \u202eplan (Coverage/one)']);
    expect(inItem(draft, 'coverage.member-id')).toEqual(['auto-client: M-1 (Coverage/one)']);
  });
});

describe('earlier treatment', () => {
  it('is listed in the words of the record, and doses belong to their line', () => {
    const dose = {
      resourceType: 'MedicationAdministration',
      id: 'dose',
      status: 'completed',
      subject: { reference: 'Patient/p' },
      medicationCodeableConcept: {
        coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '495881' }],
      },
      effectiveDateTime: daysAgo(20),
    };
    const draft = draftOf([
      procedure('sct 314617008', { id: 'first' }),
      prescription('rxnorm 495881', { id: 'line', authoredOn: daysAgo(60) }),
      dose,
    ]);
    const shown = inItem(draft, 'systemic.lines');
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain('MedicationAdministration/dose');
    expect(inItem(draft, 'prior.procedures')[0]).toContain(`${daysAgo(40)}, status completed`);
  });
});

describe('an entry', () => {
  const entry = (linkId: string, ...values: readonly Value[]) => ({
    linkId,
    values,
    by: 'Practitioner/staff',
    at: today,
  });
  const text = (value: string): Value => ({ kind: 'string', value });
  const plan = [coverage('one', { subscriberId: 'M-1' })];

  it('answers what is no question of the judgement, as manual or as override', () => {
    const entries = [
      entry('coverage.member-id', text('M-2')),
      entry('attestation.attested', { kind: 'boolean', value: true }),
    ];
    const draft = draftOf(plan, { entries });
    expect(inItem(draft, 'coverage.member-id')).toEqual([
      'override: M-2 (answer of Practitioner/staff on 2025-06-16)',
    ]);
    expect(inItem(draft, 'attestation.attested')).toEqual([
      'manual: Yes (answer of Practitioner/staff on 2025-06-16)',
    ]);
  });

  it('without a value empties its item, and the record does not fill it again', () => {
    const draft = draftOf([lab('bilirubin', 1.1)], { entries: [entry('liver-function.bilirubin')] });
    expect(inItem(draft, 'liver-function.bilirubin')).toEqual([]);
    expect(draft.unanswered).toContain('liver-function.bilirubin');
    expect(besideOf(draft, 'liver-function.bilirubin')).toMatchObject({
      because: 'Left empty on purpose.',
      from: [{ reference: 'Observation/bilirubin' }],
    });
  });

  it.each([
    ['an unknown item', entry('coverage.colour', text('x')), 'unknown item'],
    [
      'a question of the judgement',
      entry('surgery.unresectable', { kind: 'boolean', value: true }),
      'is answered by a question',
    ],
    [
      'the date of one',
      entry('liver-function.inr-date', { kind: 'date', value: today }),
      'is answered by a question',
    ],
    ['two values for one', entry('coverage.member-id', text('a'), text('b')), 'takes one value'],
    ['another type', entry('coverage.member-id', { kind: 'integer', value: 1 }), 'has the wrong type'],
    ['a text that FHIR does not allow', entry('coverage.member-id', text('a\u0000')), 'has the wrong type'],
    [
      'a grade that is none',
      entry('liver-function.albi-grade', { kind: 'integer', value: 4 }),
      'has the wrong type',
    ],
    [
      'an option that is none',
      entry('liver-function.child-pugh-class', { kind: 'coding', system: 's', code: 'D', display: 'D' }),
      'has the wrong type',
    ],
  ])('is refused for %s', (_, wrong, said) => {
    expect(() => checkedEntry(form, wrong)).toThrow(EntryError);
    expect(() => checkedEntry(form, wrong)).toThrow(said);
  });

  it('is taken for what fits', () => {
    const right = entry('request.procedure-codes', text('CPT 36247'), text('CPT 36248'));
    expect(checkedEntry(form, right)).toBe(right);
  });
});

it('says of every item that stands in the form how it reads', () => {
  for (const chart of charts) {
    const { draft } = drafted(chart);
    expect(draft.answers.filter(({ shown, from }) => shown === '' || from.length === 0)).toEqual([]);
  }
});

it('fills the form of two thousand resources within milliseconds', () => {
  const large = charts.find((chart) => (chart as { id: string }).id === 'long-record');
  const { facts } = drafted(large);
  const times = Array.from({ length: 50 }, () => {
    const start = performance.now();
    responseOf(prefill(form, { facts, chartAlone: () => facts }));
    return performance.now() - start;
  });
  // The fastest: a machine that is busy with something else says nothing about us.
  expect(Math.min(...times)).toBeLessThan(3);
});
