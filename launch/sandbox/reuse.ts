import type { Version } from './store.ts';

/** A memory of search results, as some servers keep it: what was stored since is not in it. */
export interface Reuse {
  /** The results of the same question asked less than `seconds` ago, or those of `find` now. */
  results(question: string, seconds: number, find: () => readonly Version[]): readonly Version[];
}

/** An empty memory of search results. */
export function createReuse(now: () => number): Reuse {
  const kept = new Map<string, { readonly at: number; readonly versions: readonly Version[] }>();
  return {
    results(question, seconds, find) {
      const before = kept.get(question);
      if (before !== undefined && now() - before.at < seconds * 1000) return before.versions;
      const versions = find();
      if (seconds > 0) kept.set(question, { at: now(), versions });
      return versions;
    },
  };
}

/** Whether a request wants fresh results; a browser says so by header when its page fetches past the cache. */
export function wantsFresh({ headers, cache }: Request): boolean {
  return (
    /no-cache|no-store/.test(headers.get('cache-control') ?? '') || ['no-store', 'reload'].includes(cache)
  );
}
