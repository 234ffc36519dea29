import type { Question } from './question.ts';
import type { Version } from './store.ts';

/** A result set with pages left: who asked, what is still to come. */
export interface Remaining {
  readonly accessToken: string;
  readonly question: Question;
  readonly self: string;
  readonly total: number;
  readonly versions: readonly Version[];
  readonly size: number;
}

/** One page of it: `versions` is what this page holds, `rest` how many follow, `next` their address. */
export interface Page extends Omit<Remaining, 'accessToken'> {
  readonly base: string;
  readonly rest: number;
  readonly next: string | undefined;
}

/** Result sets waiting for their next page, each under an opaque name; the oldest are forgotten. */
export interface Pages {
  keep(page: string, remaining: Remaining): void;
  find(page: string): Remaining | undefined;
}

/** How many unfinished result sets are remembered: enough for parallel readers, small enough to show expiry. */
const remembered = 500;

/** An empty memory of result sets. A page can be asked for again; it stays until `seconds` have passed or newer ones push it out. */
export function createPages(now: () => number, seconds: number): Pages {
  const pages = new Map<string, { readonly remaining: Remaining; readonly expires: number }>();
  return {
    keep(page, remaining) {
      pages.set(page, { remaining, expires: now() + seconds * 1000 });
      const [oldest] = pages.keys();
      if (pages.size > remembered && oldest !== undefined) pages.delete(oldest);
    },
    find(page) {
      const kept = pages.get(page);
      return kept !== undefined && now() < kept.expires ? kept.remaining : undefined;
    },
  };
}

/**
 * A searchset Bundle as JSON text: its head, its matches as they are stored, so that nothing is serialised twice, and entries besides.
 * `linked` matches carry a link to themselves.
 */
export function searchset(
  head: object,
  { versions, base }: Page,
  { besides = [], linked = false }: { readonly besides?: readonly object[]; readonly linked?: boolean } = {},
): string {
  const matches = versions.map(({ type, id, text }) => {
    const url = JSON.stringify(`${base}/${type}/${id}`);
    const link = linked ? `"link":[{"relation":"self","url":${url}}],` : '';
    return `{${link}"fullUrl":${url},"resource":${text},"search":{"mode":"match"}}`;
  });
  const entries = [...matches, ...besides.map((entry) => JSON.stringify(entry))];
  const text = JSON.stringify(head);
  return entries.length === 0 ? text : `${text.slice(0, -1)},"entry":[${entries.join(',')}]}`;
}
