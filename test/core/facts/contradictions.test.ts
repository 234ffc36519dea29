import { describe, expect, it } from 'vitest';
import {
  condition,
  daysAgo,
  diseaseStatus,
  ecog,
  type Json,
  lab,
  observation,
  order,
} from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const mets = (extra: Parameters<typeof condition>[1] = {}) =>
  condition('icd C78.7', { id: 'mets', ...extra });
const colon = condition('icd C18.7', { id: 'colon' });
const melanoma = condition('icd C43.9', { id: 'melanoma' });
const net = condition('icd C7A.012', { id: 'net' });

describe('a tumor that two records, or two codes of one record, make into two', () => {
  it.each<[string, string, readonly Json[]]>([
    [
      'dx.melanoma-liver-mets',
      'a metastasis of an adenocarcinoma beside a melanoma',
      [condition('sct 1691000119104'), melanoma],
    ],
    [
      'dx.net-liver-mets',
      'a metastasis of an adenocarcinoma beside a neuroendocrine tumor',
      [condition('sct 1691000119104'), net],
    ],
    [
      'dx.crc-liver-mets',
      'a squamous metastasis beside a colon cancer',
      [mets({ histology: 'icdo 8070/3' }), colon],
    ],
    [
      'dx.melanoma-liver-mets',
      'an adenocarcinoma metastasis beside a melanoma',
      [mets({ histology: 'icdo 8140/3' }), melanoma],
    ],
    [
      'dx.crc-liver-mets',
      'an unsited neuroendocrine metastasis beside a colon cancer',
      [mets(), colon, condition('icd C7B.8')],
    ],
    ['dx.hcc', 'C22.0 and C22.1 in one concept', [condition(['icd C22.0', 'icd C22.1'])]],
    ['dx.hcc', 'C22.0 and its history in one concept', [condition(['icd C22.0', 'icd Z85.05'])]],
    [
      'dx.crc-liver-mets',
      'C18.7 and C50.911 in one concept',
      [mets(), condition(['icd C18.7', 'icd C50.911'])],
    ],
  ])('%s is open for %s', (name, _, resources) => expect(leaf(name, resources)).toBe('unknown'));

  it('an adenocarcinoma metastasis beside a colon cancer is colorectal', () => {
    expect(leaf('dx.crc-liver-mets', [condition('sct 1691000119104'), colon])).toBe('met');
    expect(leaf('dx.crc-liver-mets', [mets({ histology: 'icdo 8480/3' }), colon])).toBe('met');
  });
});

describe('a code that merely names some malignancy', () => {
  it.each(['C44.91', 'C91.10', 'C83.33', 'C71.9', 'C18', 'C69.90', 'C74', 'C76.2', 'C26.9', 'C80.1'])(
    '%s as the only primary excludes no kind of metastasis',
    (code) => {
      const { verdict, conclusion } = judged([mets(), condition(`icd ${code}`), order('sct 764677008')]);
      expect([verdict, conclusion]).toEqual(['unknown', 'undetermined']);
    },
  );
});

describe('a newest record that cannot be used', () => {
  const older = diseaseStatus('worsened', { effectiveDateTime: daysAgo(9) });
  it.each<[string, Json]>([
    ['an invalid status', { status: 'bogus', effectiveDateTime: daysAgo(2) }],
    ['a day that does not exist', { effectiveDateTime: '2025-06-31' }],
    ['a date in another notation', { effectiveDateTime: '06/14/2025' }],
  ])('with %s blocks falling back to an older disease status', (_, extra) => {
    const newest = { ...diseaseStatus('stable', { id: 'newest' }), ...extra };
    expect(leaf('progressive', [mets(), colon, older, newest])).toBe('unknown');
  });

  it('blocks falling back to an older laboratory value', () => {
    const newest = { ...lab('bilirubin', 5, { id: 'newest' }), status: 'bogus' };
    const { gaps } = judged([lab('bilirubin', 0.9, { effectiveDateTime: daysAgo(9) }), newest]);
    expect(gaps.find(({ question }) => question === 'bilirubin')).toMatchObject({ gap: 'implausible' });
  });
});

