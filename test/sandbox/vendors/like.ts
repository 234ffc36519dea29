import { charts } from '../../../launch/sandbox/charts.ts';
import type { SandboxEhr, SandboxOptions, VendorName } from '../../../launch/sandbox/sandbox-ehr.ts';
import { base, launched, sandbox } from '../launched.ts';

export { base };

/** Scopes without wildcards, as every vendor grants them. */
export const scope = [
  'launch openid fhirUser',
  ...'Patient Coverage Condition Observation Procedure MedicationRequest MedicationAdministration DiagnosticReport ServiceRequest Encounter AllergyIntolerance Binary QuestionnaireResponse DocumentReference'
    .split(' ')
    .map((type) => `patient/${type}.read`),
  'patient/DocumentReference.write patient/QuestionnaireResponse.write user/Practitioner.read user/Medication.read',
].join(' ');

export interface Bundle {
  readonly resourceType: string;
  readonly id?: string;
  readonly total?: number;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly {
    readonly fullUrl: string;
    readonly link?: readonly unknown[];
    readonly search: { readonly mode: string };
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
    readonly resource: any;
  }[];
}

export interface Issue {
  readonly severity: string;
  readonly code: string;
  readonly diagnostics?: string;
  readonly details?: { readonly text: string; readonly coding?: readonly { readonly code: string }[] };
}

/**
 * An app launched from a chart of a sandbox that is like a vendor and holds that chart and one other; it asks for JSON unless a test
 * says otherwise.
 */
export async function like(
  vendor: VendorName,
  chartId = 'textbook-hcc',
  { scopes = scope, ...options }: Partial<SandboxOptions> & { readonly scopes?: string } = {},
) {
  const named = charts.filter((chart) =>
    [chartId, 'midgut-net'].includes((chart as { readonly id: string }).id),
  );
  const ehr = sandbox({ like: vendor, charts: named, ...options });
  return { ehr, ...(await appOf(ehr, chartId, scopes)) };
}

export async function appOf(ehr: SandboxEhr, chartId: string, scopes = scope) {
  const { token, send: plainSend } = await launched(ehr, chartId, scopes);
  const send = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('accept')) headers.set('accept', 'application/fhir+json');
    return plainSend(path, { ...init, headers });
  };
  const bundle = async (path: string): Promise<Bundle> => (await send(path)).json();
  return {
    token,
    send,
    bundle,
    read: async (path: string) => (await send(path)).json(),
    status: async (path: string, init?: RequestInit) => (await send(path, init)).status,
    /** The status and the issues of a refusal. */
    refused: async (path: string, init?: RequestInit) => {
      const response = await send(path, init);
      const { issue }: { readonly issue: readonly Issue[] } = await response.json();
      return { status: response.status, issue };
    },
    matches: async (path: string) =>
      ((await bundle(path)).entry ?? [])
        .filter(({ search }) => search.mode === 'match')
        .map(({ resource }) => resource),
    post: (body: { readonly resourceType: string }, headers: Record<string, string> = {}) =>
      send(body.resourceType, { method: 'POST', body: JSON.stringify(body), headers }),
  };
}

export const codes = (issues: readonly Issue[]) => issues.map(({ details }) => details?.coding?.[0]?.code);
export const texts = (issues: readonly Issue[]) => issues.map(({ details }) => details?.text).join('; ');
export const nextOf = (bundle: Bundle) => bundle.link.find(({ relation }) => relation === 'next')?.url;
export const encoded = (text: string) => btoa(text);
