import { describe, expect, it } from 'vitest';
import { albi } from '../../../src/core/facts/albi.ts';
import { references } from '../../../src/core/facts/finding.ts';
import { meldNa } from '../../../src/core/facts/meld.ts';
import { clinicalSex } from '../../../src/core/facts/scores.ts';
import {
  chart,
  concept,
  condition,
  daysAgo,
  type Json,
  lab,
  patient,
  prescription,
  procedure,
  subject,
  warning,
} from '../../support/chart.ts';
import { type Asked, assessed } from '../../support/facts.ts';
import { provisional, resolved } from './diagnoses-on-record.ts';

const facts = (resources: readonly Json[], asked: Asked = {}) => assessed(chart(...resources), asked).facts;
const scores = (resources: readonly Json[], asked: Asked = {}) => facts(resources, asked).scores;
const ids = (evidence: Parameters<typeof references>[0] | undefined) =>
  references(evidence ?? []).map((each) => each.split('/')[1] ?? each);
const good = [lab('bilirubin', 1), lab('albumin', 4), lab('inr', 1)];
const renal = [lab('creatinine', 2), lab('sodium', 130)];
const none = { ascites: 'none', encephalopathy: 'none' };
const warfarin = prescription('rxnorm 11289', { id: 'warfarin' });
const withheld = (resourceType: string) =>
  warning({ severity: 'error', code: 'forbidden', diagnostics: resourceType });

describe('Child-Pugh', () => {
  it('rests on every input that it uses, those of the clinician too', () => {
    expect(ids(scores(good, { answers: none }).childPugh?.evidence)).toEqual([
      'bilirubin',
      'albumin',
      'inr',
      'answer:ascites',
      'answer:encephalopathy',
    ]);
    expect(ids(scores([lab('bilirubin', 1)]).childPugh?.evidence)).toEqual(['bilirubin']);
    expect(ids(scores([...good, condition('icd R18.8', { id: 'fluid' })]).childPugh?.evidence)).toEqual([
      'bilirubin',
      'albumin',
      'inr',
      'fluid',
    ]);
  });

  it('does not use the INR under an anticoagulant, and says so', () => {
    const found = scores([...good, warfarin], { answers: none }).childPugh;
    expect([found?.low, found?.high, ids(found?.evidence).includes('inr')]).toEqual([5, 7, false]);
    expect(found?.notes).toEqual([expect.stringContaining('anticoagulant')]);
    expect(scores([lab('bilirubin', 1), warfarin]).childPugh?.notes).toEqual([]);
    expect(scores(good).childPugh?.notes).toEqual([]);
  });

  it('allows for both tables where they disagree, and says so', () => {
    const at = (value: number, unit: string) => {
      const found = scores([lab('bilirubin', value, { unit })]).childPugh;
      return [found?.points.bilirubin.low, found?.points.bilirubin.high, found?.notes.length];
    };
    expect(at(34, 'umol/L')).toEqual([1, 2, 1]);
    expect(at(45, 'umol/L')).toEqual([2, 2, 0]);
    expect(at(20, 'umol/L')).toEqual([1, 1, 0]);
    expect(at(2, 'mg/dL')).toEqual([2, 2, 0]);
  });

  it('uses the wider limits of cholestatic disease only where it is confirmed, and both where it is in doubt', () => {
    const points = (...more: readonly Json[]) => {
      const found = scores([lab('bilirubin', 3.5), lab('albumin', 4), ...more]).childPugh?.points.bilirubin;
      return [found?.low, found?.high];
    };
    expect(points()).toEqual([3, 3]);
    expect(points(condition('icd K74.3'))).toEqual([1, 1]);
    expect(points(condition('icd K74.3', provisional))).toEqual([1, 3]);
    expect(points(condition('icd K74.3', resolved))).toEqual([3, 3]);
  });

  it('is none where nothing bounds it', () => expect(scores([]).childPugh).toBeNull());

  it('has bare points, without words', () =>
    expect(scores(good, { answers: none }).childPugh?.points.ascites).toEqual({ low: 1, high: 1 }));
});

