import * as z from 'zod/mini';
import { isObject } from '../fhir/json-object.ts';
import { OperationOutcome } from '../fhir/r4.ts';

/** A read that did not bring all it could have: absence in what it asked for proves nothing. */
export interface Unread {
  /** What was asked, in words or as a search without values. */
  readonly requirement: string;
  /** A FHIR resource type, or `all` where the whole read is in doubt. */
  readonly resourceType: string;
  readonly gap: 'denied' | 'failed' | 'partial';
  readonly because: string;
  /** What alone may be missing, where this EHR keeps nothing else of ours there; otherwise anything of the type. */
  readonly holds?: 'performance-status' | undefined;
}

/** The first read of one of these types, or of everything, that did not bring all it could have. */
export function missedRead(unread: readonly Unread[], ...types: readonly string[]): Unread | undefined {
  return unread.find(({ resourceType }) => resourceType === 'all' || types.includes(resourceType));
}

export function isOutcome(resource: unknown): boolean {
  return isObject(resource) && resource.resourceType === 'OperationOutcome';
}

type Issue = NonNullable<z.infer<typeof OperationOutcome>['issue']>[number];

/** Epic's own codes, beside the R4 issue types. @see https://fhir.epic.com/Specifications?api=1048 */
const epic = {
  nothingFound: ['4101'],
  filterIgnored: ['59100', '59101', '59109'],
  denied: ['59204', '59205', '4118', '4130', '4131', '4134'],
  partial: ['4119', '59133', '4127', '4113', '4135'],
} as const;

const deniedTypes = ['security', 'login', 'unknown', 'expired', 'forbidden', 'suppressed'];
const partialTypes = ['incomplete', 'too-costly', 'too-long', 'throttled'];

const knownTypes =
  /\b(Condition|Observation|Procedure|MedicationRequest|MedicationStatement|MedicationAdministration|Medication|ServiceRequest|Coverage|Encounter|DocumentReference|DiagnosticReport|QuestionnaireResponse|Practitioner)s?\b/g;

/**
 * What an OperationOutcome inside a search or a chart file says about completeness.
 *
 * Where something was asked, that is what is in doubt: the words of a warning may name what the withheld record hangs on. In a chart
 * file nothing was asked, so that the one type that an outcome names is in doubt, or else all.
 *
 * @param asked the resource type of the search; absent in a chart file
 * @returns undefined when it only says that nothing was found, or that an optional filter was ignored
 */
export function unreadFrom(outcome: unknown, asked?: string): Unread | undefined {
  const parsed = z.safeParse(OperationOutcome, outcome);
  if (!parsed.success) {
    const resourceType = asked ?? 'all';
    return {
      requirement: resourceType,
      resourceType,
      gap: 'failed',
      because: 'the EHR sent a warning that cannot be read',
    };
  }
  const doubts = (parsed.data.issue ?? []).filter((issue) => !isHarmless(issue));
  const [first] = doubts;
  if (!first) return undefined;
  const worst = doubts.find((issue) => gapOf(issue) === 'denied') ?? first;
  const affected = asked ?? namedBy(doubts) ?? 'all';
  return { requirement: affected, resourceType: affected, gap: gapOf(worst), because: reasonOf(worst) };
}

/** The one type that every issue names. */
function namedBy(issues: readonly Issue[]): string | undefined {
  const named = issues.map((issue) => [...wordsOf(issue).matchAll(knownTypes)].map((match) => match[1]));
  const [type, ...others] = new Set(named.flat());
  return others.length === 0 && named.every((each) => each.length > 0) ? type : undefined;
}

function codesOf(issue: Issue): readonly string[] {
  return (issue.details?.coding ?? []).flatMap((coding) => (coding.code ? [coding.code] : []));
}

function hasEpicCode(issue: Issue, codes: readonly string[]): boolean {
  return codesOf(issue).some((code) => codes.includes(code));
}

function isHarmless(issue: Issue): boolean {
  if (hasEpicCode(issue, epic.denied) || hasEpicCode(issue, epic.partial)) return false;
  if (hasEpicCode(issue, epic.nothingFound) || hasEpicCode(issue, epic.filterIgnored)) return true;
  if (issue.severity === 'success') return true;
  return (
    issue.severity === 'information' && ['informational', 'success', 'not-found'].includes(issue.code ?? '')
  );
}

function gapOf(issue: Issue): Unread['gap'] {
  if (hasEpicCode(issue, epic.denied) || deniedTypes.includes(issue.code ?? '')) return 'denied';
  return hasEpicCode(issue, epic.partial) || partialTypes.includes(issue.code ?? '') ? 'partial' : 'failed';
}

function wordsOf(issue: Issue): string {
  return [
    ...(issue.expression ?? []),
    ...(issue.location ?? []),
    issue.details?.text,
    ...displaysOf(issue),
    issue.diagnostics,
  ]
    .filter((words) => words !== undefined)
    .join(' ');
}

function displaysOf(issue: Issue): readonly (string | undefined)[] {
  return (issue.details?.coding ?? []).map((coding) => coding.display);
}

function reasonOf(issue: Issue): string {
  const code = codesOf(issue)[0] ?? issue.code;
  const suffix = code ? ` (${code})` : '';
  const gap = gapOf(issue);
  if (gap === 'denied') return `the EHR withheld some results${suffix}`;
  return gap === 'partial'
    ? `the EHR says that there may be more${suffix}`
    : `the EHR reported a failure${suffix}`;
}
