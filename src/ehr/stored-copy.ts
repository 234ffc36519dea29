import { isObject } from '../core/fhir/json-object.ts';
import type { Ehr } from './ehr.ts';
import { visibleText } from './visible-controls.ts';

/** A form as we send it: what storing it needs to know; the rest passes through untouched. */
export interface StorableResponse {
  readonly resourceType: 'QuestionnaireResponse';
  readonly meta?: object;
  /** Ours, and unique per form: by it a lost answer is found again. */
  readonly identifier?: { readonly system?: string; readonly value?: string };
  readonly subject?: { readonly reference?: string };
  readonly status: string;
}

/** The version of a stored resource: its own word first, then the ETag (some proxies hide that from browsers). */
export function versionOf(resource: unknown, etag?: string): string | undefined {
  const meta = isObject(resource) ? resource.meta : undefined;
  if (isObject(meta) && typeof meta.versionId === 'string') return meta.versionId;
  return /^(?:W\/)?"([^"]+)"$/.exec(etag ?? '')?.[1];
}

/** Whether a person has completed a form of this status. */
export function isCompleted(status: unknown): status is 'completed' | 'amended' {
  return status === 'completed' || status === 'amended';
}

/** Whether storing this would make a draft of what a person has completed: that is never done. */
export function turnsBack({ status }: { readonly status?: unknown }, next: StorableResponse): boolean {
  return isCompleted(status) && next.status === 'in-progress';
}

const compared = ['status', 'questionnaire', 'subject', 'identifier', 'authored', 'author', 'item'] as const;

/**
 * Where the stored copy says something else than what was sent: element names, and linkIds for items; never values.
 *
 * Only what we sent is compared: a server may add ids, metadata and narrative, and may write our references absolute.
 */
export function differences(
  sent: unknown,
  stored: unknown,
  { context }: Pick<Ehr, 'context'>,
): readonly string[] {
  if (!isObject(sent) || !isObject(stored)) return ['the whole resource'];
  return compared.flatMap((element) => {
    if (element === 'item') return itemDifferences(sent.item, stored.item, context.base);
    if (sent[element] === undefined) return [];
    return canonical(sent[element], context.base) === canonical(stored[element], context.base)
      ? []
      : [element];
  });
}

function itemDifferences(sent: unknown, stored: unknown, base: string): readonly string[] {
  const [ours, theirs] = [itemsOf(sent), itemsOf(stored)];
  const changed = ours.flatMap((item, index) =>
    canonical(item, base) === canonical(theirs[index], base)
      ? []
      : deepest(
          item,
          theirs.find(({ linkId }) => linkId === item.linkId),
          base,
        ),
  );
  const added = theirs.slice(ours.length).map(({ linkId }) => `item ${String(linkId)}`);
  return [...changed, ...added];
}

/** The innermost items that differ, so that a reader finds the answer and not its whole section. */
function deepest(ours: Readonly<Record<string, unknown>>, theirs: unknown, base: string): readonly string[] {
  const inner =
    isObject(theirs) && ours.item !== undefined ? itemDifferences(ours.item, theirs.item, base) : [];
  return inner.length > 0 ? inner : [`item ${String(ours.linkId)}`];
}

function itemsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isObject) : [];
}

function canonical(value: unknown, base: string): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (key === 'reference' && typeof inner === 'string' && inner.startsWith(`${base}/`))
      return inner.slice(base.length + 1);
    // What comes back from the EHR has been spelt out; what was typed here has not.
    if (typeof inner === 'string') return visibleText(inner);
    if (!isObject(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
