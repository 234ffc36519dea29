import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchIssuer, normalIssuer } from '../../src/ehr/issuer.ts';
import { launchRequest } from '../../src/ehr/launch-request.ts';
import { base, profile } from './test-ehr.ts';

const listed = 'https://ehr.example/r4/tenant';
const hospital = profile({ issuers: [listed] });
const local = profile({
  id: 'local',
  development: true,
  issuers: ['http://localhost:4004/fhir'],
  issuerPatterns: ['^https://launcher\\.example/sim/[a-z]+/fhir$'],
});
const match = (iss: string) => matchIssuer(iss, [hospital, local]);

describe('an issuer on the list', () => {
  it.each([
    'https://ehr.example/r4/tenant',
    'https://ehr.example/r4/tenant/',
    'https://EHR.Example/r4/tenant',
    'HTTPS://ehr.example/r4/tenant',
    'https://ehr.example:443/r4/tenant',
  ])('is known as %s', (iss) => {
    expect(match(iss)).toEqual({ status: 'known', profile: hospital, iss, base: listed });
  });

  it('is refused while its profile is disabled', () => {
    const disabled = profile({ issuers: [listed], enabled: false });
    expect(matchIssuer(listed, [disabled])).toEqual({ status: 'disabled', profile: disabled });
  });
});

describe('an issuer that only looks like one', () => {
  it.each([
    'https://ehr.example/r4/tenant2',
    'https://ehr.example/r4',
    'https://ehr.example/R4/tenant',
    'https://ehr.example:444/r4/tenant',
    'https://ehr.example:0443/r4/other',
    'https://ehr.example@evil.test/r4/tenant',
    'https://evil.test#https://ehr.example/r4/tenant',
    'https://ehr.example.evil.test/r4/tenant',
    'https://ehr.example/r4/tenant?x=1',
    'https://ehr.example/r4/tenant?',
    'https://ehr.example/r4/tenant#',
    'https://ehr.example/r4/../r4/tenant',
    'https://ehr.example/r4/%2e%2e/r4/tenant',
    'https://ehr.example/r4/./tenant',
    'https://ehr.example/r4//tenant',
    'https://ehr.example\\r4\\tenant',
    'https://ehr.example/r4\\tenant',
    'http://ehr.example/r4/tenant',
    '//ehr.example/r4/tenant',
    '\\\\ehr.example/r4/tenant',
    'javascript:alert(1)',
    'data:text/html,hello',
    ' https://ehr.example/r4/tenant',
    'https://ehr.example/r4/tenant\n',
    'https://ehr.exam\tple/r4/tenant',
    'https://ehr.еxample/r4/tenant',
    'https://user@ehr.example/r4/tenant',
    'https://:pw@ehr.example/r4/tenant',
    '',
    'undefined',
  ])('is unknown: %j', (iss) => {
    expect(match(iss)).toEqual({ status: 'unknown' });
  });
});

describe('this machine', () => {
  it.each([
    ['http://localhost:4004/fhir', 'known'],
    ['http://localhost:4005/fhir', 'unknown'],
    ['http://127.0.0.1:4004/fhir', 'unknown'],
    ['https://launcher.example/sim/abc/fhir', 'known'],
    ['https://launcher.example/sim/abc/fhir/', 'known'],
    ['https://launcher.example/sim/abc/fhir/x', 'unknown'],
  ])('%s is %s to a development profile', (iss, status) => {
    expect(match(iss).status).toBe(status);
  });

  it('is no issuer over http outside development', () => {
    const careless = profile({ issuers: ['http://localhost:4004/fhir'] });
    expect(matchIssuer('http://localhost:4004/fhir', [careless])).toEqual({ status: 'unknown' });
  });
});

const address = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['http', 'https', 'ftp'] }),
  fc.string(),
  fc
    .tuple(
      fc.constantFrom('https://', 'http://', '//', 'https:\\\\', ''),
      fc.constantFrom('ehr.example', 'ehr.example@evil.test', 'evil.test'),
      fc.string({ maxLength: 3 }),
      fc.constantFrom('/r4/tenant', '/r4', '/../r4/tenant', ''),
      fc.string({ maxLength: 3 }),
    )
    .map((parts) => parts.join('')),
);

it('knows no address whose origin and path are not the listed ones', () => {
  fc.assert(
    fc.property(address, (iss) => {
      const result = matchIssuer(iss, [hospital]);
      if (result.status === 'unknown') return;
      const url = new URL(iss);
      expect(url.origin).toBe('https://ehr.example');
      expect(url.pathname.replace(/\/$/, '')).toBe('/r4/tenant');
      expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '']);
    }),
    { numRuns: 5000 },
  );
});

it('gives every spelling one normal form, and that form is its own', () => {
  fc.assert(
    fc.property(address, (iss) => {
      const normal = normalIssuer(iss, true);
      if (normal !== undefined) expect(normalIssuer(normal, true)).toBe(normal);
    }),
    { numRuns: 2000 },
  );
});

describe('a launch request', () => {
  const iss = encodeURIComponent(base);
  it.each([
    [`?iss=${iss}&launch=abc`, { iss: base, launch: 'abc' }],
    [
      `?iss=${iss}&launch=abc&clientId=evil&patientId=x&fhirServiceUrl=https://evil.test&redirect_uri=x&key=x`,
      { iss: base, launch: 'abc' },
    ],
    [`?iss=${iss}&iss=${iss}&launch=abc`, 'malformed'],
    [`?iss=${iss}&launch=abc&launch=abc`, 'malformed'],
    [`?iss=${iss}&launch=${'a'.repeat(2049)}`, 'malformed'],
    [`?iss=https://ehr.test/${'a'.repeat(2049)}&launch=abc`, 'malformed'],
    [`?iss=${iss}`, 'not-launched'],
    ['?launch=abc', 'not-launched'],
    ['?iss=&launch=abc', 'not-launched'],
    ['', 'not-launched'],
  ])('reads %s', (search, expected) => {
    expect(launchRequest(search)).toEqual(expected);
  });
});
