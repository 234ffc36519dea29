import { describe, expect, it } from 'vitest';
import { hull, inWords } from '../../../src/core/facts/interval.ts';
import { equal, isLaboratoryId, merge, stated } from '../../../src/core/facts/laboratory.ts';
import { exact, type Measured } from '../../../src/core/facts/measurement.ts';
import { chart, condition, daysAgo, type Json, lab, observation, today } from '../../support/chart.ts';
import { type Asked, assessed } from '../../support/facts.ts';

const facts = (resources: readonly Json[], asked: Asked = {}) => assessed(chart(...resources), asked).facts;
const bilirubin = (...resources: readonly Json[]) => facts(resources).laboratories.bilirubin;
const gapOf = (...resources: readonly Json[]) => {
  const { latest } = bilirubin(...resources);
  return latest.state === 'open' ? latest.gap : inWords(latest.value.value);
};
const written = (value: Json, more: Json = {}) => observation('loinc 1975-2', { id: 'b', ...value, ...more });
const quantity = (value: number, more: Json = {}) => ({ valueQuantity: { value, ...more } });

describe('a result as it is shown', () => {
  const shown = (value: Json, code = 'loinc 1975-2') => {
    const { latest } = facts([observation(code, { id: 'b', ...value })]).laboratories[
      code === 'loinc 6301-6' ? 'inr' : 'bilirubin'
    ];
    const [first] = latest.state === 'open' ? latest.support : latest.evidence;
    return first?.kind === 'recorded' ? first.asRecorded : undefined;
  };

  it.each<[string, Json, string]>([
    ['with its unit', quantity(34, { unit: 'µmol/L', code: 'umol/L' }), '34 µmol/L'],
    ['with the code where it has no unit', quantity(34, { code: 'umol/L' }), '34 umol/L'],
    ['without either', quantity(34), '34'],
    ['with its comparator', quantity(0.2, { comparator: '<', unit: 'mg/dL' }), '<0.2 mg/dL'],
    ['as text', { valueString: '1.2 mg/dL' }, '1.2 mg/dL'],
    ['as none', { dataAbsentReason: { text: 'error' } }, 'no value'],
  ])('%s', (_, value, expected) => expect(shown(value)).toBe(expected));

  it('as a whole number', () => expect(shown({ valueInteger: 1 }, 'loinc 6301-6')).toBe('1'));

  it('keeps the version that was read, where the EHR names one', () => {
    const of = (extra: Json) => {
      const { latest } = bilirubin(lab('bilirubin', 1, extra));
      return latest.state === 'known' ? latest.evidence : [];
    };
    expect(of({ meta: { versionId: '7' } })).toMatchObject([{ versionId: '7', on: { first: today } }]);
    expect(of({})[0]).not.toHaveProperty('versionId');
  });
});

describe('a result that is written', () => {
  it.each<[string, string]>([
    [' 1.25 mg/dL ', '1.25'],
    ['12.5 mg/dL', '12.5'],
    ['< 0.25 mg/dL', 'below 0.25'],
    ['<=0.2mg/dL', '0 to 0.2'],
    ['> 70 mg/dL', 'above 70'],
    ['>=12 mg/dL', 'at least 12'],
    ['34 µmol/L', '1.988'],
    ['about 2 mg/dL', 'not-recorded'],
    ['normal', 'not-recorded'],
    ['', 'not-recorded'],
    ['2', 'unit'],
    ['2 mg/dL fasting', 'unit'],
  ])('"%s" is %s', (text, expected) => {
    const said = gapOf(written({ valueString: text }));
    expect(said.split(' to ')[0]).toBe(expected.split(' to ')[0]);
  });

  it('is not used where it stands beside a reason why there is none', () => {
    const reason = { dataAbsentReason: { text: 'error' } };
    expect(gapOf(written({ ...quantity(1, { unit: 'mg/dL' }), ...reason }))).toBe('not-recorded');
  });

  it('is the one of the result itself, not of a component beside it', () => {
    const component = [
      {
        code: { coding: [{ system: 'http://loinc.org', code: '1975-2' }] },
        ...quantity(9, { unit: 'mg/dL' }),
      },
    ];
    expect(gapOf(written({ ...quantity(1, { unit: 'mg/dL' }), component }))).toBe('1');
    expect(gapOf(written({ component }))).toBe('9');
  });

  it('is none where there is neither a value nor a component', () =>
    expect(gapOf(written({}))).toBe('not-recorded'));
});

