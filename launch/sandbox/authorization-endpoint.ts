import type { TokenError } from './authorization.ts';
import type { SmartContext } from './smart-endpoints.ts';
import type { SimulatedError } from './vendors/vendor.ts';

/**
 * The authorization endpoint. An EHR launch has its user and patient already, so it redirects at once. Errors travel to the
 * app by redirect, except where the app or its redirect URI is unknown: then nothing is sent anywhere.
 */
export function authorize(
  asked: URLSearchParams,
  { base, root, clients, charts, vendor, authorization }: SmartContext,
): Response {
  const redirectUri = asked.get('redirect_uri') ?? '';
  const hooks = vendor.launch;
  const client = hooks.client(clients, asked.get('client_id'));
  if (client === undefined) return plainError('This app is not registered here.', hooks.pageHeaders);
  if (!hooks.redirects(client, redirectUri))
    return plainError('This redirect URI is not registered for the app.', hooks.pageHeaders);

  const back = (parameters: Record<string, string>) => {
    const location = new URL(redirectUri);
    const state = asked.get('state');
    for (const [name, value] of Object.entries(state === null ? parameters : { ...parameters, state })) {
      location.searchParams.set(name, value);
    }
    return new Response(null, {
      status: 302,
      headers: { location: location.href, 'cache-control': 'no-store' },
    });
  };

  const token = asked.get('launch') ?? '';
  const opened = hooks.open(token, charts);
  const launch = opened ?? authorization.launched(token);
  const simulated = opened?.simulatedError;
  const scope = asked.get('scope') ?? '';
  const scopes = hooks.grant(scope, client);
  const challenge = asked.get('code_challenge') ?? '';
  const refusals: readonly (readonly [wrong: boolean, error: string, description: string])[] = [
    [simulated?.on === 'authorize', simulated?.error ?? '', simulated?.description ?? ''],
    [asked.get('response_type') !== 'code', 'unsupported_response_type', 'response_type must be code'],
    [!asked.get('state'), 'invalid_request', 'state is required'],
    [asked.get('aud') !== base, 'invalid_request', 'aud must be the FHIR base of this EHR'],
    [asked.get('code_challenge_method') !== 'S256', 'invalid_request', 'code_challenge_method must be S256'],
    [!/^[A-Za-z0-9_-]{43}$/.test(challenge), 'invalid_request', 'code_challenge must be a base64url SHA-256'],
    [token === '', 'invalid_request', 'Apps are launched from a chart here: launch is required'],
    [
      launch === undefined,
      'invalid_request',
      'launch is unknown or was used before: start the app again from the chart',
    ],
    [!scopes.includes('launch'), 'invalid_scope', 'the scope launch is required for a launch from a chart'],
  ];
  const refused = refusals.find(([wrong]) => wrong);
  if (refused) return back({ error: refused[1], error_description: refused[2] });
  if (launch === undefined) throw new Error('unreachable: refused above');
  authorization.spendLaunch(token);
  const nonce = asked.get('nonce') ?? undefined;
  const refusal = hooks.refuseScopes(scope, client, root);
  const tokenError = refusal
    ? ({ on: 'token', status: 400, body: refusal } as const)
    : tokenErrorOf(simulated);
  const { clientId } = client;
  return back({
    code: authorization.mintCode({ clientId, redirectUri, challenge, scopes, nonce, ...launch, tokenError }),
  });
}

function tokenErrorOf(simulated: SimulatedError | undefined): TokenError | undefined {
  if (simulated === undefined || simulated.on === 'authorize') return undefined;
  const { on, status, error, description } = simulated;
  return { on, status, body: { error, error_description: description } };
}

const plainError = (sentence: string, headers: Readonly<Record<string, string>>) =>
  new Response(
    `<!doctype html><html lang="en"><title>Launch refused</title><h1>Launch refused</h1><p>${sentence}</p></html>`,
    {
      status: 400,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers },
    },
  );
