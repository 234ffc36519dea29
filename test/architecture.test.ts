import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, importRing, importsOf, impurities, sourceFiles } from './support/imports.ts';

/** From the ground up: a file imports from its own floor or a lower one, never from a higher one. */
const floors = [
  'mappings/',
  'src/core/fhir/',
  'src/core/record/',
  'src/core/facts/',
  'src/core/policy/',
  'src/core/form/',
  'src/core/assess.ts',
  'src/core/assessment-json.ts',
  'src/core/paper/',
  'src/ehr/',
  'src/catalogue/',
  'src/app/',
  'src/cds/',
  'src/cli/',
  'launch/',
];
const firstDoor = floors.indexOf('src/app/');
const floorOf = (file: string) => floors.findIndex((floor) => file.startsWith(floor));
const isOurs = (to: string) => /^(src|launch|mappings|test)\//.test(to);
const isSandbox = (file: string) => file.startsWith('launch/sandbox/');

/** Why an import is not allowed; null when it is. */
function objection({ from, to }: Import): string | null {
  if (!isOurs(to)) return packageObjection(from, to);
  // The demo is where the app and the pretend EHR meet; it is no part of either.
  const mayMeet = isSandbox(from) || from === 'launch/demo.ts';
  if (isSandbox(to)) return mayMeet ? null : 'the product knows no pretend EHR';
  if (isSandbox(from)) return 'the pretend EHR shares nothing with the product';
  if (floorOf(from) < 0) return `${from} stands on no floor`;
  if (floorOf(to) < 0) return `${to} stands on no floor`;
  if (floorOf(to) > floorOf(from)) return 'it reaches up';
  if (floorOf(to) >= firstDoor && floorOf(to) !== floorOf(from)) return 'doors do not know each other';
  if (to.startsWith('mappings/') && !from.startsWith('src/catalogue/'))
    return 'only the catalogue reads mappings';
  return null;
}

function packageObjection(from: string, to: string): string | null {
  if (from.startsWith('src/core/') && to !== 'zod/mini') return 'core stands on zod/mini alone';
  if (from.startsWith('src/') && to === 'zod') return 'zod/mini is a quarter of its size';
  if (to.startsWith('fhirclient') && from !== 'src/ehr/session.ts')
    return 'only the session speaks to fhirclient';
  return null;
}

const files = sourceFiles('src', 'launch');
const imports = files.flatMap((file) => importsOf(file));

describe('architecture', () => {
  it('lets every file import only what its floor may', () => {
    const offences = imports.flatMap((pair) => {
      const because = objection(pair);
      return because === null ? [] : [`${pair.from} imports ${pair.to}: ${because}`];
    });
    expect(offences).toEqual([]);
  });

  it('has no ring of files that import one another', () => {
    expect(importRing(imports)?.join(' -> ') ?? null).toBeNull();
  });

  it('asks nobody for the time, the dice, the network or the console in core', () => {
    const offences = files
      .filter((file) => file.startsWith('src/core/'))
      .flatMap((file) => impurities(readFileSync(file, 'utf8')).map((what) => `${file}: ${what}`));
    expect(offences).toEqual([]);
  });

  it('has no barrel and no drawer for everything', () => {
    const drawers = /^(index|utils?|helpers?|common|shared|misc|manager)\.tsx?$/;
    expect(files.filter((file) => drawers.test(basename(file)))).toEqual([]);
  });
});

describe('the architecture rules', () => {
  it.each([
    ['src/core/fhir/r4.ts', 'src/core/facts/finding.ts', 'it reaches up'],
    ['src/core/policy/determine.ts', 'src/ehr/transport.ts', 'it reaches up'],
    ['src/app/App.tsx', 'src/cli/assess.ts', 'it reaches up'],
    ['launch/launch.ts', 'src/app/main.tsx', 'doors do not know each other'],
    ['src/app/App.tsx', 'mappings/policies/med140.json', 'only the catalogue reads mappings'],
    ['launch/sandbox/serve.ts', 'src/core/fhir/r4.ts', 'the pretend EHR shares nothing with the product'],
    ['src/app/App.tsx', 'launch/sandbox/serve.ts', 'the product knows no pretend EHR'],
    ['launch/launch.ts', 'launch/sandbox/serve.ts', 'the product knows no pretend EHR'],
    ['launch/demo.ts', 'launch/sandbox/serve.ts', null],
    ['src/core/odds/ends.ts', 'src/core/fhir/r4.ts', 'src/core/odds/ends.ts stands on no floor'],
    ['src/ehr/session.ts', 'test/support/imports.ts', 'test/support/imports.ts stands on no floor'],
    ['src/core/fhir/r4.ts', 'zod', 'core stands on zod/mini alone'],
    ['src/core/facts/finding.ts', 'react', 'core stands on zod/mini alone'],
    ['src/ehr/ehr-profile.ts', 'zod', 'zod/mini is a quarter of its size'],
    ['src/ehr/transport.ts', 'fhirclient', 'only the session speaks to fhirclient'],
    ['src/catalogue/catalogue.ts', 'mappings/policies/med140.json', null],
    ['src/core/policy/determine.ts', 'src/core/facts/finding.ts', null],
    ['src/ehr/session.ts', 'fhirclient', null],
    ['launch/launch.ts', 'src/catalogue/ehr-profiles.ts', null],
  ])('%s importing %s: %s', (from, to, because) => {
    expect(objection({ from, to })).toBe(because);
  });

  it('reads imports in every form', () => {
    const text =
      "import a from './a.ts';\nexport {\n  b,\n} from '../b.ts';\nimport type { C } from 'c';\nawait import('./d.ts');";
    expect(importsOf('src/app/x.ts', text).map(({ to }) => to)).toEqual([
      'src/app/a.ts',
      'src/b.ts',
      'c',
      'src/app/d.ts',
    ]);
  });

  it('finds a ring', () => {
    const ring = ['a b', 'b c', 'c d', 'd b'].map((pair) => ({ from: pair[0] ?? '', to: pair[2] ?? '' }));
    expect(importRing(ring)).toEqual(['b', 'c', 'd', 'b']);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'new Date',
    'Date()',
    'Math.random()',
    'fetch("x")',
    'console.log("x")',
  ])('finds %s to be impure', (text) => {
    expect(impurities(`const x = ${text};`)).not.toEqual([]);
  });

  it.each(['new Date("2025-01-01")', '// Date.now()\n1', '"console.log"', 'reader.fetch("x")'])(
    'finds %s to be pure',
    (text) => {
      expect(impurities(`const x = ${text};`)).toEqual([]);
    },
  );
});
