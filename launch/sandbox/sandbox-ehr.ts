import { createAuthorization } from './authorization.ts';
import { loadChart, type SandboxChart } from './chart.ts';
import { allowOrigin, preflight } from './cors.ts';
import { createFaults, type Fault, type FaultSwitches } from './faults.ts';
import { fhirEndpoint } from './fhir-endpoints.ts';
import { createPages } from './paging.ts';
import type { Resource } from './resource.ts';
import { json, refusal } from './respond.ts';
import { signingKey } from './signing-key.ts';
import { authorize, type SandboxClient, smartConfiguration } from './smart-endpoints.ts';
import { startPage, startStyle } from './start-page.ts';
import { createStore } from './store.ts';
import { token } from './token-endpoint.ts';

export type { SandboxChart } from './chart.ts';
export type { Fault, FaultSwitches } from './faults.ts';

/** What a sandbox is made of. */
export interface SandboxOptions {
  /** The absolute FHIR base, which is also the issuer; OAuth and the start page live beside it. */
  readonly base: string;
  /** Transaction Bundles, one chart each (`./charts.ts` has ours). */
  readonly charts: readonly unknown[];
  /** The ISO date that each story's day becomes. */
  readonly today: string;
  readonly clients: readonly SandboxClient[];
  /** Where the start page launches the app; without it the page only lists the patients. */
  readonly appLaunchUrl?: string;
  /** Milliseconds since the epoch: expiry and meta.lastUpdated. Default, the clock. */
  readonly now?: () => number;
  /** The most entries on one page, whatever `_count` asks. Default 100. */
  readonly pageSize?: number;
  /** Life of an access token in seconds. Default 3600. */
  readonly accessTokenSeconds?: number;
  /** The types that take create and update. Default QuestionnaireResponse and DocumentReference. */
  readonly writable?: readonly string[];
  /** Whether an update without If-Match is refused (412). Default false. */
  readonly requireIfMatch?: boolean;
}

/** One request that the sandbox answered; a status of 0 is an answer lost on the way. */
export interface RequestLog {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly hasToken: boolean;
}

/** A pretend EHR: one function from Request to Response, so that node:http, MSW and Vite can each mount it. */
export interface SandboxEhr {
  handle(request: Request): Promise<Response>;
  readonly base: string;
  readonly charts: readonly SandboxChart[];
  /** The URL by which this EHR would open the app on a chart: the app's launch URL with `iss` and a fresh single-use `launch`. */
  launchUrl(chartId: string, appLaunchUrl: string): string;
  readonly faults: FaultSwitches;
  /** The current resources of a type, in every chart. */
  stored(type: string): readonly Resource[];
  /** Stores a version behind the app's back, as a colleague at another screen would. */
  put(resource: Resource & { readonly id: string }): Resource;
  readonly requests: readonly RequestLog[];
}

/**
 * Makes a sandbox EHR with its charts loaded: SMART App Launch from a chart, and FHIR R4 read, search, create and update.
 *
 * @throws Error when a chart is not a Bundle of one patient
 */
export function createSandboxEhr(options: SandboxOptions): SandboxEhr {
  const { charts: bundles, today, clients, now = Date.now, pageSize = 100 } = options;
  const base = options.base.replace(/\/$/, '');
  const root = new URL('.', base).href;
  const store = createStore(base, now);
  const charts = bundles.map((bundle) => loadChart(bundle, today, store, base));
  const authorization = createAuthorization(now, options.accessTokenSeconds ?? 3600);
  const faults = createFaults();
  const smart = { base, root, clients, authorization, signingKey, now };
  const writable = options.writable ?? ['QuestionnaireResponse', 'DocumentReference'];
  const requireIfMatch = options.requireIfMatch ?? false;
  const pages = createPages();
  const fhir = { base, root, store, authorization, pages, pageSize, writable, requireIfMatch, today };
  const requests: RequestLog[] = [];

  function launchUrl(chartId: string, appLaunchUrl: string): string {
    const chart = charts.find(({ id }) => id === chartId);
    if (chart === undefined) throw new RangeError(`There is no chart "${chartId}"`);
    const url = new URL(appLaunchUrl);
    url.searchParams.set('iss', base);
    url.searchParams.set('launch', authorization.mintLaunch(chart));
    return url.href;
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const at = `${url.origin}${url.pathname}`;
    if (at === base || at.startsWith(`${base}/`)) {
      const path = at.slice(base.length + 1).replace(/\/$/, '');
      if (path === '.well-known/smart-configuration' || path === '.well-known/openid-configuration') {
        return faults.through(request, 'smart-configuration', async () => smartConfiguration(smart));
      }
      const on = path === '' ? 'page' : (path.split('/')[0] ?? '');
      return faults.through(request, on, () => fhirEndpoint(request, path, fhir));
    }
    const place = at.startsWith(root) ? at.slice(root.length) : undefined;
    if (place === 'oauth/authorize') {
      const asked = request.method === 'POST' ? new URLSearchParams(await request.text()) : url.searchParams;
      return faults.through(request, 'authorize', async () => authorize(asked, smart));
    }
    if (place === 'oauth/token') return faults.through(request, 'token', () => token(request, smart));
    if (place === 'oauth/jwks') {
      return faults.through(request, 'jwks', async () => json(200, await smart.signingKey.jwks()));
    }
    if (place === 'sandbox/faults') return switchFaults(request);
    if (place === '') return startPage(charts, options.appLaunchUrl !== undefined);
    if (place === 'sandbox/start.css') return startStyle();
    const opened = charts.find(({ id }) => place === `open/${id}`);
    if (opened && options.appLaunchUrl !== undefined) {
      const location = launchUrl(opened.id, options.appLaunchUrl);
      return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
    }
    return refusal(404, 'not-found', 'There is nothing here');
  }

  async function switchFaults(request: Request): Promise<Response> {
    if (request.method === 'POST') {
      const asked: unknown = await request.json().catch(() => undefined);
      if (!Array.isArray(asked)) return refusal(400, 'invalid', 'Send an array of faults');
      faults.switches.set(asked as readonly Fault[]);
    }
    if (request.method === 'DELETE') faults.switches.clear();
    return json(200, faults.switches.active);
  }

  return {
    base,
    charts,
    launchUrl,
    requests,
    faults: faults.switches,
    stored: (type) => [...store.list(type)].map(({ text }) => JSON.parse(text)),
    put: (resource) => store.put({ ...resource, meta: {} }).resource,
    async handle(request) {
      const response = request.method === 'OPTIONS' ? preflight() : await answer(request);
      const { method, url, headers } = request;
      requests.push({ method, url, status: response.status, hasToken: headers.has('authorization') });
      return response.type === 'error' ? response : allowOrigin(request, response);
    },
  };
}
