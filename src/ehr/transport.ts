import { type EhrFault, fault, kindOfStatus } from './ehr-fault.ts';
import { addressUnder } from './fhir-base.ts';
import { claimsJson, jsonBody } from './json-body.ts';
import type { Renewing } from './renewal.ts';
import { mayPass, pauseBefore, triesPerGet } from './retry.ts';
import { turnstile } from './turnstile.ts';

/** What the EHR answered. `body` is undefined where a write was answered without readable JSON, which is allowed. */
export type Reply =
  | {
      readonly ok: true;
      readonly status: number;
      readonly body: unknown;
      readonly location?: string;
      readonly etag?: string;
    }
  | { readonly ok: false; readonly fault: EhrFault };

export interface Asking {
  /** Name of the request for faults and progress; never a value from the chart. */
  readonly label: string;
  readonly signal?: AbortSignal | undefined;
  /** Seconds for one try; default from the budgets. */
  readonly seconds?: number | undefined;
  /** Takes the body as the EHR wrote it, hidden characters and all: for what goes back to the EHR, never for a screen. */
  readonly verbatim?: boolean | undefined;
}

/** All FHIR traffic of one launch. The token travels nowhere else. */
export interface EhrTransport {
  /** Reads; tried again, within bounds, where the EHR is busy or failed. */
  get(target: string, asking: Asking): Promise<Reply>;
  /** Writes; tried once. */
  send(
    method: 'POST' | 'PUT',
    target: string,
    asking: Asking & { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Reply>;
}

export interface TransportOptions {
  /** FHIR base of the launch, without a trailing slash. */
  readonly base: string;
  /** The access token; empty once it has run out, which no request survives. Undefined for an open server. */
  readonly token: (() => string) | undefined;
  /** Milliseconds since the epoch at which the token runs out. */
  readonly expiresAt?: (() => number) | undefined;
  /** Buys a new token where the EHR grants that. */
  readonly renew?: (() => Promise<Renewing>) | undefined;
  /** Told once, when the EHR no longer takes the token and none can be bought: what was read stays usable. */
  readonly onSessionEnd?: (() => void) | undefined;
  readonly requestSeconds?: number;
  readonly responseMegabytes?: number;
  readonly concurrent?: number;
  /** Told of every request that came to nothing, for a help desk; it is told nothing of the chart. */
  readonly onFault?: ((fault: Omit<EhrFault, 'outcome'>) => void) | undefined;
  /** Told before each wait, so that a screen can count down. */
  readonly onWait?: (label: string, milliseconds: number) => void;
  readonly random?: () => number;
  readonly now?: () => number;
  readonly pause?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

const json = 'application/fhir+json';
/** A token with less than this left is renewed first: a request must not outlive it. */
const leastLeft = 30_000;

/** Our own fetch: token under the base only, no redirects, no cookies, no cache, JSON only, bounded in time, size and number. */
export function createTransport(options: TransportOptions): EhrTransport {
  const { base, token, requestSeconds = 15, responseMegabytes = 20, concurrent = 4 } = options;
  const { random = Math.random, now = Date.now, pause = pauseFor, onWait } = options;
  const { renew, expiresAt, onSessionEnd, onFault } = options;
  const queue = turnstile(concurrent);
  let over = false;

  function endSession(label: string): Reply {
    if (!over) onSessionEnd?.();
    over = true;
    return failed(fault('session-ended', label));
  }

  function reported(reply: Reply): Reply {
    if (!reply.ok && reply.fault.kind !== 'cancelled') {
      const { outcome: _, ...rest } = reply.fault;
      onFault?.(rest);
    }
    return reply;
  }

  /** A token that is about to run out is renewed before the request, not after its refusal. */
  async function freshened(): Promise<Renewing> {
    if (over || !token || !renew) return 'no';
    const left = (expiresAt?.() ?? Number.POSITIVE_INFINITY) - now();
    return token() === '' || left < leastLeft ? renew() : 'no';
  }

  /** After a 401: another request may have renewed the token while this one was on its way with the old one. */
  async function renewedSince(bearer: string): Promise<Renewing> {
    const current = token?.() ?? '';
    if (current !== '' && current !== bearer) return 'renewed';
    return (await renew?.()) ?? 'no';
  }

  async function once(method: string, target: string, asking: Asking, init: RequestInit = {}) {
    const { label, signal, seconds = requestSeconds } = asking;
    const url = addressUnder(base, target);
    if (!url) return { reply: failed(fault('foreign', label)) };
    const freshening = await orStopped(freshened(), signal);
    if (freshening === 'stopped') return { reply: failed(fault('cancelled', label)) };
    const bearer = token?.();
    if (bearer === '' && freshening === 'later' && !over)
      return { reply: failed(fault('not-renewed', label)) };
    if (bearer === '' || over) return { reply: endSession(label) };
    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(), seconds * 1000);
    const halt = signal ? AbortSignal.any([signal, clock.signal]) : clock.signal;
    try {
      const response = await fetch(url, {
        ...init,
        method,
        headers: {
          accept: json,
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
          ...(init.headers as Record<string, string> | undefined),
        },
        redirect: 'error',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        signal: halt,
      });
      const reply = await replyTo(method, asking, response, halt);
      if (response.status !== 401 || bearer === undefined) return { reply, response };
      // A read may go again with a new token. A write was refused, and goes again only when a person says so.
      const renewing = await renewedSince(bearer);
      if (renewing === 'later') return { reply: failed(fault('not-renewed', label, { status: 401 })) };
      if (renewing === 'no') endSession(label);
      return { reply, response, renewed: renewing === 'renewed' && method === 'GET' };
    } catch {
      if (signal?.aborted) return { reply: failed(fault('cancelled', label)) };
      return { reply: failed(fault(clock.signal.aborted ? 'timeout' : 'unreachable', label)) };
    } finally {
      clearTimeout(timer);
    }
  }

  async function replyTo(
    method: string,
    { label, verbatim }: Asking,
    response: Response,
    halt: AbortSignal,
  ): Promise<Reply> {
    const { status, ok } = response;
    const limits = { megabytes: responseMegabytes, verbatim: verbatim && ok };
    const body = claimsJson(response) ? await jsonBody(response, limits, halt) : undefined;
    // Not awaited: a body that nobody reads may never report that it was let go.
    if (!body) response.body?.cancel().catch(() => {});
    if (!ok) {
      const requestId = response.headers.get('x-request-id') ?? response.headers.get('x-correlation-id');
      const said = body?.ok && { outcome: body.data };
      return failed(
        fault(kindOfStatus(status), label, { status, ...said, ...(requestId !== null && { requestId }) }),
      );
    }
    if (method === 'GET' && !body?.ok) {
      return failed(fault('unreadable', label, { status, ...(body && { because: body.because }) }));
    }
    const [location, etag] = [
      response.headers.get('location') ?? response.headers.get('content-location'),
      response.headers.get('etag'),
    ];
    return {
      ok,
      status,
      body: body?.ok ? body.data : undefined,
      ...(location !== null && { location }),
      ...(etag !== null && { etag }),
    };
  }

  async function persistently(target: string, asking: Asking): Promise<Reply> {
    for (let attempt = 1; ; attempt += 1) {
      const { reply, response, renewed } = await once('GET', target, asking);
      if (renewed && attempt < triesPerGet) continue;
      if (reply.ok || !response || !mayPass(response.status) || attempt >= triesPerGet) return reply;
      const wait = pauseBefore(response.headers.get('retry-after'), attempt, random(), now());
      onWait?.(asking.label, wait);
      await pause(wait, asking.signal);
    }
  }

  return {
    get: (target, asking) => queue(async () => reported(await persistently(target, asking))),
    send: (method, target, { body, headers, ...asking }) =>
      queue(async () => {
        const init = { body: JSON.stringify(body), headers: { 'content-type': json, ...headers } };
        return reported((await once(method, target, asking, init)).reply);
      }),
  };
}

/** A wait that ends with the request that waits. */
function orStopped<T>(waiting: Promise<T>, signal: AbortSignal | undefined): Promise<T | 'stopped'> {
  if (!signal) return waiting;
  return new Promise((resolve, reject) => {
    const stop = () => resolve('stopped');
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    waiting.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function failed(why: EhrFault): Reply {
  return { ok: false, fault: why };
}

function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    if (signal?.aborted) done();
    else signal?.addEventListener('abort', done);
  });
}
