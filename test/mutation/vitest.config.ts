import { defineConfig } from 'vitest/config';

/** The tests by which the core's rooms are measured: table tests, vectors, properties and policy cases, none of which needs a screen or a network. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts', 'test/mutation/**/*.test.ts'],
  },
});
