import { describe, expect, it } from 'vitest';
import { condition, diseaseStatus, type Json, observation, order } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const mets = condition('icd C78.7', { id: 'mets' });
const colon = condition('icd C18.7', { id: 'colon' });
const colorectal = (...others: readonly Json[]) => leaf('dx.crc-liver-mets', [mets, colon, ...others]);
const coded = (system: string, code: string, text?: string) =>
  condition([], { id: 'other', extra: { code: { coding: [{ system, code }], ...(text && { text }) } } });
const worded = (text: string) => condition([], { id: 'other', extra: { code: { text } } });

const codingsOf = (code: string) => (condition(code).code as { coding: readonly Json[] }).coding;

const who = 'http://hl7.org/fhir/sid/icd-10';
const german = 'http://fhir.de/CodeSystem/bfarm/icd-10-gm';
const icd9 = 'http://hl7.org/fhir/sid/icd-9-cm';
const icd9ByOid = 'urn:oid:2.16.840.1.113883.6.103';
const icd11 = 'http://id.who.int/icd/release/11/mms';

describe('a second cancer in another edition of ICD', () => {
  it.each([
    [who, 'C50.9'],
    [who, 'c34.1'],
    ['urn:oid:2.16.840.1.113883.6.3', 'C61'],
    [german, 'C64'],
    [who, 'C80.9'],
    [who, 'C22.0'],
    [who, 'C97'],
    [icd9, '174.9'],
    [icd9, '1749'],
    [icd9ByOid, '185'],
    [icd9, '209.03'],
    [icd9, '195.2'],
    [icd9, '202.80'],
    [icd11, '2C61.Z'],
    [icd11, '2D10.1'],
  ])('leaves open where the metastasis comes from: %s %s', (system, code) =>
    expect(colorectal(coded(system, code))).toBe('unknown'),
  );

  it.each([
    [who, 'I10'],
    [who, 'C78.7'],
    [who, 'C79.3'],
    [who, 'D12.6'],
    [who, 'Z85.3'],
    [icd9, '401.9'],
    [icd9, '197.7'],
    [icd9, 'V10.3'],
    [icd9, '209.61'],
    [icd9, '209.72'],
    [icd9, '139.8'],
    [icd11, '2D80.1'],
    [icd11, 'BA00'],
    ['http://local.example', 'C50.9'],
    ['http://local.example', '174.9'],
  ])('is none by %s %s', (system, code) => expect(colorectal(coded(system, code))).toBe('met'));

  it('of the same tumor as the code beside it is none', () => {
    const both = (known: string, system: string, code: string) =>
      condition(known, {
        id: 'both',
        extra: { code: { coding: [...codingsOf(known), { system, code }] } },
      });
    expect(leaf('dx.crc-liver-mets', [mets, both('icd C18.7', icd9, '153.3')])).toBe('met');
    expect(leaf('dx.hcc', [both('icd C22.0', icd9, '155.0')])).toBe('met');
    expect(leaf('dx.icc', [both('icd C22.0', icd9, '155.0')])).toBe('not-met');
    expect(colorectal(both('icd C22.9', icd9, '155.2'))).toBe(colorectal(condition('icd C22.9')));
    expect(colorectal(both('icd C78.01', icd9, '197.0'))).toBe('met');
  });
});

describe('a second cancer in words alone', () => {
  it.each([
    'GIST of stomach',
    'Gastrointestinal stromal tumor',
    'Pleural mesothelioma',
    'NSCLC',
    'Seminoma',
    'CLL',
    'HCC',
    'Breast cancer (HCC)',
  ])('leaves open where the metastasis comes from: %s', (text) =>
    expect(colorectal(worded(text))).toBe('unknown'),
  );

  it.each([
    'Type 2 diabetes mellitus with complication (HCC)',
    'Morbid obesity (CMS/HCC)',
    'Atrial fibrillation (CMS-HCC)',
    'Logistics of care',
    'Internet addiction',
    'Hepatitis C (HCC)',
  ])('is none by the words %s', (text) => expect(colorectal(worded(text))).toBe('met'));
});

