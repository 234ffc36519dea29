import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import diagnoses from '../../../mappings/value-sets/diagnoses.json' with { type: 'json' };
import medications from '../../../mappings/value-sets/medications.json' with { type: 'json' };
import observations from '../../../mappings/value-sets/observations.json' with { type: 'json' };
import procedures from '../../../mappings/value-sets/procedures.json' with { type: 'json' };
import {
  type Course,
  condition,
  daysAgo,
  diseaseStatus,
  type Json,
  observation,
  order,
  prescription,
  procedure,
  today,
} from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const crc = [condition('icd C78.7', { id: 'mets' }), condition('icd C18.7', { id: 'colon' })];
const progressive = (...others: readonly Json[]) => leaf('progressive', [...crc, ...others]);

describe('progressive', () => {
  it.each<[Course, string]>([
    ['worsened', 'met'],
    ['stable', 'not-met'],
    ['improved', 'not-met'],
    ['full-remission', 'not-met'],
    ['partial-remission', 'not-met'],
    ['undetermined', 'unknown'],
  ])('%s is %s', (course, expected) => expect(progressive(diseaseStatus(course))).toBe(expected));

  it.each<[string, readonly Json[], string]>([
    ['none', [], 'unknown'],
    [
      'the latest, not the worst',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(30) }),
        diseaseStatus('stable', { id: 'b', effectiveDateTime: daysAgo(5) }),
      ],
      'not-met',
    ],
    [
      'the latest, whatever came before',
      [
        diseaseStatus('stable', { id: 'a', effectiveDateTime: daysAgo(30) }),
        diseaseStatus('worsened', { id: 'b', effectiveDateTime: daysAgo(5) }),
      ],
      'met',
    ],
    [
      'two of one day that differ',
      [diseaseStatus('stable', { id: 'a' }), diseaseStatus('worsened', { id: 'b' })],
      'unknown',
    ],
    [
      'two of one day that agree',
      [diseaseStatus('worsened', { id: 'a' }), diseaseStatus('worsened', { id: 'b' })],
      'met',
    ],
    [
      'two hours of one day',
      [
        diseaseStatus('stable', { id: 'a', effectiveDateTime: `${today}T08:00:00Z` }),
        diseaseStatus('worsened', { id: 'b', effectiveDateTime: `${today}T09:00:00Z` }),
      ],
      'met',
    ],
    [
      'a newer preliminary one',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9) }),
        diseaseStatus('stable', { id: 'b', status: 'preliminary' }),
      ],
      'met',
    ],
    ['a preliminary one alone', [diseaseStatus('worsened', { status: 'preliminary' })], 'unknown'],
    [
      'a newer one entered in error',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9) }),
        diseaseStatus('stable', { id: 'b', status: 'entered-in-error' }),
      ],
      'met',
    ],
    [
      'a newer one that cannot be understood',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9) }),
        observation('loinc 97509-4', { id: 'b', valueCodeableConcept: { text: 'stable' } }),
      ],
      'unknown',
    ],
    [
      'a newer one that is absent',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9) }),
        observation('loinc 97509-4', { id: 'b', dataAbsentReason: { text: 'x' } }),
      ],
      'unknown',
    ],
    [
      'a corrected one',
      [diseaseStatus('worsened', { id: 'a' }), diseaseStatus('stable', { id: 'b', status: 'corrected' })],
      'not-met',
    ],
    [
      '"distant metastasis present"',
      [
        observation('loinc 97509-4', {
          valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '399409002' }] },
        }),
      ],
      'unknown',
    ],
    [
      'two courses in one value',
      [
        observation('loinc 97509-4', {
          valueCodeableConcept: {
            coding: ['271299001', '359746009'].map((code) => ({ system: 'http://snomed.info/sct', code })),
          },
        }),
      ],
      'unknown',
    ],
    ['about the metastasis', [diseaseStatus('worsened', { about: 'Condition/mets' })], 'met'],
    [
      'about the metastasis, absolute and versioned',
      [diseaseStatus('worsened', { about: 'https://a.example/fhir/Condition/mets/_history/1' })],
      'met',
    ],
    ['about the primary it is paired with', [diseaseStatus('worsened', { about: 'Condition/colon' })], 'met'],
    [
      'about another disease',
      [
        diseaseStatus('worsened', { about: 'Condition/breast' }),
        condition('icd C50.911', { id: 'breast', clinical: 'remission' }),
      ],
      'unknown',
    ],
    [
      'a newer one about another disease',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9) }),
        diseaseStatus('stable', { id: 'b', about: 'Condition/i10' }),
        condition('icd I10', { id: 'i10' }),
      ],
      'met',
    ],
    [
      'a newer one about a cancer of elsewhere that is over',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9) }),
        diseaseStatus('stable', { id: 'b', about: 'Condition/breast' }),
        condition('icd C50.911', { id: 'breast', clinical: 'remission' }),
      ],
      'met',
    ],
    [
      'a newer one about an unconfirmed second entry of the same primary',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9) }),
        diseaseStatus('stable', { id: 'b', about: 'Condition/again' }),
        condition('icd C18.9', { id: 'again', verification: 'provisional' }),
      ],
      'unknown',
    ],
    [
      'a newer one about an unconfirmed second metastasis in the liver',
      [
        diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9) }),
        diseaseStatus('stable', { id: 'b', about: 'Condition/again' }),
        condition('icd C78.7', { id: 'again', verification: 'provisional' }),
      ],
      'unknown',
    ],
    [
      'about a Condition that is not on record',
      [diseaseStatus('worsened', { about: 'Condition/elsewhere' })],
      'unknown',
    ],
    ['of the future', [diseaseStatus('worsened', { effectiveDateTime: daysAgo(-1) })], 'unknown'],
    ['without a date', [{ ...diseaseStatus('worsened'), effectiveDateTime: '' }], 'unknown'],
  ])('%s: %s', (_, others, expected) => {
    expect(progressive(...others)).toBe(expected);
    expect(progressive(...others.toReversed())).toBe(expected);
  });

  it.each<[string, Json, string]>([
    ['hepatocellular carcinoma', condition('icd C22.0', { id: 'liver' }), 'met'],
    ['a tumor without a type', condition('icd C22.9', { id: 'liver' }), 'unknown'],
    ['a combined tumor', condition('sct 274902006', { id: 'liver' }), 'unknown'],
  ])('beside %s in the liver, a newer one about a past cholangiocarcinoma', (_, liver, expected) => {
    const statuses = [
      diseaseStatus('worsened', { id: 'a', effectiveDateTime: daysAgo(9), about: 'Condition/liver' }),
      diseaseStatus('stable', { id: 'b', about: 'Condition/past' }),
    ];
    const past = condition('sct 109842005', { id: 'past', clinical: 'resolved' });
    expect(leaf('progressive', [liver, past, ...statuses])).toBe(expected);
  });

  const breast = condition('icd C50.911', { id: 'breast' });
  const linked = [condition('icd C78.7', { id: 'mets', primary: 'Condition/colon' }), crc[1] ?? breast];

  it('without a focus, beside another active cancer, speaks for neither', () => {
    expect(leaf('progressive', [...linked, breast, diseaseStatus('worsened')])).toBe('unknown');
    expect(leaf('progressive', [...linked, diseaseStatus('worsened')])).toBe('met');
  });

  it.each<[string, Json]>([
    ['without a focus', diseaseStatus('worsened')],
    ['about one of the two', diseaseStatus('worsened', { about: 'Condition/breast' })],
  ])('%s, beside two primaries of which neither is linked, does not speak for the liver', (_, status) => {
    expect(leaf('progressive', [...crc, breast, status])).toBe('unknown');
  });

  it('lists the one about another disease', () => {
    const other = [
      diseaseStatus('worsened', { about: 'Condition/i10' }),
      condition('icd I10', { id: 'i10' }),
    ];
    expect(judged([...crc, ...other]).ignored).toEqual([
      { reference: 'Observation/status', because: 'about another disease' },
    ]);
  });

  it('the clinician has the last word', () => {
    expect(leaf('progressive', [...crc, diseaseStatus('stable')], { answers: { progressive: true } })).toBe(
      'met',
    );
    expect(
      leaf('progressive', [...crc, diseaseStatus('worsened')], { answers: { progressive: false } }),
    ).toBe('not-met');
  });
});

