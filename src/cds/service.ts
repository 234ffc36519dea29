import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { answerHook, type HookAnswer } from './answer-hook.ts';
import { callerOf, rememberTokensFor } from './caller.ts';
import { type CallerKeys, createCallerKeys } from './caller-keys.ts';
import type { CdsDeployment, Issuer } from './deployment.ts';
import { discovery, serviceId } from './discovery.ts';
import { type Ending, operationOutcome, refused, responseTo } from './ending.ts';
import { takeFeedback } from './feedback.ts';
import { readHookRequest } from './hook-request.ts';
import { type LogLine, loggable, type Observe, unobserved } from './observe.ts';
import { createRecent, type Recent } from './recent.ts';
import { requestBody } from './request-body.ts';

/** Milliseconds: when reading ends, when an answer goes out whatever happens, and how long a refusal takes at least. */
const budget = { reading: 3400, answer: 3900, refusal: 25 } as const;
const [mostAtOnce, mostTokens, mostSnoozed] = [256, 100_000, 20_000];

/** What a service is made of. Clock, log, watcher and memories are the surroundings', hence injected. */
export interface ServiceOptions {
  readonly deployment: CdsDeployment;
  readonly log?: (line: LogLine) => void;
  readonly observe?: Observe;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Shared memories, where several instances answer one address. */
  readonly seen?: Recent;
  readonly snoozed?: Recent;
  readonly keys?: CallerKeys;
}

/** The service as one function from Request to Response, for any runtime that has fetch. */
export interface CdsService {
  fetch(request: Request): Promise<Response>;
  /** From now on not ready, so that a load balancer sends no more; what is under way is finished. */
  drain(): void;
}

/** When a call came, and the signal after which no more is read for it. */
interface Timing {
  readonly started: number;
  readonly signal: AbortSignal;
}

type Work = (request: Request, issuer: Issuer, timing: Timing) => Promise<Ending>;

