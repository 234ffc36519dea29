import type { LogLine } from './observe.ts';

/** What a call came to; the line of the log and the response both follow from it. */
export interface Ending extends Omit<LogLine, 'time' | 'event' | 'ms'> {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An ending without an answer, and the sentence that says why: never a value from the request. */
export function refused(
  outcome: 'malformed' | 'precondition' | 'busy' | 'failed',
  status: number,
  because: string,
): Ending {
  const headers = outcome === 'busy' ? { 'retry-after': '1' } : {};
  return { outcome, status, body: operationOutcome('processing', because), headers };
}

/** Errors carry an OperationOutcome. @see https://cds-hooks.hl7.org/2.0/#cds-service-response */
export function operationOutcome(code: 'processing' | 'not-found', text: string): object {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] };
}

/** The response to an ending. Nobody between us and the caller keeps it. */
export function responseTo({ body, headers, status }: Ending): Response {
  const all = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers };
  return body === undefined
    ? new Response(null, { status, headers: all })
    : Response.json(body, { status, headers: all });
}
