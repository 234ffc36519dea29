import { describe, expect, it } from 'vitest';
import { coding, condition, type Json } from '../../support/chart.ts';
import { leaf } from '../../support/facts.ts';

const worded = (code: string, text: string, id = 'worded') =>
  condition(code, { id, extra: { code: { coding: [coding(code)], text } } });
const mets = (text?: string) =>
  text === undefined ? condition('icd C78.7', { id: 'mets' }) : worded('icd C78.7', text, 'mets');
const colon = condition('icd C18.7', { id: 'colon' });
const breast = condition('icd C50.911', { id: 'breast' });
const net = condition('icd C7A.012', { id: 'net' });

describe('a liver cancer by its code', () => {
  it.each([
    'Intrahepatic cholangiocarcinoma',
    'Cholangiocarcinoma of liver',
    'Combined hepatocellular-cholangiocarcinoma',
    'Cirrhosis of liver without ascites',
    'Chronic viral hepatitis C',
    'Primary sclerosing cholangitis',
    'Cirrhosis, no HCC',
    'Hepatitis C, no HCC',
    'Cirrhosis without hepatocellular carcinoma',
    'NASH cirrhosis, no liver cancer',
    'non-HCC liver mass',
    'Liver tumor; past path: lymphoma',
    'Liver cancer, prior biopsy showed colon cancer metastasis',
    'HCC; prior biopsy showed neuroendocrine carcinoma',
    'HCC reclassified as FNH',
    'HCC, now known to be FNH',
    'HCC; pathology: hepatocellular adenoma',
    'HCC; liver metastases from colon',
    'HCC, secondary liver cancer',
    'Cholangiocarcinoma, not HCC',
    'Bile duct cancer',
    'iCCA',
    'Hepatic adenoma',
    'Hepatocellular adenoma',
    'Hepatic hemangioma',
    'Hepatic haemangioma',
    'Focal nodular hyperplasia',
    'FNH, no malignancy',
    'Benign liver tumor',
    'Benign neoplasm of liver',
    'Simple cyst of liver',
    'Regenerative nodule of liver',
    'Metastatic breast cancer to liver',
    'Breast cancer metastasized to liver (HCC)',
    'Liver metastases',
    'Hepatic mets',
    'Cancer metastatic to the liver',
    'Secondary malignant neoplasm of liver',
    'Metastatic liver cancer',
    'Colon cancer',
    'Malignant neoplasm of colon (HCC)',
    'Carcinoma of pancreas',
    'Neuroendocrine tumor of liver',
    'Melanoma',
    'Angiosarcoma of liver',
    'Lymphoma',
    'Adenocarcinoma of liver',
    'HCC, lymphoma',
    'Carcinoma in situ of liver',
  ])('is none where it is called %s', (text) =>
    expect(leaf('dx.hcc', [worded('icd C22.0', text)])).toBe('unknown'),
  );

  it.each([
    'Hepatocellular carcinoma',
    'Hepatocellular carcinoma (HCC)',
    'Hepatocellular carcinoma (CMS/HCC)',
    'HCC in cirrhosis due to hepatitis C',
    'Hepatocellular carcinoma, BCLC B',
    'HCC, Child-Pugh B',
    'Liver cell carcinoma',
    'Liver cancer (HCC)',
    'Liver cancer, primary, with metastasis from liver to lung',
    'Malignant neoplasm of liver, primary',
    'Malignant neoplasm of liver (HCC)',
    'Primary liver carcinoma',
    'Hepatoma of right lobe',
    'Fibrolamellar carcinoma',
    'Liver mass, LI-RADS 5',
    'Hepatic tumor',
    'Cirrhosis of liver with hepatocellular carcinoma',
    'HCC with bile duct invasion',
    'HCC with lung metastases',
    'HCC metastatic to bone',
    'Metastatic hepatocellular carcinoma',
    'Hepatocellular carcinoma, history of breast cancer',
    'Hepatocellular carcinoma, history of lymphoma',
    'Sarcomatoid hepatocellular carcinoma',
    'Liver cancer, history of breast cancer',
    'Liver cancer, no breast cancer',
    'HCC and hepatic cysts',
    'HCC; AFP negative',
    'HCC, biopsy proven',
    'HCC, awaiting living donor transplant',
    'HCC, incomplete response to TACE',
    'HCC, viable tumor after ablation',
    'HCC pending transplant evaluation',
    'HCC, work-up for transplant complete',
    'Hepatocellular carcinoma, non-metastatic',
  ])('is one where it is called %s', (text) =>
    expect(leaf('dx.hcc', [worded('icd C22.0', text)])).toBe('met'),
  );

  it('is one where the code of a cirrhosis stands beside its own', () => {
    const codings = [
      coding('icd C22.0'),
      { ...coding('icd K74.60'), display: 'Unspecified cirrhosis of liver' },
    ];
    const code = { coding: codings, text: 'Hepatocellular carcinoma in cirrhosis' };
    expect(leaf('dx.hcc', [condition('icd C22.0', { extra: { code } })])).toBe('met');
  });

  it.each([
    'HCC, complete response, no viable tumor',
    'HCC, complete radiologic response',
    'HCC s/p ablation, no viable disease',
    'HCC, no evidence of residual tumor',
    'Biopsy negative - HCC',
    'HCC, negative biopsy',
    'HCC - pending biopsy',
    'HCC, pathology pending',
    'HCC, awaiting liver biopsy',
    'Maybe HCC',
    'HCC, not proven',
    'HCC, not biopsy-proven',
    'Unproven HCC',
    'Evaluate HCC',
    'Work-up for HCC',
    'HCC workup',
    "Mother's HCC",
    'HCC in father',
    'Donor HCC',
    'DD HCC',
    'Z.n. HCC',
    'HCC ausgeschlossen',
    'Verdacht auf HCC',
    'V.a. HCC',
  ])('is none where it is in doubt, over or of another: %s', (text) =>
    expect(leaf('dx.hcc', [worded('icd C22.0', text)])).toBe('unknown'),
  );

  it('is none where a local code beside it is called another', () => {
    const local = (display: string): Json => ({
      code: { coding: [coding('icd C22.0'), { system: 'urn:local', code: '1', display }] },
    });
    expect(
      leaf('dx.hcc', [condition('icd C22.0', { extra: local('Intrahepatic cholangiocarcinoma') })]),
    ).toBe('unknown');
    expect(leaf('dx.hcc', [condition('icd C22.0', { extra: local('Primary cancer of the liver') })])).toBe(
      'met',
    );
  });
});

