/** Seconds after which an OAuth endpoint that has not answered is given up. */
const seconds = 15;

/**
 * Sends a form to one of the EHR's OAuth endpoints, already checked against the profile: no redirect carries it elsewhere, no cookie goes
 * with it, and it is given up after 15 s.
 *
 * @param keepalive whether it outlives the page
 * @throws TypeError or DOMException where there is no answer
 */
export function postForm(
  endpoint: string,
  fields: Readonly<Record<string, string>>,
  { keepalive = false }: { readonly keepalive?: boolean } = {},
): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(fields),
    redirect: 'error',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    keepalive,
    signal: AbortSignal.timeout(seconds * 1000),
  });
}
