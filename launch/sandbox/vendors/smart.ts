import { hapi } from './hapi.ts';
import { mintSim, openSim } from './sim-launch.ts';
import type { LaunchHooks, SearchHooks, Vendor } from './vendor.ts';

/** The FHIR server behind the proxy, whose address its Location headers still bear. */
const upstream = 'https://r4.upstream.example';

const search: SearchHooks = {
  ...hapi.search,
  // The proxy takes `//` in an address for a slip, also inside a query: an unencoded system URL then matches nothing.
  ask: (question) => {
    const { parameters, url } = question;
    const raw = url.search.replace(/\/\s*\//g, '/');
    const collapsed = raw === url.search ? parameters : new URLSearchParams(raw);
    return hapi.search.ask({ ...question, parameters: collapsed });
  },
};

const launch: LaunchHooks = {
  ...hapi.launch,
  client: (_, id) => (id === null ? undefined : { clientId: id, redirectUris: [] }),
  redirects: (_, uri) => URL.canParse(uri),
  grant: (asked) => [...new Set(asked.split(/\s+/).filter((scope) => scope !== ''))],
  tokenResponse: ({ fhirContext: _, ...response }, { root }) => ({
    ...response,
    smart_style_url: new URL('/smart-style.json', root).href,
  }),
  claims: (claims, { chart }) =>
    'fhirUser' in claims ? { ...claims, fhirUser: chart.practitioner, profile: chart.practitioner } : claims,
  configuration: (configuration) => ({
    ...configuration,
    scopes_supported: [
      'openid',
      'profile',
      'fhirUser',
      'launch',
      'launch/patient',
      'launch/encounter',
      'patient/*.*',
      'user/*.*',
      'offline_access',
    ],
  }),
  mint: mintSim,
  open: openSim,
};

const passed = ['content-type', 'etag', 'location'];

/** SMART Health IT launcher v2: a proxy before HAPI that checks a token only when one is sent, and no scope ever. */
export const smart: Vendor = {
  ...hapi,
  name: 'SMART Health IT launcher',
  settings: {
    ...hapi.settings,
    enforces: 'tokens',
    largestBody: 1_000_000,
    refreshTokens: true,
    cors: { allow: 'as asked', expose: '', anyOrigin: false, credentials: true },
  },
  search,
  write: {
    ...hapi.write,
    written: (status, version, request, base) => {
      const response = hapi.write.written(status, version, request, base);
      const location = response.headers.get('location') ?? '';
      response.headers.set('location', location.replace(base, upstream));
      return response;
    },
  },
  refusals: {
    ...hapi.refusals,
    login: () => new Response('Invalid token: jwt malformed', { status: 401 }),
  },
  launch,
  finish: (_, response) => {
    const kept = [...response.headers].filter(([name]) => passed.includes(name));
    const { status, statusText } = response;
    return response.type === 'error'
      ? response
      : new Response(response.body, { status, statusText, headers: kept });
  },
};