describe('a bile-duct cancer by its code', () => {
  it.each([
    ['Perihilar cholangiocarcinoma (Klatskin tumor)', 'unknown'],
    ['Hilar cholangiocarcinoma', 'unknown'],
    ['Hepatocellular carcinoma', 'unknown'],
    ['Gallbladder cancer', 'unknown'],
    ['Cholangiocarcinoma (HCC)', 'met'],
    ['Intrahepatic bile duct carcinoma', 'met'],
    ['Intrahepatic cholangiocarcinoma with hilar adenopathy', 'met'],
    ['Adenocarcinoma of bile duct', 'met'],
  ])('%s is %s', (text, expected) => expect(leaf('dx.icc', [worded('sct 109842005', text)])).toBe(expected));

  it.each([
    ['Intrahepatic cholangiocarcinoma', 'unknown'],
    ['Distal cholangiocarcinoma', 'not-met'],
  ])('outside the liver, called %s, leaves the one inside %s', (text, expected) =>
    expect(leaf('dx.icc', [worded('icd C24.0', text)])).toBe(expected),
  );
});

describe('an origin that is denied', () => {
  it.each(['Liver metastases, not colonic', 'Liver metastases, non-colorectal', 'No liver metastases'])(
    'is none in "%s"',
    (text) => expect(leaf('dx.crc-liver-mets', [mets(text), colon])).toBe('unknown'),
  );

  it.each(['Colon cancer metastatic to lung, no liver metastases', 'Colon cancer without liver metastasis'])(
    'in an entry of both is none either: "%s"',
    (text) => {
      const code = { coding: [coding('icd C18.9'), coding('icd C78.7')], text };
      expect(leaf('dx.crc-liver-mets', [condition('icd C78.7', { extra: { code } })])).toBe('unknown');
    },
  );
});

