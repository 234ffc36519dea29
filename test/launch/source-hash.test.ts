import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sourceHash } from '../../launch/build/source-hash.ts';
import { build } from '../../src/app/about/build.ts';

const copy = mkdtempSync(join(tmpdir(), 'hepauth-sources-'));
for (const source of ['src', 'mappings', 'launch', 'index.html', 'package-lock.json'])
  cpSync(source, join(copy, source), { recursive: true });
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the hash of a build', () => {
  it('is that of its sources, wherever they lie, and stands on the About page', () => {
    expect(sourceHash('{}', copy)).toBe(sourceHash('{}'));
    expect(build).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is another for another deployment', () => {
    expect(sourceHash('{"id":"other"}')).not.toBe(sourceHash('{}'));
  });

  it.each(['src/ehr/transport.ts', 'mappings/policies/med140.json', 'launch/launch.ts', 'package-lock.json'])(
    'is another after a change of %s',
    (file) => {
      const before = sourceHash('{}', copy);
      writeFileSync(join(copy, file), '{}');
      expect(sourceHash('{}', copy)).not.toBe(before);
    },
  );
});
