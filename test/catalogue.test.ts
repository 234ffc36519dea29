import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import diagnoses from '../mappings/value-sets/diagnoses.json' with { type: 'json' };
import medications from '../mappings/value-sets/medications.json' with { type: 'json' };
import observations from '../mappings/value-sets/observations.json' with { type: 'json' };
import procedures from '../mappings/value-sets/procedures.json' with { type: 'json' };
import sites from '../mappings/value-sets/sites.json' with { type: 'json' };
import { mappings, policies } from '../src/catalogue/catalogue.ts';
import { draftPolicies } from '../src/catalogue/draft-policies.ts';
import { MappingError, parsed } from '../src/catalogue/parsed.ts';
import { laboratoryIds } from '../src/core/facts/laboratory.ts';
import { leafNames } from '../src/core/facts/leaves.ts';
import { Measurement } from '../src/core/facts/measurement.ts';
import { systems } from '../src/core/fhir/coding.ts';
import { ValueSets } from '../src/core/fhir/value-set.ts';
import { type Criterion, isGroup, Policy } from '../src/core/policy/policy.ts';
import { calendarMistakes, policyMistakes } from '../src/core/policy/policy-check.ts';
import { med140 } from './support/facts.ts';

const folder = fileURLToPath(new URL('../mappings/', import.meta.url));
const collections = { diagnoses, medications, observations, procedures, sites };
const valueSets = Object.values(collections).flatMap(({ entry }) => entry.map(({ resource }) => resource));
const conceptOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);
const codesIn = (concept: string) =>
  valueSets
    .filter(({ url }) => conceptOf(url) === concept)
    .flatMap(({ compose }) => compose.include)
    .flatMap(({ system, ...rest }) =>
      ('concept' in rest && rest.concept ? rest.concept : []).map(({ code }) => `${system}|${code}`),
    );

const nodes = (criterion: Criterion): readonly Criterion[] =>
  isGroup(criterion) ? [criterion, ...criterion.of.flatMap(nodes)] : [criterion];
const all = policies.flatMap((policy) => policy.criteria.flatMap(nodes));

describe('the mapping files', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );

  it('are JSON, every one', () => {
    expect(files.length).toBeGreaterThan(15);
    for (const file of files)
      expect(() => JSON.parse(readFileSync(join(folder, file), 'utf8'))).not.toThrow();
  });

  it.each(['value-sets', 'measurements', 'treatments'])('in %s are all in the catalogue', (room) => {
    const source = readFileSync(
      fileURLToPath(new URL('../src/catalogue/catalogue.ts', import.meta.url)),
      'utf8',
    );
    for (const file of readdirSync(join(folder, room)).filter((name) => name.endsWith('.json')))
      expect(source).toContain(`mappings/${room}/${file}`);
  });

  it('name the file and the path when one is wrong, a misspelt key included', () => {
    const wrong = { ...mappings.measurements.inr, plausibel: 1, unit: 7 };
    expect(() => parsed('measurements/inr.json', Measurement, wrong)).toThrow(MappingError);
    expect(() => parsed('measurements/inr.json', Measurement, wrong)).toThrow(
      /measurements\/inr\.json.*unit.*plausibel/s,
    );
    expect(() => parsed('policies/x.json', Policy, { ...med140, version: undefined })).toThrow(
      /policies\/x\.json: version/,
    );
    expect(() => parsed('value-sets/x.json', ValueSets, {})).toThrow(/value-sets\/x\.json/);
  });
});

