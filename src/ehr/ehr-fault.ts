/** Why a request brought nothing. An expected outcome, to be shown; it never holds a value from the chart. */
export interface EhrFault {
  readonly kind: FaultKind;
  /** The caller's name for the request: `GET Observation?category=laboratory`. */
  readonly request: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** In words that a clinician can act on. */
  readonly because: string;
  /** The EHR's OperationOutcome, where it sent one: its words may name the patient, so they are shown but never logged. */
  readonly outcome?: unknown;
  /** The EHR's own number for this request, for its support desk. */
  readonly requestId?: string;
}

export type FaultKind =
  | 'session-ended'
  | 'not-renewed'
  | 'denied'
  | 'absent'
  | 'conflict'
  | 'refused'
  | 'busy'
  | 'failed'
  | 'unreachable'
  | 'timeout'
  | 'cancelled'
  | 'unreadable'
  | 'foreign';

/** What a status outside 2xx means to us. */
export function kindOfStatus(status: number): FaultKind {
  if (status === 401) return 'session-ended';
  if (status === 403) return 'denied';
  if (status === 404 || status === 410) return 'absent';
  if (status === 409 || status === 412 || status === 428) return 'conflict';
  if (status === 429 || status === 503) return 'busy';
  return status >= 500 ? 'failed' : 'refused';
}

/** The sentence for each kind, in the product's words. */
export const reasons: Readonly<Record<FaultKind, string>> = {
  'session-ended': 'the session with the EHR has ended',
  'not-renewed': 'the access to the EHR could not be renewed yet: try again in a minute',
  denied: 'the EHR did not allow it',
  absent: 'the EHR does not have it',
  conflict: 'it was changed in the EHR in the meantime',
  refused: 'the EHR refused the request',
  busy: 'the EHR is too busy',
  failed: 'the EHR failed',
  unreachable: 'the EHR could not be reached (network, firewall, or this app is not allowed there)',
  timeout: 'the EHR took too long',
  cancelled: 'the reading was stopped',
  unreadable: 'the EHR answered with something that is not FHIR JSON',
  foreign: 'it lies outside the EHR that launched this app',
};

/** A fault of one kind; `because` only where the plain sentence does not say enough. */
export function fault(
  kind: FaultKind,
  request: string,
  {
    status = 0,
    because,
    ...rest
  }: Partial<Pick<EhrFault, 'status' | 'because' | 'outcome' | 'requestId'>> = {},
): EhrFault {
  const suffix = status === 0 ? '' : ` (${status})`;
  return { kind, request, status, because: because ?? `${reasons[kind]}${suffix}`, ...rest };
}

/** Whether a write may have been stored all the same: no answer came, or the server failed. */
export function isUndecided({ kind, status }: EhrFault): boolean {
  if (['session-ended', 'not-renewed', 'foreign'].includes(kind) || status === 501) return false;
  return status === 0 || status >= 500 || status === 408;
}