describe('the unit of a result', () => {
  const ucum = 'http://unitsofmeasure.org';
  it.each<[string, Json, string]>([
    ['by its code, where both agree', { unit: 'mg/dl', code: 'mg/dL', system: ucum }, '10'],
    ['by its code without a system', { code: 'mg/dL' }, '10'],
    ['by its code in the OID of UCUM', { code: 'mg/dL', system: 'urn:oid:2.16.840.1.113883.6.8' }, '10'],
    [
      'by its text, where the code is of another system',
      { unit: 'mg/dL', code: '258797006', system: 'http://snomed.info/sct' },
      '10',
    ],
    [
      'none, where the code is of another system and there is no text',
      { code: 'mg/dL', system: 'http://snomed.info/sct' },
      'unit',
    ],
    ['none, where code and text differ', { unit: 'umol/L', code: 'mg/dL', system: ucum }, 'unit'],
    [
      'none, where the code is not understood, though the text is',
      { unit: 'mg/dL', code: 'furlong', system: ucum },
      'unit',
    ],
    ['by its text with blanks', { unit: ' mg / dL ' }, '10'],
    ['by its code, whatever else the text says', { unit: 'milligrams', code: 'mg/dL', system: ucum }, '10'],
  ])('%s', (_, unit, expected) => expect(gapOf(written(quantity(10, unit)))).toBe(expected));

  it('is that of the scale only where nothing is said', () => {
    const inr = (unit: Json) => {
      const { latest } = facts([observation('loinc 6301-6', { id: 'i', ...quantity(1, unit) })]).laboratories
        .inr;
      return latest.state;
    };
    expect([inr({}), inr({ unit: '  ' }), inr({ unit: 'mg' }), inr({ code: 'mg' })]).toEqual([
      'known',
      'known',
      'open',
      'open',
    ]);
  });
});

describe('what was set aside', () => {
  const ignored = (...resources: readonly Json[]) =>
    facts(resources).ignored.map(({ reference, because }) => `${reference} ${because}`);

  it('is listed once, with its reason', () => {
    expect(ignored(written(quantity(1)))).toEqual([
      'Observation/b refused: it has no unit, or one that is not understood',
    ]);
    expect(ignored(lab('bilirubin', 900))).toEqual([expect.stringContaining('outside what is plausible')]);
  });

  it('is not what has no value to set aside', () => {
    expect(ignored(written({ dataAbsentReason: { text: 'error' } }))).toEqual([]);
    expect(ignored(lab('bilirubin', 1))).toEqual([]);
  });

  it('is what has no date, unless it does not count anyway', () => {
    const undated = (status: string) =>
      JSON.parse(JSON.stringify(lab('bilirubin', 1, { status, effectiveDateTime: undefined }))) as Json;
    expect(ignored(undated('final'))).toEqual([
      expect.stringContaining('Observation/bilirubin without a date'),
    ]);
    expect(ignored(undated('preliminary'))).toEqual([]);
  });

  it('is not what a clinician entered', () => {
    const entered = facts([], { answers: { bilirubin: { value: 900, unit: 'mg/dL', date: today } } });
    expect(entered.laboratories.bilirubin.latest).toMatchObject({ state: 'open', gap: 'implausible' });
    expect(entered.ignored).toEqual([]);
  });
});

describe('what could not be read', () => {
  const unreadable = (extra: Json) => ({ ...lab('bilirubin', 1, { id: 'unreadable' }), ...extra });
  const older = lab('bilirubin', 2, { id: 'older', effectiveDateTime: daysAgo(9) });

  it.each<[string, Json, string]>([
    ['a result without a status blocks the older one', { status: undefined }, 'implausible'],
    ['so does one whose value is malformed', { valueQuantity: { value: 'x' } }, 'implausible'],
    [
      'one that was entered in error does not',
      { status: 'entered-in-error', valueQuantity: { value: 'x' } },
      '2',
    ],
    ['one that was cancelled does not', { status: 'cancelled', valueQuantity: { value: 'x' } }, '2'],
    ['one that is preliminary does not', { status: 'preliminary', valueQuantity: { value: 'x' } }, '2'],
    ['one that is registered does not', { status: 'registered', valueQuantity: { value: 'x' } }, '2'],
    ['one of unknown status does not', { status: 'unknown', valueQuantity: { value: 'x' } }, '2'],
    [
      'one of a status that FHIR does not have does',
      { status: 'done', valueQuantity: { value: 'x' } },
      'implausible',
    ],
    [
      "another person's does not",
      { subject: { reference: 'Patient/other' }, valueQuantity: { value: 'x' } },
      '2',
    ],
    [
      'one of another test does not',
      { code: { coding: [{ system: 'http://loinc.org', code: '1751-7' }] }, valueQuantity: { value: 'x' } },
      '2',
    ],
    ['one without a code does not', { code: undefined, valueQuantity: { value: 'x' } }, '2'],
    ['one that carries a modifier does', { modifierExtension: [{ url: 'urn:not' }] }, 'implausible'],
  ])('%s', (_, extra, expected) =>
    expect(gapOf(JSON.parse(JSON.stringify(unreadable(extra))) as Json, older)).toBe(expected),
  );

  it('that is of another kind of record does not block', () => {
    const malformed = {
      resourceType: 'Procedure',
      id: 'p',
      status: 7,
      subject: { reference: 'Patient/p' },
      code: { coding: [{ system: 'http://loinc.org', code: '1975-2' }] },
    };
    expect(gapOf(malformed, older)).toBe('2');
  });

  it('does not block by its older copy', () => {
    const copy = {
      ...lab('bilirubin', 3, { id: 'older' }),
      meta: { lastUpdated: '2020-01-01T00:00:00Z' },
      valueQuantity: { value: 'x' },
    };
    expect(gapOf(copy, { ...older, meta: { lastUpdated: '2025-01-01T00:00:00Z' } })).toBe('2');
  });

  it('is shown as what may be the newer one', () => {
    const { latest } = bilirubin(unreadable({ valueQuantity: { value: 'x' } }), older);
    const support = latest.state === 'open' ? latest.support : [];
    expect(support).toContainEqual({
      kind: 'recorded',
      reference: 'Observation/unreadable',
      asRecorded: 'unreadable',
    });
  });
});