describe('the value sets', () => {
  it('have one url and one id each, and the two agree', () => {
    expect(new Set(valueSets.map(({ url }) => url)).size).toBe(valueSets.length);
    expect(new Set(valueSets.map(({ id }) => id)).size).toBe(valueSets.length);
    for (const { id, url } of valueSets) expect(id).toBe(conceptOf(url).replaceAll('.', '-'));
  });

  it('hold no code twice in one concept', () => {
    for (const { url } of valueSets) {
      const codes = codesIn(conceptOf(url));
      expect([conceptOf(url), codes.length]).toEqual([conceptOf(url), new Set(codes).size]);
    }
  });

  it('use the one name of each code system', () => {
    const known: readonly string[] = Object.values(systems);
    for (const { compose } of valueSets)
      for (const { system } of compose.include) expect(known).toContain(system);
  });

  it('are each known to the index, with a title', () => {
    for (const { url, title } of valueSets) {
      expect(mappings.concepts.has(conceptOf(url))).toBe(true);
      expect(mappings.concepts.title(conceptOf(url))).toBe(title);
    }
    expect(mappings.concepts.has('dx.nothing')).toBe(false);
    expect(mappings.concepts.title('dx.nothing')).toBe('dx.nothing');
  });

  it.each([
    ['dx.icc', `${systems.icd10cm}|C22.1`],
    ['dx.melanoma', `${systems.icd10cm}|C69.31`],
    ['dx.net-liver-metastasis', `${systems.icd10cm}|C7B.8`],
    ['dx.net-liver-metastasis', `${systems.icd10cm}|C7B.00`],
    ['dx.net-liver-metastasis', `${systems.sct}|705176003`],
    ['dx.colorectal-primary', `${systems.icd10cm}|C21.8`],
    ['dx.awaiting-transplant', `${systems.icd10cm}|Z76.82`],
    ['proc.embolization-unspecified', `${systems.cpt}|37243`],
    ['dx.encephalopathy', `${systems.icd10cm}|K72.90`],
  ])('let %s be supported, not proven, by %s', (concept, code) => {
    const uses = valueSets
      .filter(({ url }) => conceptOf(url) === concept)
      .flatMap(({ compose }) => compose.include)
      .filter(
        (include) =>
          'concept' in include && include.concept?.some((each) => `${include.system}|${each.code}` === code),
      )
      .map(({ extension }) => extension[0]?.valueCode);
    expect(uses).toEqual(['supports']);
  });

  const everywhere = valueSets.flatMap(({ url }) => codesIn(conceptOf(url)));
  it.each([
    ['a display that nobody checked: lactulose', `${systems.rxnorm}|6218`],
    ['mitomycin', `${systems.rxnorm}|632`],
    ['tremelimumab as an ingredient', `${systems.rxnorm}|2619313`],
    ['CPT 77301', `${systems.cpt}|77301`],
    ['an inactive CPT', `${systems.cpt}|47136`],
    ['a SNOMED CT description id', `${systems.sct}|2644680013`],
    ['NYHA for ECOG', `${systems.loinc}|88020-3`],
    ['a polyp for a tumor', `${systems.loinc}|33756-8`],
    ['HIV tests for Child-Pugh', `${systems.loinc}|75622-1`],
    ['PRRT for radioembolization', `${systems.sct}|431743005`],
  ])('do not hold %s', (_, code) => expect(everywhere).not.toContain(code));

  it('keep direct and indirect bilirubin apart from total', () => {
    const total = codesIn('obs.bilirubin-total');
    for (const code of ['1968-7', '14629-0', '1971-1'])
      expect(total).not.toContain(`${systems.loinc}|${code}`);
  });
});

describe('measurements and treatments', () => {
  it.each(Object.entries(mappings.measurements))(
    '%s finds its concept, its LOINC and its unit',
    (name, measurement) => {
      expect(measurement.id).toBe(name);
      expect(mappings.concepts.has(measurement.concept)).toBe(true);
      if (measurement.excludes !== undefined) expect(mappings.concepts.has(measurement.excludes)).toBe(true);
      expect(codesIn(measurement.concept)).toContain(`${systems.loinc}|${measurement.loinc}`);
      expect(measurement.units.map(({ ucum }) => ucum)).toContain(measurement.unit);
      expect(measurement.window.fresh).toBeLessThanOrEqual(measurement.window.usable);
      expect(measurement.plausible.low).toBeLessThan(measurement.plausible.high);
      const names = measurement.units.flatMap(({ ucum, aliases }) => [
        ucum.toLowerCase(),
        ...aliases.filter((alias) => alias !== ucum.toLowerCase()),
      ]);
      expect(new Set(names).size).toBe(names.length);
    },
  );

  it('are there for every laboratory value', () => {
    for (const id of laboratoryIds) expect(Object.keys(mappings.measurements)).toContain(id);
  });

  it('name concepts that exist, and regimens of agents that are listed', () => {
    const { procedures: done, agents, regimens } = mappings.treatments;
    for (const { concept } of done) expect(mappings.concepts.has(concept)).toBe(true);
    for (const agent of agents) expect(mappings.concepts.has(agent)).toBe(true);
    for (const { title, all: parts } of regimens)
      for (const part of parts) expect([title, agents.includes(part)]).toEqual([title, true]);
  });

  it('list a regimen before any that it contains', () => {
    const { regimens } = mappings.treatments;
    for (const [index, { all: parts, title }] of regimens.entries())
      for (const earlier of regimens.slice(0, index))
        expect([
          title,
          parts.length > earlier.all.length && earlier.all.every((part) => parts.includes(part)),
        ]).toEqual([title, false]);
  });
});

