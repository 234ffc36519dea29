import { defineConfig } from 'vite';

/** Builds the service into one file that needs nothing beside it, for a server: it starts in a fraction of the time. */
export default defineConfig({
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/cds/serve.ts',
    outDir: '.cache/cds',
    target: 'node20',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'serve.mjs' } },
  },
});
