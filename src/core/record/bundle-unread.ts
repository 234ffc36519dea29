import { isObject } from '../fhir/json-object.ts';
import type { Entry } from './entry-address.ts';
import { isOutcome, type Unread, unreadFrom } from './unread.ts';

/** A request of a batch that was refused or is not done, or that carries a warning beside its answer. */
export function failedEntry({ response }: Entry): readonly Unread[] {
  if (!isObject(response)) return [];
  const told = response.outcome === undefined ? undefined : unreadFrom(response.outcome);
  if (told) return [told];
  const status = typeof response.status === 'string' ? Number.parseInt(response.status, 10) : 200;
  const isDone = status >= 200 && status < 300 && status !== 202 && status !== 206;
  if (isDone || Number.isNaN(status)) return [];
  const because =
    status === 202
      ? 'the EHR is still at work on a part of the read (202)'
      : `the EHR answered ${status} to a part of the read`;
  const refused = status === 401 || status === 403 ? ('denied' as const) : ('failed' as const);
  const gap = status < 400 ? ('partial' as const) : refused;
  return [{ requirement: 'all', resourceType: 'all', gap, because }];
}

/** Why a Bundle is not all of a search: it names a next page, or counts more matches than it holds. */
export function reasonCut({
  type,
  total,
  link,
  entry,
}: Readonly<Record<string, unknown>>): string | undefined {
  if (Array.isArray(link) && link.some((each) => isObject(each) && each.relation === 'next'))
    return 'only one page of a longer search';
  if (type !== 'searchset' || typeof total !== 'number') return undefined;
  const matches = (Array.isArray(entry) ? (entry as readonly unknown[]) : []).filter(isMatch);
  return total > matches.length ? 'only a part of what a search found' : undefined;
}

/** What a search asked for, beside what it includes and what it says. */
function isMatch(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const mode = isObject(entry.search) ? entry.search.mode : undefined;
  return mode !== 'include' && mode !== 'outcome' && !isOutcome(entry.resource);
}
