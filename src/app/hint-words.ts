import type { Marked } from '../ehr/order-marks.ts';

const parts: Readonly<Record<Marked, string>> = { therapy: 'therapy', site: 'site', codes: 'codes' };

/** Texts about what an order-entry card has chosen beforehand. */
export const hintWords = {
  fromCard: 'from the order-entry card',
  policyUnusable: (because: string) =>
    `The order-entry card names a policy that cannot be used: ${because}. It is judged by the policy below.`,
  policyOfPayer: (named: string, used: string) =>
    `The order-entry card names ${named.toUpperCase()}, but the payer of the coverage is matched to ${used.toUpperCase()}: it is judged by that.`,
  coverageForeign:
    'The order-entry card names a coverage that is not on this patient’s record: it is not used. Choose the coverage under “Change the request”.',
  coverageInactive:
    'The order-entry card names a coverage that is not active today: it is not used. Choose the coverage under “Change the request”.',
  changed: (what: readonly Marked[]) => {
    const names = what.map((each) => parts[each]);
    const list = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
    return `The order in the EHR is not as it was when its card was shown: its ${list} ${names.length > 1 || names[0] === 'codes' ? 'differ' : 'differs'}. This page goes by the order as it is now.`;
  },
} as const;
