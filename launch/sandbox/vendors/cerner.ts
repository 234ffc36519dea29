import type { SandboxClient } from '../client.ts';
import { grantedScopes, resourceScope, scopeDialect } from '../scopes.ts';
import { absentTypes, dressForCerner, tenant } from './cerner-chart.ts';
import { cernerWrite } from './cerner-document.ts';
import { cernerOutcome } from './cerner-outcome.ts';
import { cernerSearch } from './cerner-search.ts';
import { plain } from './plain.ts';
import type { LaunchHooks, Refusals, Vendor } from './vendor.ts';

const notFound = () => cernerOutcome(404, 'not-found', 'Not Found');

const refusals: Refusals = {
  ...plain.refusals,
  login: () =>
    new Response(null, {
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="fhir", error="invalid_token"' },
    }),
  // The gateway before the FHIR server refuses, and it does not speak FHIR.
  scope: () =>
    Response.json(
      {
        code: 403,
        message:
          'code="urn:cerner:error:oauth2:resource-access:insufficient-scopes", error="insufficient_scope", subcode="no_scope_for_resource_path"',
      },
      { status: 403 },
    ),
  type: notFound,
  missing: notFound,
  deleted: notFound,
  method: notFound,
  expired: () => cernerOutcome(400, 'invalid', '-pageContext is not valid'),
  search: (issues) => cernerOutcome(400, 'invalid', ...issues.map(({ diagnostics }) => diagnostics)),
  invalid: (issues) => cernerOutcome(422, 'business-rule', ...issues.map(({ diagnostics }) => diagnostics)),
  stale: () => cernerOutcome(409, 'conflict', 'The version of the resource is not the current one'),
  unversioned: () => cernerOutcome(412, 'required', 'If-Match is required'),
};

/** Types that are granted at user level only, or not at all. */
const notOfPatients = ['Practitioner', 'Location', 'Organization'];

function isGranted(scope: string, { scopes }: SandboxClient): boolean {
  const asked = resourceScope(scope);
  if (scopes !== undefined && !scopes.includes(scope)) return false;
  if (asked === undefined) return true;
  const isWild = asked.type === '*' || scope.endsWith('.*');
  return !isWild && !(asked.level === 'patient' && notOfPatients.includes(asked.type));
}

const launch: LaunchHooks = {
  ...plain.launch,
  grant: (asked, client) =>
    grantedScopes(asked, ['online_access', 'offline_access']).filter((scope) => isGranted(scope, client)),
  refuseScopes(asked, { dialect, clientId }, root) {
    const dialects = asked.split(' ').map(scopeDialect);
    if (dialect === undefined || !dialects.some((each) => each !== undefined && each !== dialect))
      return undefined;
    const urn = encodeURIComponent('urn:cerner:error:authorization-server:oauth2:token:empty-scopes');
    const instance = `${crypto.randomUUID()}?client=${encodeURIComponent(clientId)}&tenant=${tenant}`;
    return { error: 'invalid_scope', error_uri: `${root}errors/${urn}/instances/${instance}` };
  },
  tokenResponse: ({ fhirContext: _, ...response }, { chart }) => ({
    ...response,
    smart_style_url: 'https://smart.cerner.com/styles/smart-v1.json',
    user: chart.practitioner?.split('/')[1],
    username: 'portal',
    tenant,
  }),
  claims: (claims) => ('fhirUser' in claims ? { ...claims, profile: claims.fhirUser } : claims),
  // Whether S256 is advertised is not known; that it is taken is.
  configuration: ({ code_challenge_methods_supported: _, ...configuration }) => configuration,
};

/** Oracle Health (Cerner) Millennium R4, as a provider's app sees it. */
export const cerner: Vendor = {
  ...plain,
  name: 'Oracle Health (Cerner)',
  settings: {
    ...plain.settings,
    accessTokenSeconds: 570,
    writable: ['DocumentReference'],
    requireIfMatch: true,
    ifNoneExist: false,
    absent: absentTypes,
    refreshTokens: true,
    pageSize: {
      '*': 50,
      DiagnosticReport: 10,
      DocumentReference: 10,
      Encounter: 10,
      MedicationRequest: 25,
      Condition: Infinity,
      Procedure: Infinity,
    },
    largestPage: {
      '*': 200,
      DiagnosticReport: 100,
      DocumentReference: 100,
      Condition: Infinity,
      Procedure: Infinity,
    },
    pageSeconds: 900,
    cors: {
      allow: 'authorization, content-type',
      expose: 'ETag, Content-Location, Location, X-Request-Id, WWW-Authenticate, Date',
      anyOrigin: true,
      credentials: false,
    },
  },
  dress: dressForCerner,
  search: cernerSearch,
  write: cernerWrite,
  refusals,
  launch,
  finish: (request, response) => {
    const accept = request.headers.get('accept') ?? '*/*';
    const isJson = /json|\*\/\*/.test(accept) || new URL(request.url).pathname.includes('/Binary/');
    return isJson ? response : new Response(null, { status: 406 });
  },
  capability: (statement) => ({
    ...statement,
    name: 'OracleHealthCapabilityStatement',
    publisher: 'Oracle Health',
    format: ['json', 'application/fhir+json'],
    rest: statement.rest.map((rest) => ({
      ...rest,
      resource: rest.resource
        .filter(({ type }) => !absentTypes.includes(type))
        .map((each) => ({ ...each, interaction: each.interaction.filter(({ code }) => code !== 'vread') })),
    })),
  }),
};
