import type { Access, FhirContext } from './access.ts';
import type { Grant } from './authorization.ts';
import type { Remaining } from './paging.ts';
import type { Question } from './question.ts';
import { resourceTypes } from './resource-types.ts';
import { fhir, refusal } from './respond.ts';
import { wantsFresh } from './reuse.ts';
import { search } from './search.ts';
import type { PerType } from './vendors/settings.ts';

/** Answers one search: what the vendor heeds of the question, every match, the first page. */
export async function find(
  request: Request,
  url: URL,
  type: string,
  access: Access,
  context: FhirContext,
): Promise<Response> {
  const { base, store, vendor, reuse, outsideRecords } = context;
  const parameters = new URLSearchParams(url.search);
  if (request.method === 'POST') {
    for (const [name, value] of new URLSearchParams(await request.text())) parameters.append(name, value);
  }
  const { patient } = access;
  const question: Question = { type, parameters, url, base, store, patient, outsideRecords };
  const heeded = vendor.search.ask(question);
  if (heeded instanceof Response) return heeded;
  const asked = search(type, heeded, base);
  if (!asked.understood) return vendor.refusals.search(asked.issues, type);
  const chart = resourceTypes[type]?.patient ? patient : undefined;
  if (chart !== undefined && asked.charts.some((each) => each !== chart)) {
    return refusal(403, 'forbidden', 'The token is for another patient');
  }
  const self = `${base}/${type}${parameters.size > 0 ? `?${parameters}` : ''}`;
  const seconds = wantsFresh(request) ? 0 : vendor.settings.reuseSeconds;
  const versions = reuse.results(`${access.grant.token} ${self} ${heeded}`, seconds, () =>
    vendor.search.arrange(
      [...store.list(type, chart)].filter((version) => access.sees(version) && asked.match(version)),
      question,
    ),
  );
  const size = pageSize(type, asked.count, context);
  const accessToken = access.grant.token;
  return page({ accessToken, question, self, total: versions.length, versions, size }, context);
}

function pageSize(type: string, count: number | undefined, { vendor, largestPage }: FhirContext): number {
  const of = (sizes: PerType) => sizes[type] ?? sizes['*'];
  const { settings } = vendor;
  const most = of(settings.largestPage);
  return Math.max(1, Math.min(count ?? of(settings.pageSize), most, most === Infinity ? most : largestPage));
}

function page(all: Remaining, { base, vendor, pages }: FhirContext): Response {
  const { accessToken: _, ...shown } = all;
  const versions = all.versions.slice(0, all.size);
  const rest = all.versions.length - versions.length;
  const here = { ...shown, versions, base, rest, next: undefined };
  if (rest === 0) return fhir(200, vendor.search.bundle(here));
  const name = vendor.search.pageName();
  pages.keep(name, { ...all, versions: all.versions.slice(all.size) });
  return fhir(200, vendor.search.bundle({ ...here, next: vendor.search.nextUrl(name, here) }));
}

/** Answers a page that an earlier answer named, for the token that searched. */
export function nextPage(name: string, url: URL, grant: Grant, context: FhirContext): Response {
  const remaining = context.pages.find(name);
  if (remaining === undefined || remaining.accessToken !== grant.token) {
    return context.vendor.refusals.expired(name);
  }
  return page({ ...remaining, self: url.href }, context);
}
