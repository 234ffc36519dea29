/** One issue of an OperationOutcome: what kind, said in words, and where in the resource. */
export interface Issue {
  readonly code: string;
  readonly diagnostics: string;
  readonly expression?: string;
}

const fhirJson = 'application/fhir+json; charset=utf-8';

/** A FHIR JSON response. `body` may be text that is JSON already, so that a stored resource is not parsed again. */
export function fhir(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(text, { status, headers: { 'content-type': fhirJson, ...headers } });
}

/** An OperationOutcome with one error per issue. */
export function outcome(
  status: number,
  issues: readonly Issue[],
  headers?: Record<string, string>,
): Response {
  const issue = issues.map(({ code, diagnostics, expression }) => ({
    severity: 'error',
    code,
    diagnostics,
    ...(expression ? { expression: [expression] } : {}),
  }));
  return fhir(status, { resourceType: 'OperationOutcome', issue }, headers);
}

/** An OperationOutcome with a single error. */
export function refusal(
  status: number,
  code: string,
  diagnostics: string,
  headers?: Record<string, string>,
): Response {
  return outcome(status, [{ code, diagnostics }], headers);
}

/** A plain JSON response that no cache may keep, as OAuth asks for tokens (RFC 6749 §5.1). */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      ...headers,
    },
  });
}

/** An OAuth error as JSON (RFC 6749 §5.2). */
export function oauthError(status: number, error: string, description: string): Response {
  return json(status, { error, error_description: description });
}
