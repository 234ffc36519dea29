import { mkdirSync, writeFileSync } from 'node:fs';
import { schemaFiles } from './schema-files.ts';

/** Writes the JSON Schemas that editors use to complete and check the mapping files. */
mkdirSync('mappings/schemas', { recursive: true });
for (const [file, text] of schemaFiles()) writeFileSync(`mappings/schemas/${file}`, text);
