/**
 * The mark that US problem lists put behind the name of any diagnosis of a Hierarchical Condition Category: `(HCC)`, `(CMS/HCC)`,
 * `(HHS-HCC)`. It is no carcinoma.
 */
const riskCategory = /\((?:[A-Z]{2,4} ?[-/ ] ?){0,2}HCC\)/gi;

/** Words without that mark. */
export function withoutRiskCategory(words: string): string {
  return words.replace(riskCategory, '');
}

/** A part of the colon, what lies outside the liver, and an inflammation that says nothing of where a tumor is. */
const others = /hepatic flexure|extra-?hepatic|hepatitis/gi;
const organ = /\bliver|hepat/i;

/** Whether words name the liver as a place. */
export function nameLiver(words: string): boolean {
  return organ.test(words.replace(others, ' '));
}
