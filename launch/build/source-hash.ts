import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made of, besides the deployment that it is made for. */
const sources = [
  'src',
  'mappings',
  'launch/launch.ts',
  'launch/index.html',
  'index.html',
  'package-lock.json',
];

/**
 * SHA-256 of what a build is made of, in hexadecimal: two builds of the same sources for the same deployment have the same, so
 * that anybody can check what a hospital runs.
 *
 * @param deployment content of the deployment file
 */
export function sourceHash(deployment: string, root = '.'): string {
  const hash = createHash('sha256').update(deployment);
  for (const file of sources.flatMap((source) => filesUnder(root, source)).toSorted())
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesUnder(root: string, path: string): readonly string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesUnder(root, `${path}/${name}`));
}
