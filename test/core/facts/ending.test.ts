import { describe, expect, it } from 'vitest';
import { condition, daysAgo, type Json, lab, order } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const hcc = (extra: Json) => condition('icd C22.0', { id: 'hcc', extra });
const colon = (extra: Json) => condition('icd C18.7', { id: 'colon', extra });
const mets = condition('icd C78.7', { id: 'mets' });

describe('an active diagnosis that says it has ended', () => {
  it.each<[string, Json]>([
    ['in words', { abatementString: 'resolved after transplant 2024' }],
    ['at an age', { abatementAge: { value: 61, unit: 'a' } }],
    ['between two ages', { abatementRange: { low: { value: 60 }, high: { value: 62 } } }],
    ['over a period that has begun', { abatementPeriod: { start: daysAgo(40) } }],
    ['over a period that goes on', { abatementPeriod: { start: daysAgo(40), end: daysAgo(-40) } }],
    ['over a period without a beginning', { abatementPeriod: { end: daysAgo(-40) } }],
    ['over a period without any date', { abatementPeriod: {} }],
    ['over a period whose end is no date', { abatementPeriod: { start: daysAgo(-9), end: 'soon' } }],
    ['over a period that began on no date', { abatementPeriod: { start: 'then' } }],
    ['over a period that is past', { abatementPeriod: { start: daysAgo(40), end: daysAgo(30) } }],
    ['on a day', { abatementDateTime: daysAgo(1) }],
    ['in a year', { abatementDateTime: '2025' }],
    ['on a day that no calendar has', { abatementDateTime: '2024-02-30' }],
    ['on a day in another notation', { abatementDateTime: '01/02/2024' }],
    ['on a day that is withheld', { _abatementDateTime: { extension: [{ url: 'http://x.example' }] } }],
    ['by an element of an older FHIR', { abatementBoolean: true }],
  ])('is none: %s', (_, extra) => expect(leaf('dx.hcc', [hcc(extra)])).toBe('unknown'));

  it.each<[string, Json]>([
    ['a day to come', { abatementDateTime: daysAgo(-9) }],
    ['a period to come', { abatementPeriod: { start: daysAgo(-9), end: daysAgo(-30) } }],
    ['a period that begins one day', { abatementPeriod: { start: daysAgo(-9) } }],
  ])('is one until %s', (_, extra) => expect(leaf('dx.hcc', [hcc(extra)])).toBe('met'));

  it('is refused as a whole where its end is malformed', () => {
    const { leaves, ignored } = judged([hcc({ abatementString: 7 })]);
    expect(leaves['dx.hcc']).toBe('unknown');
    expect(ignored.map(({ reference }) => reference)).toContain('Condition/hcc');
  });

  it('is no syndrome, no vein that is closed and no primary to pair with', () => {
    const gone = { abatementString: 'gone' };
    expect(leaf('symptomatic', [condition('icd E34.00')])).toBe('met');
    expect(leaf('symptomatic', [condition('icd E34.00', { extra: gone })])).toBe('unknown');
    expect(leaf('dx.crc-liver-mets', [mets, colon({})])).toBe('met');
    expect(leaf('dx.crc-liver-mets', [mets, colon(gone)])).toBe('unknown');
    const tace = (extra: Json) =>
      judged([hcc({}), order('sct 62901009'), condition('icd I81', { extra }), lab('bilirubin', 1)], {
        therapy: 'tace',
      }).candidacy;
    expect(tace({})).toMatchObject({ verdict: 'not-met' });
    expect(tace(gone)).toMatchObject({ verdict: 'unknown' });
  });

  it('still says where a metastasis comes from that is linked to it, where it is surely over', () => {
    const linked = condition('icd C78.7', { id: 'mets', primary: 'Condition/colon' });
    expect(leaf('dx.crc-liver-mets', [linked, colon({ abatementAge: { value: 61 } })])).toBe('met');
    expect(leaf('dx.crc-liver-mets', [linked, colon({ abatementString: 'resected' })])).toBe('unknown');
  });

  it('may still be a second cancer, unless it is surely over', () => {
    const beside = (extra: Json) =>
      leaf('dx.crc-liver-mets', [mets, colon({}), condition('icd C50.911', { id: 'breast', extra })]);
    expect(beside({ abatementDateTime: '2010' })).toBe('met');
    expect(beside({ abatementString: '2010' })).toBe('unknown');
    expect(beside({ abatementDateTime: 'once' })).toBe('unknown');
  });
});
