import { http } from 'msw';
import { type SetupServer, setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createSandboxEhr, type SandboxEhr, type SandboxOptions } from '../../launch/sandbox/sandbox-ehr.ts';
import { ehrProfile } from '../../src/catalogue/ehr-profiles.ts';
import { dataRequirements, scopes } from '../../src/core/record/data-requirements.ts';
import type { Ehr } from '../../src/ehr/ehr.ts';
import type { EhrProfile } from '../../src/ehr/ehr-profile.ts';
import type { LaunchContext } from '../../src/ehr/launch-context.ts';
import { createTransport, type TransportOptions } from '../../src/ehr/transport.ts';

export const base = 'https://ehr.test/tenant/fhir';
export const clientId = 'hepauth';
export const redirectUri = 'https://app.test/';
export const patientId = 'ada';

/** A profile as a hospital's file would give it, with what a test changes. */
export function profile(changes: Readonly<Record<string, unknown>> = {}): EhrProfile {
  return ehrProfile('test.json', {
    id: 'test',
    name: 'Test EHR',
    enabled: true,
    issuers: [base],
    clientId,
    scopeDialect: 'v2',
    writeBack: [{ as: 'QuestionnaireResponse', prefer: true }],
    ...changes,
    budgets: { lookAgainSeconds: [0], ...(changes.budgets as object | undefined) },
  });
}

const subject = { reference: `Patient/${patientId}` };
const category = (code: string) => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] },
];

export function lab(id: string, value: number, more: object = {}): object {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: category('laboratory'),
    code: { coding: [{ system: 'http://loinc.org', code: '1975-2' }] },
    subject,
    effectiveDateTime: '2025-06-10',
    valueQuantity: { value, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
    ...more,
  };
}

export const hcc = {
  resourceType: 'Condition',
  id: 'hcc',
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'C22.0' }] },
  subject,
};
export const order = {
  resourceType: 'ServiceRequest',
  id: 'y90',
  status: 'active',
  intent: 'order',
  subject,
  code: { text: 'Y-90' },
  encounter: { reference: 'Encounter/visit' },
  requester: { reference: 'Practitioner/hale' },
  authoredOn: '2025-06-12',
};

/** A chart: the patient and what a test adds. */
export function chart(...resources: readonly object[]): object {
  const all = [
    {
      resourceType: 'Patient',
      id: patientId,
      name: [{ family: 'Canary', given: ['Ada'] }],
      gender: 'female',
    },
    { resourceType: 'Practitioner', id: 'hale' },
    { resourceType: 'Encounter', id: 'visit', status: 'in-progress', class: { code: 'AMB' }, subject },
    order,
    ...resources,
  ];
  return {
    resourceType: 'Bundle',
    id: 'chart',
    type: 'transaction',
    timestamp: '2025-06-16T00:00:00Z',
    entry: all.map((resource) => ({ resource })),
  };
}

export function sandbox(charts: readonly object[], options: Partial<SandboxOptions> = {}): SandboxEhr {
  return createSandboxEhr({
    base,
    charts,
    today: '2025-06-16',
    clients: [{ clientId, redirectUris: [redirectUri] }],
    ...options,
  });
}

/** MSW with nothing but what a test mounts on it; any other request fails the test, also where the product swallowed it. */
export function networkForTests(): SetupServer {
  const server = setupServer();
  const strays: string[] = [];
  beforeAll(() =>
    server.listen({
      onUnhandledRequest(request, print) {
        strays.push(request.url);
        print.error();
      },
    }),
  );
  afterEach(() => {
    server.resetHandlers();
    expect(strays.splice(0)).toEqual([]);
  });
  afterAll(() => server.close());
  return server;
}

export function mount(server: SetupServer, ehr: SandboxEhr): void {
  server.use(http.all('https://ehr.test/*', ({ request }) => ehr.handle(request)));
}

const origin = new URL(base).origin;

/** Launches the sandbox over its own OAuth endpoints, without a browser. */
export async function accessToken(ehr: SandboxEhr, scope = defaultScope): Promise<string> {
  const verifier = 'v'.repeat(64);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const launch = new URL(ehr.launchUrl('chart', redirectUri)).searchParams.get('launch') ?? '';
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    aud: base,
    state: 'state',
    launch,
    code_challenge: Buffer.from(digest).toString('base64url'),
    code_challenge_method: 'S256',
  });
  const back = await ehr.handle(new Request(`${origin}/tenant/oauth/authorize?${asked}`));
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const answer = await ehr.handle(
    new Request(`${origin}/tenant/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: verifier,
      }),
    }),
  );
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}

export const defaultScope = ['launch', 'openid', 'fhirUser', ...scopes(dataRequirements, 'v2')].join(' ');

export function context(changes: Partial<LaunchContext> = {}): LaunchContext {
  return {
    base,
    patientId,
    encounterId: 'visit',
    needPatientBanner: true,
    fhirContext: [],
    requestedScopes: defaultScope.split(' '),
    grantedScopes: defaultScope.split(' '),
    ...changes,
  };
}

/** An authorized connection, quick to give up and never really waiting. */
export function connect(
  token: string,
  {
    ehrProfile: of = profile(),
    launch = {},
    transport = {},
  }: {
    readonly ehrProfile?: EhrProfile;
    readonly launch?: Partial<LaunchContext>;
    readonly transport?: Partial<TransportOptions>;
  } = {},
): Ehr {
  const options = { base, token: () => token, pause: async () => {}, random: () => 0, ...transport };
  return { profile: of, context: context(launch), transport: createTransport(options) };
}
