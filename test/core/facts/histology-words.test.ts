import { describe, expect, it } from 'vitest';
import { concept, condition, type Json, observation } from '../../support/chart.ts';
import { leaf } from '../../support/facts.ts';

const called = (display: string): Json => ({
  coding: [{ system: 'http://snomed.info/sct', code: '1', display }],
});
const report = (value: Json, ...about: readonly string[]) =>
  observation('loinc 31206-6', {
    id: 'report',
    ...value,
    ...(about.length > 0 && { focus: about.map((reference) => ({ reference })) }),
  });
const hcc = condition('icd C22.0', { id: 'hcc' });
const colon = condition('icd C18.7', { id: 'colon' });
const mets = condition('icd C78.7', { id: 'mets' });
const histologyOn = (code: string, id: string, valueCodeableConcept: Json) =>
  condition(code, {
    id,
    extra: {
      extension: [
        {
          url: 'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior',
          valueCodeableConcept,
        },
      ],
    },
  });

describe('a histology of a liver cancer', () => {
  it.each<[Json, string]>([
    [{ valueCodeableConcept: concept('sct 70179006') }, 'unknown'],
    [{ valueCodeableConcept: called('Cholangiocarcinoma') }, 'unknown'],
    [{ valueCodeableConcept: { text: 'Focal nodular hyperplasia' } }, 'unknown'],
    [{ valueString: 'Intrahepatic cholangiocarcinoma' }, 'unknown'],
    [{ valueString: 'Metastatic adenocarcinoma' }, 'unknown'],
    [{ valueCodeableConcept: called('Hepatocellular carcinoma, fibrolamellar') }, 'met'],
    [{ valueCodeableConcept: { text: 'Moderately differentiated' } }, 'met'],
    [{ valueString: 'Hepatocellular carcinoma in cirrhotic liver' }, 'met'],
  ])('in words or in SNOMED CT, %j, leaves it %s', (value, expected) =>
    expect(leaf('dx.hcc', [hcc, report(value, 'Condition/hcc')])).toBe(expected),
  );

  it.each([
    ['Intrahepatic cholangiocarcinoma', 'unknown'],
    ['Neuroendocrine carcinoma', 'unknown'],
    ['Hepatocellular carcinoma', 'met'],
    ['Steatohepatitis', 'met'],
  ])('that names no diagnosis, %s, leaves it %s', (valueString, expected) =>
    expect(leaf('dx.hcc', [hcc, report({ valueString })])).toBe(expected),
  );

  it('that another cancer on record explains says nothing of it', () => {
    const lung = condition('icd C34.11', { id: 'lung' });
    const pastBreast = condition('icd Z85.3');
    expect(leaf('dx.hcc', [hcc, lung, report({ valueString: 'NSCLC, adenocarcinoma' })])).toBe('met');
    expect(leaf('dx.hcc', [hcc, pastBreast, report({ valueString: 'Invasive lobular carcinoma' })])).toBe(
      'met',
    );
    expect(leaf('dx.hcc', [hcc, report({ valueString: 'NSCLC, adenocarcinoma' })])).toBe('unknown');
  });
});

describe('a histology of a metastasis', () => {
  it.each<[Json, string]>([
    [called('Infiltrating duct carcinoma'), 'unknown'],
    [{ text: 'Neuroendocrine carcinoma' }, 'unknown'],
    [{ text: 'Metastatic melanoma' }, 'unknown'],
    [called('Adenocarcinoma'), 'met'],
    [{ text: 'Metastatic adenocarcinoma of colon' }, 'met'],
  ])('on it, %j, leaves where it comes from %s', (value, expected) =>
    expect(leaf('dx.crc-liver-mets', [colon, histologyOn('icd C78.7', 'mets', value)])).toBe(expected),
  );

  it.each([
    ['Metastatic neuroendocrine carcinoma', 'unknown'],
    ['Metastatic adenocarcinoma, colorectal origin', 'met'],
  ])('in a text about it, %s, leaves where it comes from %s', (valueString, expected) =>
    expect(leaf('dx.crc-liver-mets', [colon, mets, report({ valueString }, 'Condition/mets')])).toBe(
      expected,
    ),
  );

  it.each([
    ['icd C50.911', 'Infiltrating duct carcinoma'],
    ['icd C25.9', 'Infiltrating duct carcinoma'],
    ['icd C34.11', 'Squamous cell carcinoma'],
  ])('may be of its own primary: %s, %s', (code, text) =>
    expect(leaf('dx.crc-liver-mets', [condition(code), histologyOn('icd C78.7', 'mets', { text })])).toBe(
      'not-met',
    ),
  );
});

describe('a histology of a primary', () => {
  it.each([
    ['Neuroendocrine carcinoma', 'unknown'],
    ['Lymphoma', 'unknown'],
    ['Adenocarcinoma, moderately differentiated', 'met'],
  ])('in words, %s, leaves its metastasis %s', (text, expected) =>
    expect(leaf('dx.crc-liver-mets', [mets, histologyOn('icd C18.7', 'colon', { text })])).toBe(expected),
  );
});