describe('ascites and encephalopathy', () => {
  const item = (name: 'ascites' | 'encephalopathy', resources: readonly Json[], answers: Json = {}) => {
    const { low, high, evidence, because } = facts(resources, { answers }).comorbidity[name];
    return [
      low,
      high,
      ids(evidence).join(),
      because.startsWith(name === 'ascites' ? 'Ascites' : 'Encephalopathy'),
    ];
  };
  it.each<['ascites' | 'encephalopathy', readonly Json[], Json, readonly [number, number, string]]>([
    ['ascites', [], {}, [1, 3, '']],
    ['ascites', [condition('icd R18.8', { id: 'x' })], {}, [2, 3, 'x']],
    ['ascites', [condition('icd R18.8', { id: 'x', ...provisional })], {}, [1, 3, '']],
    ['ascites', [], { ascites: 'none' }, [1, 1, 'answer:ascites']],
    ['ascites', [], { ascites: 'mild' }, [2, 2, 'answer:ascites']],
    ['ascites', [], { ascites: 'moderate-severe' }, [3, 3, 'answer:ascites']],
    ['encephalopathy', [], {}, [1, 3, '']],
    ['encephalopathy', [condition('icd K76.82', { id: 'x' })], {}, [2, 3, 'x']],
    ['encephalopathy', [], { encephalopathy: 'none' }, [1, 1, 'answer:encephalopathy']],
    ['encephalopathy', [], { encephalopathy: 'grade-1-2' }, [2, 2, 'answer:encephalopathy']],
    ['encephalopathy', [], { encephalopathy: 'grade-3-4' }, [3, 3, 'answer:encephalopathy']],
  ])('%s', (name, resources, answers, expected) =>
    expect(item(name, resources, answers)).toEqual([...expected, true]),
  );
});

describe('an anticoagulant', () => {
  const truth = (...resources: readonly Json[]) => {
    const { truth: said, gap, evidence } = facts(resources).comorbidity.anticoagulation;
    return [said === 'open' ? gap : said, ...ids(evidence)].join(' ');
  };
  it.each<[string, readonly Json[], string]>([
    ['none', [], 'no'],
    ['warfarin, ordered', [warfarin], 'yes warfarin'],
    ['warfarin, stopped', [{ ...warfarin, status: 'stopped' }], 'no'],
    ['warfarin, on hold', [{ ...warfarin, status: 'on-hold' }], 'yes warfarin'],
    [
      'warfarin, whose order ended yesterday',
      [{ ...warfarin, dispenseRequest: { validityPeriod: { end: daysAgo(1) } } }],
      'no',
    ],
    [
      'warfarin, whose order ends today',
      [{ ...warfarin, dispenseRequest: { validityPeriod: { end: daysAgo(0) } } }],
      'yes warfarin',
    ],
    [
      'one that is known by its name',
      [
        prescription('http://local.example 1', {
          id: 'x',
          medicationCodeableConcept: { text: 'Xarelto 20 mg' },
        }),
      ],
      'yes x',
    ],
    ['another drug', [prescription('rxnorm 6809')], 'no'],
    ['long-term use as a diagnosis', [condition('icd Z79.01', { id: 'x' })], 'yes x'],
    ['long-term use that is over', [condition('icd Z79.01', { id: 'x', ...resolved })], 'no'],
    [
      'one given now',
      [
        {
          resourceType: 'MedicationAdministration',
          id: 'x',
          status: 'in-progress',
          subject,
          medicationCodeableConcept: concept('rxnorm 11289'),
          effectiveDateTime: daysAgo(1),
        },
      ],
      'yes x',
    ],
    ['orders that could not be read', [withheld('MedicationRequest')], 'denied'],
    ['statements that could not be read', [withheld('MedicationStatement')], 'denied'],
    ['a read of everything in doubt', [warning({ code: 'incomplete' })], 'partial'],
    ['diagnoses that could not be read', [withheld('Condition')], 'no'],
  ])('%s', (_, resources, expected) => expect(truth(...resources)).toBe(expected));
});

describe('dialysis', () => {
  const session = (days: number, extra: Json = {}) =>
    procedure('sct 302497006', { id: 'x', performedDateTime: daysAgo(days), ...extra });
  const truth = (...resources: readonly Json[]) => {
    const { truth: said, gap, evidence, support } = facts(resources).comorbidity.dialysis;
    return [said === 'open' ? gap : said, ...ids(said === 'open' ? support : evidence)].join(' ');
  };
  const inPeriod = (period: Json) =>
    JSON.parse(JSON.stringify(session(0, { performedDateTime: undefined, performedPeriod: period }))) as Json;
  it.each<[string, readonly Json[], string]>([
    ['none', [], 'no'],
    ['dependence on it', [condition('icd Z99.2', { id: 'x' })], 'yes x'],
    ['dependence that is provisional', [condition('icd Z99.2', { id: 'x', ...provisional })], 'no'],
    ['a session seven days ago', [session(7)], 'unconfirmed x'],
    ['a session eight days ago', [session(8)], 'no'],
    [
      'a session that ended within the week',
      [inPeriod({ start: daysAgo(9), end: daysAgo(6) })],
      'unconfirmed x',
    ],
    ['a session that began within the week', [inPeriod({ start: daysAgo(6) })], 'unconfirmed x'],
    ['another procedure', [procedure('cpt 47382', { performedDateTime: daysAgo(2) })], 'no'],
  ])('%s', (_, resources, expected) => expect(truth(...resources)).toBe(expected));

  it('without a date is not of this week', () => {
    const undated = JSON.parse(JSON.stringify(session(0, { performedDateTime: undefined }))) as Json;
    expect(truth(undated)).toBe('no');
  });
});