/** Makes the CDS Hooks 2.0 service of one deployment. Nothing is kept of a call but the id of its token. */
export function createService({
  deployment,
  log = () => {},
  observe = unobserved,
  now = Date.now,
  ...shared
}: ServiceOptions): CdsService {
  const { endpoint, bodyMegabytes, origins, snoozeHours, issuers } = deployment;
  const memory = (limit: number, milliseconds: number) => createRecent({ limit, milliseconds, now });
  const seen = shared.seen ?? memory(mostTokens, rememberTokensFor);
  const snoozed = shared.snoozed ?? memory(mostSnoozed, snoozeHours * 3_600_000);
  const trust = { issuers, keys: shared.keys ?? createCallerKeys(now), seen, now };
  // Swedish writes a date as ISO does.
  const { format: dayOf } = new Intl.DateTimeFormat('sv-SE', { timeZone: deployment.timeZone });
  let [isDraining, underWay] = [false, 0];

  /** Logs an ending and makes a response of it. */
  function respond(ending: Ending, started: number): Response {
    const { body: _body, headers: _headers, ...line } = ending;
    const ms = Math.round((performance.now() - started) * 10) / 10;
    log({ time: new Date(now()).toISOString(), event: 'call', ...line, ms });
    return responseTo(ending);
  }

  /** Lets a known caller in, for one exact address; everybody else gets the same 401 after the same time. */
  async function guarded(request: Request, audience: string, work: Work): Promise<Response> {
    const started = performance.now();
    if (underWay >= mostAtOnce) return respond(refused('busy', 503, 'too many calls at once'), started);
    underWay += 1;
    const stop = new AbortController();
    const reading = setTimeout(() => stop.abort(), budget.reading);
    try {
      const authorization = request.headers.get('authorization');
      const issuer = await observe('caller', () => callerOf(authorization, audience, trust));
      if (!issuer) {
        await pause(budget.refusal - (performance.now() - started));
        return respond(
          { outcome: 'unauthorized', status: 401, headers: { 'www-authenticate': 'Bearer' } },
          started,
        );
      }
      const { iss, tenant } = issuer;
      const ending = await work(request, issuer, { signal: stop.signal, started });
      return respond({ ...ending, iss, ...(tenant !== undefined && { tenant }) }, started);
    } catch (problem) {
      const error = problem instanceof Error ? problem.name : 'unknown';
      return respond({ ...refused('failed', 500, 'the service failed'), error }, started);
    } finally {
      clearTimeout(reading);
      underWay -= 1;
    }
  }

  const bodyOf = (request: Request, signal: AbortSignal) =>
    observe('body', () => requestBody(request, bodyMegabytes, signal));

  const hook: Work = async (request, issuer, { signal, started }) => {
    const body = await bodyOf(request, signal);
    if (!body.ok) return refused('malformed', body.status, body.because);
    const { bytes } = body;
    const read = readHookRequest(body.data);
    if (!read.ok) return { ...refused('malformed', 400, read.because), bytes };
    const about = { hook: read.request.hook, bytes, ...loggable(read.request.hookInstance) };
    const requestSeconds = budget.reading / 1000;
    const answering = { deployment, issuer, snoozed, observe, now, dayOf, signal, requestSeconds };
    const answer = await inTime(answerHook(read.request, answering), started);
    if ('because' in answer) {
      const status = answer.outcome === 'malformed' ? 400 : 412;
      return { ...refused(answer.outcome, status, answer.because), ...about };
    }
    const { outcome, ...said } = answer;
    return { outcome, status: 200, body: said, ...about };
  };

  const feedback: Work = async (request, { iss }, { signal }) => {
    const body = await bodyOf(request, signal);
    if (!body.ok) return refused('malformed', body.status, body.because);
    const taken = await takeFeedback(body.data, iss, snoozed);
    if (!taken.ok) return refused('malformed', 400, taken.because);
    const { ok: _, ...counts } = taken;
    return { outcome: 'feedback', status: 200, body: {}, feedback: counts };
  };

  const described: Ending = { outcome: 'discovery', status: 200, body: discovery };
  const services = '/cds-services';
  const ours = `${services}/${serviceId}`;
  const app = new Hono().basePath(new URL(endpoint).pathname.replace(/\/$/, ''));
  const allowHeaders = ['authorization', 'content-type'];
  app.use(cors({ origin: [...origins], allowMethods: ['GET', 'POST'], allowHeaders, maxAge: 600 }));
  app.get('/health', () => Response.json({ status: 'up' }));
  app.get('/ready', () =>
    Response.json({ status: isDraining ? 'stopping' : 'ready' }, { status: isDraining ? 503 : 200 }),
  );
  app.get(services, ({ req: { raw } }) =>
    deployment.discovery === 'open'
      ? respond(described, performance.now())
      : guarded(raw, `${endpoint}${services}`, async () => described),
  );
  for (const [path, work] of [[ours, hook] as const, [`${ours}/feedback`, feedback] as const]) {
    app.post(path, ({ req: { raw } }) => guarded(raw, `${endpoint}${path}`, work));
    app.all(path, notAllowed('POST'));
  }
  for (const path of ['/health', '/ready', services]) app.all(path, notAllowed('GET'));
  app.notFound(() =>
    Response.json(operationOutcome('not-found', 'there is no such service'), { status: 404 }),
  );

  return {
    fetch: async (request) => app.fetch(request),
    drain: () => {
      isDraining = true;
    },
  };
}

const notAllowed = (allow: string) => () => new Response(null, { status: 405, headers: { allow } });

/** The answer, or silence where there is none in time: a physician never waits for us. */
async function inTime(work: Promise<HookAnswer>, started: number): Promise<HookAnswer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const left = budget.answer - (performance.now() - started);
  const clock = new Promise<HookAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ outcome: 'late', cards: [] }), Math.max(0, left));
  });
  return Promise.race([work, clock]).finally(() => clearTimeout(timer));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
