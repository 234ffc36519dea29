import { isObject } from '../core/fhir/json-object.ts';
import { isOutcome, type Unread } from '../core/record/unread.ts';
import type { Ehr } from './ehr.ts';
import { type EhrFault, fault } from './ehr-fault.ts';
import { addressUnder } from './fhir-base.ts';
import { standardCoded } from './local-codes.ts';
import { carries, doubtFrom } from './outcome.ts';
import type { PlannedRead } from './read-plan.ts';

/** All that one search brought, and every reason to think that there is more. */
export interface SearchResult {
  /** As the EHR sent them, with what its local codes mean; each at least an object with a resourceType. */
  readonly resources: readonly unknown[];
  readonly doubts: readonly Unread[];
  /** Why the reading stopped early. With resources in hand the search is partial, without it is failed or denied. */
  readonly fault?: EhrFault;
}

/**
 * Follows a search from page to page, under the FHIR base only.
 *
 * Every limit that is reached, and every page or entry that cannot be used, is said in `doubts` or `fault`: fewer
 * resources than exist must never look like all of them.
 *
 * @param isPromised whether an earlier page, which somebody else brought, said that there is more
 * @param onPage told of what came so far, after each page
 */
export async function searchPages(
  { transport, profile, context }: Ehr,
  {
    path,
    question,
    resourceType,
  }: Pick<PlannedRead, 'question' | 'resourceType'> & { readonly path: string },
  {
    signal,
    isPromised = false,
    onPage,
  }: {
    readonly signal?: AbortSignal;
    readonly isPromised?: boolean;
    readonly onPage?: (soFar: readonly unknown[]) => void;
  } = {},
): Promise<SearchResult> {
  const { budgets, outcomeCodes, readPlan } = profile;
  const label = `GET ${question}`;
  const resources: unknown[] = [];
  const doubts: Unread[] = [];
  const versions = new Set<string>();
  let visited = new Set<string>();
  let [pages, matches, unusable, restarted] = [0, 0, 0, false];
  let total: number | undefined;
  let hasMore = isPromised;

  const doubt = (because: string): void => {
    doubts.push({ requirement: question, resourceType, gap: 'partial', because });
  };
  const finish = (stopped?: EhrFault): SearchResult => {
    if (unusable > 0) doubt(`${unusable} of its results cannot be used`);
    return { resources, doubts, ...(stopped && { fault: stopped }) };
  };

  let next: string | undefined = path;
  while (next !== undefined) {
    const address = addressUnder(context.base, next)?.href;
    if (address === undefined)
      return finish(
        fault('foreign', label, { because: 'its next page lies outside the EHR that launched this app' }),
      );
    if (visited.has(address))
      return finish(fault('refused', label, { because: 'its pages repeat themselves' }));
    if (pages >= budgets.pages)
      return finish(fault('refused', label, { because: `it has more than ${budgets.pages} pages` }));
    visited.add(address);
    const reply = await transport.get(address, { label, signal });
    if (!reply.ok) {
      const expired =
        pages > 0 && (reply.fault.status === 410 || carries(reply.fault.outcome, outcomeCodes.pagingExpired));
      if (!expired || restarted) return finish(reply.fault);
      [restarted, visited, next, pages, matches] = [true, new Set(), path, 0, 0];
      continue;
    }
    pages += 1;
    const page = reply.body;
    if (isOutcome(page)) {
      const said = doubtFrom(page, resourceType, outcomeCodes);
      if (said) doubts.push({ ...said, requirement: question });
      else if (hasMore) doubt('the EHR answered with no results where it had promised more');
      break;
    }
    if (
      !isObject(page) ||
      page.resourceType !== 'Bundle' ||
      !isListOrAbsent(page.entry) ||
      !isListOrAbsent(page.link)
    ) {
      return finish(
        fault('unreadable', label, {
          because: 'the EHR answered with something that is not a search result',
        }),
      );
    }
    // What is in it may be used; that it is everything, nobody has said.
    if (page.type !== undefined && page.type !== 'searchset')
      doubt('the EHR answered with a Bundle that is no search result');
    for (const entry of page.entry ?? []) {
      const resource = isObject(entry) ? entry.resource : undefined;
      const mode = isObject(entry) && isObject(entry.search) ? entry.search.mode : undefined;
      if (isOutcome(resource)) {
        const said = doubtFrom(resource, resourceType, outcomeCodes);
        if (said) doubts.push({ ...said, requirement: question });
        continue;
      }
      if (mode !== 'include' && mode !== 'outcome') matches += 1;
      if (!isObject(resource) || typeof resource.resourceType !== 'string') {
        unusable += 1;
        continue;
      }
      if (resources.length >= budgets.entries) {
        return finish(fault('refused', label, { because: `it has more than ${budgets.entries} results` }));
      }
      const key = versionKey(resource);
      if (key !== undefined && versions.has(key)) continue;
      if (key !== undefined) versions.add(key);
      resources.push(standardCoded(resource, profile.localCodes));
    }
    onPage?.(resources);
    if (typeof page.total === 'number') total = page.total;
    const onward = (page.link ?? []).find((link) => isObject(link) && link.relation === 'next');
    const url = isObject(onward) ? onward.url : undefined;
    if (onward !== undefined && (typeof url !== 'string' || url === '')) {
      return finish(fault('unreadable', label, { because: 'its next page has no address' }));
    }
    next = url as string | undefined;
    hasMore ||= next !== undefined;
  }
  if (readPlan.trustTotal && total !== undefined && total > matches) {
    doubt('the EHR counted more results than it delivered');
  }
  return finish();
}

/** `Type/id/version`, by which the same version twice (a page that moved, two searches) is one; undefined without a version. */
export function versionKey(resource: unknown): string | undefined {
  if (!isObject(resource) || !isObject(resource.meta)) return undefined;
  const { resourceType, id, meta } = resource;
  return typeof id === 'string' && typeof meta.versionId === 'string'
    ? `${String(resourceType)}/${id}/${meta.versionId}`
    : undefined;
}

function isListOrAbsent(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}
