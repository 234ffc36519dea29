import { describe, expect, it } from 'vitest';
import { canonicalSystem, codeKey, hasCode, statusCode, systems } from '../../../src/core/fhir/coding.ts';
import { literalReference, referenceKey } from '../../../src/core/fhir/reference.ts';
import { condition } from '../../support/chart.ts';
import { leaf, mappings } from '../../support/facts.ts';

describe('canonicalSystem', () => {
  it.each([
    ['urn:oid:2.16.840.1.113883.6.96', systems.sct],
    ['http://snomed.info/sct/731000124108', systems.sct],
    ['http://snomed.info/sct/731000124108/version/20240901', systems.sct],
    ['urn:oid:2.16.840.1.113883.6.90', systems.icd10cm],
    ['urn:oid:2.16.840.1.113883.6.43.1', systems.icdO3],
    ['urn:oid:2.16.840.1.113883.6.1', systems.loinc],
    ['https://loinc.org', systems.loinc],
    ['urn:oid:2.16.840.1.113883.6.88', systems.rxnorm],
    ['urn:oid:2.16.840.1.113883.6.12', systems.cpt],
    ['https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', systems.hcpcs],
    ['urn:oid:2.16.840.1.113883.6.285', systems.hcpcs],
    ['urn:oid:2.16.840.1.113883.6.14', systems.hcpcs],
    ['http://snomed.info/sctx', 'http://snomed.info/sctx'],
    ['http://hl7.org/fhir/sid/icd-10', 'http://hl7.org/fhir/sid/icd-10'],
    ['http://hospital.example/codes', 'http://hospital.example/codes'],
  ])('%s is %s', (system, expected) => expect(canonicalSystem(system)).toBe(expected));
});

describe('codeKey', () => {
  it.each([
    ['C22.0', 'C22.0'],
    ['C220', 'C22.0'],
    ['c220', 'C22.0'],
    ['C78.7', 'C78.7'],
    ['C787', 'C78.7'],
    ['C7b02', 'C7B.02'],
    ['C19', 'C19'],
    ['c19', 'C19'],
    [' C22.0 ', 'C22.0'],
  ])('spells ICD-10-CM %j as %s', (code, expected) =>
    expect(codeKey({ system: systems.icd10cm, code })).toBe(`${systems.icd10cm}|${expected}`),
  );

  it('leaves other systems alone, and knows nothing without both halves', () => {
    expect(codeKey({ system: systems.hcpcs, code: 'S2095' })).toBe(`${systems.hcpcs}|S2095`);
    expect(codeKey({ system: systems.icd10cm })).toBeUndefined();
    expect(codeKey({ code: 'C22.0' })).toBeUndefined();
    expect(codeKey({ system: '', code: 'C22.0' })).toBeUndefined();
  });
});

describe('a diagnosis by any name of its code system', () => {
  it.each([
    'icd C22.0',
    'icd C220',
    'urn:oid:2.16.840.1.113883.6.90 C22.0',
    'sct 109841003',
    'urn:oid:2.16.840.1.113883.6.96 109841003',
    'http://snomed.info/sct/731000124108/version/20240901 109841003',
    'icdo 8170/3',
    'urn:oid:2.16.840.1.113883.6.43.1 8170/3',
  ])('%s proves hepatocellular carcinoma', (code) => expect(leaf('dx.hcc', [condition(code)])).toBe('met'));

  it.each(['http://hospital.example/dx C22.0', 'http://hl7.org/fhir/sid/icd-9-cm C22.0', 'loinc C22.0'])(
    '%s proves nothing',
    (code) => expect(leaf('dx.hcc', [condition(code)])).toBe('unknown'),
  );

  it('is found in any position, and never by its display or text', () => {
    expect(leaf('dx.hcc', [condition(['http://local.example 1', 'sct 1', 'icd C22.0'])])).toBe('met');
    const words = { code: { text: 'Hepatocellular carcinoma C22.0', coding: [{ display: 'C22.0' }] } };
    expect(leaf('dx.hcc', [condition('icd X', { extra: words })])).toBe('unknown');
  });
});

describe('hasCode and statusCode', () => {
  it('needs system and code together', () => {
    const both = { coding: [{ system: 'https://loinc.org', code: '1975-2' }] };
    expect(hasCode(both, systems.loinc, '1975-2')).toBe(true);
    expect(hasCode(both, systems.sct, '1975-2')).toBe(false);
    expect(hasCode(undefined, systems.sct, '1975-2')).toBe(false);
  });

  it('reads no status from two that differ, or from none', () => {
    expect(statusCode({ coding: [{ code: 'active' }, { code: 'active' }] })).toBe('active');
    expect(statusCode({ coding: [{ code: 'active' }, { code: 'resolved' }] })).toBeUndefined();
    expect(statusCode({ text: 'active' })).toBeUndefined();
    expect(statusCode(undefined)).toBeUndefined();
  });
});

describe('the concept index', () => {
  it('holds prefixes of ICD-10-CM, and only of it', () => {
    const of = (short: { system: string; code: string }) =>
      mappings.concepts.classify({ coding: [short] }).map(({ concept }) => concept);
    expect(of({ system: systems.icd10cm, code: 'C50.411' })).toContain('dx.other.breast');
    expect(of({ system: systems.icd10cm, code: 'C43.59' })).toContain('dx.melanoma');
    expect(of({ system: systems.icd10cm, code: 'Z12.31' })).toEqual([]);
    expect(of({ system: systems.sct, code: 'C50.411' })).toEqual([]);
  });
});

describe('references', () => {
  it.each([
    ['Patient/p', { type: 'Patient', id: 'p' }],
    ['Patient/p/_history/3', { type: 'Patient', id: 'p' }],
    ['https://ehr.example/fhir/Patient/p', { type: 'Patient', id: 'p', base: 'https://ehr.example/fhir' }],
    [
      'https://ehr.example/fhir/Patient/p/_history/3',
      { type: 'Patient', id: 'p', base: 'https://ehr.example/fhir' },
    ],
    ['#p', undefined],
    ['urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0', undefined],
    ['Patient?identifier=1', undefined],
    ['Patient', undefined],
    ['patient/p', undefined],
    ['Patient/', undefined],
    [`Patient/${'x'.repeat(65)}`, undefined],
    ['Patient/a b', undefined],
    ['evil/Patient/p', undefined],
    [undefined, undefined],
  ])('%s is read as %j', (text, expected) => expect(literalReference(text)).toEqual(expected));

  it('has a key without base and version', () => {
    expect(referenceKey('https://ehr.example/fhir/Condition/c/_history/2')).toBe('Condition/c');
    expect(referenceKey('#c')).toBeUndefined();
  });
});
