import { systems } from '../fhir/coding.ts';
import { codeSystem } from './questionnaire.ts';

/** One answer's value, by the kinds that our forms use. */
export type Value =
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'decimal'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  /** `YYYY-MM-DD`, or only as exact as it is known: `YYYY-MM`, `YYYY`. */
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'coding'; readonly system: string; readonly code: string; readonly display: string }
  /** `system` and `code` are missing only where a clinician wrote a unit that is not understood. Never one with a comparator. */
  | {
      readonly kind: 'quantity';
      readonly value: number;
      readonly unit: string;
      readonly system?: string;
      readonly code?: string;
    }
  | { readonly kind: 'reference'; readonly reference: string };

/** `value[x]` of one answer, as FHIR R4 writes it. */
export type FhirValue =
  | { readonly valueBoolean: boolean }
  | { readonly valueInteger: number }
  | { readonly valueDecimal: number }
  | { readonly valueString: string }
  | { readonly valueDate: string }
  | { readonly valueCoding: { readonly system: string; readonly code: string; readonly display: string } }
  | {
      readonly valueQuantity: {
        readonly value: number;
        readonly unit: string;
        readonly system?: string;
        readonly code?: string;
      };
    }
  | { readonly valueReference: { readonly reference: string } };

/** Exactly one `value[x]`. */
export function inFhir(value: Value): FhirValue {
  switch (value.kind) {
    case 'boolean':
      return { valueBoolean: value.value };
    case 'integer':
      return { valueInteger: value.value };
    case 'decimal':
      return { valueDecimal: value.value };
    case 'string':
      return { valueString: value.value };
    case 'date':
      return { valueDate: value.value };
    case 'coding': {
      const { kind: _, ...valueCoding } = value;
      return { valueCoding };
    }
    case 'quantity': {
      const { kind: _, ...valueQuantity } = value;
      return { valueQuantity };
    }
    case 'reference':
      return { valueReference: { reference: value.reference } };
  }
}

const systemNames: Readonly<Record<string, string>> = {
  [systems.icd10cm]: 'ICD-10-CM',
  [systems.sct]: 'SNOMED CT',
  [systems.icdO3]: 'ICD-O-3',
  [systems.cpt]: 'CPT',
  [systems.hcpcs]: 'HCPCS',
  [systems.loinc]: 'LOINC',
};

/** How a value reads, with its unit; a code of a public system is named beside its words. */
export function inWords(value: Value): string {
  switch (value.kind) {
    case 'boolean':
      return value.value ? 'Yes' : 'No';
    case 'coding': {
      if (value.system === codeSystem.answer) return value.display;
      const code = `${systemNames[value.system] ?? value.system} ${value.code}`;
      return value.display === value.code ? code : `${value.display} (${code})`;
    }
    case 'quantity':
      return `${value.value} ${value.unit}`.trim();
    case 'reference':
      return value.reference;
    default:
      return String(value.value);
  }
}

/** Whether two values say the same; words beside a code count for nothing. */
export function sameValue(a: Value, b: Value): boolean {
  if (a.kind === 'coding' && b.kind === 'coding') return a.system === b.system && a.code === b.code;
  if (a.kind === 'quantity' && b.kind === 'quantity') {
    return a.value === b.value && (a.code ?? a.unit) === (b.code ?? b.unit);
  }
  if (a.kind === 'reference' && b.kind === 'reference') return a.reference === b.reference;
  return 'value' in a && 'value' in b && a.kind === b.kind && a.value === b.value;
}

/**
 * A text as FHIR R4 allows it: no control characters but tab and line ends, no white space around it.
 *
 * @returns undefined where nothing is left, which is no answer
 * @see https://hl7.org/fhir/R4/datatypes.html#string
 */
export function fhirText(text: string): string | undefined {
  const allowed = [...text].map((character) => (isForbidden(character) ? '\uFFFD' : character));
  const trimmed = allowed.join('').trim();
  return trimmed === '' ? undefined : trimmed;
}

/** Whether a text may stand as a FHIR code: no white space around it, and single spaces in it. */
export function isFhirCode(text: string): boolean {
  return /^\S+( \S+)*$/.test(text) && fhirText(text) === text;
}

function isForbidden(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  const isLoneSurrogate = point >= 0xd800 && point <= 0xdfff;
  return isLoneSurrogate || (point < 0x20 && !'\t\n\r'.includes(character));
}
