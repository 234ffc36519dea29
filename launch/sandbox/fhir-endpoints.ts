import { type Access, type Answer, bearer, type FhirContext, within } from './access.ts';
import { binary } from './binary.ts';
import { capabilityStatement } from './capability.ts';
import { find, nextPage } from './find.ts';
import { resourceTypes } from './resource-types.ts';
import { fhir } from './respond.ts';
import type { Interaction } from './scopes.ts';
import { create, remove, update } from './write.ts';

/** Answers one FHIR request. `path` is what follows the base, without the leading slash. */
export async function fhirEndpoint(request: Request, path: string, context: FhirContext): Promise<Response> {
  const { method } = request;
  const { vendor, writable } = context;
  const url = new URL(request.url);
  if (path === 'metadata' && method === 'GET') {
    const { base, root, today } = context;
    return fhir(200, vendor.capability(capabilityStatement(base, root, writable, today)));
  }
  const grant = bearer(request, context);
  if (grant === undefined) return vendor.refusals.login(request.headers.has('authorization'));
  const page = vendor.search.pageOf(url);
  if (method === 'GET' && page !== null) return nextPage(page, url, grant, context);

  const [type = '', id, part, number, ...more] = path.split('/');
  const isServed = Object.hasOwn(resourceTypes, type) && !vendor.settings.absent.includes(type);
  if (!isServed || more.length > 0) return vendor.refusals.type(path);
  const allow = (letter: Interaction, answer: Answer) => within(grant, type, letter, context, answer);
  const at = `${method} ${part ?? (id === undefined || id === '_search' ? (id ?? 'type') : 'id')}`;
  if (at === 'GET type' || at === 'POST _search') {
    return allow('s', (access) => find(request, url, type, access, context));
  }
  if (id !== undefined && (at === 'GET id' || (at === 'GET _history' && number !== undefined))) {
    return allow('r', (access) => read(request, type, id, number, access, context));
  }
  if (writable.includes(type)) {
    if (at === 'POST type') return allow('c', (access) => create(request, type, access, context));
    if (id !== undefined && at === 'PUT id') {
      return allow('u', (access) => update(request, type, id, access, context));
    }
    if (id !== undefined && at === 'DELETE id' && vendor.settings.fullCrud) {
      return allow('d', (access) => remove(type, id, access, context));
    }
  }
  return vendor.refusals.method(method, path);
}

function read(
  request: Request,
  type: string,
  id: string,
  number: string | undefined,
  { sees }: Access,
  { store, vendor }: FhirContext,
): Response {
  const reference = `${type}/${id}`;
  const version = number === undefined ? store.current(type, id) : store.version(type, id, Number(number));
  const { deleted, missing } = vendor.refusals;
  if (version === undefined && number === undefined && store.has(reference)) return deleted(reference);
  if (version === undefined || !sees(version)) return missing(reference);
  const headers = { ...vendor.versionHeaders(version) };
  if (headers.etag !== undefined && request.headers.get('if-none-match') === headers.etag)
    return new Response(null, { status: 304, headers });
  return type === 'Binary' ? binary(request, version, headers) : fhir(200, version.text, headers);
}
