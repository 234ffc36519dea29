import * as z from 'zod/mini';
import { canonicalSystem, codings, icd10cmCode, systems } from './coding.ts';
import type { CodeableConcept, Coding } from './r4.ts';

/** Whether a code alone makes its concept true, or only points to it. */
export const EvidenceUse = z.enum(['proves', 'supports']);
export type EvidenceUse = z.infer<typeof EvidenceUse>;

const evidenceUse = 'https://hepauth.example/fhir/StructureDefinition/evidence-use';
const ordinalValue = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';
const canonical = 'https://hepauth.example/fhir/ValueSet/';

const Include = z.strictObject({
  extension: z.array(z.strictObject({ url: z.literal(evidenceUse), valueCode: EvidenceUse })),
  system: z.string(),
  concept: z.optional(
    z.array(
      z.strictObject({
        code: z.string(),
        extension: z.optional(
          z.array(z.strictObject({ url: z.literal(ordinalValue), valueDecimal: z.number() })),
        ),
      }),
    ),
  ),
  /** All ICD-10-CM codes that start so; other systems are listed code by code. */
  filter: z.optional(
    z.array(
      z.strictObject({
        property: z.literal('code'),
        op: z.literal('regex'),
        value: z.string().check(z.regex(/^[A-Z0-9]+(\\\.[0-9]+)?\.\*$/)),
      }),
    ),
  ),
});

const ValueSet = z.strictObject({
  resourceType: z.literal('ValueSet'),
  id: z.string(),
  url: z.string().check(z.startsWith(canonical)),
  name: z.string(),
  title: z.string(),
  status: z.enum(['draft', 'active', 'retired']),
  description: z.optional(z.string()),
  compose: z.strictObject({ include: z.array(Include) }),
});
export type ValueSet = z.infer<typeof ValueSet>;

/** A collection Bundle of ValueSets, one per clinical concept, as the mapping files hold them. */
export const ValueSets = z.strictObject({
  resourceType: z.literal('Bundle'),
  id: z.string(),
  type: z.literal('collection'),
  entry: z.array(z.strictObject({ fullUrl: z.string(), resource: ValueSet })),
});
export type ValueSets = z.infer<typeof ValueSets>;

/** That a coding belongs to a concept, and how far it goes in showing it. */
export interface ConceptMatch {
  /** Id of the concept: the last part of its ValueSet's url, such as `dx.hcc`. */
  readonly concept: string;
  readonly use: EvidenceUse;
  /** The number that an answer code stands for: ECOG grade, Karnofsky score. */
  readonly ordinal?: number;
  readonly coding: Coding;
}

/** All value sets in one index, so that a chart is classified in a single pass. */
export interface ConceptIndex {
  /** Name of a concept in plain words; the id itself for one that is not in the mappings. */
  title(concept: string): string;
  has(concept: string): boolean;
  /** Every concept that any coding belongs to; display and text count for nothing. */
  classify(concept: CodeableConcept | undefined): readonly ConceptMatch[];
}

type Entry = Omit<ConceptMatch, 'coding'>;

const none: readonly ConceptMatch[] = [];

/** Builds the index over every concept of the given collections. */
export function conceptIndex(collections: readonly ValueSets[]): ConceptIndex {
  const titles = new Map<string, string>();
  const bySystem = new Map<string, Map<string, Entry[]>>();
  const prefixes: { readonly start: string; readonly entry: Entry }[] = [];
  const add = (system: string, code: string, entry: Entry) => {
    const codes = bySystem.get(system) ?? new Map<string, Entry[]>();
    bySystem.set(system, codes.set(code, [...(codes.get(code) ?? []), entry]));
  };
  for (const { resource } of collections.flatMap(({ entry }) => entry)) {
    const concept = resource.url.slice(canonical.length);
    titles.set(concept, resource.title);
    for (const { extension, system, concept: codes = [], filter = [] } of resource.compose.include) {
      const use = extension[0]?.valueCode ?? 'supports';
      for (const { code, extension: [value] = [] } of codes) {
        add(system, code, value ? { concept, use, ordinal: value.valueDecimal } : { concept, use });
      }
      for (const { value } of filter) {
        prefixes.push({ start: value.slice(0, -2).replace('\\', ''), entry: { concept, use } });
      }
    }
  }

  function entries({ system, code }: Coding): readonly Entry[] {
    if (!system || !code) return [];
    const canonicalUri = canonicalSystem(system);
    const codes = bySystem.get(canonicalUri);
    if (!codes) return [];
    if (canonicalUri !== systems.icd10cm) return codes.get(code) ?? [];
    const normal = icd10cmCode(code);
    const listed = codes.get(normal) ?? [];
    const starting = prefixes.filter(
      ({ start, entry }) =>
        normal.startsWith(start) && !listed.some(({ concept }) => concept === entry.concept),
    );
    return [...listed, ...starting.map(({ entry }) => entry)];
  }

  function matches(concept: CodeableConcept): readonly ConceptMatch[] {
    let found: ConceptMatch[] | undefined;
    for (const coding of codings(concept)) {
      for (const entry of entries(coding)) {
        found ??= [];
        found.push({ ...entry, coding });
      }
    }
    return found ?? none;
  }

  // A chart is asked about each of its concepts a dozen times; the answer lives as long as the chart does.
  const known = new WeakMap<CodeableConcept, readonly ConceptMatch[]>();
  return {
    title: (concept) => titles.get(concept) ?? concept,
    has: (concept) => titles.has(concept),
    classify: (concept) => {
      if (concept === undefined) return none;
      const before = known.get(concept);
      if (before) return before;
      const found = matches(concept);
      // What is not known here is looked up as fast as it would be remembered.
      if (found !== none) known.set(concept, found);
      return found;
    },
  };
}

/** The matches of one concept, or of all concepts that start with `prefix` and a dot. */
export function matchesOf(matches: readonly ConceptMatch[], prefix: string): readonly ConceptMatch[] {
  return matches.filter(({ concept }) => concept === prefix || concept.startsWith(`${prefix}.`));
}

/** Whether a proving code of the concept is among the matches. */
export function proves(matches: readonly ConceptMatch[], concept: string): boolean {
  return matches.some((match) => match.concept === concept && match.use === 'proves');
}

/** Whether any code of the concept, proving or supporting, is among the matches. */
export function speaksFor(matches: readonly ConceptMatch[], concept: string): boolean {
  return matches.some((match) => match.concept === concept);
}
