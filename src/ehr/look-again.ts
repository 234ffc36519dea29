import type { Ehr } from './ehr.ts';

/**
 * Looks, and looks again after each of the profile's pauses while there is nothing to be seen: an EHR may store later
 * than we wait for its answer.
 */
export async function persistently<T>(
  { profile }: Ehr,
  look: () => Promise<T>,
  isNothing: (seen: T) => boolean,
): Promise<T> {
  let seen = await look();
  for (const seconds of profile.budgets.lookAgainSeconds) {
    if (!isNothing(seen)) break;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    seen = await look();
  }
  return seen;
}
