import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaFiles } from '../src/cli/schema-files.ts';

describe('the JSON Schemas for editors', () => {
  it.each(schemaFiles())('%s is what `npm run schemas` writes today', (file, text) => {
    expect(readFileSync(`mappings/schemas/${file}`, 'utf8')).toBe(text);
  });
});
