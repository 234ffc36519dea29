/** What a bill of materials needs of `package.json`. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/** One entry of `package-lock.json`, version 3. */
interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}
/** `package-lock.json`, version 3, as far as it is read here. */
export interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

const isOurs = (place: string) => place === '' || !place.includes('node_modules/');

/**
 * The bill of materials of what is shipped: every package that the lock file does not call a development dependency, with its license,
 * its SHA-512 and what it needs, as CycloneDX 1.6. The same lock file gives the same text: there is no date and no serial number in it.
 *
 * @throws RangeError when a shipped package names no license
 */
export function billOfMaterials(manifest: Manifest, { packages }: Lock): object {
  const shipped = Object.entries(packages)
    .filter(([place, { dev }]) => !dev && !isOurs(place))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const places = new Set(shipped.map(([place]) => place));
  const root = `pkg:npm/${manifest.name}@${manifest.version}`;
  const referenceOf = (place: string) => (place === '' ? root : place);
  const needsOf = (place: string, own: Locked) => ({
    ref: referenceOf(place),
    dependsOn: Object.keys({ ...own.dependencies, ...own.optionalDependencies, ...own.peerDependencies })
      .flatMap((name) => found(name, place, places) ?? [])
      .toSorted(),
  });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        'bom-ref': root,
        type: 'application',
        name: manifest.name,
        version: manifest.version,
        description: manifest.description,
        licenses: [{ license: { id: manifest.license } }],
      },
    },
    components: shipped.map(([place, locked]) => component(place, locked, manifest, packages)),
    dependencies: [['', packages[''] ?? {}] as const, ...shipped].map(([place, own]) => needsOf(place, own)),
  };
}

function component(place: string, locked: Locked, manifest: Manifest, packages: Lock['packages']): object {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const {
    version = '',
    license,
    integrity,
    peer,
    optional,
  } = locked.link ? { ...packages[locked.resolved ?? ''], license: manifest.license } : locked;
  if (license === undefined) throw new RangeError(`package-lock.json names no license for ${name}`);
  const digest = /^sha512-(.+)$/.exec(integrity ?? '')?.[1];
  return {
    'bom-ref': place,
    type: 'library',
    name,
    version,
    // What only types or a host of the package's own need is not shipped, and is told all the same.
    scope: peer || optional ? 'optional' : 'required',
    ...(locked.link
      ? {
          description: `A stand-in of this project, from ${locked.resolved}: nothing of the registry's package`,
        }
      : { purl: `pkg:npm/${name.replace('@', '%40')}@${version}` }),
    ...(digest && { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }),
    licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }],
  };
}

/** Where a package at `place` finds another one by name: the nearest `node_modules` above it. */
function found(name: string, place: string, places: ReadonlySet<string>): string | undefined {
  for (let above = place; ; above = above.slice(0, Math.max(0, above.lastIndexOf('/node_modules/')))) {
    const candidate = above === '' ? `node_modules/${name}` : `${above}/node_modules/${name}`;
    if (places.has(candidate)) return candidate;
    if (above === '') return undefined;
  }
}
