import { describe, expect, it } from 'vitest';
import {
  coding,
  concept,
  condition,
  diseaseStatus,
  type Json,
  observation,
  order,
} from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const mets = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C78.7', { id: 'mets', ...options });
const colon = condition('icd C18.7', { id: 'colon' });
const breast = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C50.911', { id: 'breast', ...options });
const hcc = condition('icd C22.0', { id: 'hcc' });
const report = (code: string, extra: Json = {}) =>
  observation('loinc 31206-6', { id: 'report', valueCodeableConcept: concept(code), ...extra });

describe('a histology report that names no diagnosis', () => {
  it.each<[string, string, readonly Json[]]>([
    ['dx.crc-liver-mets', 'icdo 8246/3', [mets(), colon]],
    ['dx.crc-liver-mets', 'icdo 8246/6', [mets(), colon]],
    ['dx.crc-liver-mets', 'icdo 8720/3', [mets({ primary: 'Condition/colon' }), colon]],
    ['dx.crc-liver-mets', 'sct 253000007', [mets(), colon]],
    ['dx.hcc', 'icdo 8160/3', [hcc]],
    ['dx.hcc', 'icdo 8140/3', [hcc]],
    ['dx.hcc', 'icdo 8170/0', [hcc]],
    ['dx.hcc', 'sct 70179006', [hcc]],
    ['dx.icc', 'icdo 8170/3', [condition('sct 109842005')]],
    ['dx.net-liver-mets', 'icdo 8140/3', [condition('icd C7B.02')]],
    ['dx.melanoma-liver-mets', 'icdo 8140/3', [mets({ histology: 'icdo 8720/3' })]],
  ])('leaves %s open beside %s', (name, code, tumors) => {
    expect(leaf(name, tumors)).toBe('met');
    expect(leaf(name, [...tumors, report(code)])).toBe('unknown');
  });

  it('that takes a tumor back in its own words contradicts that tumor, and no other', () => {
    const said = (code: string, text: string) =>
      report(code, { valueCodeableConcept: { ...(concept(code) as object), text } });
    expect(leaf('dx.hcc', [hcc, said('icdo 8170/3', 'No hepatocellular carcinoma')])).toBe('unknown');
    expect(leaf('dx.hcc', [hcc, said('icdo 8720/3', 'No evidence of melanoma')])).toBe('met');
  });

  it.each([
    'Negative for HCC',
    'HCC ruled out',
    'Hepatocellular adenoma',
    'Focal nodular hyperplasia',
    'Metastatic adenocarcinoma',
  ])('in words alone contradicts a liver cancer: %s', (valueString) =>
    expect(
      leaf('dx.hcc', [hcc, report('icdo 8170/3', { valueCodeableConcept: undefined, valueString })]),
    ).toBe('unknown'),
  );

  it('of a kind that a policy names is explained by no cancer that is not known here, and of liver cells by none elsewhere', () => {
    const uncoded = condition([], { id: 'w', extra: { code: { text: 'Skin cancer 2001' } } });
    expect(leaf('dx.hcc', [hcc, uncoded, report('icdo 8160/3')])).toBe('unknown');
    expect(leaf('dx.hcc', [hcc, condition('icd Z85.3'), report('icdo 8170/0')])).toBe('unknown');
  });

  it('is also one that names a diagnosis which the chart does not hold', () => {
    const gone = report('icdo 8720/3', { focus: [{ reference: 'Condition/gone' }] });
    expect(leaf('dx.hcc', [hcc, gone])).toBe('unknown');
  });

  it.each<[string, string, readonly Json[]]>([
    ['dx.crc-liver-mets', 'icdo 8140/3', [mets(), colon]],
    ['dx.crc-liver-mets', 'icdo 8211/0', [mets(), colon]],
    ['dx.crc-liver-mets', 'icdo 8010/3', [mets(), colon]],
    ['dx.hcc', 'icdo 8170/3', [hcc]],
    ['dx.hcc', 'icdo 8211/0', [hcc]],
    ['dx.hcc', 'icdo 8500/2', [hcc]],
    ['dx.hcc', 'icdo 8500/3', [hcc, breast()]],
    ['dx.hcc', 'icdo 8500/3', [hcc, breast({ clinical: 'resolved' })]],
    ['dx.hcc', 'icdo 8500/3', [hcc, condition('icd Z85.3')]],
    ['dx.hcc', 'icdo 8140/3', [hcc, condition('icd Z85.46')]],
    ['dx.hcc', 'icdo 8140/3', [hcc, condition('icd Z85.038')]],
    ['dx.hcc', 'icdo 8140/3', [hcc, colon]],
    ['dx.hcc', 'icdo 8090/3', [hcc, condition('icd C44.91')]],
    [
      'dx.hcc',
      'icdo 8140/3',
      [hcc, condition([], { id: 'w', extra: { code: { text: 'History of prostate cancer' } } })],
    ],
    [
      'dx.crc-liver-mets',
      'icdo 8246/3',
      [mets({ primary: 'Condition/colon' }), colon, condition('icd C7A.012')],
    ],
    [
      'dx.crc-liver-mets',
      'icdo 8041/3',
      [mets({ primary: 'Condition/colon' }), colon, condition('icd C34.90')],
    ],
  ])('leaves %s met beside %s', (name, code, tumors) =>
    expect(leaf(name, [...tumors, report(code)])).toBe('met'),
  );

  it.each<[string, string, readonly Json[]]>([
    ['a cancer that cannot have it', 'icdo 8160/3', [hcc, breast()]],
    ['a past one that cannot have it', 'icdo 8160/3', [hcc, condition('icd Z85.038')]],
    ['a past one of an organ that the policy does not name', 'icdo 8246/3', [hcc, condition('icd Z85.3')]],
    ['a disease that is no cancer', 'icdo 8160/3', [hcc, condition('icd I10')]],
    [
      'a disease without a code that is no cancer',
      'icdo 8160/3',
      [hcc, condition([], { id: 'w', extra: { code: { text: 'Hypertension' } } })],
    ],
  ])('is explained by no other diagnosis: %s', (_, code, resources) =>
    expect(leaf('dx.hcc', [...resources, report(code)])).toBe('unknown'),
  );

  it('is read in a component too, and only where its status counts', () => {
    const component = {
      valueCodeableConcept: undefined,
      component: [{ code: {}, valueCodeableConcept: concept('icdo 8160/3') }],
    };
    expect(leaf('dx.hcc', [hcc, report('icdo 8160/3', component)])).toBe('unknown');
    expect(leaf('dx.hcc', [hcc, report('icdo 8160/3', { status: 'preliminary' })])).toBe('met');
    expect(leaf('dx.hcc', [hcc, report('icdo 8160/3', { status: 'entered-in-error' })])).toBe('met');
  });

  it('is one without a focus on a diagnosis', () => {
    const about = (reference: string) => report('icdo 8500/3', { focus: [{ reference }] });
    expect(leaf('dx.hcc', [hcc, breast(), about('Condition/breast')])).toBe('met');
    expect(leaf('dx.hcc', [hcc, about('BodyStructure/liver')])).toBe('unknown');
    expect(leaf('dx.hcc', [hcc, report('icdo 8500/3', { focus: [{ display: 'the liver' }] })])).toBe(
      'unknown',
    );
  });

  it('of another organ says nothing of a tumor that began in the liver', () => {
    const site = { bodySite: { coding: [coding('sct 39607008')] } };
    expect(leaf('dx.hcc', [hcc, report('icdo 8140/3', site)])).toBe('met');
    expect(leaf('dx.crc-liver-mets', [mets(), colon, report('icdo 8246/3', site)])).toBe('unknown');
  });

  it('excludes nothing by the tumor that it does not fit', () => {
    const { leaves } = judged([mets(), colon, report('icdo 8246/3')]);
    expect(leaves['dx.net-liver-mets']).toBe('unknown');
    const other = judged([mets(), breast(), report('icdo 8170/3')]).leaves;
    expect([other['dx.hcc'], other['dx.crc-liver-mets']]).toEqual(['unknown', 'unknown']);
    const fitting = judged([mets(), breast(), report('icdo 8500/3')]).leaves;
    expect([fitting['dx.hcc'], fitting['dx.crc-liver-mets']]).toEqual(['not-met', 'not-met']);
  });

  it('is shown as the reason, and keeps the policy open', () => {
    const answers = { unresectable: true, 'liver-dominant': true, diffuse: true, 'chemo-refractory': true };
    const chart = [mets(), colon, diseaseStatus('worsened'), order('sct 764677008')];
    expect(judged(chart, { answers }).verdict).toBe('met');
    const found = judged([...chart, report('icdo 8246/3')], { answers });
    expect(found.verdict).toBe('unknown');
    expect(found.gaps.find(({ question }) => question === 'tumor-type')?.because).toContain(
      'a histology report that names no diagnosis',
    );
  });
});
