import { policies } from '../catalogue/catalogue.ts';
import { answersOf } from '../core/facts/answers.ts';
import { chosenCoverage } from '../core/facts/coverage.ts';
import { type PolicyChoice, policyInForce } from '../core/policy/in-force.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';
import { launchReferences, readAppContext } from '../ehr/app-context.ts';
import type { LaunchContext } from '../ehr/launch-context.ts';
import { hintWords } from './hint-words.ts';

/** What an order-entry card has chosen beforehand: a hint, checked against what holds here and now. */
export interface CardHint {
  /** The policy that the card names, where it can be judged by. */
  readonly policy?: Policy;
  /** The coverage that the card names, where it is one of the patient's and active. */
  readonly coverage?: string;
  /** What the card or the launch names and was not taken, each with its reason. */
  readonly refused: readonly string[];
}

export const noHint: CardHint = { refused: [] };

/** The one coverage that the card names, or else the launch; several name none. */
export function namedCoverage(launch: LaunchContext): string | undefined {
  const { coverage } = readAppContext(launch);
  const [only, second] = launchReferences(launch).filter(({ resourceType }) => resourceType === 'Coverage');
  return coverage ?? (second ? undefined : only?.reference);
}

/**
 * Checks what the card names. It never turns what the record says: a payer that is matched to another policy, or a person who chose
 * one, goes before it.
 *
 * @param on the date of service @param choice the policy without the card
 */
export function cardHint(
  launch: LaunchContext,
  record: PatientRecord,
  {
    asOf,
    on,
    choice,
  }: {
    readonly asOf: string;
    readonly on: string;
    readonly choice: Extract<PolicyChoice, { readonly policy: object }>;
  },
): CardHint {
  const said = readAppContext(launch);
  const policy = policyOf(said.policy, on, choice);
  const coverage = coverageOf(said.coverage, record, asOf);
  return {
    ...(policy?.taken && { policy: policy.taken }),
    ...(coverage?.taken && { coverage: coverage.taken }),
    refused: [policy?.refused, coverage?.refused].filter((each) => each !== undefined),
  };
}

interface Checked<T> {
  readonly taken?: T;
  readonly refused?: string;
}

function policyOf(
  id: string | undefined,
  on: string,
  choice: Extract<PolicyChoice, { readonly policy: object }>,
): Checked<Policy> | undefined {
  // What a person chose needs no hint.
  if (id === undefined || choice.selectedBy === 'option') return undefined;
  const found = policyInForce(policies, { id, on, otherwise: id });
  if (!found.policy) return { refused: hintWords.policyUnusable(found.because) };
  if (choice.selectedBy === 'coverage' && choice.policy.id !== id)
    return { refused: hintWords.policyOfPayer(id, choice.policy.id) };
  return { taken: found.policy };
}

function coverageOf(
  reference: string | undefined,
  record: PatientRecord,
  asOf: string,
): Checked<string> | undefined {
  if (reference === undefined) return undefined;
  const isThis = ({ id }: { readonly id: string }) => reference === `Coverage/${id}`;
  if (chosenCoverage(record, answersOf([]), asOf).candidates.some(isThis)) return { taken: reference };
  return { refused: record.coverages.some(isThis) ? hintWords.coverageInactive : hintWords.coverageForeign };
}