describe('a primary elsewhere by its code', () => {
  const crc = (text: string) => leaf('dx.crc-liver-mets', [mets(), worded('icd C18.7', text)]);
  it.each([
    'Neuroendocrine carcinoma of colon',
    'Carcinoid of colon',
    'Breast cancer',
    'Lymphoma',
    'Hepatocellular carcinoma',
    'Cancer of the prostate',
    'Tubular adenoma of sigmoid colon',
    'Colon polyp',
    'Prostate cancer invading rectum',
    'Ovarian cancer involving sigmoid colon',
    'Melanoma of rectum',
    'GIST of colon',
    'Colon lymphoma',
    'Squamous cell carcinoma of rectum, sarcoma',
    'Carcinoma in situ of colon',
    'Small bowel adenocarcinoma',
    'Adenocarcinoma of duodenum',
    'Colon cancer, breast cancer',
  ])('is no colorectal one where it is called %s', (text) => expect(crc(text)).toBe('unknown'));

  it.each([
    'Metastatic colon cancer to liver',
    'Colon cancer (HCC)',
    'Sigmoid cancer with liver and lung metastases',
    'Cancer of sigmoid colon metastatic to lung',
    'Adenocarcinoma arising in a tubular adenoma of the colon',
    'Colon adenocarcinoma, not neuroendocrine',
    'Cancer of hepatic flexure',
    'Adenocarcinoma, pT3 N1',
    'Colon cancer, bladder invasion',
    'Cancer of sigmoid colon invading bladder',
    'Cancer of cecum involving small bowel',
    'Carcinoma involving colon',
    'Rectal cancer with invasion of prostate',
    'Colon cancer, history of lymphoma',
    'Colon cancer, history of breast cancer',
    'Invasive adenocarcinoma of colon with carcinoma in situ',
    'Adenosquamous carcinoma of colon',
    'Malignant neoplasm of ileocecal valve',
  ])('is a colorectal one where it is called %s', (text) => expect(crc(text)).toBe('met'));

  it.each([
    ['icd C7A.012', 'dx.net-liver-mets', 'Adenocarcinoma of ileum', 'unknown'],
    ['icd C7A.012', 'dx.net-liver-mets', 'Breast cancer', 'unknown'],
    ['icd C7A.020', 'dx.net-liver-mets', 'Tumor of the appendix', 'met'],
    ['icd C25.4', 'dx.net-liver-mets', 'Malignant neoplasm of endocrine pancreas', 'met'],
    ['icd C43.59', 'dx.melanoma-liver-mets', 'Basal cell carcinoma of breast', 'unknown'],
    ['icd C43.59', 'dx.melanoma-liver-mets', 'Dysplastic nevus', 'unknown'],
    ['icd C43.59', 'dx.melanoma-liver-mets', 'Skin cancer of back', 'met'],
    ['icd C43.59', 'dx.melanoma-liver-mets', 'Melanoma of skin of breast', 'met'],
    ['icd C43.59', 'dx.melanoma-liver-mets', 'Melanoma in situ of back', 'unknown'],
    ['icd C7A.019', 'dx.net-liver-mets', 'Cancer of small intestine', 'met'],
    ['icd C7A.012', 'dx.net-liver-mets', 'Carcinoid of ileum, lymphoma', 'unknown'],
  ])('%s makes %s of %s %s', (code, name, text, expected) =>
    expect(leaf(name, [mets(), worded(code, text)])).toBe(expected),
  );

  it.each([
    ['icd C25.9', 'Pancreatic neuroendocrine tumor', 'unknown'],
    ['icd C50.911', 'Colon cancer', 'unknown'],
    ['icd C25.9', 'Pancreatic adenocarcinoma', 'not-met'],
    ['icd C50.911', 'Invasive ductal carcinoma, right breast', 'not-met'],
    ['icd C53.9', 'Malignant neoplasm of cervix uteri', 'not-met'],
    ['icd C16.0', 'Adenocarcinoma of gastroesophageal junction', 'not-met'],
    ['icd C53.9', 'Squamous cell carcinoma of cervix', 'not-met'],
    ['icd C67.9', 'Colon cancer involving bladder', 'unknown'],
    ['icd C50.911', 'Melanoma of breast', 'unknown'],
  ])('%s, called %s, leaves neuroendocrine and colorectal metastases %s', (code, text, expected) => {
    expect(leaf('dx.net-liver-mets', [mets(), worded(code, text)])).toBe(expected);
    expect(leaf('dx.crc-liver-mets', [mets(), worded(code, text)])).toBe(expected);
  });
});