describe('symptomatic', () => {
  it.each<[string, readonly Json[], string]>([
    ['nothing on record', [], 'unknown'],
    ['carcinoid syndrome', [condition('icd E34.0')], 'met'],
    ['E34.00', [condition('icd E34.00')], 'met'],
    ['E34.09', [condition('icd E3409')], 'met'],
    ['carcinoid syndrome by SNOMED CT', [condition('sct 35868009')], 'met'],
    ['carcinoid crisis', [condition('sct 237833006')], 'met'],
    ['E34.01, the heart syndrome, only supports', [condition('icd E34.01')], 'unknown'],
    ['provisional', [condition('icd E34.0', { verification: 'provisional' })], 'unknown'],
    ['resolved', [condition('icd E34.0', { clinical: 'resolved' })], 'unknown'],
    ['refuted', [condition('icd E34.0', { verification: 'refuted' })], 'unknown'],
    ['flushing', [condition('icd R23.2')], 'unknown'],
  ])('%s: %s', (_, resources, expected) => expect(leaf('symptomatic', resources)).toBe(expected));

  it('carcinoid syndrome confirmed in one record and ruled out in the words of a later one is a conflict', () => {
    const called = (text: string, id: string, on: string) => {
      const made: Json = condition('icd E34.00', { id, on });
      return { ...made, code: { ...(made.code as object), text } };
    };
    const one = called('Carcinoid syndrome', 'yes', daysAgo(60));
    expect(leaf('symptomatic', [one])).toBe('met');
    for (const text of [
      'Carcinoid syndrome - no symptoms',
      'Asymptomatic carcinoid',
      'Carcinoid syndrome in 2015',
    ])
      expect(leaf('symptomatic', [called(text, 'text', daysAgo(60))])).toBe('unknown');
    const other = called('Carcinoid syndrome ruled out', 'no', daysAgo(10));
    expect(leaf('symptomatic', [one, other])).toBe('unknown');
  });

  it('carcinoid syndrome confirmed in one record and refuted later in another is a conflict', () => {
    const both = [
      condition('icd E34.0', { id: 'yes', on: daysAgo(60) }),
      condition('icd E34.0', { id: 'no', verification: 'refuted', on: daysAgo(10) }),
    ];
    expect(leaf('symptomatic', both)).toBe('unknown');
  });

  it('the clinician has the last word', () => {
    expect(leaf('symptomatic', [condition('icd E34.0')], { answers: { symptomatic: false } })).toBe(
      'not-met',
    );
    expect(leaf('symptomatic', [], { answers: { symptomatic: true } })).toBe('met');
  });
});

