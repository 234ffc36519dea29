/** Where a resource has an empty array, object or text, a null, or a second value[x], which the validator lets pass. */
export function emptiness(value: unknown, path: string): readonly string[] {
  if (value === null || value === '') return [path];
  if (typeof value !== 'object') return [];
  const children = Object.entries(value);
  const values = Array.isArray(value) ? [] : children.filter(([name]) => /^value[A-Z]/.test(name));
  return [
    ...(children.length === 0 || values.length > 1 ? [path] : []),
    ...children.flatMap(([name, child]) => emptiness(child, `${path}.${name}`)),
  ];
}
