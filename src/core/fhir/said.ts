import { isObject } from './json-object.ts';
import type { Coding } from './r4.ts';

/** Every `text` and `display` in a part of a resource as it came, and the part itself where it is text. */
export function wordsIn(part: unknown): readonly string[] {
  if (typeof part === 'string') return [part];
  if (Array.isArray(part)) return part.flatMap(wordsIn);
  if (!isObject(part)) return [];
  return Object.entries(part).flatMap(([element, value]) =>
    typeof value !== 'string' || ['text', 'display'].includes(element) ? wordsIn(value) : [],
  );
}

/** Every Coding in a part of a resource as it came, by system and code alone. */
export function codingsIn(part: unknown): readonly Coding[] {
  if (Array.isArray(part)) return part.flatMap(codingsIn);
  if (!isObject(part)) return [];
  const { system, code } = part;
  if (typeof system === 'string' && typeof code === 'string') return [{ system, code }];
  return Object.values(part).flatMap(codingsIn);
}
