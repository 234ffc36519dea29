import { fhir } from './respond.ts';
import type { Version } from './store.ts';

/** A Binary as FHIR when the request accepts FHIR, else as the bytes that it holds (FHIR R4 §2.12). */
export function binary(
  request: Request,
  { resource, text }: Version,
  headers: Record<string, string>,
): Response {
  const accept = request.headers.get('accept') ?? '*/*';
  if (/json|xml/.test(accept)) return fhir(200, text, headers);
  const { contentType, data } = resource;
  const [mediaType = ''] = String(contentType).split(';');
  if (!accept.includes(mediaType) && !accept.includes('*/*')) return new Response(null, { status: 406 });
  const bytes = Uint8Array.from(atob(String(data ?? '')), (character) => character.charCodeAt(0));
  return new Response(bytes, { headers: { ...headers, 'content-type': String(contentType) } });
}
