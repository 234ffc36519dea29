import type { Payer } from '../facts/coverage.ts';
import type { Policy } from './policy.ts';

export type PolicyChoice =
  | { readonly policy: Policy; readonly selectedBy: 'option' | 'coverage' | 'default' }
  | { readonly policy: undefined; readonly because: string };

/**
 * The policy to judge by: the one asked for, else the payer's, else the default; in the version in force on the date of service.
 *
 * A draft, an expired and a future version are refused with a sentence: nothing is determined by them.
 */
export function policyInForce(
  policies: readonly Policy[],
  {
    id,
    payer,
    on,
    otherwise,
  }: {
    readonly id?: string | undefined;
    readonly payer?: Payer | undefined;
    readonly on: string;
    readonly otherwise: string;
  },
): PolicyChoice {
  const byPayer =
    payer &&
    policies.find(({ payers }) =>
      payers.some(({ system, value }) =>
        payer.identifiers.some((each) => each.system === system && each.value === value),
      ),
    );
  const wanted = id ?? byPayer?.id ?? otherwise;
  const selectedBy = id === undefined ? (byPayer ? 'coverage' : 'default') : 'option';
  const versions = policies.filter((policy) => policy.id === wanted);
  const refused = (because: string): PolicyChoice => ({ policy: undefined, because });
  if (versions.length === 0) return refused(`no policy "${wanted}" is known here`);
  const active = versions.filter(({ status }) => status === 'active');
  if (active.length === 0)
    return refused(`policy "${wanted}" is a ${versions[0]?.status ?? 'draft'}: nothing is determined by it`);
  const inForce = active.find(
    ({ effective }) => effective.start <= on && (effective.end === null || effective.end >= on),
  );
  if (inForce) return { policy: inForce, selectedBy };
  const isFuture = active.every(({ effective }) => effective.start > on);
  return refused(
    `policy "${wanted}" is ${isFuture ? 'not yet in force' : 'no longer in force'} on the date of service`,
  );
}
