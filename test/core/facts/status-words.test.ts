import { describe, expect, it } from 'vitest';
import { condition, type Json } from '../../support/chart.ts';
import { leaf } from '../../support/facts.ts';

const system = (name: string) => `http://terminology.hl7.org/CodeSystem/condition-${name}`;
const clinical = (code: string, more: Json): Json => ({
  clinicalStatus: { coding: [{ system: system('clinical'), code }], ...more },
});
const verified = (more: Json): Json => ({
  verificationStatus: { coding: [{ system: system('ver-status'), code: 'confirmed' }], ...more },
});
const beside = (code: string, display: string): Json => ({
  coding: [
    { system: system(code === 'active' ? 'clinical' : 'ver-status'), code },
    { system: 'http://hospital.example', code: '7', display },
  ],
});
const hcc = (extra: Json, id = 'hcc') => condition('icd C22.0', { id, extra });

describe('a status whose words say another than its code', () => {
  it.each<[string, Json]>([
    ...[
      'Resolved',
      'INACTIVE',
      'Not active',
      'In remission',
      'Cured',
      'Historical',
      'No longer active',
      'Past',
    ].map((text): [string, Json] => [text, clinical('active', { text })]),
    ...[
      'Refuted',
      'Unconfirmed',
      'Not confirmed',
      'Not yet confirmed',
      'Provisional',
      'Differential diagnosis',
      'Suspected',
      'Presumed',
      'Entered in error',
      'Ruled out',
      'Working diagnosis',
      'Tentative',
      'Probable',
      'To be confirmed',
      'Pending',
      'Disproven',
    ].map((text): [string, Json] => [text, verified({ text })]),
    ['a local code called resolved', clinical('active', beside('active', 'Resolved'))],
    ['a local code called refuted', verified(beside('confirmed', 'Refuted'))],
  ])('leaves the diagnosis open: %s', (_, extra) => expect(leaf('dx.hcc', [hcc(extra)])).toBe('unknown'));

  it.each<[string, Json]>([
    ['Active', clinical('active', { text: 'Active' })],
    ['Active problem', clinical('active', { text: 'Active problem' })],
    ['Not resolved', clinical('active', { text: 'Not resolved' })],
    ['Recurrence', clinical('recurrence', { text: 'Recurrence' })],
    ['Confirmed', verified({ text: 'Confirmed' })],
    ['Confirmed present', verified(beside('confirmed', 'Confirmed present'))],
  ])('is not one that repeats it: %s', (_, extra) => expect(leaf('dx.hcc', [hcc(extra)])).toBe('met'));

  it('contradicts another entry only where it denies', () => {
    const refuted = verified({ text: 'Refuted' });
    expect(leaf('dx.hcc', [hcc({}), hcc(refuted, 'again')])).toBe('unknown');
    expect(leaf('dx.hcc', [hcc({}), hcc(verified({ text: 'Provisional' }), 'again')])).toBe('met');
  });

  it('leaves another cancer one that the metastasis may come from', () => {
    const chart = (extra: Json) => [
      condition('icd C78.7'),
      condition('icd C18.7'),
      condition('icd C50.911', { extra }),
    ];
    expect(leaf('dx.crc-liver-mets', chart(verified({ text: 'Unconfirmed' })))).toBe('unknown');
  });
});
