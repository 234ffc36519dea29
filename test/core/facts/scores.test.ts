import { describe, expect, it } from 'vitest';
import { albi, albiGrade, albiScore, modifiedAlbiGrade } from '../../../src/core/facts/albi.ts';
import {
  albuminPoints,
  bilirubinPoints,
  bilirubinPointsSi,
  childPughClasses,
  cholestaticBilirubinPoints,
  inrPoints,
} from '../../../src/core/facts/child-pugh.ts';
import { compared, point } from '../../../src/core/facts/interval.ts';
import { meld3, meldI, meldNa } from '../../../src/core/facts/meld.ts';
import { condition, daysAgo, type Json, lab, patient, prescription, procedure } from '../../support/chart.ts';
import { judged } from '../../support/facts.ts';
import albiVectors from '../vectors/albi.json' with { type: 'json' };
import childPughVectors from '../vectors/child-pugh.json' with { type: 'json' };
import meldVectors from '../vectors/meld.json' with { type: 'json' };

// Milan, UNOS down-staging and BCLC have published vectors too; they are not here because no such stage is computed.

const answersOf = { 'grade1-2': 'grade-1-2', 'grade3-4': 'grade-3-4' } as Readonly<Record<string, string>>;

describe('Child-Pugh', () => {
  it.each(childPughVectors.vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const { bili, alb, inr, ascites, he, cholestatic } = vector.inputs as {
      bili: number;
      alb: number;
      inr?: number;
      ascites?: string;
      he?: string;
      cholestatic?: boolean;
    };
    const resources = [
      lab('bilirubin', bili),
      lab('albumin', alb),
      ...(inr === undefined ? [] : [lab('inr', inr)]),
      ...(cholestatic ? [condition('icd K83.01')] : []),
    ];
    const answers = {
      ...(ascites !== undefined && { ascites }),
      ...(he !== undefined && { encephalopathy: answersOf[he] ?? he }),
    };
    expect(judged(resources, { answers }).scores.childPugh).toEqual({
      low: vector.min,
      high: vector.max,
      classes: vector.possible,
    });
  });

  it.each([
    [1.99, 1],
    [2, 2],
    [2.01, 2],
    [2.99, 2],
    [3, 2],
    [3.01, 3],
  ])('bilirubin %f mg/dL is %i', (value, points) =>
    expect(bilirubinPoints(point(value))).toEqual({ low: points, high: points }),
  );

  it.each([
    [3.51, 1],
    [3.5, 2],
    [3.49, 2],
    [2.81, 2],
    [2.8, 2],
    [2.79, 3],
  ])('albumin %f g/dL is %i', (value, points) =>
    expect(albuminPoints(point(value))).toEqual({ low: points, high: points }),
  );

  it.each([
    [1.69, 1],
    [1.7, 2],
    [2.3, 2],
    [2.31, 3],
  ])('INR %f is %i', (value, points) =>
    expect(inrPoints(point(value))).toEqual({ low: points, high: points }),
  );

  it.each([
    [3.99, 1],
    [4, 2],
    [10, 2],
    [10.1, 3],
  ])('cholestatic bilirubin %f mg/dL is %i', (value, points) =>
    expect(cholestaticBilirubinPoints(point(value))).toEqual({ low: points, high: points }),
  );

  it.each([
    [33.9, 1],
    [34, 2],
    [50, 2],
    [50.1, 3],
  ])('bilirubin %f umol/L is %i by the table in SI units', (value, points) =>
    expect(bilirubinPointsSi(point(value))).toEqual({ low: points, high: points }),
  );

  it.each([
    ['<' as const, 2, 1, 1],
    ['<' as const, 3, 1, 2],
    ['<=' as const, 2, 1, 2],
    ['>' as const, 3, 3, 3],
    ['>=' as const, 3, 2, 3],
    ['>' as const, 1, 1, 3],
  ])('bilirubin %s%f is %i to %i', (comparator, value, low, high) =>
    expect(bilirubinPoints(compared(comparator, value))).toEqual({ low, high }),
  );

  it.each([
    [5, 6, ['A']],
    [6, 7, ['A', 'B']],
    [7, 9, ['B']],
    [9, 10, ['B', 'C']],
    [10, 15, ['C']],
    [5, 15, ['A', 'B', 'C']],
  ])('%i to %i allows %j', (low, high, classes) => expect(childPughClasses({ low, high })).toEqual(classes));

  it.each<[string, readonly Json[], number, number]>([
    ['nothing but three one-point labs', [], 5, 9],
    ['ascites on record without a grade', [condition('icd R18.8')], 6, 9],
    ['cirrhosis with ascites in one code', [condition('icd K70.31')], 6, 9],
    ['encephalopathy on record without a grade', [condition('icd K76.82')], 6, 9],
    ['both', [condition('icd R18.8'), condition('icd K76.82')], 7, 9],
    ['provisional ascites', [condition('icd R18.8', { verification: 'provisional' })], 5, 9],
    ['past ascites', [condition('icd R18.8', { clinical: 'resolved' })], 5, 9],
    ['cirrhosis that says nothing of ascites', [condition('icd K74.60')], 5, 9],
    ['K72.90, which only supports', [condition('icd K72.90')], 5, 9],
    ['warfarin', [prescription('rxnorm 11289')], 5, 11],
    ['apixaban', [prescription('rxnorm 1364430')], 5, 11],
    ['stopped warfarin', [prescription('rxnorm 11289', { status: 'stopped' })], 5, 9],
    ['lactulose', [prescription('rxnorm 6218')], 5, 9],
  ])('with %s is %i to %i', (_, others, low, high) => {
    const labs = [lab('bilirubin', 0.9), lab('albumin', 4), lab('inr', 1.1)];
    expect(judged([...labs, ...others]).scores.childPugh).toMatchObject({ low, high });
  });

  it.each<[string, Json, number]>([
    ['confirmed primary biliary cholangitis', condition('icd K74.3'), 1],
    ['confirmed sclerosing cholangitis', condition('icd K83.01'), 1],
    ['a bile-duct obstruction', condition('icd K83.1'), 3],
    ['secondary biliary cirrhosis', condition('icd K74.4'), 3],
    ['nothing', condition('icd I10'), 3],
  ])('bilirubin 3.6 beside %s', (_, other, points) => {
    const labs = [lab('bilirubin', 3.6), lab('albumin', 4), lab('inr', 1.1), other];
    expect(judged(labs).scores.childPugh?.low).toBe(points + 4);
  });

  it('allows for both tables where cholangitis is in doubt', () => {
    const doubtful = condition('icd K74.3', { verification: 'provisional' });
    const labs = [lab('bilirubin', 3.6), lab('albumin', 4), lab('inr', 1.1), doubtful];
    expect(judged(labs).scores.childPugh).toMatchObject({ low: 5, high: 11 });
  });

  it.each([
    [33.9, 5, 9],
    [34.1, 5, 10],
    [34.3, 6, 10],
    [50, 6, 10],
    [51, 6, 11],
    [51.4, 7, 11],
  ])('bilirubin %f umol/L gives %i to %i: the two tables disagree near their limits', (value, low, high) => {
    const labs = [lab('bilirubin', value, { unit: 'umol/L' }), lab('albumin', 4), lab('inr', 1.1)];
    expect(judged(labs).scores.childPugh).toMatchObject({ low, high });
  });

  it('is nothing where nothing bounds it', () => expect(judged([]).scores.childPugh).toBeNull());

  it('never counts a direct bilirubin', () => {
    const direct = lab('bilirubin', 0.3, {
      code: { coding: [{ system: 'http://loinc.org', code: '1968-7' }] },
    });
    expect(judged([direct]).scores.childPugh).toBeNull();
  });
});

