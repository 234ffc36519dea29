import { affect, bodies, type FaultBody, type FaultEffect } from './fault-effects.ts';

/**
 * One fault. It strikes requests that agree with every condition given (`on`: a resource type, or `token`, `authorize`,
 * `smart-configuration`, `jwks`, `metadata`, `page`; `query`: a piece of the decoded URL), at most `times` times. First the delay in
 * milliseconds; then either `status`, without the server doing anything, or `effect` on the real answer.
 */
export interface Fault {
  readonly on?: string;
  readonly method?: string;
  readonly query?: string;
  readonly times?: number;
  readonly delay?: number;
  readonly status?: number;
  readonly body?: FaultBody;
  readonly retryAfter?: string;
  readonly effect?: FaultEffect;
}

/** The faults now switched on; `set` replaces them all, and the first that strikes a request is the one. */
export interface FaultSwitches {
  readonly active: readonly Fault[];
  set(faults: readonly Fault[]): void;
  clear(): void;
}

/** Fault switches, all off, and the function that lets an answer pass through them. */
export function createFaults() {
  let active: readonly Fault[] = [];
  let struck = new Map<Fault, number>();
  const switches: FaultSwitches = {
    get active() {
      return active;
    },
    set(faults) {
      active = faults;
      struck = new Map();
    },
    clear: () => switches.set([]),
  };

  /** The real answer, or what the faults make of it. A dropped answer is a network error (`Response.error()`). */
  async function through(request: Request, on: string, answer: () => Promise<Response>): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const url = `${pathname}?${[...searchParams].map((pair) => pair.join('=')).join('&')}`;
    const fault = active.find(
      (each) =>
        (each.on === undefined || each.on === on) &&
        (each.method === undefined || each.method === request.method) &&
        (each.query === undefined || url.includes(each.query)) &&
        (struck.get(each) ?? 0) < (each.times ?? Infinity),
    );
    if (fault === undefined) return answer();
    struck.set(fault, (struck.get(fault) ?? 0) + 1);
    if (fault.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
    if (fault.status !== undefined) {
      const response = bodies[fault.body ?? 'outcome'](fault.status);
      if (fault.retryAfter !== undefined) response.headers.set('retry-after', fault.retryAfter);
      return response;
    }
    return affect(fault.effect, await answer());
  }
  return { switches, through };
}
