import type { FhirContext } from './access.ts';
import { authorize } from './authorization-endpoint.ts';
import { embedPage } from './embed-page.ts';
import type { createFaults, Fault } from './faults.ts';
import { fhirEndpoint } from './fhir-endpoints.ts';
import { launchService } from './launch-service.ts';
import { json, refusal } from './respond.ts';
import { type SmartContext, smartConfiguration } from './smart-endpoints.ts';
import { staff } from './staff.ts';
import { startPage, startStyle } from './start-page.ts';
import { revocation, token } from './token-endpoint.ts';

/** Everything that answers; `opens` gives the URL by which a chart opens the app for a user, where an app is named. */
export interface Houses {
  readonly smart: SmartContext;
  readonly fhir: FhirContext;
  readonly faults: ReturnType<typeof createFaults>;
  readonly opens: ((chartId: string, user?: string) => string) | undefined;
}

/** The answer of a sandbox to any request: FHIR under its base, everything else beside it. */
export function answerAt({ smart, fhir, faults, opens }: Houses): (request: Request) => Promise<Response> {
  const { base, root, vendor, charts } = smart;

  return async (request) => {
    const url = new URL(request.url);
    const at = `${url.origin}${url.pathname}`;
    if (at === base || at.startsWith(`${base}/`)) {
      return vendor.finish(
        request,
        await answerFhir(request, at.slice(base.length + 1).replace(/\/$/, '')),
        base,
      );
    }
    const place = at.startsWith(root) ? at.slice(root.length) : undefined;
    if (place === 'oauth/authorize') {
      const asked = request.method === 'POST' ? new URLSearchParams(await request.text()) : url.searchParams;
      return faults.through(request, 'authorize', async () => authorize(asked, smart));
    }
    if (place === 'oauth/token') return faults.through(request, 'token', () => token(request, smart));
    if (place === 'oauth/revoke') {
      return faults.through(request, 'revoke', () => revocation(request, smart));
    }
    if (place === 'oauth/jwks') {
      return faults.through(request, 'jwks', async () => json(200, await smart.signingKey.jwks()));
    }
    if (place === 'sandbox/faults') return switchFaults(request);
    const isStaff = url.searchParams.get('as') === 'staff';
    if (place === '') return startPage(charts, vendor.name, { launches: opens !== undefined, isStaff });
    if (place === 'sandbox/start.css') return startStyle();
    if (opens === undefined || place === undefined) return nothing();
    if (place === 'embed') return embedPage(url, charts, root);
    const opened = charts.find(({ id }) => place === `open/${id}`);
    if (opened === undefined) return nothing();
    const user = isStaff ? `Person/${staff.id}` : undefined;
    const headers = { location: opens(opened.id, user), 'cache-control': 'no-store' };
    return new Response(null, { status: 303, headers });
  };

  function answerFhir(request: Request, path: string): Promise<Response> {
    if (path === '.well-known/smart-configuration' || path === '.well-known/openid-configuration') {
      return faults.through(request, 'smart-configuration', async () => smartConfiguration(smart));
    }
    if (path === '_services/smart/Launch')
      return faults.through(request, 'smart-launch', () => launchService(request, smart, fhir));
    const on = path === '' ? 'page' : (path.split('/')[0] ?? '');
    return faults.through(request, on, () => fhirEndpoint(request, path, fhir));
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
}

const nothing = () => refusal(404, 'not-found', 'There is nothing here');
