import { fhir } from '../respond.ts';

/** The system of Epic's own codes for what went wrong; the middle of the OID differs per organisation. */
const system = 'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369';

const businessRule = 'The content/operation failed to pass a business rule, and so could not proceed.';

/** Epic's codes with their words. Those that no public answer shows are worded by us. */
const words: Readonly<Record<string, string>> = {
  4101: 'Resource request returns no results.',
  4113: 'The paging session has expired.',
  4118: 'The user is not authorized for this request.',
  59008: 'The FHIR ID provided was not found.',
  59100: 'Content invalid against the specification or a profile.',
  59102: 'The value of a parameter is invalid.',
  59108: 'A required element is missing.',
  59109: 'The value of an optional parameter is invalid. The parameter has been ignored.',
  59144: 'A reference was not found.',
  59159: businessRule,
  59204:
    "The authenticated client's search request applies to a sub-resource that the client is not authorized for. Results of this sub-type will not be returned.",
  59205:
    "The authenticated user's search request applies to a sub-resource that the user is not authorized to view. Results of this sub-type will not be returned.",
};

/** One issue in Epic's words: how bad, of what kind, its code, and what it says of this request. */
export interface EpicIssue {
  readonly severity: 'fatal' | 'warning' | 'information';
  readonly code: string;
  readonly epic: keyof typeof words & string;
  readonly diagnostics?: string;
  readonly element?: string;
}

/** The OperationOutcome of these issues. */
export function epicOutcome(...issues: readonly EpicIssue[]): object {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map(({ severity, code, epic, diagnostics, element }) => ({
      severity,
      code,
      details: { coding: [{ system, code: epic, display: words[epic] }], text: words[epic] },
      ...(diagnostics ? { diagnostics } : {}),
      ...(element ? { location: [`/f:${element}`], expression: [element] } : {}),
    })),
  };
}

/** A refusal with these issues. */
export const epicRefusal = (status: number, ...issues: readonly EpicIssue[]): Response =>
  fhir(status, epicOutcome(...issues));

/** A business rule that is broken, and the element that breaks it. */
export const ruleBroken = (diagnostics: string, element?: string): EpicIssue => ({
  severity: 'fatal',
  code: 'business-rule',
  epic: '59159',
  diagnostics,
  ...(element ? { element } : {}),
});
