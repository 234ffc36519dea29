import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ehrProfile, ehrProfiles, vendorProfile, vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { MappingError } from '../../src/catalogue/parsed.ts';
import { dataRequirements, scopes } from '../../src/core/record/data-requirements.ts';
import { requirementsFor } from '../../src/ehr/ehr-profile.ts';
import { matchIssuer } from '../../src/ehr/issuer.ts';
import { profile } from './test-ehr.ts';

const folder = new URL('../../mappings/ehr/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const fileIn = (file: string) => vendorProfile(file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

describe('the EHR profiles', () => {
  it('are all listed in the catalogue, each under its own name', () => {
    expect(vendorProfiles.map(({ vendor }) => `${vendor}.json`).toSorted()).toEqual(files.toSorted());
  });

  it.each(files)('%s replaces only requirements that there are, and finds no id taken', (file) => {
    const { readPlan } = fileIn(file);
    const ids = dataRequirements.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(readPlan.omit));
    const asked = requirementsFor(fileIn(file), dataRequirements).map(({ id }) => id);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('are each matched by the issuers that their deployment lists, or refused for want of registration', () => {
    for (const each of ehrProfiles)
      for (const issuer of each.issuers)
        expect(matchIssuer(issuer, [each]).status).toBe(each.enabled ? 'known' : 'disabled');
  });

  it('leave no two EHRs with the same issuer', () => {
    const issuers = ehrProfiles.flatMap((each) => each.issuers);
    expect(new Set(issuers).size).toBe(issuers.length);
  });

  it('ask Epic and Oracle Health for no type that they refuse', () => {
    const spoken = (id: string) => {
      const each = ehrProfiles.find((one) => one.id === id) ?? profile();
      return scopes(requirementsFor(each, dataRequirements), each.scopeDialect, each.userLevelScopes);
    };
    expect(spoken('epic').join(' ')).not.toMatch(
      /QuestionnaireResponse|MedicationStatement|MedicationAdministration|\*/,
    );
    expect(spoken('cerner').join(' ')).not.toMatch(
      /QuestionnaireResponse|MedicationStatement|patient\/Organization|\*/,
    );
  });
});

describe('a development build', () => {
  it('finds the sandbox at any port of this machine, and nowhere else over http', () => {
    expect(matchIssuer('http://localhost:51234/fhir', ehrProfiles)).toMatchObject({
      status: 'known',
      profile: { id: 'sandbox' },
    });
    expect(matchIssuer('http://sandbox.test/fhir', ehrProfiles)).toEqual({ status: 'unknown' });
  });
});

describe('a sandbox that is like a vendor', () => {
  it.each([
    ['epic', 'epic'],
    ['cerner', 'cerner'],
    ['hapi', 'hapi'],
    ['smart', 'smart-launcher'],
  ])('at /%s/fhir is asked in the ways of %s, by the same build', (path, vendor) => {
    expect(matchIssuer(`http://localhost:51234/${path}/fhir`, ehrProfiles)).toMatchObject({
      status: 'known',
      profile: { id: `sandbox-${path}`, vendor, authorization: 'smart' },
    });
  });
});

describe('a profile with a mistake', () => {
  const valid = {
    id: 'a',
    name: 'A',
    enabled: true,
    issuers: ['https://a.test/fhir'],
    clientId: 'c',
    scopeDialect: 'v2',
    writeBack: [],
  };
  it.each([
    ['a misspelt key', { issuer: [] }, 'the top: unknown key issuer'],
    ['a misspelt key deep inside', { readPlan: { omits: [] } }, 'readPlan: unknown key omits'],
    ['a missing client id', { clientId: undefined }, 'clientId:'],
    ['an unknown dialect', { scopeDialect: 'v3' }, 'scopeDialect:'],
    [
      'a pattern outside development',
      { issuerPatterns: ['^https://.*$'] },
      'issuerPatterns: patterns are for development',
    ],
    [
      'a pattern without anchors',
      { development: true, issuerPatterns: ['https://a'] },
      'issuerPatterns: a pattern starts with',
    ],
    ['an unknown rung', { writeBack: [{ as: 'Fax' }] }, 'writeBack.0'],
    [
      'a search for a type that we do not read',
      { readPlan: { add: [{ id: 'x', resourceType: 'Account', label: 'x', params: {}, why: 'x' }] } },
      'readPlan.add.0.resourceType:',
    ],
  ])('(%s) is named by file and path', (_, change, message) => {
    expect(() => ehrProfile('a.json', { ...valid, ...change })).toThrow(MappingError);
    expect(() => ehrProfile('a.json', { ...valid, ...change })).toThrow(`mappings/ehr/a.json: ${message}`);
  });
});
