import { canonicalSystem, codings, systems } from '../fhir/coding.ts';
import type { CodeableConcept } from '../fhir/r4.ts';

/**
 * Cancers in the editions of ICD that the mappings do not list: WHO and national ICD-10, ICD-9 and ICD-11. Their chapters are the same
 * everywhere; that is too little to prove a tumor, and enough to see that there is one.
 *
 * @see https://icd.who.int/browse10/2019/en chapter II
 */
const named = /icd/i;
/** ICD-10, ICD-9-CM and its diagnoses, by their HL7 OIDs. */
const byOid = /^urn:oid:2\.16\.840\.1\.113883\.6\.(?:3|42|103)$/;

/** Malignant neoplasms but the secondary ones. */
const primaries =
  /^(?:C(?:[0-6]\d|7[0-6]|8\d|9\d)|(?:1[4-8]\d|19[0-5]|199|20[0-8]|209\.?[0-3])(?:\.?\d{0,2})$|2[A-C][0-9A-Z]\d|2D[0-4]\d)/i;

const inTheLiver = {
  primary: /^(?:C22|155(?:\.?\d)?$|2C12)/i,
  metastasis: /^(?:C78\.?7|197\.?7|2D80)/i,
  'neuroendocrine-metastasis': /^209\.?72/,
} as const;

/** Whether a code of ICD, other than of ICD-10-CM, is of a cancer where it began. */
export function isPrimaryInAnotherIcd(concept: CodeableConcept | undefined): boolean {
  return icdCodes(concept).some(({ isKnownHere, code }) => !isKnownHere && primaries.test(code));
}

/** What a code of ICD, of whatever edition, says of a tumor in the liver; undefined when it says nothing. */
export function liverTumorInIcd(concept: CodeableConcept | undefined): keyof typeof inTheLiver | undefined {
  const codes = icdCodes(concept).map(({ code }) => code);
  const kinds = ['neuroendocrine-metastasis', 'metastasis', 'primary'] as const;
  return kinds.find((kind) => codes.some((code) => inTheLiver[kind].test(code)));
}

function icdCodes(
  concept: CodeableConcept | undefined,
): readonly { readonly code: string; readonly isKnownHere: boolean }[] {
  return codings(concept).flatMap(({ system = '', code = '' }) => {
    const isKnownHere = canonicalSystem(system) === systems.icd10cm;
    return isKnownHere || named.test(system) || byOid.test(system)
      ? [{ code: code.trim(), isKnownHere }]
      : [];
  });
}