describe('the policy', () => {
  it('has exactly the nodes of its outline', () => {
    expect(med140.criteria.flatMap(nodes).flatMap(({ id }) => id ?? [])).toEqual([
      'I',
      'I.A',
      'I.B',
      'I.B.1',
      'I.B.2',
      'I.B.3',
      'I.B.3.a',
      'I.B.3.a.i',
      'I.B.3.a.ii',
      'I.B.3.b',
      'I.B.3.b.i',
      'I.B.3.b.ii',
      'I.B.3.c',
      'I.B.4',
      'II',
      'III',
    ]);
  });

  it('puts each leaf where the outline puts it', () => {
    const leaves = (id: string): readonly string[] => {
      const node = all.find((each) => each.id === id);
      return node && isGroup(node)
        ? node.of.flatMap((child) => (!isGroup(child) && child.kind === 'leaf' ? [child.leaf] : []))
        : [];
    };
    expect(
      Object.fromEntries(
        [
          'I.A',
          'I.B.1',
          'I.B.2',
          'I.B.3',
          'I.B.3.a',
          'I.B.3.a.i',
          'I.B.3.a.ii',
          'I.B.3.b',
          'I.B.3.b.i',
          'I.B.3.b.ii',
          'I.B.3.c',
          'I.B.4',
        ].map((id) => [id, leaves(id)]),
      ),
    ).toEqual({
      'I.A': ['site.not-liver'],
      'I.B.1': ['dx.hcc', 'unresectable'],
      'I.B.2': ['dx.hcc', 'bridge-to-transplant'],
      'I.B.3': [],
      'I.B.3.a': ['dx.net-liver-mets', 'unresectable'],
      'I.B.3.a.i': ['liver-dominant', 'diffuse', 'symptomatic'],
      'I.B.3.a.ii': ['systemic-failed-symptoms', 'systemic-not-candidate'],
      'I.B.3.b': ['dx.crc-liver-mets', 'unresectable'],
      'I.B.3.b.i': ['liver-dominant', 'progressive', 'diffuse'],
      'I.B.3.b.ii': ['chemo-refractory', 'chemo-not-candidate'],
      'I.B.3.c': ['dx.melanoma-liver-mets', 'unresectable', 'liver-dominant', 'progressive', 'diffuse'],
      'I.B.4': ['dx.icc', 'unresectable'],
    });
  });

  it('uses every leaf', () => {
    const used = new Set(all.flatMap((node) => (!isGroup(node) && node.kind === 'leaf' ? [node.leaf] : [])));
    expect([...used].toSorted()).toEqual(leafNames.toSorted());
  });

  it('quotes the payer at every node of the outline, every document and every statement', () => {
    for (const { id, quote, section } of all.filter(({ id }) => id !== undefined)) {
      expect([id, (quote ?? '').length > 20]).toEqual([id, true]);
      expect(section).toBe(id);
    }
    for (const { id, quote } of [...med140.documents, ...med140.advisories])
      expect([id, (quote ?? '').length > 20]).toEqual([id, true]);
  });

  it.each([
    ['I.A', 'Locations other than the liver; or'],
    ['I.B.1', 'Unresectable primary liver tumors (hepatocellular carcinoma [HCC]); or'],
    ['I.B.2', 'As a bridge to transplantation in primary HCC; or'],
    [
      'I.B.3',
      'Unresectable hepatic metastases from neuroendocrine or colorectal tumors, or melanoma when any of the following are met:',
    ],
    ['I.B.3.b.ii', 'The patient is refractory to or not a candidate for chemotherapy.'],
    [
      'I.B.3.c',
      'Melanoma (ocular/uveal or cutaneous) when the disease is liver-dominant, progressive, and diffuse.',
    ],
    ['I.B.4', 'Unresectable primary intrahepatic cholangiocarcinoma.'],
  ])('quotes %s literally', (id, quote) => expect(all.find((node) => node.id === id)?.quote).toBe(quote));

  it('defines "diffuse" and nothing else', () =>
    expect(med140.terms.map(({ term, text }) => [term, text])).toEqual([
      ['diffuse', 'defined as tumor tissue spread throughout the affected organ'],
    ]));

  it('has the documents, statements and conclusions of the contract', () => {
    expect(med140.documents.map(({ id }) => id)).toEqual([
      'D1',
      'D2a',
      'D2b',
      'D2c',
      'D2d',
      'D3',
      'D4',
      'D5',
      'D6',
    ]);
    expect(med140.advisories.map(({ id }) => id)).toEqual([
      'A1',
      'A2',
      'A3',
      'A4',
      'A5',
      'A6',
      'A7',
      'A8',
      'A9',
      'A10',
      'A11',
    ]);
    expect(med140.conclusions).toEqual({ met: 'medically-necessary', notMet: 'investigational' });
    expect(
      med140.documents.flatMap(({ id, appliesTo }) => (appliesTo ? [[id, appliesTo.leaf]] : [])),
    ).toEqual([
      ['D2d', 'dx.net-liver-mets'],
      ['D6', 'dx.hcc'],
    ]);
  });

  it('says that the contract takes precedence', () =>
    expect(med140.notice).toContain('contract language takes precedence'));

  it('lists the eight codes of its own list', () =>
    expect(med140.codes.map(({ code }) => code).toSorted()).toEqual([
      '37242',
      '37243',
      '75894',
      '77399',
      '77778',
      '79445',
      'C2616',
      'S2095',
    ]));

  it.each([...policies, ...draftPolicies].map((policy) => [policy.id, policy] as const))(
    '%s has no name that leads nowhere',
    (_, policy) => expect(policyMistakes(policy, mappings)).toEqual([]),
  );

  it('is one version at any time', () => expect(calendarMistakes(policies)).toEqual([]));

  it('has an id that no other has', () => {
    const ids = [...policies, ...draftPolicies].map(({ id, version }) => `${id} ${version}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
