import { describe, expect, it } from 'vitest';
import { coding, concept, condition, type Json, order } from '../../support/chart.ts';
import { judged } from '../../support/facts.ts';

/** hcc icc net crc melanoma in one word: `+` met, `-` not met, `?` unknown. */
const dx = (...resources: readonly Json[]): string => {
  const { leaves } = judged(resources);
  const names = ['dx.hcc', 'dx.icc', 'dx.net-liver-mets', 'dx.crc-liver-mets', 'dx.melanoma-liver-mets'];
  return names.map((name) => ({ met: '+', 'not-met': '-', unknown: '?' })[leaves[name] ?? '']).join('');
};
const breast = condition('icd C50.911', { id: 'breast' });
const mets = condition('icd C78.7', { id: 'mets', primary: 'Condition/breast' });
const ofBreast = [mets, breast];
/** A Condition that its schema refuses, with its code still readable. */
const broken = (code: string | readonly string[], extra: Json = {}) =>
  condition(code, { id: 'broken', extra: { clinicalStatus: 'active', ...extra } });
const coded = (system: string, code: string, display?: string) =>
  condition([], {
    id: 'other',
    extra: { code: { coding: [{ system, code, ...(display && { display }) }] } },
  });
const worded = (text: string, code: Json = {}) =>
  condition([], { id: 'other', extra: { code: { ...code, text } } });

describe('a liver metastasis of the breast', () => {
  it('excludes every kind that the policy names', () => expect(dx(...ofBreast)).toBe('-----'));

  it.each<[string, Json, string]>([
    ['C22.0 that is malformed', broken('icd C22.0'), '?----'],
    ['SNOMED CT of it that is malformed', broken('sct 109841003'), '?----'],
    ['intrahepatic cholangiocarcinoma that is malformed', broken('sct 109842005'), '-?---'],
    ['C22.9 that is malformed', broken('icd C22.9'), '??---'],
    ['a combined tumor that is malformed', broken('sct 274902006'), '??---'],
    ['C78.7 that is malformed', broken('icd C78.7'), '--???'],
    ['C7B.02 that is malformed', broken('icd C7B.02'), '--?--'],
    ['C7B.8 that is malformed', broken('icd C7B.8'), '--?--'],
    ['a melanoma metastasis that is malformed', broken('sct 443493003'), '----?'],
    ['C18.7 that is malformed', broken('icd C18.7'), '-----'],
    ['hypertension that is malformed', broken('icd I10'), '-----'],
    ['an unknown code that is malformed', broken('sct 999999999'), '?????'],
    ['WHO C22.0 that is malformed', broken('http://hl7.org/fhir/sid/icd-10 C22.0'), '??---'],
    ['WHO C78.7 that is malformed', broken('http://hl7.org/fhir/sid/icd-10 C78.7'), '--???'],
    ['ICD-9 209.72 that is malformed', broken('http://hl7.org/fhir/sid/icd-9-cm 209.72'), '--?--'],
    ['a code that cannot be read', broken('icd C22.0', { code: 'liver' }), '?????'],
    [
      'C22.0 with a modifier',
      condition('icd C22.0', { id: 'x', extra: { modifierExtension: [{ url: 'http://x.example' }] } }),
      '?----',
    ],
    [
      'C22.0 that does not say whose it is',
      condition('icd C22.0', { extra: { subject: undefined } }),
      '?----',
    ],
    [
      'another person’s C22.0',
      condition('icd C22.0', { extra: { subject: { reference: 'Patient/q' } } }),
      '-----',
    ],
  ])('beside %s: %s', (_, other, expected) => {
    expect(dx(...ofBreast, JSON.parse(JSON.stringify(other)) as Json)).toBe(expected);
  });

  it.each([
    ['pNET with liver mets', '--?--'],
    ['Neuro-endocrine tumour metastatic to liver', '--?--'],
    ['Insulinoma metastatic to liver', '--?--'],
    ['ICC', '-?---'],
    ['iCCA of the liver', '-?---'],
    ['Appendix carcinoma metastatic to liver', '---?-'],
    ['CRC metastatic to liver', '---?-'],
  ])('beside one in the words "%s": %s', (text, expected) => {
    expect(dx(...ofBreast, worded(text))).toBe(expected);
  });

  it('beside two copies of C22.0 of which none is newer', () => {
    const copies = [
      condition('icd C22.0', { id: 'x' }),
      condition('icd C22.0', { id: 'x', clinical: 'relapse' }),
    ];
    expect(dx(...ofBreast, ...copies)).toBe('?----');
  });

  it.each<[string, string]>([
    ['Hepatocellular carcinoma, biopsy-proven', '?----'],
    ['HCC', '?----'],
    ['Hepatoma', '?----'],
    ['Intrahepatic cholangiocarcinoma', '-?---'],
    ['Intrahepatic bile duct cancer', '-?---'],
    ['HCC or cholangiocarcinoma', '??---'],
    ['Liver cancer', '??---'],
    ['Malignant neoplasm of liver', '??---'],
    ['Angiosarcoma of liver', '??---'],
    ['Colorectal liver metastases', '---?-'],
    ['Hepatic metastasis of rectal cancer', '---?-'],
    ['Carcinoid metastatic to liver', '--?--'],
    ['Liver mets of melanoma', '----?'],
    ['Liver metastases', '-----'],
    ['Secondary malignant neoplasm of liver and intrahepatic bile duct', '-----'],
    ['Liver metastases from breast cancer', '-----'],
    ['Liver lesion', '-----'],
    ['Liver tumor', '-----'],
    ['Fatty liver', '-----'],
    ['Hepatitis C (HCC)', '-----'],
    ['Family history of HCC', '-----'],
    ['Polyp of hepatic flexure, tumor excised', '-----'],
  ])('beside a diagnosis in words alone, %s: %s', (text, expected) => {
    expect(dx(...ofBreast, worded(text))).toBe(expected);
    expect(dx(...ofBreast, coded('urn:oid:1.2.840.114350.1.13.0.1.7.2.696871', '1', text))).toBe(expected);
  });

  it.each<[string, string, string]>([
    ['http://hl7.org/fhir/sid/icd-10', 'C22.0', '??---'],
    ['http://hl7.org/fhir/sid/icd-10', 'C78.7', '-----'],
    ['http://hl7.org/fhir/sid/icd-9-cm', '155.0', '??---'],
    ['http://hl7.org/fhir/sid/icd-9-cm', '209.72', '--?--'],
    ['http://hl7.org/fhir/sid/icd-9-cm', '174.9', '-----'],
    ['http://hl7.org/fhir/sid/icd-9-cm', '571.5', '-----'],
  ])('beside %s %s: %s', (system, code, expected) =>
    expect(dx(...ofBreast, coded(system, code))).toBe(expected),
  );

  it.each<[string, string, string]>([
    ['icd C50.911', 'Malignant neoplasm of right breast (HCC)', '-----'],
    ['icd C50.911', 'Metastatic breast cancer to liver', '-----'],
    ['icd C50.911', 'Breast cancer with liver involvement', '-----'],
    ['icd C18.7', 'Colon cancer', '-----'],
    ['icd C18.3', 'Malignant neoplasm of hepatic flexure of colon', '-----'],
    ['icd C18.7', 'Colon cancer with liver metastases', '---?-'],
    ['icd K74.60', 'Cirrhosis with HCC', '-----'],
    ['icd K76.89', 'Liver lesion, HCC excluded', '-----'],
  ])('beside %s in words %s: %s', (code, text, expected) =>
    expect(dx(...ofBreast, worded(text, concept(code)))).toBe(expected),
  );

  it('is not in doubt for words about a tumor that is over', () => {
    const past = condition([], {
      clinical: 'resolved',
      extra: { code: { text: 'Hepatocellular carcinoma' } },
    });
    expect(dx(...ofBreast, past)).toBe('-----');
  });

  it('leaves the verdict open while another tumor may be there, and says why', () => {
    const all = [...ofBreast, order('sct 764677008')];
    const answers = { unresectable: true };
    expect(judged(all, { answers })).toMatchObject({ verdict: 'not-met', conclusion: 'investigational' });
    const inWords = judged([...all, worded('Hepatocellular carcinoma')], { answers });
    expect(inWords).toMatchObject({ verdict: 'unknown', conclusion: 'undetermined' });
    expect(inWords.criteria.find(({ id }) => id === 'I.B.1')).toMatchObject({
      because: expect.stringContaining('recorded in words'),
      evidence: expect.arrayContaining(['Condition/other']),
    });
    const unusable = judged([...all, broken('icd C22.0')], { answers });
    expect(unusable).toMatchObject({ verdict: 'unknown', conclusion: 'undetermined' });
    expect(unusable.criteria.find(({ id }) => id === 'I.B.1')).toMatchObject({
      because: expect.stringContaining('cannot be used'),
    });
  });
});

