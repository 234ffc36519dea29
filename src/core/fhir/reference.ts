/** `Type/id` with FHIR's own rule for ids. @see https://hl7.org/fhir/R4/references.html#literal */
const literal = /^(?:(.*)\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

export interface LiteralReference {
  readonly type: string;
  readonly id: string;
  /** What stands before `Type/id`; absent for a relative reference. */
  readonly base?: string;
}

/** Reads relative, absolute and versioned references; undefined for fragments, logical references, `urn:` and anything else. */
export function literalReference(reference: string | undefined): LiteralReference | undefined {
  const match = reference === undefined ? null : literal.exec(reference);
  if (!match) return undefined;
  const [, base, type = '', id = ''] = match;
  if (base !== undefined && !/^https?:\/\//.test(base)) return undefined;
  return base === undefined ? { type, id } : { type, id, base };
}

/** `Type/id` of any literal reference, without base and version. */
export function referenceKey(reference: string | undefined): string | undefined {
  const parsed = literalReference(reference);
  return parsed && `${parsed.type}/${parsed.id}`;
}
