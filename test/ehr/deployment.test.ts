import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from '../../launch/headers/security-headers.ts';
import { serverFiles } from '../../launch/headers/server-files.ts';
import { readDeployment, vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { MappingError } from '../../src/catalogue/parsed.ts';
import { connectOrigins } from '../../src/ehr/deployment.ts';
import { matchIssuer } from '../../src/ehr/issuer.ts';
import { pinnedOrigins } from '../../src/ehr/smart-configuration.ts';

const folder = new URL('../../mappings/deployment/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const readFile = (file: string) =>
  readDeployment(file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')), vendorProfiles);

/** Two hospitals of one vendor and one of another, one of them not registered yet. */
const hospitals = {
  id: 'hospitals',
  frameAncestors: ['https://hyperspace.north.example'],
  idleMinutes: 10,
  ehrs: [
    {
      id: 'north',
      like: 'epic',
      name: 'North Hospital',
      issuers: ['https://fhir.north.example/interconnect/api/FHIR/R4'],
      clientId: 'a1',
    },
    {
      id: 'south',
      like: 'epic',
      name: 'South Hospital',
      issuers: ['https://fhir.south.example/api/FHIR/R4'],
      endpointOrigins: ['https://login.south.example'],
      clientId: 'a1',
      overrides: { scopeDialect: 'v2' },
    },
    { id: 'west', like: 'cerner', name: 'West Hospital', issuers: ['https://fhir.west.example/r4/t'] },
  ],
};
const read = (changes: object = {}) => readDeployment('x.json', { ...hospitals, ...changes }, vendorProfiles);
const hapiPlace = {
  id: 'lab',
  like: 'hapi',
  name: 'Lab',
  issuers: ['https://fhir.lab.example/fhir'],
  clientId: 'a1',
};
const policyOf = (text: string) => /Content-Security-Policy:? "?([^"\n]+)/.exec(text)?.[1] ?? '';
const connectIn = (policy: string) =>
  (/connect-src ([^;]+)/.exec(policy)?.[1] ?? '').split(' ').filter((source) => source !== "'self'");

describe('a deployment', () => {
  it('refuses an EHR that nobody could launch from, and takes it where the site says that it has a login', () => {
    expect(() => read({ ehrs: [hapiPlace] })).toThrow(/x\.json: lab: authorization: it has no login/);
    const withLogin = { ...hapiPlace, overrides: { authorization: 'smart' } };
    expect(read({ ehrs: [withLogin] }).profiles).toMatchObject([{ enabled: true, authorization: 'smart' }]);
    expect(read({ ehrs: [hapiPlace], development: true }).profiles).toMatchObject([
      { authorization: 'open' },
    ]);
  });

  it('makes a profile of each hospital: its vendor’s ways at its own address', () => {
    const { profiles } = read();
    expect(
      profiles.map(({ id, vendor, enabled, scopeDialect }) => [id, vendor, enabled, scopeDialect]),
    ).toEqual([
      ['north', 'epic', true, 'v1'],
      ['south', 'epic', true, 'v2'],
      ['west', 'cerner', false, 'v1'],
    ]);
    expect(matchIssuer('https://fhir.south.example/api/FHIR/R4', profiles)).toMatchObject({
      status: 'known',
      profile: { id: 'south' },
    });
    expect(matchIssuer('https://fhir.west.example/r4/t', profiles).status).toBe('disabled');
  });

  it('lays what a site does otherwise over its vendor’s ways field by field; a list takes the place of the vendor’s', () => {
    const of = (overrides: object) => read({ ehrs: [{ ...hospitals.ehrs[0], overrides }] }).profiles[0];
    const plain = of({});
    const paged = of({ readPlan: { pageSize: { Observation: 200 } } });
    expect(paged).toEqual({
      ...plain,
      readPlan: { ...plain?.readPlan, pageSize: { Observation: 200 } },
    });
    expect(paged?.readPlan.add.map(({ id }) => id)).toEqual([
      'problem-list',
      'encounter-diagnoses',
      'smartdata',
    ]);
    const told = of({ outcomeCodes: { denied: ['X1'] }, budgets: { pages: 7 } });
    expect(told?.outcomeCodes).toEqual({ ...plain?.outcomeCodes, denied: ['X1'] });
    expect(told?.budgets).toEqual({ ...plain?.budgets, pages: 7 });
    expect(of({ readPlan: { omit: [] } })?.readPlan.omit).toEqual([]);
  });

  it('lets the browser connect to where an enabled EHR or its login is, and to nothing else', () => {
    expect(connectOrigins(read().profiles)).toEqual([
      'https://fhir.north.example',
      'https://fhir.south.example',
      'https://login.south.example',
    ]);
  });

  it.each([...files.map((file) => [file, readFile(file)] as const), ['three hospitals', read()] as const])(
    '%s: the allow-list of the app and connect-src of every server file are the same set',
    (_, { deployment, profiles }) => {
      const allowed = profiles
        .filter(({ enabled }) => enabled)
        .flatMap((profile) => profile.issuers.flatMap((issuer) => pinnedOrigins(issuer, profile)));
      const connect = connectOrigins(profiles);
      for (const { text } of serverFiles('x', { connect, frameAncestors: deployment.frameAncestors })) {
        expect(new Set(connectIn(policyOf(text)))).toEqual(new Set(allowed));
      }
    },
  );

  it('never lists a pattern outside development, where no security policy could hold it', () => {
    for (const file of files) {
      const { deployment, profiles } = readFile(file);
      if (!deployment.development) expect(profiles.flatMap((each) => each.issuerPatterns)).toEqual([]);
    }
  });

  it.each([
    ['a misspelt key', { ehr: [] }, 'the top: unknown key ehr'],
    [
      'a vendor without a file',
      { ehrs: [{ ...hospitals.ehrs[0], like: 'epics' }] },
      'north: there is no vendor "epics"',
    ],
    ['a hospital without an address', { ehrs: [{ ...hospitals.ehrs[0], issuers: [] }] }, 'ehrs.0.issuers'],
    [
      'an override that no vendor file may have',
      { ehrs: [{ ...hospitals.ehrs[0], overrides: { scopeDialekt: 'v2' } }] },
      'north:',
    ],
    [
      'an override of a section that is none',
      { ehrs: [{ ...hospitals.ehrs[0], overrides: { readPlan: ['smartdata'] } }] },
      'north: readPlan',
    ],
    [
      'an override of a field that the section does not have',
      { ehrs: [{ ...hospitals.ehrs[0], overrides: { readPlan: { pageSizes: {} } } }] },
      'north: readPlan',
    ],
    ['a frame of anybody', { frameAncestors: ['*'] }, 'frameAncestors.0: an origin'],
    ['a frame by a wildcard', { frameAncestors: ['https://*.example.org'] }, 'frameAncestors.0: an origin'],
    ['no lock at all', { idleMinutes: 0 }, 'idleMinutes'],
  ])('with %s is refused, by file and path', (_, changes, message) => {
    expect(() => read(changes)).toThrow(MappingError);
    expect(() => read(changes)).toThrow(`mappings/deployment/x.json: ${message}`);
  });
});

describe('the security policy', () => {
  it.each([
    '*',
    'https://*.example.org',
    'https:',
    'https://a.example/path',
    "https://a.example; script-src 'unsafe-inline'",
  ])('refuses %s in place of an origin', (source) => {
    expect(() => contentSecurityPolicy({ connect: [source], frameAncestors: [] })).toThrow(RangeError);
    expect(() => contentSecurityPolicy({ connect: [], frameAncestors: [source] })).toThrow(RangeError);
  });

  it('lets nobody frame the app unless the deployment says who', () => {
    expect(contentSecurityPolicy({ connect: [], frameAncestors: [] })).toContain("frame-ancestors 'none'");
    expect(contentSecurityPolicy({ connect: [], frameAncestors: ['https://ehr.example'] })).toContain(
      'frame-ancestors https://ehr.example;',
    );
  });

  it('allows nothing inline, no evaluation and no wildcard', () => {
    expect(
      contentSecurityPolicy({ connect: connectOrigins(read().profiles), frameAncestors: [] }),
    ).not.toMatch(/unsafe|\*|data:|blob:|https:(?!\/\/)/);
  });
});

describe('the server files', () => {
  const guarded = { connect: ['https://fhir.example'], frameAncestors: [] };

  it.each(serverFiles('x', guarded))('$name sets every header, with the same value', ({ text }) => {
    for (const [name, value] of securityHeaders(guarded)) {
      expect(text).toMatch(new RegExp(`${name}:? "?${value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    }
    expect(text).toContain('no-store');
    expect(text).toContain('immutable');
  });

  it('of the production deployment are what `npm run headers` writes today', () => {
    const { deployment, profiles } = readFile('production.json');
    const current = { connect: connectOrigins(profiles), frameAncestors: deployment.frameAncestors };
    for (const { name, text } of serverFiles('production', current)) {
      expect(readFileSync(`launch/headers/production/${name}`, 'utf8')).toBe(text);
    }
  });
});
