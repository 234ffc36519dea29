import type { Version } from './store.ts';

/** A result set with pages left: who asked, what is still to come. */
export interface Remaining {
  readonly accessToken: string;
  readonly self: string;
  readonly total: number;
  readonly versions: readonly Version[];
  readonly size: number;
}

/** Result sets waiting for their next page, each under an opaque token; the oldest are forgotten. */
export interface Pages {
  keep(remaining: Remaining): string;
  find(page: string): Remaining | undefined;
}

/** How many unfinished result sets are remembered: enough for parallel readers, small enough to show expiry. */
const remembered = 500;

/** An empty memory of result sets. A page can be asked for again; it stays until newer ones push it out. */
export function createPages(): Pages {
  const pages = new Map<string, Remaining>();
  return {
    keep(remaining) {
      const page = crypto.randomUUID();
      pages.set(page, remaining);
      const [oldest] = pages.keys();
      if (pages.size > remembered && oldest !== undefined) pages.delete(oldest);
      return page;
    },
    find: (page) => pages.get(page),
  };
}

/** One page of a searchset Bundle as JSON text, built from the stored texts so that nothing is serialised twice. */
export function searchset(remaining: Remaining, base: string, pages: Pages): string {
  const { self, total, versions, size } = remaining;
  const page = versions.slice(0, size);
  const rest = versions.slice(size);
  const links = [{ relation: 'self', url: self }];
  if (rest.length > 0) {
    links.push({ relation: 'next', url: `${base}?_page=${pages.keep({ ...remaining, versions: rest })}` });
  }
  const entries = page.map(
    ({ type, id, text }) =>
      `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)},"resource":${text},"search":{"mode":"match"}}`,
  );
  const head = JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total, link: links });
  return entries.length === 0 ? head : `${head.slice(0, -1)},"entry":[${entries.join(',')}]}`;
}