describe('the trend', () => {
  it('has every value that counts, the oldest first, and no other', () => {
    const values = [
      lab('bilirubin', 3, { id: 'c', effectiveDateTime: daysAgo(1) }),
      lab('bilirubin', 1, { id: 'a', effectiveDateTime: daysAgo(400) }),
      lab('bilirubin', 2, { id: 'b', effectiveDateTime: daysAgo(30) }),
      lab('bilirubin', 9, { id: 'preliminary', status: 'preliminary' }),
      written(quantity(9), { id: 'unitless' }),
    ];
    const trend = bilirubin(...values).history;
    expect(trend.map(({ value, on }) => [exact(value), on.first])).toEqual([
      [1, daysAgo(400)],
      [2, daysAgo(30)],
      [3, daysAgo(1)],
    ]);
    expect(trend.map(({ provenance }) => provenance)).toMatchObject([
      { reference: 'Observation/a' },
      { reference: 'Observation/b' },
      { reference: 'Observation/c' },
    ]);
    expect(bilirubin(...values.toReversed()).history.map(({ value }) => exact(value))).toEqual([1, 2, 3]);
  });
});

describe('two results of one time', () => {
  const of = (value: number, unit: string, recorded = value): Measured => ({
    value: { low: value, high: value },
    recorded: { value: { low: recorded, high: recorded }, unit },
  });

  it('span both, in the unit of both; in none where the two differ', () => {
    expect(merge(of(1, 'mg/dL'), of(3, 'mg/dL'))).toEqual({
      value: { low: 1, high: 3 },
      recorded: { unit: 'mg/dL', value: { low: 1, high: 3 } },
    });
    expect(merge(of(1, 'mg/dL'), of(3, 'umol/L', 51))).toEqual({
      value: { low: 1, high: 3 },
      recorded: { unit: '', value: { low: 1, high: 3 } },
    });
  });

  it('are the same where they differ by less than rounding does, at both ends', () => {
    expect(equal(of(1, 'a'), of(1.009, 'a'))).toBe(true);
    expect(equal(of(1, 'a'), of(1.02, 'a'))).toBe(false);
    const upTo = (high: number): Measured => ({ ...of(1, 'a'), value: { low: 1, high } });
    const from = (low: number): Measured => ({ ...of(1, 'a'), value: { low, high: 3 } });
    expect(equal(upTo(3), upTo(3.5))).toBe(false);
    expect(equal(from(1), from(1.5))).toBe(false);
  });
});

describe('direct bilirubin above the total', () => {
  const direct = (value: number, extra: Json = {}) =>
    observation('loinc 1968-7', { id: 'd', ...quantity(value, { unit: 'mg/dL' }), ...extra });

  it('of the same day makes the total unusable; equal to it does not', () => {
    expect(gapOf(lab('bilirubin', 1), direct(1.1))).toBe('implausible');
    expect(gapOf(lab('bilirubin', 1), direct(1))).toBe('1');
  });
  it('counts only where it is final', () =>
    expect(gapOf(lab('bilirubin', 1), direct(1.1, { status: 'preliminary' }))).toBe('1'));
  it('says nothing where it has no number', () =>
    expect(gapOf(lab('bilirubin', 1), direct(1, { valueQuantity: { value: 9 } }))).toBe('1'));
  it('without a date is of no day', () => {
    const undated = JSON.parse(JSON.stringify(direct(9, { effectiveDateTime: undefined }))) as Json;
    expect(gapOf(lab('bilirubin', 1), undated)).toBe('1');
  });
  it('concerns no other value', () => {
    const albumin = facts([lab('albumin', 3.5), direct(9)]).laboratories.albumin.latest;
    expect(albumin.state).toBe('known');
  });
});

