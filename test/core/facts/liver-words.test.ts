import { describe, expect, it } from 'vitest';
import { nameLiver, withoutRiskCategory } from '../../../src/core/facts/liver-words.ts';

describe('words about the liver', () => {
  it.each([
    'Liver, right lobe',
    'Right hepatic lobe',
    'intrahepatic',
    'hepatocellular',
    'Liver and hepatic flexure',
  ])('%s are', (words) => expect(nameLiver(words)).toBe(true));
  it.each([
    'Hepatic flexure of colon',
    'Extrahepatic bile duct',
    'extra-hepatic',
    'Chronic hepatitis C',
    'Sliver',
    '',
  ])('"%s" are not', (words) => expect(nameLiver(words)).toBe(false));
});

describe('the mark of a risk category', () => {
  it.each(['(HCC)', '(CMS/HCC)', '(CMS-HCC)', '(CMS HCC)', '(HHS-HCC)', '(CMS/HHS-HCC)', '(hcc)'])(
    '%s is taken off',
    (mark) => expect(withoutRiskCategory(`Colon cancer ${mark}`)).toBe('Colon cancer '),
  );
  it.each(['HCC', '(HCC, BCLC B)', 'Hepatocellular carcinoma'])('%s is none', (words) =>
    expect(withoutRiskCategory(words)).toBe(words),
  );
});
