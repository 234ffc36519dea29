import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** One import: the file it stands in, and what it names: a path from the root of the repository, or a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every TypeScript file under the given folders of the repository, as a path from its root. */
export function sourceFiles(...roots: readonly string[]): readonly string[] {
  return roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((file) => join(root, file).replaceAll('\\', '/'))
      .filter((file) => /\.tsx?$/.test(file)),
  );
}

/** What a file imports, in every form there is: import, export from, types, and import(). */
export function importsOf(from: string, text = readFileSync(from, 'utf8')): readonly Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
    from,
    to: fileName.startsWith('.') ? normalize(join(dirname(from), fileName)).replaceAll('\\', '/') : fileName,
  }));
}

/** The first ring of files that import one another, as a path that ends where it began; null when there is none. */
export function importRing(imports: readonly Import[]): readonly string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const to of next.get(file) ?? []) {
      const ring = walk(to, [...path, file]);
      if (ring !== null) return ring;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const ring = walk(file, []);
    if (ring !== null) return ring;
  }
  return null;
}

/** The places in a TypeScript text that ask for the time, the dice, the network or the console. */
export function impurities(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isImpure(node)) found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('text.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}

function isImpure(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return ['Date.now', 'Math.random'].includes(node.getText()) || node.expression.getText() === 'console';
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
  return ts.isCallExpression(node) && ['Date', 'fetch'].includes(node.expression.getText());
}
