import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { modulesIn, scriptsOf, shippedFiles } from '../support/shipped.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: object };

/** In kB of 1,000 bytes, as servers send it. */
function compressed(scripts: readonly string[]): number {
  return scripts.reduce((bytes, script) => bytes + gzipSync(readFileSync(script)).length, 0) / 1000;
}

describe('the production build', () => {
  let files: readonly string[] = [];
  beforeAll(() => {
    files = shippedFiles();
  });
  const ending = (suffix: string) => files.filter((file) => file.endsWith(suffix));

  it('starts the app with at most 150 kB of JavaScript, compressed', () => {
    const scripts = scriptsOf('index.html');
    console.log(`the app starts with ${compressed(scripts).toFixed(1)} kB of JavaScript, compressed`);
    expect(scripts).not.toEqual([]);
    expect(compressed(scripts)).toBeLessThanOrEqual(150);
  });

  it('launches without loading a policy, a questionnaire or the app', () => {
    const scripts = scriptsOf('launch/index.html');
    console.log(`the launch page starts with ${compressed(scripts).toFixed(1)} kB of JavaScript, compressed`);
    const modules = scripts.flatMap(modulesIn);
    expect(modules).toContain('launch/launch.ts');
    expect(
      modules.filter((module) => /^(mappings\/(policies|questionnaires)|src\/app)\//.test(module)),
    ).toEqual([]);
  });

  it('ships nothing of the sandbox, the tests or the development tools', () => {
    const tools = Object.keys(manifest.devDependencies).map((name) => `node_modules/${name}/`);
    const modules = ending('.js').flatMap(modulesIn);
    expect(modules).toContain('src/app/main.tsx');
    const foreign = ['launch/sandbox/', 'test/', ...tools];
    expect(modules.filter((module) => foreign.some((place) => module.startsWith(place)))).toEqual([]);
  });

  it('opens no server without a login', () => {
    const modules = ending('.js').flatMap(modulesIn);
    expect(modules).toContain('src/app/start.ts');
    expect(modules).not.toContain('src/ehr/open-server.ts');
    for (const script of ending('.js'))
      expect(readFileSync(script, 'utf8')).not.toMatch(/opened without a login/);
  });

  it('runs no script and takes no style from within a page', () => {
    const pages = ending('.html');
    expect(pages.map((page) => page.slice('dist/'.length)).sort()).toEqual([
      'index.html',
      'launch/index.html',
    ]);
    const inline = /<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:/i;
    expect(pages.filter((page) => inline.test(readFileSync(page, 'utf8')))).toEqual([]);
  });

  it('names every script and style by the hash of its content', () => {
    const named = ending('.html').flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/<(?:script|link)\b[^>]*>/g)]
        .map(([tag]) => ({
          file: join(dirname(page), /(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? ''),
          integrity: / integrity="([^"]+)"/.exec(tag)?.[1],
        }))
        .filter(({ file }) => /\.(js|css)$/.test(file)),
    );
    expect(named.length).toBeGreaterThan(5);
    for (const { file, integrity } of named) {
      const digest = createHash('sha384').update(readFileSync(file)).digest('base64');
      expect([file, integrity]).toEqual([file, `sha384-${digest}`]);
    }
  });
});
