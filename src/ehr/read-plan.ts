import { asQuestion, type DataRequirement, searchPath } from '../core/record/data-requirements.ts';
import type { Unread } from '../core/record/unread.ts';
import type { Ehr } from './ehr.ts';
import { requirementsFor } from './ehr-profile.ts';
import { type Grant, grantFor } from './granted-scopes.ts';

/** One request (and its further pages) that a read of the chart makes. */
export interface PlannedRead {
  readonly id: string;
  /** For the clinician. */
  readonly label: string;
  readonly resourceType: string;
  /** For reports: the question without the patient. */
  readonly question: string;
  readonly how: 'read' | 'search';
  /** Relative to the FHIR base; undefined where it is kept with the visit and the launch named none: it is then unread, not absent. */
  readonly path: string | undefined;
  readonly grant: Grant;
  readonly holds?: DataRequirement['holds'];
}

/** A planned read that did not bring all it could have. */
export function unreadOf(
  { question: requirement, resourceType, holds }: Pick<PlannedRead, 'question' | 'resourceType' | 'holds'>,
  gap: Unread['gap'],
  because: string,
): Unread {
  return { requirement, resourceType, gap, because, ...(holds && { holds }) };
}

/** The reads for this launch: our requirements in this EHR's way. */
export function readPlan(
  { profile, context }: Omit<Ehr, 'transport'>,
  requirements: readonly DataRequirement[],
): readonly PlannedRead[] {
  return requirementsFor(profile, requirements).flatMap((requirement) => {
    const { id, label, resourceType, how, holds } = requirement;
    const path = pathOf(requirement);
    if (path === undefined && how !== 'search') return [];
    const question = asQuestion(requirement);
    const grant = grantFor(requirement, context.grantedScopes);
    return [
      {
        ...{ id, label, resourceType, question, path, grant },
        how: how === 'search' ? how : 'read',
        ...(holds && { holds }),
      } as const,
    ];
  });

  function pathOf(requirement: DataRequirement): string | undefined {
    switch (requirement.how) {
      case 'context': {
        const id = requirement.resourceType === 'Patient' ? context.patientId : context.encounterId;
        return id === undefined ? undefined : `${requirement.resourceType}/${id}`;
      }
      case 'search': {
        const params = filledIn(requirement.params, context.encounterId);
        if (!params) return undefined;
        const size = profile.readPlan.pageSize[requirement.resourceType];
        const path = searchPath({ ...requirement, params }, context.patientId);
        return size === undefined ? path : `${path}&_count=${size}`;
      }
      case 'reference':
      case 'store':
        return undefined;
    }
  }
}

/** Undefined where a search needs the encounter and the launch named none. */
function filledIn(
  params: DataRequirement['params'],
  encounterId: string | undefined,
): DataRequirement['params'] | undefined {
  const needsEncounter = Object.values(params).some((value) => value.includes('{encounter}'));
  if (!needsEncounter) return params;
  if (encounterId === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, value.replaceAll('{encounter}', encounterId)]),
  );
}
