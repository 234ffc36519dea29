import { describe, expect, it } from 'vitest';
import { chart, concept, daysAgo, ecog, type Json, observation } from '../../support/chart.ts';
import { assessed, judged } from '../../support/facts.ts';

/** The grade, a span as `low-high`, or why it is open. */
const grade = (resources: readonly Json[], answers: Readonly<Record<string, unknown>> = {}) => {
  const found = assessed(chart(...resources), { answers }).facts.performanceStatus;
  if (found.state === 'open') return found.gap;
  const { low, high } = found.value.grade;
  return low === high ? low : `${low}-${high}`;
};
const ps = (code: string | readonly string[], extra: Json = {}) => observation(code, { id: 'ps', ...extra });
const smartData = 'urn:oid:1.2.840.114350.1.13.861.1.7.2.727688';

describe('ECOG in its five encodings', () => {
  it.each([0, 1, 2, 3, 4, 5])('an integer: %i', (value) => {
    expect(grade([ps('loinc 89247-1', { valueInteger: value })])).toBe(value);
    expect(grade([ps('sct 423740007', { valueInteger: value })])).toBe(value);
    expect(grade([ps('loinc 89247-1', { valueQuantity: { value, unit: '{score}' } })])).toBe(value);
  });

  it.each([
    ['LA9622-7', 0],
    ['LA9623-5', 1],
    ['LA9624-3', 2],
    ['LA9625-0', 3],
    ['LA9626-8', 4],
  ])('an answer code: %s', (code, value) => {
    const answer = { valueCodeableConcept: concept(`loinc ${code}`) };
    expect(grade([ps('loinc 89262-0', answer)])).toBe(value);
    expect(grade([ps('loinc 89247-1', answer)])).toBe(value);
    expect(
      grade([ps('loinc 89247-1', { valueInteger: value, interpretation: [concept(`loinc ${code}`)] })]),
    ).toBe(value);
  });

  it.each([
    ['425389002', 0],
    ['422512005', 1],
    ['422894000', 2],
    ['423053003', 3],
    ['423237006', 4],
  ])('a code that is itself the grade, without a value: %s', (code, value) => {
    expect(grade([ps(`sct ${code}`)])).toBe(value);
    expect(grade([ps('sct 423740007', { valueCodeableConcept: concept(`sct ${code}`) })])).toBe(value);
  });

  it('Epic SmartData, which the EHR’s profile has told to be ECOG: status unknown, date by issued, the leading integer of the component', () => {
    const epic = (text: string, extra: Json = {}) =>
      ps([`${smartData} EPIC#31000083940`, 'loinc 89247-1'], {
        status: 'unknown',
        issued: `${daysAgo(3)}T10:00:00Z`,
        component: [{ code: { text: 'ECOG' }, valueString: text }],
        ...extra,
      });
    expect(grade([epic('1 - Restricted in physically strenuous activity')])).toBe(1);
    expect(grade([epic('3')])).toBe(3);
    expect(grade([epic('not assessed')])).toBe('not-recorded');
    expect(grade([epic('1', { status: 'entered-in-error' })])).toBe('not-recorded');
    expect(grade([epic('1', { issued: `${daysAgo(91)}T10:00:00Z` })])).toBe('stale');
    expect(grade([epic('1', { code: concept('urn:oid:1.2.3 EPIC#31000083940') })])).toBe('not-recorded');
    expect(grade([epic('1', { effectiveDateTime: daysAgo(400) })])).toBe(1);
  });

  it('Epic SmartData Karnofsky', () => {
    const karnofsky = ps([`${smartData} EPIC#1500`, 'loinc 89243-0'], {
      status: 'unknown',
      issued: `${daysAgo(3)}T10:00:00Z`,
      component: [{ code: { text: 'KPS' }, valueString: '80 - Normal activity with effort' }],
    });
    expect(grade([karnofsky])).toBe(1);
  });

  it('has no other observation of unknown status decide', () =>
    expect(grade([ecog(1, { status: 'unknown' })])).toBe('unconfirmed'));

  it.each<[string, string | number]>([
    ['1', 1],
    ['1 - Restricted', 1],
    ['ECOG 2', 2],
    ['ECOG: 2', 2],
    ['ECOG PS 2', 2],
    ['Grade 3', 3],
    ['0-1', '0-1'],
    ['ECOG 1-2', '1-2'],
    ['1 to 2', '1-2'],
    ['2 - up and about more than 50% of waking hours', 2],
    ['1 (KPS 80)', 1],
    ['2 or 3', '2-3'],
    ['1 or worse', 'comparator'],
    ['2 or less', 'comparator'],
    ['1+', 'comparator'],
    ['1?', 'comparator'],
    ['1, now two', 'comparator'],
    ['1 at least', 'comparator'],
    ['1 minimum', 'comparator'],
    ['1 and above', 'comparator'],
    ['0 or unknown', 'comparator'],
    ['0 - not assessed', 'comparator'],
    ['0 N/A', 'comparator'],
    ['1, unable to assess', 'comparator'],
    ['2 weeks ago fully active', 'comparator'],
    ['1st visit', 'not-recorded'],
    ['2 - capable of all self-care but unable to carry out any work; up more than 50% of waking hours', 2],
    ['ECOG 2, now 3', '2-3'],
    ['1 on a scale of 0 to 5', '0-5'],
    ['good', 'not-recorded'],
    ['between 1 and 2', 'not-recorded'],
    ['10', 'not-recorded'],
    ['1.5', 'not-recorded'],
    ['9', 'not-recorded'],
    ['', 'not-recorded'],
  ])('text %j is %s', (text, expected) =>
    expect(grade([ps('loinc 89247-1', { valueString: text })])).toBe(expected),
  );

  it('an open-ended grade in words, whatever a display beside it says', () => {
    const said = {
      text: '1 or worse',
      coding: [{ system: 'http://local.example', code: 'x', display: '1' }],
    };
    expect(grade([ps('loinc 89247-1', { valueCodeableConcept: said })])).toBe('comparator');
  });

  it('a local code of the grade, as some national guides have it', () => {
    const local = { coding: [{ system: 'http://local.example/ecog', code: '2' }] };
    expect(grade([ps('loinc 89247-1', { valueCodeableConcept: local })])).toBe(2);
  });
});

