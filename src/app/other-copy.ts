import { isObject } from '../core/fhir/json-object.ts';
import { ordersIn } from './attested.ts';
import type { Judged } from './review.ts';
import type { FoundDraft, Resumed, Stage } from './stage.ts';

/** The EHR's copy that stands against the answers of this page: the one that a conflict has shown, or a draft to be gone on with. */
export function otherCopy({ saving, joining }: Pick<Stage, 'saving' | 'joining'>): FoundDraft | undefined {
  if (joining) return joining;
  if (saving.state !== 'ended' || saving.result.outcome.status !== 'conflict') return undefined;
  const { theirs, current } = saving.result.outcome;
  return current && isObject(theirs) ? { ...current, resource: theirs } : undefined;
}

/**
 * Where a copy lies, by what it is found again, and whether it is completed: the next store of this page goes over that one.
 *
 * @param own by what the form of this page was found until now
 */
export function placeOf(
  { reference, versionId, resource, amends }: FoundDraft,
  own: Stage['identifier'],
): Pick<Stage, 'previous'> & Partial<Pick<Stage, 'identifier' | 'isCompleted' | 'storedStatus'>> {
  const { system, value } = isObject(resource.identifier) ? resource.identifier : {};
  const identifier = typeof system === 'string' && typeof value === 'string' && { system, value };
  const isOther = identifier && (system !== own.system || value !== own.value);
  return {
    previous:
      reference === undefined
        ? undefined
        : { reference, ...(versionId === undefined ? { seen: resource } : { versionId }) },
    ...(identifier && { identifier }),
    ...((isOther || amends) && { isCompleted: amends !== undefined, storedStatus: amends }),
  };
}

/** What a draft said, to put what the chart says now beside it. */
export function resumedFrom({ resource }: FoundDraft): Resumed {
  return { resource, authored: typeof resource.authored === 'string' ? resource.authored : '' };
}

/**
 * The order that a copy is about, where it has to be said, because the launch and the record do not name it by themselves: who goes on
 * with a draft means its order. Undefined where it is not on record.
 */
export function orderOf(resource: unknown, { ordering, record }: Judged): string | undefined {
  const [only, second] = ordersIn(resource);
  if (!ordering || only === undefined || second !== undefined) return undefined;
  const { choice } = ordering;
  const isMeant = choice.is === 'this' && choice.reference === only;
  return !isMeant && record.orders.some(({ id }) => `ServiceRequest/${id}` === only) ? only : undefined;
}
