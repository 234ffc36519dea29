import type { TypeCapability } from '../capability.ts';
import type { SandboxClient } from '../client.ts';
import type { Resource } from '../resource.ts';
import { absentTypes, dressForEpic } from './epic-chart.ts';
import { type EpicIssue, epicRefusal, ruleBroken } from './epic-outcome.ts';
import { epicScopes } from './epic-scopes.ts';
import { epicSearch } from './epic-search.ts';
import { epicWrite } from './epic-write.ts';
import { xmlUnlessJson } from './fhir-xml.ts';
import { plain } from './plain.ts';
import type { LaunchHooks, Refusals, Vendor } from './vendor.ts';

const fileNotFound = () =>
  new Response(
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\r\n<html xmlns="http://www.w3.org/1999/xhtml">\r\n<head>\r\n<title>404 - File or directory not found.</title>\r\n</head>\r\n<body>\r\n<h2>404 - File or directory not found.</h2>\r\n</body>\r\n</html>\r\n',
    { status: 404, headers: { 'content-type': 'text/html' } },
  );

const fatal = (code: string, epic: string, diagnostics: string, element?: string): EpicIssue => ({
  severity: 'fatal',
  code,
  epic,
  diagnostics,
  ...(element ? { element } : {}),
});

const refusals: Refusals = {
  login: () =>
    new Response('""', {
      status: 401,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'www-authenticate':
          'Bearer error="invalid_token", error_description="The access token provided is not valid"',
      },
    }),
  // An API that is not ticked at registration is refused without a word, one that is ticked and not in the token with a header.
  scope: (_, registered) =>
    new Response(null, {
      status: 403,
      headers: registered ? { 'www-authenticate': 'Bearer error="insufficient_scope"' } : {},
    }),
  type: fileNotFound,
  missing: () => epicRefusal(404, fatal('not-found', '59008', 'Invalid FHIR ID provided', 'id')),
  deleted: () => epicRefusal(404, fatal('not-found', '59008', 'Invalid FHIR ID provided', 'id')),
  method: fileNotFound,
  expired: () => epicRefusal(400, fatal('processing', '4113', 'The paging session has expired')),
  search: (issues) =>
    epicRefusal(400, ...issues.map(({ diagnostics }) => fatal('invalid', '59102', diagnostics))),
  invalid: (issues) =>
    epicRefusal(400, ...issues.map(({ diagnostics, expression }) => ruleBroken(diagnostics, expression))),
  stale: plain.refusals.stale,
  unversioned: plain.refusals.unversioned,
};

const launch: LaunchHooks = {
  ...plain.launch,
  grant: (asked, client: SandboxClient) => epicScopes(asked, client),
  tokenResponse: ({ fhirContext: _, ...response }, { chart, root }) => ({
    ...response,
    need_patient_banner: 'false',
    smart_style_url: `${root}oauth2/style.json`,
    '__epic.dstu2.patient': `T${chart.patient.id}`,
    loginDepartment: '10501101',
    location: 'eLocation-1',
    appointment: 'eAppointment-1',
  }),
  claims: (claims, { root, chart }) => ({
    ...claims,
    ...('fhirUser' in claims ? { fhirUser: `${root}oauth2/api/FHIR/R4/${chart.practitioner}` } : {}),
    // Bytes of which some are written by the characters that base64url has and base64 has not.
    jti: '~~~~~?????',
  }),
  pageHeaders: { 'x-frame-options': 'DENY', 'content-security-policy': "frame-ancestors 'none'" },
};

/** What Epic lists that an app may do, where it is more than read and search. */
const listed: Readonly<Record<string, readonly string[]>> = {
  Binary: ['read'],
  Condition: ['create', 'read', 'search-type'],
  DiagnosticReport: ['read', 'search-type', 'update'],
  DocumentReference: ['create', 'read', 'search-type', 'update'],
  Observation: ['create', 'read', 'search-type', 'update'],
  Patient: ['create', 'read', 'search-type'],
  Procedure: ['create', 'read', 'search-type', 'update'],
  QuestionnaireResponse: ['create', 'read', 'search-type'],
  ServiceRequest: ['create', 'read', 'search-type', 'update'],
};

function capabilityOf({ versioning: _, ...each }: TypeCapability): TypeCapability {
  const codes = listed[each.type] ?? ['read', 'search-type'];
  return {
    ...each,
    type: each.type,
    interaction: codes.map((code) => ({ code })),
    readHistory: false,
    updateCreate: false,
    conditionalCreate: false,
    searchInclude: ['*'],
    searchRevInclude: ['Provenance:target'],
  };
}

/** Epic R4, as an app sees it that a clinician launches. */
export const epic: Vendor = {
  ...plain,
  name: 'Epic',
  settings: {
    ...plain.settings,
    ifNoneExist: false,
    absent: absentTypes,
    pageSize: { '*': 1000 },
    largestPage: { '*': 1000 },
    pageSeconds: 600,
  },
  dress: dressForEpic,
  show: (resource: Resource): Resource => {
    const { meta, ...elements } = resource;
    const { versionId: _, lastUpdated: __, ...kept } = meta ?? {};
    return { ...elements, ...(Object.keys(kept).length > 0 ? { meta: kept } : {}) } as Resource;
  },
  versionHeaders: () => ({}),
  capability: (statement) => ({
    ...statement,
    software: { name: 'Epic', version: 'February 2026', releaseDate: '2026-02-09' },
    format: ['xml', 'json'],
    rest: statement.rest.map((rest) => ({
      ...rest,
      resource: rest.resource.filter(({ type }) => !absentTypes.includes(type)).map(capabilityOf),
    })),
  }),
  search: epicSearch,
  write: epicWrite,
  refusals,
  launch,
  finish: xmlUnlessJson,
};
