import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { billOfMaterials, type Lock, type Manifest } from '../../launch/sbom/bill-of-materials.ts';

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const manifest = readJson('package.json') as Manifest & {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
interface Bill {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly version: string;
    readonly purl?: string;
    readonly hashes?: readonly object[];
    readonly licenses: readonly object[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

describe('the bill of materials', () => {
  const kept = readJson('docs/sbom.json') as Bill;
  const named = new Map(kept.components.map((each) => [each['bom-ref'], each]));

  it('is that of the lock file: after a change of a dependency, `npm run sbom` writes it anew', () => {
    expect(kept).toEqual(billOfMaterials(manifest, readJson('package-lock.json') as Lock));
  });

  it('names every dependency and no development tool, each with its license, and by a hash where it comes from a registry', () => {
    for (const name of Object.keys(manifest.dependencies))
      expect(named.get(`node_modules/${name}`)?.name).toBe(name);
    for (const name of ['vite', 'vitest', 'playwright-core', '@biomejs/biome'])
      expect(named.has(`node_modules/${name}`)).toBe(false);
    for (const { licenses, hashes, purl } of kept.components) {
      expect(licenses).toHaveLength(1);
      expect(hashes?.length ?? 0).toBe(purl === undefined ? 0 : 1);
    }
  });

  it('says who needs whom, and every one is needed by something', () => {
    const needed = new Set(kept.dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect([...needed].filter((each) => !named.has(each))).toEqual([]);
    expect([...named.keys()].filter((each) => !needed.has(each))).toEqual([]);
    expect(kept.dependencies.map(({ ref }) => ref)).toHaveLength(kept.components.length + 1);
  });

  it('finds the copy that a package brings along before the one beside it', () => {
    const packages = {
      '': { dependencies: { a: '1', b: '1' } },
      'node_modules/a': { version: '1.0.0', license: 'MIT', dependencies: { b: '2' } },
      'node_modules/a/node_modules/b': { version: '2.0.0', license: '(MIT OR Apache-2.0)' },
      'node_modules/b': { version: '1.0.0', license: 'MIT' },
      'node_modules/tool': { version: '1.0.0', license: 'MIT', dev: true },
    };
    const made = billOfMaterials(manifest, { packages }) as Bill;
    expect(made.components.map(({ 'bom-ref': at }) => at)).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/b',
    ]);
    expect(made.components[1]?.licenses).toEqual([{ expression: '(MIT OR Apache-2.0)' }]);
    expect(made.dependencies.slice(0, 2).map(({ dependsOn }) => dependsOn)).toEqual([
      ['node_modules/a', 'node_modules/b'],
      ['node_modules/a/node_modules/b'],
    ]);
  });

  it('refuses a package of no known license', () => {
    const packages = { '': {}, 'node_modules/a': { version: '1.0.0' } };
    expect(() => billOfMaterials(manifest, { packages })).toThrow('no license for a');
  });
});