describe('the words of a metastasis', () => {
  it.each([
    'Liver metastases from breast cancer',
    'Breast cancer metastatic to liver',
    'Breast mets to liver',
    'Liver metastases of breast origin',
    'Metastases to liver due to breast cancer',
    'Liver metastases, history of breast cancer',
    'Neuroendocrine liver metastases',
    'Liver metastases of colon neuroendocrine carcinoma',
    'Melanoma metastatic to liver',
    'Hepatocellular carcinoma',
    'Hepatic hemangioma',
    'Liver metastases from GIST',
    'Liver metastases from leiomyosarcoma',
    'Lymphoma metastatic to liver',
    'Liver metastases of mesothelioma',
    'Seminoma with liver metastases',
    'RCC with liver metastases',
    'Liver metastases, NSCLC primary',
    'SCLC metastatic to liver',
    'TNBC metastatic to liver',
    'Duodenal adenocarcinoma with liver metastases',
    'Small bowel adenocarcinoma metastatic to liver',
    'Ampullary adenocarcinoma with liver metastases',
    'Adrenocortical carcinoma metastatic to liver',
    'Thymic carcinoma metastatic to liver',
    'Head and neck cancer metastatic to liver',
    'Metastatic squamous cell carcinoma to liver',
    'GIST of colon metastatic to liver',
    'Melanoma of rectum, cancer of colon, liver metastases',
    'Liver metastasis, breast',
    'Liver mets (breast)',
    'Metastases to liver: lung primary',
    'Metastasis to liver of unknown origin (HCC)',
    'Liver metastases, unknown primary',
    'Liver metastases, primary unknown',
  ])('that name another origin leave a colorectal one open: %s', (text) =>
    expect(leaf('dx.crc-liver-mets', [mets(text), colon])).toBe('unknown'),
  );

  it.each([
    'Liver metastases from colon cancer',
    'Metastatic colon cancer to liver',
    'Colorectal liver metastases, bilobar',
    'Liver metastases (HCC)',
    'Secondary malignant neoplasm of liver and intrahepatic bile duct',
    'Metastases to liver and lung',
    'Liver and lung metastases',
    'Lung and liver metastases',
    'Metastatic adenocarcinoma to liver',
    'Liver metastases, lung nodules',
    'Liver metastases with renal failure',
    'Liver metastasis, colon',
    'Liver mets (rectal)',
    'CRC liver metastases',
    'Liver metastases, breast exam normal',
    'Liver metastases, no lymphoma',
    'Liver metastases; adrenal nodule',
    'Colorectal liver metastases, small bowel obstruction',
  ])('that name its origin or none leave it: %s', (text) =>
    expect(leaf('dx.crc-liver-mets', [mets(text), colon])).toBe('met'),
  );

  it.each([
    ['Breast cancer metastatic to liver', 'not-met'],
    ['Colorectal liver metastases', 'unknown'],
    ['Liver metastases', 'not-met'],
  ])('stand beside another primary: %s', (text, expected) =>
    expect(leaf('dx.crc-liver-mets', [mets(text), breast])).toBe(expected),
  );

  it.each([
    ['Pancreatic neuroendocrine tumor metastatic to liver', 'met'],
    ['Metastatic pancreatic cancer to liver', 'met'],
    ['Small bowel neuroendocrine tumor metastatic to liver', 'met'],
    ['Melanoma metastatic to liver', 'unknown'],
  ])('stand beside a neuroendocrine primary: %s', (text, expected) =>
    expect(leaf('dx.net-liver-mets', [mets(text), net])).toBe(expected),
  );

  it.each([
    ['Secondary carcinoid tumors of liver', 'met'],
    ['Metastatic pancreatic cancer to liver', 'met'],
    ['Liver metastases from breast cancer', 'unknown'],
  ])('stand beside a code that names the origin itself: %s', (text, expected) =>
    expect(leaf('dx.net-liver-mets', [worded('icd C7B.02', text)])).toBe(expected),
  );
});
