import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDeployment, vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { browserTab } from '../ehr/browser-tab.ts';

const guide = readFileSync('docs/deploy.md', 'utf8');
/** Vendor → the scopes that the guide lists for it. */
const listed = new Map([...guide.matchAll(/^- `([\w-]+)`: `([^`]+)`/gm)].map(([, like, all]) => [like, all]));

describe('the guide to deployment', () => {
  it.each(vendorProfiles.filter(({ vendor }) => vendor !== 'sandbox').map(({ vendor }) => vendor))(
    'lists the scopes that an EHR like %s is asked for',
    async (like) => {
      browserTab();
      const { launchScopes } = await import('../../src/ehr/session.ts');
      const place = {
        id: like,
        like,
        name: like,
        issuers: ['https://fhir.north.example/r4'],
        clientId: 'a1',
        overrides: { authorization: 'smart' },
      };
      const { profiles } = readDeployment('x.json', { id: 'x', ehrs: [place] }, vendorProfiles);
      expect(listed.get(like)).toBe(profiles.flatMap(launchScopes).join(' '));
    },
  );
});
