import * as z from 'zod/mini';

/** A mapping file is not what its schema wants. Thrown at start-up, never at a patient; names the file and every wrong path in it. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

/** Parses one mapping file. @throws MappingError, a misspelt key included */
export function parsed<T>(file: string, schema: z.ZodMiniType<T>, data: unknown): T {
  const result = z.safeParse(schema, data);
  if (result.success) return result.data;
  const mistakes = result.error.issues.map((issue) => {
    const path = issue.path.map(String).join('.') || 'the top';
    return issue.code === 'unrecognized_keys'
      ? `${path}: unknown key ${issue.keys.join(', ')}`
      : `${path}: ${issue.message}`;
  });
  throw new MappingError(`mappings/${file}: ${mistakes.join('; ')}`);
}