describe('the portal vein', () => {
  const vein = (resources: readonly Json[], answers: Json = {}) => {
    const { truth, gap, evidence, support } = facts(resources, { answers }).comorbidity.portalVein;
    return [truth === 'open' ? gap : truth, ...ids(truth === 'open' ? support : evidence)].join(' ');
  };
  it.each<[string, readonly Json[], Json, string]>([
    ['not recorded', [], {}, 'not-recorded'],
    ['thrombosis', [condition('icd I81', { id: 'x' })], {}, 'yes x'],
    [
      'thrombosis, whatever the clinician says',
      [condition('icd I81', { id: 'x' })],
      { 'macrovascular-invasion': 'none' },
      'yes x',
    ],
    ['provisional', [condition('icd I81', { id: 'x', ...provisional })], {}, 'unconfirmed x'],
    ['over', [condition('icd I81', { id: 'x', ...resolved })], {}, 'not-recorded'],
    [
      'open, says the clinician',
      [],
      { 'macrovascular-invasion': 'none' },
      'no answer:macrovascular-invasion',
    ],
    [
      'invaded, says the clinician',
      [],
      { 'macrovascular-invasion': 'branch' },
      'yes answer:macrovascular-invasion',
    ],
    [
      'provisional, but the clinician says',
      [condition('icd I81', { id: 'x', ...provisional })],
      { 'macrovascular-invasion': 'none' },
      'no answer:macrovascular-invasion',
    ],
  ])('%s', (_, resources, answers, expected) => expect(vein(resources, answers)).toBe(expected));
});

describe('what else raises bilirubin', () => {
  const notes = (...resources: readonly Json[]) =>
    facts(resources).comorbidity.bilirubinNotes.map(({ evidence }) => ids(evidence).join());
  it.each<[string, readonly Json[], readonly string[]]>([
    ['nothing', [], []],
    ['an obstruction', [condition('icd K83.1', { id: 'x' })], ['x']],
    ['Gilbert syndrome', [condition('icd E80.4', { id: 'x' })], ['x']],
    ['both', [condition('icd E80.4', { id: 'g' }), condition('icd R17', { id: 'j' })], ['j', 'g']],
    ['an obstruction that is over', [condition('icd K83.1', { id: 'x', ...resolved })], []],
  ])('%s', (_, resources, expected) => expect(notes(...resources)).toEqual(expected));
});

describe('ALBI', () => {
  it('rests on both values', () =>
    expect(ids(scores(good).albi?.evidence)).toEqual(['bilirubin', 'albumin']));
  it('is none without one of them', () => {
    expect(scores([lab('bilirubin', 1)]).albi).toBeNull();
    expect(scores([lab('albumin', 4)]).albi).toBeNull();
  });
  it('is a bound where one of them is a bound', () => {
    const found = scores([lab('bilirubin', 0.2, { comparator: '<' }), lab('albumin', 4)]).albi;
    expect(found).toMatchObject({ score: null, grade: 1 });
    expect(found?.high).not.toBeNull();
    const open = scores([lab('bilirubin', 2, { comparator: '>' }), lab('albumin', 4)]).albi;
    expect(open).toMatchObject({ score: null, grade: null });
    expect(open?.low).not.toBeNull();
    expect(open?.evidence).toHaveLength(2);
  });
  it('is reckoned in the unit of the record', () => {
    expect(
      scores([lab('bilirubin', 20, { unit: 'umol/L' }), lab('albumin', 38, { unit: 'g/L' })]).albi?.score,
    ).toBe(albi({ low: 20, high: 20 }, { low: 38, high: 38 }).score);
    expect(scores([lab('bilirubin', 20, { unit: 'umol/L' }), lab('albumin', 3.8)]).albi?.score).toBe(
      albi({ low: 20, high: 20 }, { low: 38, high: 38 }).score,
    );
  });
  it('has a modified grade where both ends have one and the same', () => {
    const grade = (low: number, high: number) => albi({ low, high }, { low: 36, high: 36 });
    expect(grade(10, 10).modifiedGrade).not.toBeNull();
    expect(grade(5, 60).modifiedGrade).toBeNull();
  });
});

