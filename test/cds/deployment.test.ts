import { readFileSync } from 'node:fs';
import { exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { cdsDeployment } from '../../src/cds/deployment.ts';
import { base, deployment, iss, jku, keyPair, publicKey } from './calling.ts';

const issuer = { iss, jku, keys: [publicKey], fhirServer: base };

describe('a deployment', () => {
  it('that comes with the project is right, and for development', () => {
    const text = readFileSync('mappings/cds/deployment.json', 'utf8');
    const { development, speaksForPayers } = cdsDeployment(
      'deployment.json',
      JSON.parse(text),
      vendorProfiles,
    );
    expect({ development, speaksForPayers }).toEqual({ development: true, speaksForPayers: [] });
  });

  it('speaks for no payer, refuses without data, and reads at most 5 MB unless it says otherwise', () => {
    const { speaksForPayers, bodyMegabytes, issuers, development } = deployment();
    expect({ speaksForPayers, bodyMegabytes, development }).toEqual({
      speaksForPayers: [],
      bodyMegabytes: 5,
      development: false,
    });
    expect(issuers[0]?.missingPrefetch).toBe('refuse');
  });

  it("takes its vendor's way of reading", () => {
    const [first] = deployment({}, { like: 'epic' }).issuers;
    const epic = vendorProfiles.find(({ vendor }) => vendor === 'epic');
    expect(first?.profile.readPlan).toEqual(epic?.readPlan);
    expect(first?.profile.outcomeCodes).toEqual(epic?.outcomeCodes);
  });

  it.each([
    ['a misspelt key', { orgins: [] }, 'test.json: the top: unknown key orgins'],
    ['http in production', { endpoint: 'http://cds.test' }, 'endpoint'],
    [
      'http elsewhere than on this machine',
      { development: true, appLaunchUrl: 'http://app.test/launch/' },
      'appLaunchUrl',
    ],
    ['a launch address with a query', { appLaunchUrl: 'https://app.test/launch/?patient=x' }, 'appLaunchUrl'],
    ['an explanation that is a script', { about: 'javascript:alert(1)' }, 'about'],
    ['an origin with a path', { origins: ['https://ehr.test/'] }, 'origins'],
    ['every origin', { origins: ['*'] }, 'origins'],
    ['a zone that is none', { timeZone: 'Nowhere/Land' }, 'timeZone'],
    ['an unknown vendor', { issuers: [{ ...issuer, like: 'nobody' }] }, 'issuers.0.like'],
    ['the same caller twice', { issuers: [issuer, issuer] }, 'the same iss and tenant twice'],
    ['a caller without keys', { issuers: [{ iss, fhirServer: base }] }, 'issuers.0.jku'],
    [
      'keys over http',
      { issuers: [{ iss, jku: 'http://ehr.test/jwks', fhirServer: base }] },
      'issuers.0.jku',
    ],
    [
      'a FHIR server over http',
      { issuers: [{ iss, jku, fhirServer: 'http://ehr.test/fhir' }] },
      'issuers.0.fhirServer',
    ],
    [
      'a symmetric key',
      { issuers: [{ ...issuer, keys: [{ kty: 'oct', kid: 'x', k: 'x' }] }] },
      'issuers.0.keys.0',
    ],
  ])('is refused with %s', (_, changes, because) => {
    expect(() => deployment(changes)).toThrow(because);
  });

  it('is refused with the private half of a key, whose value is not repeated', async () => {
    const { d = '', ...half } = await exportJWK(keyPair.privateKey);
    const refused = () => deployment({}, { keys: [{ ...half, d, kid: 'key-1' }] });
    expect(refused).toThrow('issuers.0.keys.0: unknown key d');
    expect(refused).not.toThrow(d);
  });
});