describe('Karnofsky', () => {
  it.each([
    [100, 'LA29175-9', 0],
    [90, 'LA29176-7', 0],
    [80, 'LA29177-5', 1],
    [70, 'LA29178-3', 1],
    [60, 'LA29179-1', 2],
    [50, 'LA29180-9', 2],
    [40, 'LA29181-7', 3],
    [30, 'LA29182-5', 3],
    [20, 'LA29183-3', 4],
    [10, 'LA29184-1', 4],
    [0, 'LA9627-6', 5],
  ])('%i (%s) is ECOG %i, and says that it was converted', (score, code, expected) => {
    for (const value of [
      { valueInteger: score },
      { valueCodeableConcept: concept(`loinc ${code}`) },
      { valueString: `${score}%` },
    ]) {
      const resources = [ps('loinc 89243-0', value)];
      expect(grade(resources)).toBe(expected);
      expect(judged(resources).scores.ecog).toMatchObject({ value: expected, convertedFrom: 'karnofsky' });
    }
  });

  it.each([75, 101, -10, 5])('%i is no score of the scale', (score) =>
    expect(grade([ps('loinc 89243-0', { valueInteger: score })])).toBe('implausible'),
  );
});

describe('a range on the Karnofsky scale', () => {
  it('stays a span: 40 to 50 is ECOG 2 to 3', () => {
    expect(grade([ps('loinc 89243-0', { valueString: '50-40%' })])).toBe('2-3');
    expect(grade([ps('loinc 89243-0', { valueString: '40-50' })])).toBe('2-3');
  });
});

