import type { Interval } from './interval.ts';

export type AlbiGrade = 1 | 2 | 3;
export type ModifiedAlbiGrade = '1' | '2a' | '2b' | '3';

/**
 * Albumin-bilirubin (ALBI) score: liver function from two labs, no subjective input.
 *
 * @param bilirubin total serum bilirubin, umol/L, > 0
 * @param albumin serum albumin, g/L, > 0
 * @throws RangeError for a value <= 0, which no analyser reports: the caller has mixed up units
 * @see Johnson PJ et al. J Clin Oncol 2015;33:550-8, doi:10.1200/JCO.2014.57.9151
 */
export function albiScore(bilirubin: number, albumin: number): number {
  if (!(bilirubin > 0 && albumin > 0))
    throw new RangeError('ALBI needs bilirubin in umol/L and albumin in g/L, both above zero');
  return 0.66 * Math.log10(bilirubin) - 0.085 * albumin;
}

/** Grade 1 up to -2.60, grade 2 up to -1.39, grade 3 above. */
export function albiGrade(score: number): AlbiGrade {
  return score <= -2.6 ? 1 : score <= -1.39 ? 2 : 3;
}

/** Grade 2 split at -2.27. @see Hiraoka A et al. Liver Cancer 2017;6:325-36 */
export function modifiedAlbiGrade(score: number): ModifiedAlbiGrade {
  const grade = albiGrade(score);
  if (grade !== 2) return grade === 1 ? '1' : '3';
  return score < -2.27 ? '2a' : '2b';
}

/** ALBI as far as the labs settle it: `score` only where both are exact. */
export interface Albi {
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly grade: AlbiGrade | null;
  readonly modifiedGrade: ModifiedAlbiGrade | null;
}

/** The score over spans of both labs. @param bilirubin umol/L @param albumin g/L */
export function albi(bilirubin: Interval, albumin: Interval): Albi {
  const low = bilirubin.low > 0 ? albiScore(bilirubin.low, albumin.high) : Number.NEGATIVE_INFINITY;
  const high = albiScore(bilirubin.high, albumin.low);
  const isExact = low === high;
  return {
    score: isExact ? rounded(low) : null,
    low: Number.isFinite(low) ? rounded(low) : null,
    high: Number.isFinite(high) ? rounded(high) : null,
    grade: albiGrade(low) === albiGrade(high) ? albiGrade(low) : null,
    modifiedGrade: modifiedAlbiGrade(low) === modifiedAlbiGrade(high) ? modifiedAlbiGrade(low) : null,
  };
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}