describe('the mark of a risk category', () => {
  const kidney = order('cpt 79445', { site: 'sct 64033007' });
  it.each(['Hepatitis C (HCC)', 'Cirrhosis of liver (CMS/HCC)', 'Breast cancer (HCC)'])(
    'in %s is no word about a tumor of the liver',
    (text) => expect(leaf('site.not-liver', [kidney, worded(text)])).toBe('met'),
  );
  it.each(['Liver lesion (HCC)', 'Hepatocellular carcinoma (HCC)', 'HCC (LI-RADS 5)'])(
    'does not hide one in %s',
    (text) => expect(leaf('site.not-liver', [kidney, worded(text)])).toBe('unknown'),
  );
});

describe('a second cancer that nobody confirmed', () => {
  const breast = (options: Parameters<typeof condition>[1]) =>
    condition('icd C50.911', { id: 'breast', ...options });

  it.each<[string, Parameters<typeof condition>[1]]>([
    ['provisional', { verification: 'provisional' }],
    ['differential', { verification: 'differential' }],
    ['without a verification', { verification: null }],
    ['without a clinical status', { clinical: null }],
  ])('and that is %s leaves open where the metastasis comes from', (_, options) => {
    const { leaves, criteria } = judged([mets, colon, breast(options)]);
    expect(leaves['dx.crc-liver-mets']).toBe('unknown');
    const [node] = criteria.filter(({ id }) => id === 'I.B.3.b') as unknown as { evidence: string[] }[];
    expect(node?.evidence).toContain('Condition/breast');
  });

  it.each<[string, Json]>([
    ['over', breast({ clinical: 'resolved', verification: null })],
    ['refuted', breast({ verification: 'refuted' })],
    ['of the same kind', condition('icd C20', { verification: 'provisional' })],
    ['perhaps of the same kind', condition('icd C21.8', { verification: 'provisional' })],
    ['in the liver itself', condition('icd C22.0', { verification: 'provisional' })],
    ['a metastasis elsewhere', condition('icd C79.51', { verification: 'provisional' })],
  ])('and that is %s changes nothing', (_, other) => expect(colorectal(other)).toBe('met'));

  it('does not stand against a link', () => {
    const linked = condition('icd C78.7', { id: 'mets', primary: 'Condition/colon' });
    expect(leaf('dx.crc-liver-mets', [linked, colon, breast({ verification: 'provisional' })])).toBe('met');
  });
});

describe('a record that does not say whose it is', () => {
  const nobodys = (resource: Json): Json =>
    Object.fromEntries(Object.entries(resource).filter(([name]) => name !== 'subject'));

  it.each<[string, Json, string]>([
    ['a cancer', condition('icd C50.911', { id: 'x' }), 'unknown'],
    ['no cancer', condition('icd I10', { id: 'x' }), 'met'],
  ])('of %s: the metastasis comes from the one on record: %s', (_, resource, expected) => {
    const found = judged([mets, colon, nobodys(resource)]);
    expect(found.leaves['dx.crc-liver-mets']).toBe(expected);
    expect(found.ignored).toEqual([
      { reference: 'Condition/x', because: 'it does not say whose record it is' },
    ]);
  });

  it('is no evidence', () => expect(leaf('dx.hcc', [nobodys(condition('icd C22.0'))])).toBe('unknown'));

  it.each<[string, Json, string]>([
    ['newer', { effectiveDateTime: '2025-06-10' }, 'unknown'],
    ['of a period that began later', { effectivePeriod: { start: '2025-06-10' } }, 'unknown'],
    ['older', { effectiveDateTime: '2025-05-10' }, 'met'],
    ['of a period that ended before', { effectivePeriod: { start: '2025-05-01', end: '2025-05-10' } }, 'met'],
    ['without a date', {}, 'unknown'],
  ])('and is %s leaves the course %s', (_, dated, expected) => {
    const older = diseaseStatus('worsened', { effectiveDateTime: '2025-06-01' });
    const { effectiveDateTime: _today, ...stable } = diseaseStatus('stable', { id: 'x' });
    expect(leaf('progressive', [mets, colon, older, nobodys({ ...stable, ...dated })])).toBe(expected);
  });

  it('that is another person’s changes nothing', () => {
    const others = { ...observation('loinc 97509-4'), subject: { reference: 'Patient/q' } };
    const older = diseaseStatus('worsened', { effectiveDateTime: '2025-06-01' });
    expect(leaf('progressive', [mets, colon, older, others])).toBe('met');
  });
});
