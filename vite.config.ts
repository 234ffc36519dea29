import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { sourceHash } from './launch/build/source-hash.ts';

const minutes = 60_000;
const rooms = {
  walks: 'test/walks/**',
  security: 'test/security/**/*.walk.ts',
  build: 'test/build/**',
  full: 'test/full/**',
};

/** The deployment that a build is made for: a name in `mappings/deployment`, or the path of a file elsewhere. */
const deployment = process.env.HEPAUTH_DEPLOYMENT ?? 'production';

const deploymentFile = resolve(
  deployment.endsWith('.json') ? deployment : `mappings/deployment/${deployment}.json`,
);

/** Puts the chosen deployment in the place of the one that the sources name. */
const chosenDeployment: Plugin = {
  name: 'hepauth-deployment',
  enforce: 'pre',
  resolveId: (source) =>
    deployment !== 'production' && source.endsWith('mappings/deployment/production.json')
      ? deploymentFile
      : null,
};

/** Scripts and styles that a page names carry the hash of what was built: a copy that was tampered with is not run. */
const integrity: Plugin = {
  name: 'hepauth-integrity',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const page of Object.values(bundle)) {
        if (page.type !== 'asset' || !page.fileName.endsWith('.html')) continue;
        page.source = String(page.source).replace(
          /<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css))"/g,
          (tag, address: string) => {
            const file = bundle[posix.join(posix.dirname(page.fileName), address)];
            if (!file) throw new Error(`${page.fileName} names a file that was not built`);
            const content = file.type === 'chunk' ? file.code : file.source;
            return `${tag} integrity="sha384-${createHash('sha384').update(content).digest('base64')}"`;
          },
        );
      }
    },
  },
};

export default defineConfig({
  // Relative, so that a hospital may serve the folder from any path.
  base: './',
  plugins: [react(), chosenDeployment, integrity],
  define: {
    FHIRCLIENT_PURE: 'true',
    HEPAUTH_BUILD: JSON.stringify(sourceHash(readFileSync(deploymentFile, 'utf8')).slice(0, 16)),
  },
  resolve: {
    alias: {
      // The package's main entry is for servers; launch and tests both need the one for browsers.
      fhirclient: 'fhirclient/lib/entry/browser.js',
      // What fhirclient logs through: no key in a browser's storage may make it print a token.
      debug: fileURLToPath(new URL('shims/debug/silent.cjs', import.meta.url)),
    },
  },
  build: {
    rollupOptions: { input: ['index.html', 'launch/index.html'] },
    // The page's security policy allows scripts, styles and images from its own origin only: nothing inline, no data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Hidden: no page refers to the maps. The size test reads from them which modules are shipped.
    sourcemap: 'hidden',
  },
  test: {
    server: { deps: { inline: ['fhirclient'] } },
    // All cores: one would be left idle while the tests of a file wait for a browser or a child process.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: Object.values(rooms),
          testTimeout: minutes / 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'screen',
          include: ['test/**/*.test.tsx'],
          exclude: Object.values(rooms),
          environment: 'happy-dom',
          testTimeout: minutes,
        },
      },
      {
        extends: true,
        test: { name: 'build', include: ['test/build/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'walks',
          include: ['test/walks/**/*.walk.ts', rooms.security],
          testTimeout: 2 * minutes,
          hookTimeout: 2 * minutes,
        },
      },
      {
        extends: true,
        test: {
          name: 'full',
          include: ['test/full/**/*.{test.ts,walk.ts}'],
          testTimeout: 10 * minutes,
          hookTimeout: 2 * minutes,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
