import type { Access, FhirContext } from './access.ts';
import { isResource, type Resource } from './resource.ts';
import { resourceTypes } from './resource-types.ts';
import { fhir, type Issue, outcome, refusal } from './respond.ts';
import { search } from './search.ts';
import { patientOf, type Version, versionHeaders } from './store.ts';
import { references, validate } from './validate.ts';

/** Stores a new resource under an id of our own; with If-None-Exist, an existing match is answered instead of stored twice. */
export async function create(
  request: Request,
  type: string,
  access: Access,
  context: FhirContext,
): Promise<Response> {
  const body = await readBody(request, type, access, context);
  if (body instanceof Response) return body;
  const unless = request.headers.get('if-none-exist');
  if (unless !== null) {
    const asked = search(type, new URLSearchParams(unless), context.base);
    if (!asked.understood) return outcome(400, asked.issues);
    const existing = [...context.store.list(type, access.patient)].filter(
      (each) => access.sees(each) && asked.match(each),
    );
    const [only] = existing;
    if (existing.length > 1)
      return refusal(412, 'multiple-matches', 'If-None-Exist matches more than one resource');
    if (only !== undefined) return written(200, only, request, context);
  }
  return written(201, context.store.put({ ...body, id: crypto.randomUUID() }), request, context);
}

/** Stores the next version of a resource; refuses when If-Match names another version than the current one. */
export async function update(
  request: Request,
  type: string,
  id: string,
  access: Access,
  context: FhirContext,
): Promise<Response> {
  const current = context.store.current(type, id);
  if (current === undefined) {
    return refusal(405, 'not-supported', 'A resource is created by POST here, under an id of the server');
  }
  if (!access.sees(current)) return refusal(404, 'not-found', `${type}/${id} is not known`);
  const expected = request.headers.get('if-match');
  if (expected === null && context.requireIfMatch) {
    return refusal(412, 'conflict', 'If-Match is required here: read the resource first');
  }
  if (expected !== null && expected.replace(/^W\/|"/g, '') !== String(current.number)) {
    return refusal(412, 'conflict', `${type}/${id} has changed: the current version is ${current.number}`);
  }
  const body = await readBody(request, type, access, context);
  if (body instanceof Response) return body;
  if (body.id !== id) return refusal(400, 'invalid', 'The id in the resource must be the id in the URL');
  return written(200, context.store.put({ ...body, id }), request, context);
}

async function readBody(
  request: Request,
  type: string,
  { patient, sees }: Access,
  { base, store }: FhirContext,
): Promise<Resource | Response> {
  if (!/^application\/(fhir\+)?json/i.test(request.headers.get('content-type') ?? '')) {
    return refusal(415, 'not-supported', 'Resources are taken as application/fhir+json');
  }
  const text = await request.text();
  const resource = parse(text);
  if (!isResource(resource)) return refusal(400, 'structure', 'The body is not a resource in JSON');
  if (resource.resourceType !== type)
    return refusal(400, 'invalid', `A ${resource.resourceType} was sent to ${type}`);
  const { lastUpdated: _, versionId: __, ...meta } = resource.meta ?? {};
  const body = { ...resource, meta };
  const issues: Issue[] = [...validate(resource)];
  const own = patientOf(resource, base);
  for (const { to, path } of references(resource, base, type)) {
    const [targetType = '', targetId = ''] = to.split('/');
    const target = store.current(targetType, targetId);
    if (target === undefined) {
      if (Object.hasOwn(resourceTypes, targetType))
        issues.push(at('not-found', path, 'refers to nothing on this server'));
    } else if (target.patient !== undefined && target.patient !== own) {
      issues.push(at('business-rule', path, 'refers to the chart of another patient'));
    }
  }
  if (patient !== undefined && resourceTypes[type]?.patient && own !== undefined && own !== patient) {
    issues.push(
      at('business-rule', `${type}.${resourceTypes[type].patient}`, 'is not the patient of the token'),
    );
  }
  if (issues.length > 0) return outcome(422, issues);
  const future: Version = { ...placeholder, type, resource: body, patient: own };
  return sees(future) ? body : refusal(403, 'forbidden', 'The scope does not cover this resource');
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

function written(status: number, version: Version, request: Request, { base }: FhirContext): Response {
  const location = `${base}/${version.type}/${version.id}/_history/${version.number}`;
  const headers = { ...versionHeaders(version), location, 'content-location': location };
  const minimal = /return=minimal/.test(request.headers.get('prefer') ?? '');
  return minimal ? new Response(null, { status, headers }) : fhir(status, version.text, headers);
}