describe('ALBI', () => {
  it.each(albiVectors.vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const { bili_mg_dl, bili_umol, alb_g_dl, alb_g_l, score_k085, grade, malbi } = vector as {
      bili_mg_dl?: number;
      bili_umol: number;
      alb_g_dl?: number;
      alb_g_l?: number;
      score_k085: number;
      grade: number;
      malbi?: string;
    };
    const bilirubin =
      bili_mg_dl === undefined
        ? lab('bilirubin', bili_umol, { unit: 'umol/L' })
        : lab('bilirubin', bili_mg_dl);
    const albumin =
      alb_g_dl === undefined ? lab('albumin', alb_g_l ?? 0, { unit: 'g/L' }) : lab('albumin', alb_g_dl);
    const found = judged([bilirubin, albumin]).scores.albi;
    expect(found?.score).toBeCloseTo(score_k085, 3);
    expect(found?.grade).toBe(grade);
    if (malbi !== undefined) expect(found?.modifiedGrade).toBe(malbi);
  });

  it('uses 0.085 and not the variant with 0.0852, which changes this grade', () => {
    expect(albiScore(16.5, 40)).toBeCloseTo(-2.5965, 3);
    expect(albiGrade(albiScore(16.5, 40))).toBe(2);
  });

  it.each([
    [-2.6001, 1, '1'],
    [-2.6, 1, '1'],
    [-2.5999, 2, '2a'],
    [-2.2701, 2, '2a'],
    [-2.27, 2, '2b'],
    [-2.2699, 2, '2b'],
    [-1.39, 2, '2b'],
    [-1.3899, 3, '3'],
  ])('%f is grade %i, modified %s', (score, grade, modified) => {
    expect(albiGrade(score)).toBe(grade);
    expect(modifiedAlbiGrade(score)).toBe(modified);
  });

  it.each([
    [0, 40],
    [17, 0],
    [-1, 40],
    [Number.NaN, 40],
  ])('refuses bilirubin %f and albumin %f', (bilirubin, albumin) =>
    expect(() => albiScore(bilirubin, albumin)).toThrow(RangeError),
  );

  it('has no exact score of a span, and a grade only where the whole span agrees', () => {
    expect(albi({ low: 10, high: 12 }, point(45))).toMatchObject({ score: null, grade: 1 });
    expect(albi({ low: 10, high: 40 }, point(40))).toMatchObject({ score: null, grade: null });
    expect(albi(compared('<', 3.4), point(40))).toMatchObject({ score: null, low: null, grade: 1 });
  });

  it('prints no score for a bilirubin with a comparator', () => {
    const found = judged([lab('bilirubin', 0.2, { comparator: '<' }), lab('albumin', 4)]).scores.albi;
    expect(found).toMatchObject({ score: null, grade: 1 });
  });

  it.each(['bilirubin', 'albumin'] as const)('is nothing with %s alone', (name) =>
    expect(judged([lab(name, 1.5)]).scores.albi).toBeNull(),
  );
});

