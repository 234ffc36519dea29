import { searchset } from '../paging.ts';
import type { Resource } from '../resource.ts';
import { fhir } from '../respond.ts';
import { grantedScopes } from '../scopes.ts';
import { versionHeaders } from '../store.ts';
import { plainRefusals } from './plain-refusals.ts';
import type { Settings } from './settings.ts';
import type { LaunchHooks, SearchHooks, Vendor, WriteHooks } from './vendor.ts';

const settings: Settings = {
  accessTokenSeconds: 3600,
  writable: ['QuestionnaireResponse', 'DocumentReference'],
  requireIfMatch: false,
  absent: [],
  fullCrud: false,
  ifNoneExist: true,
  enforces: 'scopes',
  pageSize: { '*': 100 },
  largestPage: { '*': 100 },
  pageSeconds: Infinity,
  reuseSeconds: 0,
  largestBody: Infinity,
  refreshTokens: false,
  cors: {
    allow: 'authorization, content-type, if-match, if-none-match, if-none-exist, prefer, accept',
    expose: 'ETag, Location, Content-Location, Last-Modified, WWW-Authenticate, Retry-After, X-Request-Id',
    anyOrigin: false,
    credentials: false,
  },
};

const search: SearchHooks = {
  ask: ({ parameters }) => parameters,
  arrange: (versions) => versions,
  bundle: (page) => {
    const links = [{ relation: 'self', url: page.self }];
    if (page.next !== undefined) links.push({ relation: 'next', url: page.next });
    return searchset({ resourceType: 'Bundle', type: 'searchset', total: page.total, link: links }, page);
  },
  pageName: () => crypto.randomUUID(),
  nextUrl: (name, { base }) => `${base}?_page=${name}`,
  pageOf: (url) => url.searchParams.get('_page'),
};

/** A resource without the version and date that only the server may say. */
export function withoutVersion(resource: Resource): Resource {
  const { lastUpdated: _, versionId: __, ...meta } = resource.meta ?? {};
  return { ...resource, meta };
}

const write: WriteHooks = {
  check: () => undefined,
  file: ({ resource }) => [withoutVersion(resource)],
  written(status, version, request, base) {
    const location = `${base}/${version.type}/${version.id}/_history/${version.number}`;
    const headers = { ...versionHeaders(version), location, 'content-location': location };
    const minimal = /return=minimal/.test(request.headers.get('prefer') ?? '');
    return minimal ? new Response(null, { status, headers }) : fhir(status, version.text, headers);
  },
};

const launch: LaunchHooks = {
  client: (clients, id) => clients.find(({ clientId }) => clientId === id),
  redirects: ({ redirectUris }, uri) => redirectUris.includes(uri),
  grant: (asked) => grantedScopes(asked),
  refuseScopes: () => undefined,
  tokenResponse: (response) => response,
  claims: (claims) => claims,
  configuration: (configuration) => configuration,
  mint: undefined,
  open: () => undefined,
  pageHeaders: {},
};

/** The sandbox as itself: FHIR R4 and SMART App Launch 2.2 as their specifications have them. */
export const plain: Vendor = {
  name: 'Sandbox EHR',
  settings,
  dress: (chart) => chart,
  show: (resource) => resource,
  versionHeaders,
  capability: (statement) => statement,
  search,
  write,
  refusals: plainRefusals,
  launch,
  finish: (_, response) => response,
};
