/** The answer to a preflight: any origin may read and write, with the headers that FHIR clients send. */
export const preflight = () =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
      'access-control-allow-headers':
        'authorization, content-type, if-match, if-none-match, if-none-exist, prefer, accept',
      'access-control-max-age': '600',
    },
  });

/** The response, readable by the origin that asked, with the headers that a FHIR client needs to see. */
export function allowOrigin(request: Request, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('access-control-allow-origin', request.headers.get('origin') ?? '*');
  headers.append('vary', 'origin');
  headers.set(
    'access-control-expose-headers',
    'ETag, Location, Content-Location, Last-Modified, WWW-Authenticate, Retry-After, X-Request-Id',
  );
  headers.set('x-request-id', crypto.randomUUID());
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
