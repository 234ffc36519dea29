import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readDeployment, vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { connectOrigins } from '../../src/ehr/deployment.ts';
import { serverFiles } from './server-files.ts';

const [name = 'production', ...more] = process.argv.slice(2);
if (more.length > 0 || !/^[a-z0-9-]+$/.test(name)) {
  console.error(
    'usage: npm run headers -- DEPLOYMENT   (the name of a file in mappings/deployment, without .json)',
  );
  process.exit(2);
}

const source = new URL(`../../mappings/deployment/${name}.json`, import.meta.url);
const { deployment, profiles } = readDeployment(
  `${name}.json`,
  JSON.parse(readFileSync(source, 'utf8')),
  vendorProfiles,
);
const folder = new URL(`./${name}/`, import.meta.url);
mkdirSync(folder, { recursive: true });
const guarded = { connect: connectOrigins(profiles), frameAncestors: deployment.frameAncestors };
for (const file of serverFiles(name, guarded)) {
  writeFileSync(new URL(file.name, folder), file.text);
  console.log(`launch/headers/${name}/${file.name}`);
}
console.log(`\n${profiles.filter(({ enabled }) => enabled).length} of ${profiles.length} EHRs are enabled.`);
