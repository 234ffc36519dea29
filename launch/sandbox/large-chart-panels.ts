/** One laboratory analyte: its reference range, where its value starts and ends over the years, and how far it strays; in `unit` (UCUM). */
export interface Analyte {
  readonly slug: string;
  readonly code: string;
  readonly text: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly first: number;
  readonly last: number;
  readonly spread: number;
  readonly decimals: number;
}

/** LOINC, words, unit; low, high; first, last; spread, decimals. */
function analyte(
  slug: string,
  [code, text, unit]: readonly [string, string, string],
  [low, high]: readonly [number, number],
  [first, last]: readonly [number, number],
  [spread, decimals]: readonly [number, number],
): Analyte {
  return { slug, code, text, unit, low, high, first, last, spread, decimals };
}

/** The panels drawn at every visit. */
export const panels: Readonly<Record<string, readonly Analyte[]>> = {
  'Comprehensive metabolic panel': [
    analyte('sodium', ['2951-2', 'Sodium', 'mmol/L'], [136, 145], [140, 136], [2, 0]),
    analyte('potassium', ['2823-3', 'Potassium', 'mmol/L'], [3.5, 5.1], [4.1, 4.4], [0.4, 1]),
    analyte('chloride', ['2075-0', 'Chloride', 'mmol/L'], [98, 107], [104, 102], [2, 0]),
    analyte('carbon-dioxide', ['2028-9', 'CO2', 'mmol/L'], [22, 29], [26, 24], [2, 0]),
    analyte('urea-nitrogen', ['3094-0', 'BUN', 'mg/dL'], [7, 20], [14, 19], [3, 0]),
    analyte('creatinine', ['2160-0', 'Creatinine', 'mg/dL'], [0.6, 1.2], [0.8, 1.0], [0.08, 2]),
    analyte('glucose', ['2345-7', 'Glucose', 'mg/dL'], [70, 99], [104, 118], [14, 0]),
    analyte('calcium', ['17861-6', 'Calcium', 'mg/dL'], [8.6, 10.2], [9.4, 8.9], [0.2, 1]),
    analyte('protein', ['2885-2', 'Total protein', 'g/dL'], [6.4, 8.3], [7.3, 7.0], [0.2, 1]),
    analyte('albumin', ['1751-7', 'Albumin', 'g/dL'], [3.5, 5], [4.1, 3.4], [0.15, 1]),
    analyte('bilirubin', ['1975-2', 'Bilirubin, total', 'mg/dL'], [0.2, 1.2], [0.7, 1.6], [0.15, 1]),
    analyte('alkaline-phosphatase', ['6768-6', 'Alkaline phosphatase', 'U/L'], [40, 130], [98, 156], [10, 0]),
    analyte('alt', ['1742-6', 'ALT', 'U/L'], [7, 56], [52, 34], [6, 0]),
    analyte('ast', ['1920-8', 'AST', 'U/L'], [10, 40], [48, 55], [6, 0]),
  ],
  'Complete blood count': [
    analyte('leukocytes', ['6690-2', 'WBC', '10*3/uL'], [4, 11], [5.9, 4.4], [0.6, 1]),
    analyte('hemoglobin', ['718-7', 'Hemoglobin', 'g/dL'], [12, 16], [13.4, 11.6], [0.4, 1]),
    analyte('platelets', ['777-3', 'Platelets', '10*3/uL'], [150, 400], [168, 92], [8, 0]),
  ],
  'Coagulation and tumor marker': [
    analyte('inr', ['6301-6', 'INR', '{INR}'], [0.9, 1.1], [1.0, 1.3], [0.05, 1]),
    analyte('afp', ['1834-1', 'AFP', 'ng/mL'], [0, 8], [5, 640], [30, 1]),
  ],
};
