import { searchset } from '../paging.ts';
import { isObject, valuesAt } from '../resource.ts';
import { resourceTypes } from '../resource-types.ts';
import { fhir, type Issue } from '../respond.ts';
import type { Version } from '../store.ts';
import { plain } from './plain.ts';
import type { Refusals, SearchHooks, Vendor } from './vendor.ts';

const failed = (status: number, ...diagnostics: readonly string[]) =>
  fhir(status, {
    resourceType: 'OperationOutcome',
    issue: diagnostics.map((each) => ({ severity: 'error', code: 'processing', diagnostics: each })),
  });

/** Parameters that shape an answer and that are taken without effect here. */
const shaping = ['_pretty', '_total'];

const search: SearchHooks = {
  ...plain.search,
  ask: ({ parameters }) =>
    new URLSearchParams([...parameters].filter(([name]) => !shaping.includes(name) && name !== '_sort')),
  arrange: (versions, { type, parameters }) =>
    (parameters.get('_sort') ?? '')
      .split(',')
      .filter((key) => key !== '')
      .reduceRight<readonly Version[]>((sorted, key) => sortedBy(sorted, type, key), versions),
  bundle(page) {
    const { self, next, total } = page;
    const link = [{ relation: 'self', url: self }, ...(next ? [{ relation: 'next', url: next }] : [])];
    const meta = { lastUpdated: new Date().toISOString() };
    const id = crypto.randomUUID();
    return searchset({ resourceType: 'Bundle', id, meta, type: 'searchset', total, link }, page);
  },
  nextUrl: (name, { base, total, rest, size }) =>
    `${base}?_getpages=${name}&_getpagesoffset=${total - rest}&_count=${size}&_pretty=true&_bundletype=searchset`,
  pageOf: (url) => url.searchParams.get('_getpages'),
};

function sortedBy(versions: readonly Version[], type: string, key: string): readonly Version[] {
  const direction = key.startsWith('-') ? -1 : 1;
  const paths = resourceTypes[type]?.parameters[key.replace(/^-/, '')]?.paths ?? [];
  const value = ({ resource }: Version) => {
    const [found] = paths.flatMap((path) => valuesAt(resource, path));
    return isObject(found) ? JSON.stringify(found) : String(found ?? '');
  };
  return versions.toSorted((a, b) => direction * value(a).localeCompare(value(b)));
}

const parametersOf = (type: string) => Object.keys(resourceTypes[type]?.parameters ?? {}).toSorted();

function searchProblem({ code, diagnostics }: Issue, type: string): string {
  const [, name] = /^Unknown search parameter "(.*)" for /.exec(diagnostics) ?? [];
  if (code === 'not-supported' && name !== undefined) {
    const valid = parametersOf(type).join(', ');
    return `HAPI-0524: Unknown search parameter "${name}" for resource type "${type}". Valid search parameters for this search are: [${valid}]`;
  }
  return /is not a date/.test(diagnostics) ? `HAPI-1940: ${diagnostics}` : diagnostics;
}

const refusals: Refusals = {
  ...plain.refusals,
  type: (path) =>
    failed(
      404,
      `HAPI-0302: Unknown resource type '${path.split('/')[0]}' - Server knows how to handle: [${Object.keys(resourceTypes).join(', ')}]`,
    ),
  missing: (reference) => failed(404, `HAPI-2001: Resource ${reference} is not known`),
  deleted: (reference) => failed(410, `Resource was deleted: ${reference}`),
  expired: (page) => failed(410, `HAPI-0417: Search ID "${page}" does not exist and may have expired`),
  search: (issues, type) => failed(400, ...issues.map((issue) => searchProblem(issue, type))),
  invalid: (issues) =>
    issues.some(({ code }) => code === 'not-found')
      ? failed(
          400,
          ...issues.map(
            ({ expression }) => `HAPI-1094: Resource not found, specified in path: ${expression}`,
          ),
        )
      : plain.refusals.invalid(issues),
  stale: ({ type, id, number }) =>
    failed(
      409,
      `HAPI-0550: HAPI-0989: Trying to update ${type}/${id} but this is not the current version, which is ${number}`,
    ),
};

/** HAPI FHIR JPA server with the starter's configuration. */
export const hapi: Vendor = {
  ...plain,
  name: 'HAPI FHIR',
  settings: {
    ...plain.settings,
    writable: Object.keys(resourceTypes),
    fullCrud: true,
    pageSize: { '*': 20 },
    largestPage: { '*': 200 },
    pageSeconds: 3600,
    reuseSeconds: 60,
    cors: {
      allow:
        'Origin, Accept, Content-Type, Authorization, Cache-Control, If-Match, If-None-Match, x-fhir-starter, X-Requested-With, Prefer',
      expose: 'Location, Content-Location, ETag, Date, X-Request-Id',
      anyOrigin: true,
      credentials: false,
    },
  },
  search,
  refusals,
};