describe('an organ that is not the liver', () => {
  const kidney = order('hcpcs S2095', {
    bodySite: [{ coding: [{ system: 'http://snomed.info/sct', code: '64033007' }] }],
  });
  it.each<[string, readonly Json[], Readonly<Record<string, unknown>>]>([
    ['the clinician names a liver tumor', [kidney], { 'tumor-type': 'hcc' }],
    [
      'the record holds a provisional one',
      [kidney, condition('icd C22.0', { verification: 'provisional' })],
      {},
    ],
    [
      'the order gives one as its reason',
      [
        {
          ...kidney,
          reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'C22.0' }] }],
        },
      ],
      {},
    ],
  ])('is in doubt where %s', (_, resources, answers) => {
    expect(judged(resources, { answers })).toMatchObject({ site: 'unknown', verdict: 'unknown' });
  });
});

describe('a code that is itself the grade', () => {
  it('is no grade where its value says no', () => {
    const denied = observation('sct 422512005', {
      id: 'no',
      effectiveDateTime: daysAgo(1),
      valueBoolean: false,
    });
    expect(judged([denied]).scores.ecog).toBeNull();
    expect(judged([ecog(1)]).scores.ecog).toMatchObject({ value: 1 });
  });
});

describe('a resource type that is a word of the language', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is set aside without harm',
    (resourceType) => {
      const odd = JSON.parse(JSON.stringify({ id: 'odd', subject: { reference: 'Patient/p' } })) as Json;
      expect(leaf('dx.hcc', [{ ...odd, resourceType }, condition('icd C22.0')])).toBe('met');
    },
  );
});

describe('an encounter diagnosis beside the problem list', () => {
  const linked = mets({ primary: 'Condition/colon' });
  it.each<[string, Json]>([
    ['without any status', condition('icd C78.7', { id: 'visit', clinical: null, verification: null })],
    [
      'that also names the primary',
      condition(['icd C78.7', 'icd C18.7'], { id: 'visit', clinical: null, verification: null }),
    ],
  ])('%s adds no second metastasis', (_, visit) => {
    const { leaves } = judged([linked, colon, visit]);
    expect(leaves).toMatchObject({
      'dx.crc-liver-mets': 'met',
      'dx.net-liver-mets': 'not-met',
      'dx.melanoma-liver-mets': 'not-met',
    });
  });
});

describe('two tumor sizes of one day', () => {
  const size = (cm: number, id: string, lesion?: string) =>
    observation('loinc 21889-1', {
      id,
      effectiveDateTime: daysAgo(3),
      valueQuantity: { value: cm, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
      ...(lesion !== undefined && { focus: [{ reference: `BodyStructure/${lesion}` }] }),
    });
  const hccOver3 = (...sizes: readonly Json[]) =>
    judged([condition('icd C22.0'), ...sizes]).advisories.find(({ id }) => id === 'A5')?.verdict;

  it('are a span where nothing says that they are two', () =>
    expect(hccOver3(size(2.5, 'a'), size(4, 'b'))).toBe('unknown'));
  it('are two tumors where each names its lesion: the larger counts', () =>
    expect(hccOver3(size(2.5, 'a', 'one'), size(4, 'b', 'two'))).toBe('met'));
  it('are a span where both name the same lesion', () =>
    expect(hccOver3(size(2.5, 'a', 'one'), size(4, 'b', 'one'))).toBe('unknown'));
});

describe('the reason of an order', () => {
  const because = (code: string) =>
    judged(
      [
        condition('icd C22.0'),
        {
          ...order('hcpcs S2095'),
          bodySite: undefined,
          reasonReference: undefined,
          reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }] }],
        },
      ].map((each) => JSON.parse(JSON.stringify(each)) as Json),
    ).site;

  it.each([
    ['C22.0', 'liver'],
    ['C18.7', 'unknown'],
    ['C22.9', 'unknown'],
  ])('%s beside a hepatocellular carcinoma names the site: %s', (code, site) =>
    expect(because(code)).toBe(site),
  );
});
