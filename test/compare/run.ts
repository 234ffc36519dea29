import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { compare } from './comparison.ts';
import { page } from './page.ts';
import { loadPeer } from './peer.ts';
import { timings } from './timing.ts';

const root = new URL('../../', import.meta.url);
const versionOf = (name: string): string =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, root), 'utf8')).version;

const loaded = await loadPeer();
if ('because' in loaded) {
  console.error(
    `@aehrc/sdc-populate cannot be loaded, so there is nothing to compare with: ${loaded.because}`,
  );
  process.exit(1);
}
// The library warns on the console of what it also says in its issues.
console.warn = () => {};
const today = new Date().toISOString().slice(0, 10);
const rows = await compare(loaded.library, today);
const measured = await timings(loaded.library, today);
const strays = rows.flatMap((row) => row.strays);
const text = page(rows, measured, {
  today,
  node: process.version,
  cores: availableParallelism(),
  versions: [`@aehrc/sdc-populate ${versionOf('@aehrc/sdc-populate')}`, `fhirpath ${versionOf('fhirpath')}`],
  strays: strays.length,
});
writeFileSync(new URL('docs/comparison.md', root), text);
console.log(text);
// The library's own timers would keep the process for half a minute.
process.exit(0);
