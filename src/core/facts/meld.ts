/** Laboratory values of one patient at one time, in the units that the formulas were published with. */
export interface MeldInputs {
  /** mg/dL */
  readonly bilirubin: number;
  readonly inr: number;
  /** mg/dL */
  readonly creatinine: number;
  /** mmol/L */
  readonly sodium: number;
  /** Dialysis at least twice within the week: creatinine counts at its cap. */
  readonly dialysis: boolean;
}

/**
 * MELD(i): 10 x (0.957 ln creatinine + 0.378 ln bilirubin + 1.120 ln INR + 0.643), floors 1.0, creatinine capped at 4, rounded.
 *
 * @see OPTN Policy 9, Allocation of Livers (2016 text)
 */
export function meldI({ bilirubin, inr, creatinine, dialysis }: MeldInputs): number {
  const capped = dialysis ? 4 : clamp(creatinine, 1, 4);
  const raw =
    0.957 * Math.log(capped) +
    0.378 * Math.log(Math.max(bilirubin, 1)) +
    1.12 * Math.log(Math.max(inr, 1)) +
    0.643;
  return Math.round(round(raw * 10));
}

/** MELD-Na as OPTN defined it in 2016: sodium counts only above MELD(i) 11, between 125 and 137; capped at 40. */
export function meldNa(inputs: MeldInputs): number {
  const meld = meldI(inputs);
  if (meld <= 11) return meld;
  const deficit = 137 - clamp(inputs.sodium, 125, 137);
  return Math.min(40, Math.round(round(meld + 1.32 * deficit - 0.033 * meld * deficit)));
}

/**
 * MELD 3.0, uncapped as published; allocation caps it at 40.
 *
 * @param albumin g/dL
 * @param isFemale clinical sex
 * @see Kim WR et al. Gastroenterology 2021;161:1887-95
 */
export function meld3(inputs: MeldInputs & { readonly albumin: number; readonly isFemale: boolean }): number {
  const { isFemale, dialysis } = inputs;
  const bilirubin = Math.log(Math.max(inputs.bilirubin, 1));
  const inr = Math.log(Math.max(inputs.inr, 1));
  const creatinine = Math.log(dialysis ? 3 : clamp(inputs.creatinine, 1, 3));
  const sodium = 137 - clamp(inputs.sodium, 125, 137);
  const albumin = 3.5 - clamp(inputs.albumin, 1.5, 3.5);
  const raw =
    (isFemale ? 1.33 : 0) +
    4.56 * bilirubin +
    0.82 * sodium -
    0.24 * sodium * bilirubin +
    9.09 * inr +
    11.14 * creatinine +
    1.85 * albumin -
    1.83 * albumin * creatinine +
    6;
  return Math.round(round(raw));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Takes the noise off binary fractions before a half is rounded up. */
function round(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
