// Mutates the measured rooms a few files at a time: code that carries the mutants of a whole room at once runs many times slower. Stryker
// keeps what it has found in its incremental file, so a second run tests only what changed; `--force` measures all anew.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rooms = ['src/core/policy', 'src/core/facts'];
const wanted = 85;
const atOnce = 6;

const files = rooms.flatMap((room) =>
  readdirSync(root + room, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${room}/${name.replaceAll('\\', '/')}`),
);

const stryker = fileURLToPath(
  new URL('../../node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url),
);
for (let at = 0; at < files.length; at += atOnce) {
  const some = files.slice(at, at + atOnce).join(',');
  const { status } = spawnSync(process.execPath, [stryker, 'run', '-m', some, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.error(`Stryker ended with ${status} on ${some}`);
    process.exit(1);
  }
  console.error(`${Math.min(at + atOnce, files.length)} of ${files.length} files`);
}

/** @typedef {{ status: string }} Mutant */
/** @type {{ files: Record<string, { mutants: Mutant[] }> }} */
const report = JSON.parse(readFileSync(`${root}.cache/mutation/report.json`, 'utf8'));
const measured = Object.entries(report.files).filter(([name]) => files.includes(name));

/** @param {string} name @param {readonly Mutant[]} mutants */
function line(name, mutants) {
  const count = (/** @type {string[]} */ ...statuses) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, survived, unreached] = [count('Killed', 'Timeout'), count('Survived'), count('NoCoverage')];
  const score = (100 * killed) / Math.max(killed + survived + unreached, 1);
  return { score, text: `| ${name} | ${killed} | ${survived} | ${unreached} | ${score.toFixed(1)} % |` };
}

const scores = rooms.map((room) => ({
  room,
  ...line(
    room,
    measured.filter(([name]) => name.startsWith(`${room}/`)).flatMap(([, { mutants }]) => mutants),
  ),
}));
console.log('| room or file | killed | survived | not reached | score |\n|---|---|---|---|---|');
for (const { room, text } of scores) {
  console.log(text);
  for (const [name, { mutants }] of measured)
    if (name.startsWith(`${room}/`)) console.log(line(name.slice(room.length + 1), mutants).text);
}
console.log(
  line(
    'both',
    measured.flatMap(([, { mutants }]) => mutants),
  ).text,
);
const thin = scores.filter(({ score }) => score < wanted);
for (const { room } of thin) console.error(`${room} is below ${wanted} %`);
process.exit(thin.length > 0 ? 1 : 0);