describe('a result that a clinician enters', () => {
  const entered = (value: Json, ...resources: readonly Json[]) =>
    facts(resources, { answers: { inr: value } }).laboratories.inr.latest;

  it('without a unit is understood where the scale has none', () =>
    expect(entered({ value: 1.2, unit: '', date: today })).toMatchObject({ state: 'known' }));
  it('of the future is said to be so, and is not used', () => {
    const latest = entered({ value: 1.2, unit: '', date: daysAgo(-1) });
    expect(latest).toMatchObject({ state: 'open' });
  });
  it('is used though the record could not be read', () => {
    const refused = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'Observation' }],
    };
    expect(entered({ value: 1.2, unit: '', date: today }, refused)).toMatchObject({ state: 'known' });
    expect(facts([lab('inr', 1), refused]).laboratories.inr.latest).toMatchObject({ state: 'open' });
  });
});

describe('the span of two', () => {
  it('is closed where either is', () => {
    const closed = { low: 1, high: 3 };
    const open = { low: 1, high: 3, lowOpen: true, highOpen: true };
    expect(hull(closed, open)).toEqual(closed);
    expect(hull(open, closed)).toEqual(closed);
    expect(hull(open, open)).toEqual(open);
  });
  it('of a converted value is as wide as the two factors in use leave it', () => {
    const { latest } = bilirubin(lab('bilirubin', 60, { unit: 'umol/L' }));
    const value = latest.state === 'known' ? latest.value.value : undefined;
    expect(value?.low).toBeCloseTo(60 / 17.104, 6);
    expect(value?.high).toBeCloseTo(60 / 17.1, 6);
  });
});

describe('numbers in a sentence', () => {
  it.each([
    [{ low: 1.1, high: 1.1 }, '1.1'],
    [{ low: 1.1, high: 1.4 }, '1.1 to 1.4'],
    [{ low: 0, high: 0.2, highOpen: true }, 'below 0.2'],
    [{ low: 0, high: 0.2 }, '0 to 0.2'],
    [{ low: 1, high: 2, highOpen: true }, '1 to 2'],
    [{ low: 5, high: Number.POSITIVE_INFINITY }, 'at least 5'],
    [{ low: 5, high: Number.POSITIVE_INFINITY, lowOpen: true }, 'above 5'],
    [{ low: 3.508_18, high: 3.508_77 }, '3.508 to 3.509'],
  ])('%j: %s', (interval, words) => expect(inWords(interval)).toBe(words));
});

describe('laboratory values', () => {
  it('are known by name', () => {
    expect(['bilirubin', 'afp', 'ecog', ''].map(isLaboratoryId)).toEqual([true, true, false, false]);
  });
  it('that are stated are one number in their unit', () =>
    expect(stated(3, 'cm')).toEqual({
      value: { low: 3, high: 3 },
      recorded: { value: { low: 3, high: 3 }, unit: 'cm' },
    }));
});

describe('the size of the tumor', () => {
  const size = (id: string, cm: number, extra: Json = {}) =>
    observation('loinc 21889-1', { id, ...quantity(cm, { unit: 'cm' }), ...extra });
  const hcc = condition('icd C22.0', { id: 'hcc' });
  const colon = condition('icd C18.7', { id: 'colon' });
  const latest = (...resources: readonly Json[]) => {
    const { tumorSize } = facts([hcc, ...resources]);
    return tumorSize.state === 'open' ? tumorSize.gap : exact(tumorSize.value);
  };

  it('is never one of another disease', () => {
    expect(latest(size('a', 3), size('b', 9, { focus: [{ reference: 'Condition/colon' }] }), colon)).toBe(3);
  });
  it('is what the clinician says, before the record', () => {
    const said = facts([hcc, size('a', 3)], { answers: { 'tumor-size-cm': 4 } }).tumorSize;
    expect(said).toMatchObject({
      state: 'known',
      freshness: 'fresh',
      isConflicting: false,
      usableUntil: today,
    });
    expect(said.state === 'known' && exact(said.value)).toBe(4);
  });
});
