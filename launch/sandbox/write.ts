import type { Access, FhirContext } from './access.ts';
import { isResource, type Resource } from './resource.ts';
import { resourceTypes } from './resource-types.ts';
import { type Issue, refusal } from './respond.ts';
import { search } from './search.ts';
import { patientOf, type Version } from './store.ts';
import { references, validate } from './validate.ts';
import type { Sent } from './vendors/vendor.ts';

/** Stores a new resource under an id of our own; with If-None-Exist, an existing match is answered instead of stored twice. */
export async function create(
  request: Request,
  type: string,
  access: Access,
  context: FhirContext,
): Promise<Response> {
  const { vendor, store, base } = context;
  const sent = await readBody(request, type, access, context, false);
  if (sent instanceof Response) return sent;
  const unless = vendor.settings.ifNoneExist ? request.headers.get('if-none-exist') : null;
  if (unless !== null) {
    const asked = search(type, new URLSearchParams(unless), base);
    if (!asked.understood) return vendor.refusals.search(asked.issues, type);
    const existing = [...store.list(type, access.patient)].filter(
      (each) => access.sees(each) && asked.match(each),
    );
    const [only] = existing;
    if (existing.length > 1)
      return refusal(412, 'multiple-matches', 'If-None-Exist matches more than one resource');
    if (only !== undefined) return vendor.write.written(200, only, request, base);
  }
  return vendor.write.written(201, file(sent, crypto.randomUUID(), context), request, base);
}

/** Stores the next version of a resource; refuses when If-Match names another version than the current one. */
export async function update(
  request: Request,
  type: string,
  id: string,
  access: Access,
  context: FhirContext,
): Promise<Response> {
  const { vendor, store, base } = context;
  const current = store.current(type, id);
  if (current === undefined && !vendor.settings.fullCrud) {
    return refusal(405, 'not-supported', 'A resource is created by POST here, under an id of the server');
  }
  if (current !== undefined) {
    if (!access.sees(current)) return vendor.refusals.missing(`${type}/${id}`);
    const expected = request.headers.get('if-match');
    if (expected === null && context.requireIfMatch) return vendor.refusals.unversioned();
    if (expected !== null && expected.replace(/^W\/|"/g, '') !== String(current.number)) {
      return vendor.refusals.stale(current);
    }
  }
  const sent = await readBody(request, type, access, context, true);
  if (sent instanceof Response) return sent;
  if (sent.resource.id !== id)
    return refusal(400, 'invalid', 'The id in the resource must be the id in the URL');
  return vendor.write.written(current ? 200 : 201, file(sent, id, context), request, base);
}

/** Deletes a resource. */
export function remove(type: string, id: string, { sees }: Access, { store, vendor }: FhirContext): Response {
  const current = store.current(type, id);
  if (current === undefined || !sees(current)) return vendor.refusals.missing(`${type}/${id}`);
  store.remove(type, id);
  return refusal(200, 'informational', `${type}/${id} is deleted`);
}

function file(sent: Sent, id: string, { vendor, store }: FhirContext): Version {
  const [main, ...besides] = vendor.write.file(sent);
  for (const each of besides) store.put({ ...each, id: each.id ?? crypto.randomUUID() });
  return store.put({ ...main, id });
}

async function readBody(
  request: Request,
  type: string,
  { patient, sees, grant }: Access,
  { base, store, vendor, now }: FhirContext,
  isUpdate: boolean,
): Promise<Sent | Response> {
  if (!/^application\/(fhir\+)?json/i.test(request.headers.get('content-type') ?? '')) {
    return refusal(415, 'not-supported', 'Resources are taken as application/fhir+json');
  }
  const text = await request.text();
  if (text.length > vendor.settings.largestBody) {
    return new Response('PayloadTooLargeError: request entity too large', { status: 413 });
  }
  const resource = parse(text);
  if (!isResource(resource)) return refusal(400, 'structure', 'The body is not a resource in JSON');
  if (resource.resourceType !== type)
    return refusal(400, 'invalid', `A ${resource.resourceType} was sent to ${type}`);
  const sent = { type, resource, grant, base, store, at: new Date(now()).toISOString(), isUpdate };
  const objection = vendor.write.check(sent);
  if (objection) return objection;
  const own = patientOf(resource, base);
  const issues = [...validate(resource), ...misdirected(resource, own, sent)];
  if (patient !== undefined && resourceTypes[type]?.patient && own !== undefined && own !== patient) {
    issues.push(
      at('business-rule', `${type}.${resourceTypes[type].patient}`, 'is not the patient of the token'),
    );
  }
  if (issues.length > 0) return vendor.refusals.invalid(issues);
  const future: Version = { ...placeholder, type, resource, patient: own };
  return sees(future) ? sent : refusal(403, 'forbidden', 'The scope does not cover this resource');
}

/** What a resource refers to on this server, and must not. */
function misdirected(
  resource: Resource,
  own: string | undefined,
  { base, store, type }: Sent,
): readonly Issue[] {
  return references(resource, base, type).flatMap(({ to, path }) => {
    const [targetType = '', targetId = ''] = to.split('/');
    const target = store.current(targetType, targetId);
    if (target === undefined) {
      return Object.hasOwn(resourceTypes, targetType)
        ? [at('not-found', path, 'refers to nothing on this server')]
        : [];
    }
    const foreign = target.patient !== undefined && target.patient !== own;
    return foreign ? [at('business-rule', path, 'refers to the chart of another patient')] : [];
  });
}

const placeholder = { id: '', number: 0, lastUpdated: '', text: '' };

const at = (code: string, expression: string, what: string): Issue => ({
  code,
  expression,
  diagnostics: `${expression} ${what}`,
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
