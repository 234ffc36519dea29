/** `new URL` that answers undefined where it would throw. (`URL.parse` is missing from older embedded browsers.) */
export function parsedUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/**
 * The one place that decides where the token may go: the absolute address of `target` when it lies under `base`.
 *
 * @param base FHIR base of this launch, without a trailing slash
 * @param target relative or absolute; from us, from a page's `next`, a reference or a Location header
 * @returns undefined for every other place, also on the same origin; `base?…` is under the base (HAPI pages there)
 */
export function addressUnder(base: string, target: string): URL | undefined {
  const root = new URL(base);
  const url = parsedUrl(target, `${base}/`);
  if (!url || url.protocol !== root.protocol || url.host !== root.host) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  const rootPath = rootPathOf(base);
  if (url.pathname !== rootPath && !url.pathname.startsWith(`${rootPath}/`)) return undefined;
  // A proxy that decodes these would step out of the base; no FHIR path needs them.
  if (/%(?:2e|2f|5c)/i.test(url.pathname.slice(rootPath.length))) return undefined;
  url.hash = '';
  return url;
}

const located = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,128})(?:\/_history\/([A-Za-z0-9.-]{1,128}))?\/?$/;

/** Where a resource lives, without its address. */
export interface Located {
  readonly resourceType: string;
  readonly id: string;
  readonly versionId?: string;
}

/**
 * Reads a reference or a Location header: relative, or absolute under the base. Nothing is fetched.
 *
 * @returns undefined for another server's, a search, a contained (`#x`) or a `urn:` reference
 */
export function locate(base: string, reference: string): Located | undefined {
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(reference) || reference.startsWith('/');
  const url = isAbsolute ? addressUnder(base, reference) : undefined;
  if (isAbsolute && !url) return undefined;
  const path = url ? url.pathname.slice(rootPathOf(base).length) : reference;
  const [matched, resourceType, id, versionId] = located.exec(path) ?? [];
  if (resourceType === undefined || id === undefined) return undefined;
  if (matched !== path) return undefined; // more than Type/id(/_history/v)
  return versionId === undefined ? { resourceType, id } : { resourceType, id, versionId };
}

function rootPathOf(base: string): string {
  return new URL(base).pathname.replace(/\/+$/, '');
}