describe('MELD', () => {
  const all = [...good, ...renal];
  it('is none under an anticoagulant, with medications unread, and beside a dialysis that may be regular', () => {
    expect(scores(all).meld).not.toBeNull();
    expect(scores([...all, warfarin]).meld).toBeNull();
    expect(scores([...all, withheld('MedicationRequest')]).meld).toBeNull();
    expect(scores([...all, procedure('sct 302497006', { performedDateTime: daysAgo(2) })]).meld).toBeNull();
  });
  it.each(['bilirubin', 'inr', 'creatinine'])('is none without %s', (name) => {
    const found = scores(all.filter(({ id }) => id !== name));
    expect([found.meld, found.meldNa, found.meld3]).toEqual([null, null, null]);
  });
  it('without sodium is MELD(i) alone; without albumin there is no MELD 3.0', () => {
    const noSodium = scores(all.filter(({ id }) => id !== 'sodium'));
    expect([noSodium.meld === null, noSodium.meldNa, noSodium.meld3]).toEqual([false, null, null]);
    const noAlbumin = scores(all.filter(({ id }) => id !== 'albumin'));
    expect([noAlbumin.meldNa === null, noAlbumin.meld3]).toEqual([false, null]);
  });
  it('counts dialysis as creatinine 4', () => {
    const dependent = scores([...good, lab('creatinine', 1), lab('sodium', 137), condition('icd Z99.2')]);
    const four = scores([...good, lab('creatinine', 4), lab('sodium', 137)]);
    expect(dependent.meld).toBe(four.meld);
  });
  it('has no number for a value with a comparator, or for two of one day that differ', () => {
    const others = all.filter(({ id }) => id !== 'creatinine');
    expect(scores([...others, lab('creatinine', 2, { comparator: '>' })]).meld).toBeNull();
    expect(scores([...others, lab('creatinine', 2), lab('creatinine', 3, { id: 'c2' })]).meld).toBeNull();
  });
  it('takes a converted value as the one number that was recorded', () =>
    expect(
      scores([...all.filter(({ id }) => id !== 'bilirubin'), lab('bilirubin', 60, { unit: 'umol/L' })]).meld,
    ).not.toBeNull());
  it('lets sodium count only above 11', () => {
    const of = (inr: number) => ({ bilirubin: 1, inr, creatinine: 1, sodium: 125, dialysis: false });
    expect(meldNa(of(1.41))).toBe(10);
    expect(meldNa(of(1.5))).toBe(11);
    expect(meldNa(of(1.68))).toBeGreaterThan(12);
  });
  it('3.0 is that of the sex on record, and both where it is not stated', () => {
    const of = (extra: Json) => scores([patient(extra), ...all]).meld3;
    const both = of({ gender: 'unknown' });
    expect(both?.score).toBeNull();
    expect(of({ gender: 'male' })?.score).toBe(both?.male);
    expect(of({ gender: 'female' })?.score).toBe(both?.female);
    expect(both?.female).not.toBe(both?.male);
  });
});

describe('the sex for a score', () => {
  const birthsex = (valueCode: string) => ({
    url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex',
    valueCode,
  });
  it.each<[string, Json, string | undefined]>([
    ['the gender on record', { gender: 'female' }, 'female'],
    ['none', {}, undefined],
    ['another gender', { gender: 'other' }, undefined],
    ['both, alike', { gender: 'male', extension: [birthsex('M')] }, 'male'],
    ['both, alike', { gender: 'female', extension: [birthsex('F')] }, 'female'],
    ['both, different', { gender: 'female', extension: [birthsex('M')] }, undefined],
    ['sex at birth not known', { gender: 'female', extension: [birthsex('UNK')] }, undefined],
    ['another extension', { gender: 'female', extension: [{ url: 'urn:x', valueCode: 'M' }] }, 'female'],
  ])('%s', (_, person, expected) =>
    expect(clinicalSex({ resourceType: 'Patient', id: 'p', ...person } as never)).toBe(expected),
  );
});

describe('how far apart the inputs are', () => {
  it('is the days between the first and the last of them', () => {
    expect(
      scores([
        lab('bilirubin', 1, { effectiveDateTime: daysAgo(40) }),
        lab('albumin', 4, { effectiveDateTime: daysAgo(10) }),
        lab('inr', 1, { effectiveDateTime: daysAgo(20) }),
      ]).spreadDays,
    ).toBe(30);
    expect(scores([lab('bilirubin', 1)]).spreadDays).toBe(0);
    expect(scores([]).spreadDays).toBe(0);
  });
});
