/** Writes the bill of materials, `docs/sbom.json`, from the lock file: `npm run sbom`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { billOfMaterials, type Lock, type Manifest } from './bill-of-materials.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
writeFileSync('docs/sbom.json', `${JSON.stringify(billOfMaterials(manifest, lock), null, 2)}\n`);
console.log('docs/sbom.json is written');
