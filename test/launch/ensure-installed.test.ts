import { describe, expect, it } from 'vitest';
import { firstStale } from '../../launch/ensure-installed.mjs';

const react = { version: '19.3.1', integrity: 'sha512-a' };
const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'shims/isomorphic-webcrypto': { version: '2.3.8' },
    'node_modules/react': react,
    'node_modules/fsevents': { version: '2.3.3', optional: true },
  },
};

describe('firstStale', () => {
  it.each([
    ['finds nothing in a tree that holds every package', { 'node_modules/react': react }, null],
    ['names a package that is missing', {}, 'react'],
    [
      'names a package of another version',
      { 'node_modules/react': { ...react, version: '19.3.0' } },
      'react',
    ],
    [
      'names a package of other content',
      { 'node_modules/react': { ...react, integrity: 'sha512-b' } },
      'react',
    ],
    [
      'takes no offence at a package beyond the lock',
      { 'node_modules/react': react, 'node_modules/x': react },
      null,
    ],
    [
      'names an optional package only where its version is another',
      { 'node_modules/react': react, 'node_modules/fsevents': { version: '2.3.2' } },
      'fsevents',
    ],
  ])('%s', (_, packages, stale) => {
    expect(firstStale(wanted, { packages })).toBe(stale);
  });
});
