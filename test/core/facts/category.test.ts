import { describe, expect, it } from 'vitest';
import { condition, type Json } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const system = 'http://terminology.hl7.org/CodeSystem/condition-category';
const listed: Json = { coding: [{ system, code: 'problem-list-item', display: 'Problem List Item' }] };
const local = (code: string, display?: string): Json => ({
  coding: [{ system: 'http://hospital.example', code, ...(display !== undefined && { display }) }],
});
const hcc = (...category: readonly Json[]) => condition('icd C22.0', { id: 'hcc', extra: { category } });

describe('a category by which the diagnosis is not one of the patient today', () => {
  it.each<[string, readonly Json[]]>([
    ['family-history as a code', [local('family-history')]],
    ['Family history as a display', [local('7', 'Family history')]],
    ['Family Medical History', [{ text: 'Family Medical History' }]],
    ['FH', [local('FH')]],
    ['medical-history as a code', [local('medical-history')]],
    ['Past Medical History', [{ text: 'Past Medical History' }]],
    ['PMH', [{ text: 'PMH' }]],
    ['Resolved problem', [{ text: 'Resolved Problem' }]],
    ['the past and the problem list', [listed, { text: 'Past Medical History' }]],
    ['the family and the problem list', [listed, { text: 'Family history' }]],
  ])('leaves it open: %s', (_, category) => expect(leaf('dx.hcc', [hcc(...category)])).toBe('unknown'));

  it.each<[string, readonly Json[]]>([
    ['none', []],
    ['the problem list', [listed]],
    ['an encounter', [local('encounter-diagnosis', 'Encounter Diagnosis')]],
    ['the reason for a visit', [local('reason-for-visit', 'Reason for Visit')]],
    ['a health concern on the problem list', [listed, local('health-concern', 'Health Concern')]],
    ['a problem, in words', [{ text: 'Active problem' }]],
  ])('is none of these: %s', (_, category) => expect(leaf('dx.hcc', [hcc(...category)])).toBe('met'));

  const mets = condition('icd C78.7', { id: 'mets' });
  const colon = condition('icd C18.7', { id: 'colon' });

  it('leaves the history of another cancer one that the metastasis may come from, and not that of the family', () => {
    const breast = (text: string) =>
      condition('icd C50.911', { id: 'breast', extra: { category: [{ text }] } });
    expect(leaf('dx.crc-liver-mets', [mets, colon, breast('Past Medical History')])).toBe('unknown');
    expect(leaf('dx.crc-liver-mets', [mets, colon, breast('Family history')])).toBe('met');
    expect(judged([breast('Family history')]).ignored).toEqual([
      { reference: 'Condition/breast', because: 'a history of the family, not a diagnosis' },
    ]);
  });

  it('changes nothing beside the same diagnosis on the problem list', () => {
    const again = condition('icd C18.7', { id: 'again', extra: { category: [{ text: 'Medical History' }] } });
    expect(leaf('dx.crc-liver-mets', [mets, colon, again])).toBe('met');
  });
});
