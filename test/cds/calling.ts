import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { charts } from '../../launch/sandbox/charts.ts';
import { createSandboxEhr, type SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { type CdsDeployment, cdsDeployment } from '../../src/cds/deployment.ts';
import type { LogLine } from '../../src/cds/observe.ts';
import { type CdsService, createService, type ServiceOptions } from '../../src/cds/service.ts';
import { dataRequirements, prefetch, scopes } from '../../src/core/record/data-requirements.ts';

export const endpoint = 'https://cds.test';
export const serviceUrl = `${endpoint}/cds-services/liver-directed-therapy`;
export const iss = 'https://ehr.test/tenant';
export const jku = 'https://ehr.test/tenant/jwks';
export const base = 'https://ehr.test/tenant/fhir';
export const today = '2025-06-16';
export const at = Date.parse(`${today}T12:00:00Z`);

export const keyPair = await generateKeyPair('ES384', { extractable: true });
export const publicKey = { ...(await exportJWK(keyPair.publicKey)), kid: 'key-1', use: 'sig', alg: 'ES384' };

/** A deployment for one caller whose key is in the file, with what a test changes. */
export function deployment(
  changes: Readonly<Record<string, unknown>> = {},
  issuer: Readonly<Record<string, unknown>> = {},
): CdsDeployment {
  const data = {
    endpoint,
    appLaunchUrl: 'https://app.test/launch/',
    about: 'https://app.test/about',
    discovery: 'open',
    origins: ['https://ehr.test'],
    issuers: [{ iss, jku, keys: [publicKey], fhirServer: base, ...issuer }],
    ...changes,
  };
  return cdsDeployment('test.json', data, vendorProfiles);
}

/** A service with its log in hand, on a clock that stands still. */
export function service(options: Partial<ServiceOptions> = {}): CdsService & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const made = createService({
    deployment: deployment(),
    log: (line) => lines.push(line),
    now: () => at,
    ...options,
  });
  return { ...made, lines };
}

export interface TokenChanges {
  readonly header?: Partial<JWTHeaderParameters> & Readonly<Record<string, unknown>>;
  readonly claims?: JWTPayload & Readonly<Record<string, unknown>>;
  readonly key?: Parameters<SignJWT['sign']>[0];
}

let count = 0;

/** A caller's token for one address, good unless a test changes it; `undefined` leaves a claim or header out. */
export async function token(
  audience = serviceUrl,
  { header, claims, key }: TokenChanges = {},
): Promise<string> {
  count += 1;
  const seconds = at / 1000;
  const payload = { iss, aud: audience, iat: seconds, exp: seconds + 300, jti: `token-${count}`, ...claims };
  return new SignJWT(JSON.parse(JSON.stringify(payload)))
    .setProtectedHeader(
      JSON.parse(JSON.stringify({ alg: 'ES384', kid: 'key-1', typ: 'JWT', jku, ...header })),
    )
    .sign(key ?? keyPair.privateKey);
}

/** A POST with a good token unless `headers` bring another. */
export async function post(
  body: unknown,
  {
    url = serviceUrl,
    headers = {},
  }: { readonly url?: string; readonly headers?: Record<string, string> } = {},
): Promise<Request> {
  const authorization = `Bearer ${await token(url)}`;
  return new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** A sandbox EHR with all charts. */
export function sandboxEhr(): SandboxEhr {
  return createSandboxEhr({
    base,
    charts,
    today,
    clients: [{ clientId: 'hepauth', redirectUris: ['https://app.test/'] }],
    now: () => at,
    pageSize: 1000,
  });
}

/** An access token for one chart, by the sandbox's own authorization. */
export async function accessToken(ehr: SandboxEhr, chart: string): Promise<string> {
  const verifier = 'v'.repeat(64);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const redirect = 'https://app.test/';
  const launch = new URL(ehr.launchUrl(chart, redirect)).searchParams.get('launch') ?? '';
  const asked = new URLSearchParams({
    ...{ response_type: 'code', client_id: 'hepauth', redirect_uri: redirect, aud: base, state: 's', launch },
    scope: ['launch', ...scopes(dataRequirements, 'v2')].join(' '),
    code_challenge: Buffer.from(digest).toString('base64url'),
    code_challenge_method: 'S256',
  });
  const oauth = new URL('oauth/', base).href;
  const back = await ehr.handle(new Request(`${oauth}authorize?${asked}`));
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirect },
    ...{ client_id: 'hepauth', code_verifier: verifier },
  });
  const answer = await ehr.handle(new Request(`${oauth}token`, { method: 'POST', body }));
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}

interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: unknown;
}

/** One chart as a CDS client would send it: its prefetch, and its live order as a draft. */
export interface ChartInHand {
  readonly patientId: string;
  readonly encounterId: string;
  readonly prefetch: Record<string, unknown>;
  readonly order: Resource;
  readonly accessToken: string;
}

/** Resolves the prefetch templates against the sandbox, and takes the chart's order out of it: it is not signed yet. */
export async function chartInHand(ehr: SandboxEhr, chart: string): Promise<ChartInHand> {
  const story = ehr.charts.find(({ id }) => id === chart);
  if (story?.order === undefined) throw new Error(`${chart} has no live order`);
  const patientId = story.patient.id;
  const encounterId = story.encounter?.split('/').at(-1) ?? '';
  const access = await accessToken(ehr, chart);
  const read = async (path: string) =>
    (await ehr
      .handle(new Request(`${base}/${path}`, { headers: { authorization: `Bearer ${access}` } }))
      .then((response) => response.json())) as Bundle;
  const filled = await Promise.all(
    Object.entries(prefetch(dataRequirements)).map(async ([key, template]) => {
      const path = template
        .replace('{{context.patientId}}', patientId)
        .replace('{{context.encounterId}}', encounterId);
      return [key, await read(path)] as const;
    }),
  );
  const values: Record<string, unknown> = Object.fromEntries(filled);
  const orders = values.orders as Bundle;
  const found = orders.entry?.map(({ resource }) => resource) ?? [];
  const order = found.find(({ id }) => `ServiceRequest/${id}` === story.order);
  if (!order) throw new Error(`${chart}: its order is not in the prefetch`);
  values.orders = { ...orders, entry: [], total: 0 };
  return {
    patientId,
    encounterId,
    prefetch: values,
    order: { ...order, status: 'draft' },
    accessToken: access,
  };
}

interface Bundle {
  readonly entry?: readonly { readonly resource: Resource }[];
}

/** A call of order-sign for this chart, whole unless a test changes it. */
export function orderSign(chart: ChartInHand, changes: Readonly<Record<string, unknown>> = {}) {
  const { patientId, encounterId, order, prefetch: values } = chart;
  return {
    hook: 'order-sign',
    hookInstance: '2c7a36a1-1e82-4608-87be-fc13f730ec49',
    fhirServer: base,
    context: { userId: 'Practitioner/x', patientId, encounterId, draftOrders: drafts(order) },
    prefetch: values,
    ...changes,
  };
}

export function drafts(...orders: readonly object[]) {
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: orders.map((resource) => ({ resource })),
  };
}

/** What a token lets the service read. */
export function authorization(chart: ChartInHand, access = chart.accessToken) {
  return {
    access_token: access,
    token_type: 'Bearer',
    expires_in: 300,
    scope: scopes(dataRequirements, 'v2').join(' '),
    subject: 'hepauth-cds',
    patient: chart.patientId,
  };
}

/** A card as the client gets it. */
export interface CardJson {
  readonly uuid: string;
  readonly summary: string;
  readonly detail: string;
  readonly indicator: string;
  readonly source: unknown;
  readonly overrideReasons: readonly object[];
  readonly links: readonly { readonly type: string; readonly url: string; readonly appContext: string }[];
}

/** The cards of one call that must be answered well. */
export async function cardsOf(
  { fetch }: CdsService,
  body: object,
  on?: string,
): Promise<readonly CardJson[]> {
  const seconds = on === undefined ? at / 1000 : Date.parse(on) / 1000;
  const claims = { iat: seconds, exp: seconds + 300 };
  const authorization = `Bearer ${await token(serviceUrl, { claims })}`;
  const response = await fetch(await post(body, { headers: { authorization } }));
  const answer = (await response.json()) as { readonly cards: readonly CardJson[] };
  if (response.status !== 200) throw new Error(`${response.status}: ${JSON.stringify(answer)}`);
  return answer.cards;
}
