import { isObject } from '../core/fhir/json-object.ts';
import { type Unread, unreadFrom } from '../core/record/unread.ts';
import type { EhrProfile } from './ehr-profile.ts';

type OutcomeCodes = EhrProfile['outcomeCodes'];

interface Issue {
  readonly severity?: unknown;
  readonly code?: unknown;
  readonly diagnostics?: unknown;
  readonly details?: {
    readonly text?: unknown;
    readonly coding?: readonly { readonly code?: unknown; readonly display?: unknown }[];
  };
  readonly expression?: unknown;
}

/** Whether any issue carries one of these vendor codes. All issues count: some EHRs put a remark before the fatal one. */
export function carries(outcome: unknown, codes: readonly string[]): boolean {
  return issuesOf(outcome).some((issue) => hasCode(issue, codes));
}

/**
 * What an OperationOutcome inside a search says about its completeness, by the vendor's codes first.
 *
 * @returns undefined when it only says that nothing was found or that an optional filter was ignored
 */
export function doubtFrom(outcome: unknown, resourceType: string, codes: OutcomeCodes): Unread | undefined {
  const issues = issuesOf(outcome);
  const harmless = [...codes.empty, ...codes.ignoredFilter];
  const serious = issues.filter((issue) => !hasCode(issue, harmless));
  if (issues.length > 0 && serious.length === 0) return undefined;
  const doubt = unreadFrom(
    issues.length === 0 ? outcome : { resourceType: 'OperationOutcome', issue: serious },
    resourceType,
  );
  const gap = serious.some((issue) => hasCode(issue, codes.denied))
    ? 'denied'
    : serious.some((issue) => hasCode(issue, codes.partial))
      ? 'partial'
      : undefined;
  if (gap === undefined || doubt?.gap === gap) return doubt;
  const because = gap === 'denied' ? 'the EHR withheld some results' : 'the EHR says that there may be more';
  return { requirement: resourceType, resourceType, gap, because };
}

/** The EHR's own words, errors first, for the screen only: they may repeat what we sent. Undefined when it said nothing. */
export function wordsOf(outcome: unknown): string | undefined {
  const issues = issuesOf(outcome).toSorted((a, b) => weight(b) - weight(a));
  const words = issues.flatMap(({ details, diagnostics }) => {
    const text = [details?.text, details?.coding?.[0]?.display, diagnostics].filter(
      (part) => typeof part === 'string',
    );
    return [...new Set(text)].join(': ') || [];
  });
  return words.length === 0 ? undefined : words.join('; ').slice(0, 1000);
}

function weight({ severity }: Issue): number {
  return severity === 'fatal' || severity === 'error' ? 1 : 0;
}

function hasCode({ details }: Issue, codes: readonly string[]): boolean {
  const coding = Array.isArray(details?.coding) ? details.coding : [];
  return coding.some((each) => typeof each?.code === 'string' && codes.includes(each.code));
}

function issuesOf(outcome: unknown): readonly Issue[] {
  if (!isObject(outcome) || !Array.isArray(outcome.issue)) return [];
  return (outcome.issue as readonly unknown[]).filter(isObject);
}
