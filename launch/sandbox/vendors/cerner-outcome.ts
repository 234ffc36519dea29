import { fhir } from '../respond.ts';

/** An OperationOutcome as Millennium words it: in `details.text`. */
export function cernerOutcome(status: number, code: string, ...texts: readonly string[]): Response {
  const issue = texts.map((text) => ({ severity: 'error', code, details: { text } }));
  return fhir(status, { resourceType: 'OperationOutcome', issue });
}
