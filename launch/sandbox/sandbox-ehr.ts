import { createAuthorization, type Extras } from './authorization.ts';
import { loadChart } from './chart.ts';
import { allowOrigin, preflight } from './cors.ts';
import { createFaults } from './faults.ts';
import { createPages } from './paging.ts';
import { createReuse } from './reuse.ts';
import { answerAt } from './routes.ts';
import type { RequestLog, SandboxEhr, SandboxOptions } from './sandbox-options.ts';
import { signingKey } from './signing-key.ts';
import { openedBy, staff } from './staff.ts';
import { createStore } from './store.ts';
import { plain } from './vendors/plain.ts';
import { vendors } from './vendors/vendors.ts';

export type { SandboxChart } from './chart.ts';
export type { Fault, FaultSwitches } from './faults.ts';
export type { RequestLog, SandboxEhr, SandboxOptions } from './sandbox-options.ts';
export type { VendorName } from './vendors/vendor.ts';

/**
 * Makes a sandbox EHR with its charts loaded: SMART App Launch from a chart, and FHIR R4 read, search, create and update, as the
 * specifications have it or as one vendor does it.
 *
 * @throws Error when a chart is not a Bundle of one patient
 */
export function createSandboxEhr(options: SandboxOptions): SandboxEhr {
  const {
    charts: bundles,
    today,
    clients,
    like,
    now = Date.now,
    open = false,
    outsideRecords = false,
  } = options;
  const vendor = like === undefined ? plain : vendors[like];
  const { settings } = vendor;
  const base = options.base.replace(/\/$/, '');
  const root = new URL('.', base).href;
  const store = createStore(base, now, vendor.show);
  const charts = bundles.map((bundle) => loadChart(bundle, today, store, base, vendor.dress));
  store.put(staff);
  const authorization = createAuthorization(now, options.accessTokenSeconds ?? settings.accessTokenSeconds);
  const faults = createFaults();
  const smart = { base, root, vendor, charts, clients, authorization, signingKey, now };
  const fhir = {
    base,
    root,
    vendor,
    store,
    authorization,
    clients,
    pages: createPages(now, options.pageSeconds ?? settings.pageSeconds),
    reuse: createReuse(now),
    largestPage: options.pageSize ?? Infinity,
    writable: options.writable ?? settings.writable,
    requireIfMatch: options.requireIfMatch ?? settings.requireIfMatch,
    open,
    outsideRecords,
    today,
    now,
  };
  const requests: RequestLog[] = [];

  function launchUrl(chartId: string, appLaunchUrl: string, extras: Extras = {}, user?: string): string {
    const found = charts.find(({ id }) => id === chartId);
    if (found === undefined) throw new RangeError(`There is no chart "${chartId}"`);
    const chart = openedBy(found, user);
    const url = new URL(appLaunchUrl);
    const launch = vendor.launch.mint?.({ chart, extras }) ?? authorization.mintLaunch(chart, extras);
    url.searchParams.set('iss', base);
    url.searchParams.set('launch', launch);
    return url.href;
  }

  const { appLaunchUrl } = options;
  const opens =
    appLaunchUrl === undefined
      ? undefined
      : (id: string, user?: string) => launchUrl(id, appLaunchUrl, {}, user);
  const answer = answerAt({ smart, fhir, faults, opens });

  return {
    base,
    charts,
    launchUrl,
    requests,
    faults: faults.switches,
    stored: (type) => [...store.list(type)].map(({ text }) => JSON.parse(text)),
    put: (resource) => store.put({ ...resource, meta: {} }).resource,
    async handle(request) {
      const { cors } = settings;
      const response = request.method === 'OPTIONS' ? preflight(request, cors) : await answer(request);
      const { method, url, headers } = request;
      requests.push({ method, url, status: response.status, hasToken: headers.has('authorization') });
      return response.type === 'error' ? response : allowOrigin(request, response, cors);
    },
  };
}
