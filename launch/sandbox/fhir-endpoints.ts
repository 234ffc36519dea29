import { type Access, type Answer, bearer, type FhirContext, unauthorized, within } from './access.ts';
import type { Grant } from './authorization.ts';
import { capabilityStatement } from './capability.ts';
import { searchset } from './paging.ts';
import { resourceTypes } from './resource-types.ts';
import { fhir, outcome, refusal } from './respond.ts';
import type { Interaction } from './scopes.ts';
import { search } from './search.ts';
import { versionHeaders } from './store.ts';
import { create, update } from './write.ts';

/** Answers one FHIR request. `path` is what follows the base, without the leading slash. */
export async function fhirEndpoint(request: Request, path: string, context: FhirContext): Promise<Response> {
  const { method } = request;
  const url = new URL(request.url);
  if (path === 'metadata' && method === 'GET') {
    return fhir(200, capabilityStatement(context.base, context.root, context.writable, context.today));
  }
  const grant = bearer(request, context.authorization);
  if (grant === undefined) return unauthorized(request);
  const page = url.searchParams.get('_page');
  if (path === '' && method === 'GET' && page !== null) return nextPage(page, grant, context);

  const [type = '', id, part, number, ...more] = path.split('/');
  if (!Object.hasOwn(resourceTypes, type) || more.length > 0) {
    return refusal(404, 'not-supported', `This EHR has no "${path}"`);
  }
  const allow = (letter: Interaction, answer: Answer) => within(grant, type, letter, context, answer);
  const at = `${method} ${part ?? (id === undefined || id === '_search' ? (id ?? 'type') : 'id')}`;
  if (at === 'GET type' || at === 'POST _search') {
    return allow('s', (access) => find(request, url, type, access, context));
  }
  if (id !== undefined && (at === 'GET id' || (at === 'GET _history' && number !== undefined))) {
    return allow('r', (access) => read(request, type, id, number, access, context));
  }
  if (context.writable.includes(type)) {
    if (at === 'POST type') return allow('c', (access) => create(request, type, access, context));
    if (id !== undefined && at === 'PUT id') {
      return allow('u', (access) => update(request, type, id, access, context));
    }
  }
  return refusal(405, 'not-supported', `${method} is not supported on ${path}`);
}

function read(
  request: Request,
  type: string,
  id: string,
  number: string | undefined,
  { sees }: Access,
  { store }: FhirContext,
): Response {
  const version = number === undefined ? store.current(type, id) : store.version(type, id, Number(number));
  if (version === undefined || !sees(version)) return refusal(404, 'not-found', `${type}/${id} is not known`);
  const headers = versionHeaders(version);
  if (request.headers.get('if-none-match') === headers.etag)
    return new Response(null, { status: 304, headers });
  return fhir(200, version.text, headers);
}

async function find(
  request: Request,
  url: URL,
  type: string,
  access: Access,
  context: FhirContext,
): Promise<Response> {
  const parameters = new URLSearchParams(url.search);
  if (request.method === 'POST') {
    for (const [name, value] of new URLSearchParams(await request.text())) parameters.append(name, value);
  }
  const asked = search(type, parameters, context.base);
  if (!asked.understood) return outcome(400, asked.issues);
  const { base, store, pages, pageSize } = context;
  const chart = resourceTypes[type]?.patient ? access.patient : undefined;
  if (chart !== undefined && asked.charts.some((patient) => patient !== chart)) {
    return refusal(403, 'forbidden', 'The token is for another patient');
  }
  const versions = [...store.list(type, chart)].filter(
    (version) => access.sees(version) && asked.match(version),
  );
  const self = `${base}/${type}${parameters.size > 0 ? `?${parameters}` : ''}`;
  const size = Math.max(1, Math.min(asked.count ?? pageSize, pageSize));
  const all = { accessToken: access.grant.token, self, total: versions.length, versions, size };
  return fhir(200, searchset(all, base, pages));
}

function nextPage(page: string, grant: Grant, { base, pages }: FhirContext): Response {
  const remaining = pages.find(page);
  if (remaining === undefined || remaining.accessToken !== grant.token) {
    return refusal(410, 'expired', 'This page is no longer kept: search again');
  }
  return fhir(200, searchset({ ...remaining, self: `${base}?_page=${page}` }, base, pages));
}
