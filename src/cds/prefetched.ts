import { isObject } from '../core/fhir/json-object.ts';
import type { DataRequirement } from '../core/record/data-requirements.ts';
import { asQuestion } from '../core/record/data-requirements.ts';
import { isOutcome, type Unread } from '../core/record/unread.ts';
import type { EhrProfile } from '../ehr/ehr-profile.ts';
import { standardCoded } from '../ehr/local-codes.ts';
import { doubtFrom } from '../ehr/outcome.ts';

/** What one prefetch key brought. */
export interface Prefetched {
  readonly resources: readonly unknown[];
  readonly unread: readonly Unread[];
  /** Address of the page that follows, where the EHR sent only the first. */
  readonly next?: string;
}

/** Whether a value can be a resource at all: it names a type as FHIR names types. */
export function namesType(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    isObject(value) && typeof value.resourceType === 'string' && /^[A-Z][A-Za-z]+$/.test(value.resourceType)
  );
}

/**
 * Takes one prefetch value apart.
 *
 * `null`, an OperationOutcome and anything that is not what was asked for bring nothing, and say so: absence is then no evidence.
 */
export function prefetched(
  value: unknown,
  requirement: DataRequirement,
  { outcomeCodes, readPlan, localCodes }: Pick<EhrProfile, 'outcomeCodes' | 'readPlan' | 'localCodes'>,
): Prefetched {
  const { resourceType } = requirement;
  const question = asQuestion(requirement);
  const doubt = (gap: Unread['gap'], because: string): Unread => ({
    requirement: question,
    resourceType,
    gap,
    because,
  });
  const doubtIn = (outcome: unknown): readonly Unread[] => {
    const said = doubtFrom(outcome, resourceType, outcomeCodes);
    return said ? [{ ...said, requirement: question }] : [];
  };
  if (value === null) return { resources: [], unread: [doubt('failed', 'the EHR sent nothing for it')] };
  if (isOutcome(value)) return { resources: [], unread: doubtIn(value) };
  if (!namesType(value))
    return { resources: [], unread: [doubt('failed', 'the EHR sent something that is not a resource')] };
  if (value.resourceType !== 'Bundle') {
    if (value.resourceType !== resourceType)
      return { resources: [], unread: [doubt('failed', 'the EHR sent another type of resource')] };
    const isAll = requirement.how === 'context';
    return {
      resources: [standardCoded(value, localCodes)],
      unread: isAll ? [] : [doubt('partial', 'the EHR sent one resource, not a search')],
    };
  }

  const entries: readonly unknown[] = Array.isArray(value.entry) ? value.entry : [];
  const found = entries.map((entry) => (isObject(entry) ? entry.resource : undefined));
  const resources = found
    .filter((resource) => namesType(resource) && !isOutcome(resource))
    .map((resource) => standardCoded(resource, localCodes));
  const unusable = found.filter((resource) => !namesType(resource)).length;
  const links: readonly unknown[] = Array.isArray(value.link) ? value.link : [];
  const onward = links.filter(isObject).find(({ relation }) => relation === 'next');
  const next = typeof onward?.url === 'string' ? onward.url : undefined;
  const isShort =
    readPlan.trustTotal && !onward && typeof value.total === 'number' && value.total > resources.length;
  return {
    resources,
    unread: [
      ...found.filter(isOutcome).flatMap(doubtIn),
      ...(unusable > 0 ? [doubt('partial', `${unusable} of its results cannot be used`)] : []),
      ...(isShort ? [doubt('partial', 'the EHR counted more results than it delivered')] : []),
      ...(onward && next === undefined ? [doubt('partial', 'its next page has no address')] : []),
    ],
    ...(next !== undefined && { next }),
  };
}
