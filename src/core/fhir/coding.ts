import type { CodeableConcept, Coding } from './r4.ts';

/** Code systems by the one URI that our mappings use. */
export const systems = {
  sct: 'http://snomed.info/sct',
  icd10cm: 'http://hl7.org/fhir/sid/icd-10-cm',
  icdO3: 'http://terminology.hl7.org/CodeSystem/icd-o-3',
  loinc: 'http://loinc.org',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  cpt: 'http://www.ama-assn.org/go/cpt',
  hcpcs: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  ucum: 'http://unitsofmeasure.org',
} as const;

/** Other names under which the same code systems travel: HL7 OIDs, https twins, SNOMED CT editions. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['urn:oid:2.16.840.1.113883.6.96', systems.sct],
  ['urn:oid:2.16.840.1.113883.6.90', systems.icd10cm],
  ['urn:oid:2.16.840.1.113883.6.43.1', systems.icdO3],
  ['http://hl7.org/fhir/sid/icd-o-3', systems.icdO3],
  ['urn:oid:2.16.840.1.113883.6.1', systems.loinc],
  ['https://loinc.org', systems.loinc],
  ['urn:oid:2.16.840.1.113883.6.88', systems.rxnorm],
  ['urn:oid:2.16.840.1.113883.6.12', systems.cpt],
  ['https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', systems.hcpcs],
  ['urn:oid:2.16.840.1.113883.6.285', systems.hcpcs],
  ['urn:oid:2.16.840.1.113883.6.14', systems.hcpcs],
  ['urn:oid:2.16.840.1.113883.6.8', systems.ucum],
]);

/** The one URI of a code system, whichever of its known names the chart uses. */
export function canonicalSystem(system: string): string {
  const known = aliases.get(system);
  if (known !== undefined) return known;
  return system.startsWith(`${systems.sct}/`) ? systems.sct : system;
}

/** `system|code` in one spelling; ICD-10-CM codes get their upper case and their dot. Undefined when either half is missing. */
export function codeKey(coding: Coding): string | undefined {
  if (!coding.system || !coding.code) return undefined;
  const system = canonicalSystem(coding.system);
  return `${system}|${system === systems.icd10cm ? icd10cmCode(coding.code) : coding.code}`;
}

/** An ICD-10-CM code in upper case and with its dot. */
export function icd10cmCode(code: string): string {
  const upper = code.trim().toUpperCase();
  return upper.length > 3 && !upper.includes('.') ? `${upper.slice(0, 3)}.${upper.slice(3)}` : upper;
}

/** Every coding of a concept, in any position; an absent concept has none. */
export function codings(concept: CodeableConcept | undefined): readonly Coding[] {
  return concept?.coding ?? [];
}

/** What a concept says in words: its text, and the displays of its codings. */
export function wordsOf(concept: CodeableConcept | undefined): readonly string[] {
  const said = [concept?.text, ...codings(concept).map(({ display }) => display)];
  return said.filter((each) => each !== undefined);
}

/** Whether any coding carries this system and one of these codes. */
export function hasCode(
  concept: CodeableConcept | undefined,
  system: string,
  ...codes: readonly string[]
): boolean {
  return codings(concept).some(
    (coding) =>
      coding.system !== undefined &&
      coding.code !== undefined &&
      canonicalSystem(coding.system) === system &&
      codes.includes(coding.code),
  );
}

/** The code of a status-like concept in an HL7 terminology system; undefined when the concept states none, or two different ones. */
export function statusCode(concept: CodeableConcept | undefined): string | undefined {
  const codes = new Set(codings(concept).flatMap((coding) => (coding.code ? [coding.code] : [])));
  return codes.size === 1 ? [...codes][0] : undefined;
}
