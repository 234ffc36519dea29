import { describe, expect, it } from 'vitest';
import { concept, condition } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const worded = (code: string, text: string, id: string) =>
  condition(code, { id, extra: { code: { ...concept(code), text } } });
const hcc = (text: string) => leaf('dx.hcc', [worded('icd C22.0', text, 'hcc')]);
const mets = (text: string) =>
  leaf('dx.crc-liver-mets', [worded('icd C78.7', text, 'mets'), condition('icd C18.7', { id: 'colon' })]);

describe('a doubt about something else in the words of a tumor', () => {
  it.each([
    'HCC, likely secondary to NASH cirrhosis',
    'HCC likely due to hepatitis C',
    'HCC detected on screening ultrasound',
    'HCC diagnosed on surveillance',
    'Status post resection of HCC with recurrence 2025',
    'HCC s/p liver transplant, now recurrent',
    'HCC s/p resection, with recurrent tumor',
    'HCC with possible portal vein invasion',
    'HCC with suspected macrovascular invasion',
    'HCC with indeterminate lung nodules',
    'Recurrent HCC after liver transplant',
    'HCC, cirrhosis, ascites resolved',
    'HCC, resolved ascites',
    'HCC with resolved portal vein thrombosis',
    'HCC, hepatitis C cured',
    'HCC, inactive hepatitis B',
    'HCC, not resolved',
    'HCC, indeterminate lung nodule',
    'HCC - no suspicious lung nodules',
    'HCC, at risk for decompensation',
    'HCC, high risk of recurrence',
    'HCC likely not resectable',
    'HCC, possible Y90 candidate',
    'HCC, likely tumor thrombus',
    'HCC, varices not seen',
    'HCC, ?varices',
    'HCC, pain resolved',
    'HCC, suspected extrahepatic disease',
    'HCC, no suspicious nodes',
    'HCC, indeterminate nodules in the lung',
    'HCC, possible spread to lymph nodes',
    'HCC, unlikely to be resectable',
    'HCC, screening EGD',
    'HCC, seen on surveillance',
    'HCC, no active hepatitis',
    'HCC, no tumor thrombus',
    'HCC, no disease progression',
    'HCC, no longer on sorafenib',
    'HCC, no recurrence of ascites',
    'HCC, no longer resectable',
    'HCC, not completely resected',
    'HCC s/p TACE',
    'HCC listed for liver transplant',
    'HCC, LI-RADS 5',
    'LR-5 observation, HCC; LR-3 in segment 2',
    'HCC, LI-RADS v2018 category 5',
    'HCC, biopsy showed moderately differentiated carcinoma',
  ])('takes nothing back: %s', (text) => expect(hcc(text)).toBe('met'));

  it('takes no metastasis and no primary back', () => {
    expect(mets('Liver metastases, unresectable, likely bilobar')).toBe('met');
    expect(mets('Liver metastases, possible lung metastases')).toBe('met');
    expect(mets('Liver metastases after complete resection of the primary')).toBe('met');
    expect(mets('Liver metastases after complete resection')).toBe('unknown');
    const net = (text: string) => leaf('dx.net-liver-mets', [worded('icd C7B.02', text, 'net')]);
    expect(net('Neuroendocrine liver metastases, primary not identified')).toBe('met');
    expect(net('Neuroendocrine liver metastases not identified')).toBe('unknown');
    expect(mets('Liver lesions, possible metastases')).toBe('unknown');
    expect(mets('Liver metastases and possibly only cysts')).toBe('unknown');
    expect(mets('Liver metastases with lung nodules no evidence of disease')).toBe('unknown');
    expect(
      leaf('dx.crc-liver-mets', [
        condition('icd C78.7'),
        worded('icd C18.7', 'Colon cancer likely Lynch', 'colon'),
      ]),
    ).toBe('met');
    expect(
      leaf('dx.net-liver-mets', [
        worded('icd C7B.02', 'Midgut NET metastatic to liver, possible mesenteric mass', 'net'),
      ]),
    ).toBe('met');
  });
});

describe('a doubt about the tumor', () => {
  it.each([
    'HCC, likely',
    'likely HCC',
    'HCC possible',
    'HCC, suspected in cirrhosis',
    'HCC, suspected due to cirrhosis',
    'HCC suspected, secondary to NASH cirrhosis',
    'Suspected HCC due to NASH cirrhosis',
    'HCC, likely cirrhotic nodule',
    'HCC, possible NASH-related HCC',
    'HCC, possible cholangiocarcinoma',
    'HCC, likely metastasis of a lung primary',
    'HCC, possible lung metastasis, not seen on MRI',
    'HCC in cirrhosis, not seen on MRI',
    'HCC in cirrhosis, ruled out',
    'HCC, ? metastasis',
    'Cirrhosis, ?HCC',
    'HCC, equivocal',
    'HCC not seen on surveillance',
    'HCC, likely spread of a lung cancer',
    'HCC screening',
    'Cirrhosis on HCC screening',
    'HCC with pending biopsy',
    'HCC, high risk of HCC',
    'HCC with uncertain diagnosis',
    'HCC and not confirmed',
    'HCC with differential including FNH',
    'HCC with unlikely diagnosis on review',
    'HCC with suspected false positive imaging',
    'HCC with probable regression to dysplastic nodule',
    'HCC ruled out cirrhosis confirmed',
    'HCC not seen cirrhosis only',
    'HCC excluded cirrhosis present',
    'HCC vs cirrhosis',
    'HCC versus steatohepatitis',
    'HCC unlikely multifocal steatosis',
    'HCC likely steatosis',
    'HCC suspected to be cirrhosis',
    'HCC ddx portal vein thrombosis perfusion defect',
    'HCC probable multifocal',
    'HCC suspected infiltrative',
    'HCC? due to cirrhosis',
  ])('is one whatever else the words name: %s', (text) => expect(hcc(text)).toBe('unknown'));
});

