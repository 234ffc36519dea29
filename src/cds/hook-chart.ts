import { isObject } from '../core/fhir/json-object.ts';
import { asQuestion, type DataRequirement, dataRequirements } from '../core/record/data-requirements.ts';
import type { Unread } from '../core/record/unread.ts';
import type { Ehr } from '../ehr/ehr.ts';
import { fault } from '../ehr/ehr-fault.ts';
import { type PlannedRead, readPlan, unreadOf } from '../ehr/read-plan.ts';
import { readReferenced } from '../ehr/read-referenced.ts';
import { type SearchResult, searchPages, versionKey } from '../ehr/search-pages.ts';
import { createTransport, type EhrTransport } from '../ehr/transport.ts';
import type { Issuer } from './deployment.ts';
import type { HookRequest } from './hook-request.ts';
import { namesType, prefetched } from './prefetched.ts';

/** The chart of one call, or what is missing that can be had neither way. */
export type HookChart =
  | { readonly ok: true; readonly resources: readonly unknown[]; readonly unread: readonly Unread[] }
  | { readonly ok: false; readonly missing: readonly string[] };

/** Without an access token every read is denied, and what was not read is named. */
const denied: EhrTransport = {
  get: async (_, { label }) => ({
    ok: false,
    fault: fault('denied', label, { because: 'the EHR gave no authorization to read it' }),
  }),
  send: async (_method, _target, { label }) => ({ ok: false, fault: fault('denied', label) }),
};

/** Whether this call brought a token, and for the one server to which this caller's tokens may go. */
export function mayRead({ authorization, fhirServer }: HookRequest, issuer: Issuer): boolean {
  return authorization !== undefined && fhirServer === issuer.fhirServer;
}

/**
 * The way to this caller's EHR.
 *
 * @param seconds for one request; the caller's token goes under the configured FHIR server and nowhere else
 */
export function hookEhr(request: HookRequest, issuer: Issuer, seconds: number): Ehr {
  const { authorization, patientId, encounterId } = request;
  const { fhirServer: base, profile } = issuer;
  const scopes = (authorization?.scope ?? '').split(/\s+/).filter((scope) => scope !== '');
  const isAllowed = authorization !== undefined && mayRead(request, issuer);
  const limits = { requestSeconds: seconds, responseMegabytes: 5, concurrent: 8 };
  return {
    profile,
    context: {
      base,
      patientId,
      ...(encounterId !== undefined && { encounterId }),
      needPatientBanner: false,
      fhirContext: [],
      requestedScopes: scopes,
      grantedScopes: scopes,
    },
    transport: isAllowed ? createTransport({ base, token: () => authorization.token, ...limits }) : denied,
  };
}

/**
 * Puts the chart together: the prefetch, and what it lacks read from the EHR at once.
 *
 * What is not there when `signal` is aborted counts as unread. Never throws.
 */
export async function hookChart(
  request: HookRequest,
  issuer: Issuer,
  ehr: Ehr,
  signal: AbortSignal,
): Promise<HookChart> {
  const asked = dataRequirements.filter(({ how, resourceType }) =>
    how === 'context' ? resourceType === 'Patient' || request.encounterId !== undefined : how === 'search',
  );
  const wanted = asked.filter(({ id }) => !issuer.profile.readPlan.omit.includes(id));
  const isMissing = ({ id }: DataRequirement) =>
    !Object.hasOwn(request.prefetch, id) || lacksPatient(id, request);
  const missing = wanted.filter(isMissing);
  if (!mayRead(request, issuer)) {
    const needed = missing.filter(
      ({ id }) => id !== 'encounter' && (id === 'patient' || issuer.missingPrefetch === 'refuse'),
    );
    if (needed.length > 0) return { ok: false, missing: needed.map(({ id }) => id) };
  }

  const brought = wanted
    .filter((requirement) => !isMissing(requirement))
    .map((requirement) => ({
      requirement,
      ...prefetched(request.prefetch[requirement.id], requirement, issuer.profile),
    }));
  const results = await Promise.all([
    ...readPlan(ehr, missing).map((read) => outcomeOf(read, readOne(ehr, read, signal))),
    ...brought.flatMap(({ requirement, next }) => {
      if (next === undefined) return [];
      const page = { path: next, question: asQuestion(requirement), resourceType: requirement.resourceType };
      const pages = searchPages(withoutTotals(ehr), page, { signal, isPromised: true });
      return [outcomeOf(page, pages, 'partial')];
    }),
  ]);
  const resources = onceEach([...brought, ...results].flatMap((each) => each.resources));
  const referred = await readReferenced(ehr, dataRequirements, resources, { signal });
  return {
    ok: true,
    resources: [...resources, ...referred.resources],
    unread: [...[...brought, ...results].flatMap(({ unread }) => unread), ...referred.doubts],
  };
}

/** Searches overlap: the same version twice is one. */
function onceEach(resources: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return resources.filter(namesType).filter((resource) => {
    const key = versionKey(resource);
    return key === undefined || (!seen.has(key) && seen.add(key));
  });
}

/** Of a chart whose Patient is not there, or is another, nothing can be said. */
function lacksPatient(id: string, { prefetch, patientId }: HookRequest): boolean {
  const patient = prefetch[id];
  return (
    id === 'patient' && !(isObject(patient) && patient.resourceType === 'Patient' && patient.id === patientId)
  );
}

/** A page from the middle counts all results of its search, not its own. */
function withoutTotals(ehr: Ehr): Ehr {
  const { profile } = ehr;
  return { ...ehr, profile: { ...profile, readPlan: { ...profile.readPlan, trustTotal: false } } };
}

async function readOne(ehr: Ehr, read: PlannedRead, signal: AbortSignal): Promise<SearchResult> {
  const doubt = (gap: Unread['gap'], because: string) => unreadOf(read, gap, because);
  if (read.grant === 'none')
    return { resources: [], doubts: [doubt('denied', 'this call was not granted access to it')] };
  const { path } = read;
  if (path === undefined) return { resources: [], doubts: [doubt('partial', 'this call named no visit')] };
  const limited =
    read.grant === 'limited' ? [doubt('partial', 'this call was granted access to a part of it only')] : [];
  if (read.how === 'search') {
    const result = await searchPages(ehr, { ...read, path }, { signal });
    return { ...result, doubts: [...result.doubts, ...limited] };
  }
  const reply = await ehr.transport.get(path, { label: `GET ${read.question}`, signal });
  if (!reply.ok) return { resources: [], doubts: [], fault: reply.fault };
  const isIt = isObject(reply.body) && reply.body.resourceType === read.resourceType;
  return isIt
    ? { resources: [reply.body], doubts: limited }
    : { resources: [], doubts: [doubt('failed', 'the EHR answered with something else')] };
}

async function outcomeOf(
  { question, resourceType }: Pick<PlannedRead, 'question' | 'resourceType'>,
  reading: Promise<SearchResult>,
  gapOfFault?: Unread['gap'],
): Promise<{ readonly resources: readonly unknown[]; readonly unread: readonly Unread[] }> {
  const { resources, doubts, fault: stopped } = await reading;
  if (!stopped) return { resources, unread: doubts };
  const because = stopped.kind === 'cancelled' ? 'the EHR did not finish in time' : stopped.because;
  const gap =
    gapOfFault ?? (resources.length > 0 ? 'partial' : stopped.kind === 'denied' ? 'denied' : 'failed');
  return { resources, unread: [...doubts, { requirement: question, resourceType, gap, because }] };
}