interface MeldVector {
  readonly female?: boolean;
  readonly creat: number;
  readonly bili: number;
  readonly inr: number;
  readonly na: number;
  readonly alb?: number;
  readonly dialysis?: boolean;
}

const dialysisDependence = condition('icd Z99.2');
const labsOf = ({ creat, bili, inr, na, alb = 4, dialysis = false }: MeldVector) => [
  lab('creatinine', creat),
  lab('bilirubin', bili),
  lab('inr', inr),
  lab('sodium', na),
  lab('albumin', alb),
  ...(dialysis ? [dialysisDependence] : []),
];

describe('MELD and MELD-Na', () => {
  it.each(meldVectors.meldNa.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const { scores } = judged(labsOf(vector));
    expect(scores.meldNa).toEqual({ score: vector.score });
    expect(scores.meld).toEqual({ score: vector.meld_i });
  });

  it('is the formula of 2016, not that of 2008, which differs on these inputs', () => {
    const [variant] = meldVectors.otherVariant;
    const inputs = { inr: 1.8, bilirubin: 2, creatinine: 2, sodium: 131, dialysis: false };
    expect(meldI(inputs)).toBe(variant?.optn.meld_i);
    expect(meldNa(inputs)).toBe(variant?.optn.score);
  });

  it.each([
    ['a missing sodium leaves MELD(i)', ['sodium'], { meld: { score: 6 }, meldNa: null, meld3: null }],
    ['a missing INR leaves nothing', ['inr'], { meld: null, meldNa: null, meld3: null }],
    ['a missing creatinine leaves nothing', ['creatinine'], { meld: null, meldNa: null, meld3: null }],
    ['a missing albumin leaves MELD-Na', ['albumin'], { meldNa: { score: 6 }, meld3: null }],
  ])('%s', (_, missing, expected) => {
    const labs = labsOf({ creat: 1, bili: 1, inr: 1, na: 140 }).filter(({ id }) => !missing.includes(id));
    expect(judged(labs).scores).toMatchObject(expected);
  });

  it.each<[string, Json]>([
    ['warfarin', prescription('rxnorm 11289')],
    [
      'an INR with a comparator',
      lab('inr', 1, { comparator: '<', effectiveDateTime: daysAgo(0), id: 'inr2' }),
    ],
    [
      'a dialysis of which nobody says how often',
      procedure('sct 302497006', { performedDateTime: daysAgo(3) }),
    ],
  ])('is not printed with %s', (_, other) => {
    const labs = labsOf({ creat: 1, bili: 1, inr: 1, na: 140 });
    expect(judged([...labs, other]).scores.meldNa).toBeNull();
  });
});

describe('MELD 3.0', () => {
  it.each([...meldVectors.meld3Published, ...meldVectors.meld3Own].map((vector) => [vector] as const))(
    '%j',
    (vector) => {
      const gender = vector.female ? 'female' : 'male';
      const found = judged([patient({ gender }), ...labsOf(vector)]).scores.meld3;
      expect(found?.score).toBe(vector.score);
      expect(found?.[gender]).toBe(vector.score);
    },
  );

  it('shows both results where the sex is not known', () => {
    const labs = labsOf({ creat: 0.9, bili: 0.7, inr: 1, na: 140, alb: 4.2 });
    for (const gender of ['other', 'unknown', undefined])
      expect(judged([{ ...patient(), gender }, ...labs].map(defined)).scores.meld3).toEqual({
        score: null,
        female: 7,
        male: 6,
      });
  });

  it('shows both where administrative gender and birth sex differ', () => {
    const birthSex = {
      url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex',
      valueCode: 'F',
    };
    const labs = labsOf({ creat: 0.9, bili: 0.7, inr: 1, na: 140, alb: 4.2 });
    const score = (gender: string) =>
      judged([patient({ gender, extension: [birthSex] }), ...labs]).scores.meld3?.score;
    expect([score('female'), score('male')]).toEqual([7, null]);
  });

  it('caps and floors', () => {
    const usual = {
      bilirubin: 1,
      inr: 1,
      creatinine: 1,
      sodium: 140,
      dialysis: false,
      albumin: 4,
      isFemale: false,
    };
    expect(meld3(usual)).toBe(6);
    expect(meld3({ ...usual, creatinine: 9 })).toBe(meld3({ ...usual, creatinine: 3 }));
    expect(meld3({ ...usual, sodium: 110 })).toBe(meld3({ ...usual, sodium: 125 }));
    expect(meld3({ ...usual, albumin: 0.9 })).toBe(meld3({ ...usual, albumin: 1.5 }));
  });
});

function defined(resource: Json): Json {
  return Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== undefined));
}