describe('words that say not this, not proven, or an error', () => {
  it.each([
    'LI-RADS 4 observation segment 7',
    'LI-RADS 3 lesion',
    'LR-4 lesion',
    'LR-M lesion',
    'HCC with LR-4 lesion',
    'LI-RADS v2018 category 4',
    'HCC, not consistent with HCC',
    'HCC not found on biopsy',
    'HCC not identified',
    'HCC not detected on screening',
    'HCC, disproven',
    'HCC coded in error',
    'HCC, wrong patient',
    'HCC - wrong diagnosis',
    'HCC, biopsy showed FNH',
    'HCC with biopsy showing benign tissue',
    'HCC to be confirmed',
    'HCC TBD',
    'HCC, await biopsy',
    'Working diagnosis HCC',
    'Paternal HCC',
    'HCC risk',
    'HCC never confirmed',
    'HCC, biopsy to be done',
    'HCC - imaging not diagnostic',
    'Premalignant lesion of liver',
    'Elevated AFP',
    'HCC hx',
    'Does not have HCC',
    'HCC - negative',
    'HCC LR-4, not LR-5',
    'HCC (LR-M), no LR-5',
    'HCC LR-3 (was LR-5)',
    'HCC LR-4 or LR-5',
    'HCC LI-RADS 3; was LI-RADS 5 due to misread',
    'Hepatic adenomatosis',
    'Sospecha de hepatocarcinoma',
  ])('leave it open: %s', (text) => expect(hcc(text)).toBe('unknown'));

  it('contradict another entry where they deny', () =>
    expect(leaf('dx.hcc', [condition('icd C22.0'), worded('icd C22.0', 'HCC disproven', 'no')])).toBe(
      'unknown',
    ));
});

describe('words by which it is over', () => {
  it.each([
    'HCC s/p transplant, no recurrence',
    'HCC s/p liver transplant',
    'HCC, resolved after TACE',
    'HCC in cirrhosis resolved',
    'HCC s/p ablation, nonviable (LR-TR nonviable)',
    'HCC in CR',
    'HCC with complete response',
    'HCC without recurrence',
    'HCC, no recurrence of tumor',
    'HCC, no longer active',
    'HCC, inactive',
    'HCC s/p TACE, no viable lesion',
    'HCC, completely resected 2019',
    'HCC, complete ablation',
    'HCC, no residual',
    'HCC, no residual enhancement',
    'HCC, no current disease',
    'HCC, no tumor on last MRI',
    'HCC, free of disease',
    'HCC, radiographic CR',
    'HCC, no longer on imaging',
    'HCC in explant',
    'HCC in remote past',
    'Antecedente de HCC',
    'Old HCC',
    'HCC, historical',
    'Liver transplant for HCC 2018',
    'Resection of HCC with recurrence 2019, status post ablation',
    'Status post resection of HCC with possible recurrence',
    'Status post resection of HCC with recurrence ruled out',
    'HCC s/p resection with suspected recurrence',
    'HCC s/p liver transplant, risk of recurrence after transplant',
    'HCC with recurrence 2018, s/p liver transplant',
    'History of HCC with recurrent ascites',
    'Hx HCC with recurrent cholangitis',
    'History of HCC, recurrent hepatitis C after transplant',
    'S/p liver transplant for HCC, recurrent HCV cirrhosis',
    'Incidental HCC in explant, recurrent rejection',
    'History of HCC with recurrence 2019, liver transplant 2020',
    'History of HCC with recurrence in 2018 removed',
    'History of HCC with recurrence (RFA)',
    'HCC with PVTT now NED',
    'HCC with portal vein thrombosis complete radiologic response',
    'HCC with portal invasion completely resected',
    'HCC with lung metastasis no viable tumor',
    'HCC with cirrhosis in remission',
  ])('leave it open: %s', (text) => expect(hcc(text)).toBe('unknown'));

  it('leave a metastasis, a syndrome and a thrombosis open', () => {
    expect(mets('Liver metastases s/p resection, no recurrence')).toBe('unknown');
    expect(
      leaf('symptomatic', [worded('icd E34.00', 'Carcinoid syndrome, resolved after surgery', 's')]),
    ).toBe('unknown');
    const candidacy = (text: string) =>
      judged([worded('icd I81', text, 'pvt')], { therapy: 'tace' }).candidacy;
    expect(candidacy('Portal vein thrombosis')).toMatchObject({ verdict: 'not-met' });
    expect(candidacy('Portal vein thrombosis, resolved after anticoagulation')).toMatchObject({
      verdict: 'unknown',
    });
  });

  it('leave a primary standing that was removed and has spread', () => {
    const colon = worded('icd C18.7', 'Colon cancer, completely resected 2019', 'colon');
    expect(leaf('dx.crc-liver-mets', [condition('icd C78.7'), colon])).toBe('met');
    expect(mets('Liver metastases, completely resected 2019')).toBe('unknown');
  });
});
