import { isObject } from '../fhir/json-object.ts';
import { type LiteralReference, literalReference } from '../fhir/reference.ts';

/** An entry of a Bundle, as it came. */
export type Entry = Readonly<Record<string, unknown>>;

/** The server that an entry comes from, by its `fullUrl`. */
export function baseOf({ fullUrl }: Entry): string | undefined {
  return typeof fullUrl === 'string'
    ? /^(https?:\/\/.+)\/[A-Z][A-Za-z]+\/[^/]+$/.exec(fullUrl)?.[1]
    : undefined;
}

/** The one resource that an entry is about, by its `fullUrl` or its request; undefined for a search. */
export function addressOf({ fullUrl, request }: Entry): LiteralReference | undefined {
  const addresses = [fullUrl, isObject(request) ? request.url : undefined];
  return addresses
    .map((address) => literalReference(typeof address === 'string' ? address : undefined))
    .find((found) => found !== undefined);
}
