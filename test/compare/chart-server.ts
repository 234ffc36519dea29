import type { Fault } from '../../launch/sandbox/sandbox-ehr.ts';
import { dataRequirements, scopes } from '../../src/core/record/data-requirements.ts';
import { base, launched, sandbox } from '../sandbox/launched.ts';

/** The scopes that both sides are granted. */
export const granted = ['launch', 'openid', 'fhirUser', ...scopes(dataRequirements, 'v2')];

/** How the EHR of one input behaves. */
export interface Behaviour {
  readonly faults?: readonly Fault[];
  /** Whether it sorts when it is asked to. Epic and Oracle Health do not. */
  readonly sorts?: boolean;
  readonly pageSize?: number;
}

/** One chart in an EHR that lives in memory, launched. */
export interface ChartServer {
  readonly token: string;
  readonly patientId: string;
  readonly today: string;
  /** Answers any request; one that leaves the EHR is refused and counted. */
  readonly fetch: typeof fetch;
  /** Requests that would have left this machine. */
  readonly strays: readonly string[];
  /** Answers a query as the peer's documentation wants it: the resource, or a throw where the EHR refuses. */
  answer(query: string): Promise<unknown>;
}

interface Bundle {
  readonly entry?: readonly { readonly resource: { readonly effectiveDateTime?: string } }[];
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
}

/** Puts a chart into a sandbox EHR whose day is `today`, and launches an app on it. */
export async function chartServer(
  chart: unknown,
  today: string,
  { faults = [], sorts = true, pageSize = 50 }: Behaviour = {},
): Promise<ChartServer> {
  const ehr = sandbox({ charts: [chart], today, pageSize });
  const [only] = ehr.charts;
  if (!only) throw new Error('there is no chart');
  const { token, send } = await launched(ehr, only.id, granted.join(' '));
  ehr.faults.set(faults);
  const strays: string[] = [];

  async function get(path: string): Promise<Bundle> {
    const response = await send(path);
    if (!response.ok) throw new Error(`HTTP error. Status: ${response.status}`);
    return response.json();
  }

  async function allPages(path: string): Promise<readonly NonNullable<Bundle['entry']>[number][]> {
    const page = await get(path);
    const next = page.link?.find(({ relation }) => relation === 'next');
    return [...(page.entry ?? []), ...(next ? await allPages(next.url) : [])];
  }

  return {
    token: token.access_token,
    patientId: only.patient.id,
    today,
    strays,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (/^[/?]/.test(request.url.slice(base.length)) && request.url.startsWith(base))
        return ehr.handle(request);
      strays.push(request.url);
      throw new TypeError('there is no network here');
    },
    async answer(text) {
      const [path = '', search = ''] = text.split('?');
      const query = new URLSearchParams(search);
      const isSorted = query.get('_sort') === '-date';
      query.delete('_sort');
      if (!isSorted || !sorts) return get(query.size === 0 ? path : `${path}?${query}`);
      const count = Number(query.get('_count') ?? pageSize);
      query.delete('_count');
      const entries = await allPages(`${path}?${query}`);
      const date = ({ resource }: (typeof entries)[number]) => resource.effectiveDateTime ?? '';
      const entry = entries.toSorted((a, b) => date(b).localeCompare(date(a))).slice(0, count);
      return { resourceType: 'Bundle', type: 'searchset', total: entries.length, entry };
    },
  };
}
