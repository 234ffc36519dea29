import type { Settings } from './vendors/settings.ts';

type Cors = Settings['cors'];

/** The answer to a preflight: any origin may read and write, with the headers that this EHR lets through. */
export const preflight = ({ headers }: Request, { allow }: Cors) =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
      'access-control-allow-headers':
        allow === 'as asked' ? (headers.get('access-control-request-headers') ?? '') : allow,
      'access-control-max-age': '600',
    },
  });

/** The response, readable by the origin that asked, with the headers that this EHR lets it see. */
export function allowOrigin(
  request: Request,
  response: Response,
  { anyOrigin, credentials, expose }: Cors,
): Response {
  const headers = new Headers(response.headers);
  const origin = anyOrigin ? null : request.headers.get('origin');
  headers.set('access-control-allow-origin', origin ?? '*');
  headers.append('vary', 'origin');
  if (credentials) headers.set('access-control-allow-credentials', 'true');
  if (expose !== '') headers.set('access-control-expose-headers', expose);
  headers.set('x-request-id', crypto.randomUUID());
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