const clinicianOnly = [
  'unresectable',
  'bridge-to-transplant',
  'liver-dominant',
  'diffuse',
  'systemic-failed-symptoms',
  'systemic-not-candidate',
  'chemo-refractory',
  'chemo-not-candidate',
] as const;

/** Every code of a mapping file as `system code`. */
function codesOf(bundle: typeof diagnoses): readonly string[] {
  return bundle.entry.flatMap(({ resource }) =>
    resource.compose.include.flatMap((include) =>
      ('concept' in include && include.concept ? include.concept : []).map(
        ({ code }) => `${include.system} ${code}`,
      ),
    ),
  );
}

describe('what only a clinician can say', () => {
  const conditions = codesOf(diagnoses);
  const done = codesOf(procedures as typeof diagnoses);
  const drugs = codesOf(medications as typeof diagnoses);
  const seen = codesOf(observations as typeof diagnoses);

  const resource: fc.Arbitrary<Json> = fc.oneof(
    fc
      .record({
        code: fc.constantFrom(...conditions),
        id: fc.uuid(),
        clinical: fc.constantFrom('active', 'resolved', 'recurrence', null),
        verification: fc.constantFrom('confirmed', 'provisional', 'refuted', null),
      })
      .map(({ code, ...options }) => condition(code, options)),
    fc
      .record({
        code: fc.constantFrom(...done),
        id: fc.uuid(),
        status: fc.constantFrom('completed', 'stopped', 'in-progress'),
      })
      .map(({ code, ...extra }) => procedure(code, extra)),
    fc
      .record({
        code: fc.constantFrom(...drugs),
        id: fc.uuid(),
        status: fc.constantFrom('active', 'stopped', 'completed'),
        reason: fc.constantFrom('266721009', '407563006', '105480006'),
      })
      .map(({ code, reason, ...extra }) =>
        prescription(code, {
          ...extra,
          statusReason: { coding: [{ system: 'http://snomed.info/sct', code: reason }] },
        }),
      ),
    fc
      .record({
        code: fc.constantFrom(...seen),
        id: fc.uuid(),
        value: fc.constantFrom(...seen),
        days: fc.integer({ min: 0, max: 120 }),
      })
      .map(({ code, id, value, days }) => {
        const [system, answer] = value.split(' ');
        return observation(code, {
          id,
          effectiveDateTime: daysAgo(days),
          valueCodeableConcept: { coding: [{ system, code: answer }] },
        });
      }),
    fc.record({ code: fc.constantFrom(...done), id: fc.uuid() }).map(({ code, id }) => order(code, { id })),
  );

  it('is never met nor not met by any set of codes', { timeout: 60_000 }, () => {
    expect([conditions, done, drugs, seen].map((codes) => codes.length > 20)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 40 }), (resources) => {
        const { leaves, verdict, therapy } = judged(resources, { site: 'liver' });
        for (const name of clinicianOnly) expect(leaves[name]).toBe('unknown');
        if (therapy === 'tare') expect(verdict).not.toBe('met');
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, readonly Json[]]>([
    ['an empty chart', []],
    ['a transplant list', [condition('icd Z76.82'), condition('icd C22.0')]],
    [
      'two ended lines and a worsened disease',
      [
        ...crc,
        prescription('rxnorm 32592', {
          status: 'stopped',
          statusReason: { coding: [{ system: 'http://snomed.info/sct', code: '266721009' }] },
        }),
        diseaseStatus('worsened'),
      ],
    ],
    [
      'octreotide beside carcinoid syndrome',
      [condition('icd C7B.02'), condition('icd E34.0'), prescription('rxnorm 898589')],
    ],
    ['end-stage liver disease', [condition('sct 708248004'), condition('icd C22.0')]],
  ])('%s leaves all of it open', (_, resources) => {
    const { leaves } = judged(resources);
    for (const name of clinicianOnly) expect([name, leaves[name]]).toEqual([name, 'unknown']);
  });

  it.each(clinicianOnly)('%s follows the answer', (name) => {
    expect(leaf(name, [], { answers: { [name]: true } })).toBe('met');
    expect(leaf(name, [], { answers: { [name]: false } })).toBe('not-met');
  });
});
