import type { Capability } from './capability.ts';
import type { EhrProfile, Rung } from './ehr-profile.ts';

/** A way of writing that was passed over, and why, for the person who wonders. */
export interface PassedRung {
  readonly as: Rung['as'];
  readonly because: string;
}

/** The ways of writing that are open here, best first, and those that are not. */
export interface Ladder {
  readonly open: readonly Rung[];
  readonly passed: readonly PassedRung[];
}

/**
 * The profile's ways of writing, less those that the EHR says it does not have.
 *
 * @param stored whether this form lies in the EHR as a QuestionnaireResponse already, so that an update suffices
 * @param capability one that could not be read takes nothing away: the profile was written by someone who tried
 */
export function writeLadder(
  { writeBack }: Pick<EhrProfile, 'writeBack'>,
  capability: Capability,
  stored: boolean,
): Ladder {
  const open: Rung[] = [];
  const passed: PassedRung[] = [];
  for (const rung of writeBack) {
    const because = capability.ok ? objection(rung, capability, stored) : undefined;
    if (because === undefined) open.push(rung);
    else passed.push({ as: rung.as, because });
  }
  return { open, passed };
}

function objection(
  { as }: Rung,
  { types }: Extract<Capability, { ok: true }>,
  stored: boolean,
): string | undefined {
  // A statement without any resource says nothing about this one.
  if (types.size === 0) return undefined;
  const capability = types.get(as);
  if (!capability) return `this EHR says that it has no ${as}`;
  const { interactions } = capability;
  if (interactions.length === 0) return undefined;
  const needed = as === 'QuestionnaireResponse' && stored ? 'update' : 'create';
  if (interactions.includes(needed)) return undefined;
  return `this EHR says that it does not let anybody ${needed} a ${as}`;
}
