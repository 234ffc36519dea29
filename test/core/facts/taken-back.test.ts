import { describe, expect, it } from 'vitest';
import { isNamedOtherwise } from '../../../src/core/facts/named-otherwise.ts';
import { isTakenBack } from '../../../src/core/facts/taken-back.ts';
import { concept, condition, diseaseStatus, lab, order, warning } from '../../support/chart.ts';
import { judged, leaf, mappings } from '../../support/facts.ts';

const worded = (code: string, text: string, more: Parameters<typeof condition>[1] = {}) =>
  condition(code, { ...more, extra: { code: { ...(condition(code).code as object), text } } });
const mets = condition('icd C78.7', { id: 'mets' });
const colon = condition('icd C18.7', { id: 'colon' });
const hcc = condition('icd C22.0', { id: 'hcc' });
const breast = (text: string) => worded('icd C50.911', text, { id: 'breast' });

describe('another cancer whose words take its code back', () => {
  it.each([
    'Breast cancer, likely source of the liver metastases',
    'S/P mastectomy for breast cancer',
    'Previous left breast cancer, now metastatic',
    'Breast cancer, possibly metastatic to liver',
  ])('is still one that the metastasis may come from: %s', (text) =>
    expect(leaf('dx.crc-liver-mets', [mets, colon, breast(text)])).toBe('unknown'),
  );

  it('may be the one that an unfocused status is about', () => {
    for (const course of ['worsened', 'stable'] as const)
      expect(leaf('progressive', [hcc, breast('Likely breast cancer'), diseaseStatus(course)])).toBe(
        'unknown',
      );
  });

  it('is no rival where it is no cancer at all', () =>
    expect(
      leaf('dx.crc-liver-mets', [mets, colon, worded('icd I10', 'History of hypertension', { id: 'bp' })]),
    ).toBe('met'));
});

describe('a doubt beside a tumor', () => {
  it('is one about a metastasis where the words before it name only the primary', () => {
    const doubted = worded('icd C78.7', 'Colon cancer with suspected liver metastases', { id: 'mets' });
    expect(leaf('dx.crc-liver-mets', [doubted, colon])).toBe('unknown');
  });

  it('is one about the syndrome', () =>
    expect(
      leaf('symptomatic', [worded('icd E34.09', 'Flushing with possible carcinoid syndrome', { id: 's' })]),
    ).toBe('unknown'));
});

describe('a diagnosis that another entry denies in words', () => {
  it('is a contradiction, as one is that a status refutes', () =>
    expect(leaf('dx.hcc', [hcc, worded('icd C22.0', 'HCC ruled out', { id: 'no' })])).toBe('unknown'));

  it('is none where the denial is older', () =>
    expect(
      leaf('dx.hcc', [
        condition('icd C22.0', { id: 'hcc', on: '2025-05-01' }),
        worded('icd C22.0', 'HCC ruled out', { id: 'no', on: '2024-05-01' }),
      ]),
    ).toBe('met'));

  it('is none where the other entry only doubts', () =>
    expect(leaf('dx.hcc', [hcc, worded('icd C22.0', 'Possible HCC', { id: 'old' })])).toBe('met'));
});

describe('dialysis that is taken back in words', () => {
  it('leaves MELD open, and is not taken for none', () => {
    const labs = [lab('bilirubin', 1.1), lab('inr', 1.1), lab('creatinine', 1.2)];
    expect(judged([...labs, worded('icd Z99.2', 'History of dialysis')]).scores.meld).toBeNull();
    expect(judged(labs).scores.meld).not.toBeNull();
  });
});

describe('a status that names no disease', () => {
  const linked = condition('icd C78.7', { id: 'mets', primary: 'Condition/colon' });

  it('says nothing of the liver where not all diagnoses could be read', () => {
    const withheld = warning({ code: 'suppressed', diagnostics: 'Condition', expression: ['Condition'] });
    for (const course of ['worsened', 'stable'] as const)
      expect(leaf('progressive', [linked, colon, diseaseStatus(course), withheld])).toBe('unknown');
  });

  it('says nothing of the liver beside a diagnosis that cannot be used and may be a cancer', () => {
    const malformed = { ...condition('icd C50.911', { id: 'b' }), onsetDateTime: 7 };
    expect(leaf('progressive', [linked, colon, diseaseStatus('worsened'), malformed])).toBe('unknown');
    expect(leaf('progressive', [linked, colon, diseaseStatus('worsened')])).toBe('met');
  });
});

describe('an order for another organ', () => {
  const lung = order('cpt 79445', { site: 'sct 39607008' });
  const icd10 = 'http://hl7.org/fhir/sid/icd-10';

  it.each([
    [
      'a cancer elsewhere with metastases in the liver by its words',
      worded('icd C80.1', 'Liver metastases, unknown primary'),
    ],
    ['hepatoma in words alone', condition([], { id: 'w', extra: { code: { text: 'Hepatoma' } } })],
    ['metastases in short', condition([], { id: 'w', extra: { code: { text: 'Mets to liver' } } })],
    [
      'a lesion with LI-RADS',
      condition([], { id: 'w', extra: { code: { text: 'LI-RADS 5 liver lesion' } } }),
    ],
    [
      'a liver tumor beside a past of something else',
      condition([], { id: 'w', extra: { code: { text: 'HCC, history of hepatitis C' } } }),
    ],
    ['a heading of ICD-10-CM', condition('icd C22')],
    ['a code of the ICD-10 of another country', condition(`${icd10} C22.0`)],
    ['a code of ICD-9-CM', condition('http://hl7.org/fhir/sid/icd-9-cm 155.0')],
  ])('is in doubt beside %s', (_, tumor) => expect(leaf('site.not-liver', [lung, tumor])).toBe('unknown'));

  it('is not beside a cancer elsewhere that is marked as one of a risk category', () => {
    expect(leaf('site.not-liver', [lung, worded('icd C50.911', 'Breast cancer (HCC)')])).toBe('met');
    expect(leaf('site.not-liver', [lung, worded('icd C80.1', 'Cancer, probably HCC')])).toBe('unknown');
  });

  it('is not beside a past of liver cancer in the family', () =>
    expect(
      leaf('site.not-liver', [
        lung,
        condition([], { id: 'w', extra: { code: { text: 'Family history of liver cancer' } } }),
      ]),
    ).toBe('met'));
});

describe('endless words', () => {
  it.each([
    '?',
    ' with possible',
    'in remission ',
    '(',
    'risk ',
    'to ',
    'cancer of ',
    'breast ',
    'metastatic ',
    'no ',
    'from a ',
    'history ',
    'pending a ',
    'recurrence ',
    'likely the ',
    'no further ',
    'vein ',
  ])('of %j take no time', (part) => {
    const text = part.repeat(40_000);
    const began = performance.now();
    const named = { ...condition('icd C22.0'), code: { text: `HCC ${text}a` } } as never;
    isTakenBack(named, mappings.concepts.classify(undefined));
    isNamedOtherwise(named, mappings.concepts.classify(concept('icd C22.0')));
    expect(performance.now() - began).toBeLessThan(200);
  });
});
