import { isObject } from '../fhir/json-object.ts';
import { literalReference } from '../fhir/reference.ts';

/** An entry of a Bundle, as it came. */
export type Entry = Readonly<Record<string, unknown>>;

/** The server that an entry comes from, by its `fullUrl`. */
export function baseOf({ fullUrl }: Entry): string | undefined {
  return typeof fullUrl === 'string'
    ? /^(https?:\/\/.+)\/[A-Z][A-Za-z]+\/[^/]+$/.exec(fullUrl)?.[1]
    : undefined;
}

/** What an entry is about: one resource, every one of a type that a search may find, or, with neither, anything. */
export interface Target {
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  readonly base?: string | undefined;
}

/** What an entry is about, by its `fullUrl`, or else by its request. */
export function targetOf({ fullUrl, request }: Entry): Target {
  const url = isObject(request) && typeof request.url === 'string' ? request.url : undefined;
  const path = url?.replace(/[?#].*$/s, '').replace(/^\//, '');
  const one = [fullUrl, path]
    .map((address) => literalReference(typeof address === 'string' ? address : undefined))
    .find((found) => found !== undefined);
  if (one) return one;
  const [, base, type] = /^(?:(https?:\/\/.+)\/)?([A-Z][A-Za-z]+)\/?$/.exec(path ?? '') ?? [];
  return { type, base };
}

/** The HTTP method that an entry stands for, in capitals. */
export function methodOf({ request }: Entry): string | undefined {
  return isObject(request) && typeof request.method === 'string' ? request.method.toUpperCase() : undefined;
}
