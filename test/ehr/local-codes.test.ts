import { describe, expect, it } from 'vitest';
import { defaultPolicy, mappings, policies } from '../../src/catalogue/catalogue.ts';
import { ehrProfile, readDeployment, vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { assess } from '../../src/core/assess.ts';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import { parseRecord } from '../../src/core/record/patient-record.ts';
import type { LocalCode } from '../../src/ehr/local-codes.ts';
import { standardCoded } from '../../src/ehr/local-codes.ts';
import { readChart } from '../../src/ehr/read-record.ts';
import { accessToken, base, chart, connect, mount, networkForTests, profile, sandbox } from './test-ehr.ts';

const network = networkForTests();

const house = 'https://fhir.cerner.com/d0a8d1a5/codeSet/72';
const ecogCode = { system: 'http://loinc.org', code: '89247-1' };
const ours = [{ system: house, code: '703711', means: ecogCode }];

const inHouse = (coding: object = { system: house, code: '703711' }, more: object = {}) => ({
  resourceType: 'Observation',
  id: 'ps',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ ...coding, display: 'Performance status' }], text: 'Performance status' },
  subject: { reference: 'Patient/ada' },
  effectiveDateTime: '2025-06-10',
  valueInteger: 1,
  ...more,
});

/** The performance status that a launch finds in a chart with this observation, under a profile with these local codes. */
async function found(observation: object, localCodes: readonly object[]) {
  const server = sandbox([chart(observation)]);
  mount(network, server);
  const ehr = connect(await accessToken(server), { ehrProfile: profile({ localCodes }) });
  const { resources, unread } = await readChart(ehr, dataRequirements);
  const record = parseRecord(resources, { owner: { patientId: 'ada', base }, unread });
  const policy = policies.find(({ id }) => id === defaultPolicy);
  if (!policy) throw new Error('there is no default policy');
  const { facts } = assess(record, policy, { asOf: '2025-06-16', mappings, therapy: 'tare' });
  return { facts, observation: record.observations.find(({ id }) => id === 'ps') };
}
const graded = async (observation: object, localCodes: readonly object[]) =>
  (await found(observation, localCodes)).facts.performanceStatus;

describe('an observation in a hospital’s own code alone', () => {
  it('is an ECOG grade where the profile of this launch says so, and is shown as it was recorded', async () => {
    const { facts, observation } = await found(inHouse(), ours);
    expect(facts.performanceStatus).toMatchObject({
      state: 'known',
      value: { scale: 'ecog', grade: { low: 1, high: 1 } },
    });
    expect(observation?.code.coding?.[0]).toEqual({
      system: house,
      code: '703711',
      display: 'Performance status',
    });
    expect(observation?.code.coding?.[1]).toEqual(ecogCode);
  });

  it('is coded once where two lists say the same', async () => {
    const { observation } = await found(inHouse(), [...ours, ...ours]);
    expect(observation?.code.coding).toHaveLength(2);
  });

  it('is nothing under a profile that does not', async () => {
    expect(await graded(inHouse(), [])).toMatchObject({ state: 'open' });
  });

  it.each([
    ['another code', { system: house, code: '703712' }],
    ['the same code of another tenant', { system: house.replace('d0a8d1a5', 'ffffffff'), code: '703711' }],
    ['the same code of no system', { code: '703711' }],
    ['its words alone', { display: 'ECOG performance status' }],
  ])('is nothing in %s, whatever it is called', async (_, coding) => {
    expect(await graded(inHouse(coding), ours)).toMatchObject({ state: 'open' });
  });

  it('gets no meaning beside the one that the EHR has coded itself', async () => {
    const pain = {
      coding: [
        { system: 'http://loinc.org', code: '72514-3' },
        { system: house, code: '703711' },
      ],
    };
    const { facts, observation } = await found(inHouse({}, { code: pain }), ours);
    expect(facts.performanceStatus).toMatchObject({ state: 'open' });
    expect(observation?.code.coding).toHaveLength(2);
  });
});

describe('a local code', () => {
  const smartData = 'urn:oid:1.2.840.114350.1.13.*.7.2.727688';
  const codes: readonly LocalCode[] = [
    { resourceType: 'Observation', system: smartData, code: 'EPIC#1', means: ecogCode },
  ];
  const of = (system: unknown, resourceType = 'Observation') =>
    JSON.stringify(standardCoded({ resourceType, code: { coding: [{ system, code: 'EPIC#1' }] } }, codes));

  it.each([
    ['urn:oid:1.2.840.114350.1.13.0.1.7.2.727688', true],
    ['urn:oid:1.2.840.114350.1.13.861.1.7.2.727688', true],
    ['urn:oid:1.2.840.114350.1.13..7.2.727688', false],
    ['urn:oid:1.2.840.114350.1.13.7.2.727688', false],
    ['urn:oid:1.2.840.114350.1.13.0.1.7.2.727689', false],
    ['https://evil.test/.7.2.727688', false],
    [undefined, false],
    [7, false],
  ])('of the system %s: %s', (system, isOurs) => {
    expect(of(system).includes('89247-1')).toBe(isOurs);
  });

  it('counts in its own kind of record alone', () => {
    expect(of('urn:oid:1.2.840.114350.1.13.0.1.7.2.727688', 'Procedure')).not.toContain('89247-1');
  });

  it.each([7, null, 'x', [], {}, { code: 7 }, { code: { coding: 7 } }, { code: { coding: [null] } }])(
    'changes nothing in %j',
    (resource) => expect(standardCoded(resource, codes)).toBe(resource),
  );

  it.each(['*', '*.7', 'urn:*', 'a*b*c', ''])('is refused in the system %j', (system) => {
    const localCodes = [{ system, code: 'x', means: ecogCode }];
    const place = { id: 'x', name: 'X', enabled: true, issuers: [base], clientId: 'x', scopeDialect: 'v2' };
    expect(() => ehrProfile('x.json', { ...place, writeBack: [], localCodes })).toThrow(/localCodes/);
  });

  it('of a site takes the place of its vendor’s list', () => {
    const place = { id: 'a', like: 'epic', name: 'A', issuers: ['https://a.example/fhir'], clientId: 'a' };
    const read = (overrides: object) =>
      readDeployment('x', { id: 'x', ehrs: [{ ...place, overrides }] }, vendorProfiles).profiles[0]
        ?.localCodes;
    expect(read({})).toHaveLength(2);
    expect(read({ localCodes: ours })).toEqual([{ resourceType: 'Observation', ...ours[0] }]);
  });
});
