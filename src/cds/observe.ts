/** The steps of one call that can be watched. */
export type Step = 'caller' | 'body' | 'orders' | 'chart' | 'assess';

/** Runs one step inside whatever watches it, such as a span of OpenTelemetry: it must run `work` once and return what that returns. */
export type Observe = <T>(step: Step, work: () => Promise<T>) => Promise<T>;

/** Watches nothing. */
export const unobserved: Observe = (_, work) => work();

/** How a call ended. */
export type Outcome =
  | 'card'
  | 'not-ours'
  | 'snoozed'
  | 'no-policy'
  | 'precondition'
  | 'late'
  | 'feedback'
  | 'discovery'
  | 'unauthorized'
  | 'malformed'
  | 'busy'
  | 'failed';

/** One line of the log. Nothing in it comes from a chart, a token or a name that a stranger chose. */
export interface LogLine {
  readonly time: string;
  readonly event: 'call';
  readonly outcome: Outcome;
  readonly status: number;
  readonly ms: number;
  readonly hook?: string;
  /** Of a caller that is known, in the deployment's spelling. */
  readonly iss?: string;
  readonly tenant?: string;
  /** Only where it is a UUID, as it must be. */
  readonly hookInstance?: string;
  readonly bytes?: number;
  /** Feedback: how many cards were taken, put away, put off. */
  readonly feedback?: { readonly accepted: number; readonly overridden: number; readonly snoozed: number };
  /** Name of the error's class where the service itself failed. */
  readonly error?: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A hook instance as it may be logged. */
export function loggable(hookInstance: string): { readonly hookInstance?: string } {
  return uuid.test(hookInstance) ? { hookInstance } : {};
}