describe('a primary of the liver', () => {
  const icc = condition('sct 109842005', { id: 'icc' });
  it.each<[string, readonly Json[], string]>([
    ['beside nothing else', [icc], '-+---'],
    ['beside hepatocellular carcinoma that is malformed', [icc, broken('icd C22.0')], '?+---'],
    ['beside hepatocellular carcinoma in words', [icc, worded('HCC, biopsy-proven')], '?+---'],
  ])('%s: %s', (_, resources, expected) => expect(dx(...resources)).toBe(expected));

  it.each([
    'Hepatocellular carcinoma',
    'Liver cell carcinoma',
    'HCC in cirrhosis due to hepatitis C',
    'Malignant neoplasm of liver, primary',
    'Hepatocellular carcinoma, BCLC B',
  ])('whose words repeat its code excludes the other kinds: %s', (text) => {
    const codings = { coding: [coding('icd C22.0'), coding('http://hl7.org/fhir/sid/icd-9-cm 155.0')] };
    expect(dx(worded(text, codings))).toBe('+----');
  });
});

describe('a tumor that is recorded without a code that proves it', () => {
  it('is not called not found', () => {
    const { criteria } = judged([worded('Hepatocellular carcinoma')]);
    expect(criteria.find(({ id }) => id === 'I.B.2')).toMatchObject({
      gap: 'unconfirmed',
      because: expect.stringContaining('recorded in words'),
    });
  });
});
