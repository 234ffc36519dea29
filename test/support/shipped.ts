import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

const dist = 'dist';

/** Every file of the production build; throws when there is none. */
export function shippedFiles(): readonly string[] {
  if (!existsSync(dist)) throw new Error('There is no dist/ to test: run `npm run build` first.');
  return readdirSync(dist, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Every script that a page of the build loads before it can start: its own, those it preloads, and what they import statically. */
export function scriptsOf(page: string): readonly string[] {
  const html = readFileSync(join(dist, page), 'utf8');
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js)"/g)];
  const pending = named.map(([, path = '']) => normalize(join(dist, dirname(page), path)));
  const reached = new Set<string>();
  for (let script = pending.pop(); script !== undefined; script = pending.pop()) {
    if (reached.has(script)) continue;
    reached.add(script);
    pending.push(...staticImports(script));
  }
  return [...reached].sort();
}

/** Minified imports read `from"./x.js"` or `import"./x.js"`; a lazy one has a parenthesis there. */
function staticImports(script: string): readonly string[] {
  const imports = readFileSync(script, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g);
  return [...imports].map(([, path = '']) => normalize(join(dirname(script), path)));
}

/** The source modules that went into a script of the build, as paths from the root of the repository; read from its source map. */
export function modulesIn(script: string): readonly string[] {
  // The bundler's own few lines have no source, hence no map.
  if (basename(script).startsWith('rolldown-runtime')) return [];
  const { sources } = JSON.parse(readFileSync(`${script}.map`, 'utf8')) as { sources: readonly string[] };
  return sources.map((source) => normalize(join(dirname(script), source)));
}