describe('what is no performance status', () => {
  it.each<[string, Json]>([
    ['NYHA 88020-3', ps('loinc 88020-3', { valueInteger: 1 })],
    ['a SNOMED CT description id', ps('sct 2644680013')],
    [
      'ECOG in words',
      ps('http://local.example 1', { code: { text: 'ECOG performance status' }, valueInteger: 1 }),
    ],
    ['an electrocardiogram', ps('loinc 11524-6', { valueInteger: 1 })],
  ])('%s', (_, resource) => expect(grade([resource])).toBe('not-recorded'));

  it.each<[string, Json, string]>([
    ['6', { valueInteger: 6 }, 'implausible'],
    ['-1', { valueInteger: -1 }, 'implausible'],
    ['1.5', { valueQuantity: { value: 1.5 } }, 'implausible'],
    ['a comparator', { valueQuantity: { value: 2, comparator: '<' } }, 'implausible'],
    ['nothing', {}, 'not-recorded'],
    ['an absent value with its reason', { dataAbsentReason: concept('x unknown') }, 'not-recorded'],
  ])('%s as the value', (_, extra, expected) => {
    expect(grade([ps('loinc 89247-1', extra)])).toBe(expected);
    expect(grade([ps('loinc 89247-1', extra), ecog(1, { effectiveDateTime: daysAgo(5) })])).toBe(expected);
  });
});

describe('grades that disagree', () => {
  it.each<[string, readonly Json[], string | number]>([
    [
      'value and interpretation',
      [ps('loinc 89247-1', { valueInteger: 1, interpretation: [concept('loinc LA9625-0')] })],
      'conflict',
    ],
    [
      'two answer codes of one value',
      [ps('loinc 89262-0', { valueCodeableConcept: concept('loinc LA9623-5', 'loinc LA9625-0') })],
      'conflict',
    ],
    ['a grade code and a value', [ps('sct 422512005', { valueInteger: 3 })], 'conflict'],
    ['two of one day', [ecog(1), ecog(2, { id: 'other' })], 'conflict'],
    ['two equal ones of one day', [ecog(1), ecog(1, { id: 'other' })], 1],
    ['ECOG 1 and Karnofsky 80 of one day', [ecog(1), ps('loinc 89243-0', { valueInteger: 80 })], 1],
    ['ECOG 1 and Karnofsky 50 of one day', [ecog(1), ps('loinc 89243-0', { valueInteger: 50 })], 'conflict'],
    ['ECOG 0-1 and ECOG 1 of one day', [ps('loinc 89247-1', { valueString: '0-1' }), ecog(1)], 'conflict'],
    [
      'the later hour wins',
      [
        ecog(1, { effectiveDateTime: `${daysAgo(0)}T08:00:00Z` }),
        ecog(3, { id: 'other', effectiveDateTime: `${daysAgo(0)}T09:00:00Z` }),
      ],
      3,
    ],
  ])('%s', (_, resources, expected) => {
    expect(grade(resources)).toBe(expected);
    expect(grade(resources.toReversed())).toBe(expected);
  });

  it('shows both of one day', () => {
    const gap = judged([ecog(1), ecog(2, { id: 'other' })]).gaps.find(({ question }) => question === 'ecog');
    expect(gap).toMatchObject({ gap: 'conflict' });
  });

  it.each<[string, Json]>([
    [
      'an answer code and a local code',
      {
        coding: [
          { system: 'http://loinc.org', code: 'LA9623-5' },
          { system: 'http://local.example/ecog', code: '3' },
        ],
      },
    ],
  ])('%s of one value are a conflict', (_, valueCodeableConcept) =>
    expect(grade([ps('loinc 89247-1', { valueCodeableConcept })])).toBe('conflict'),
  );

  it('Karnofsky 60 by its answer code and "30%" by a local one are a conflict', () => {
    const value = {
      coding: [
        { system: 'http://loinc.org', code: 'LA29179-1' },
        { system: 'http://local.example/kps', code: '30%' },
      ],
    };
    expect(grade([ps('loinc 89243-0', { valueCodeableConcept: value })])).toBe('conflict');
  });

  it('reads words beside codes in any position', () => {
    const codings = [
      { system: 'http://a.example', code: 'x', display: 'see note' },
      { system: 'http://b.example', code: 'y', display: 'ECOG 1' },
    ];
    const shown = (coding: readonly Json[]) =>
      grade([ps('loinc 89247-1', { valueCodeableConcept: { coding } })]);
    expect(shown(codings)).toBe(shown(codings.toReversed()));
  });
});

describe('the clinician', () => {
  it('has the last word', () => {
    expect(grade([ecog(3)], { ecog: 1 })).toBe(1);
    expect(grade([], { ecog: 0 })).toBe(0);
  });
});
