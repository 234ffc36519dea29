import { dateSpan } from '../fhir/date-span.ts';
import type { Coverage } from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { missedRead } from '../record/unread.ts';
import type { Answers } from './answers.ts';
import { type GapReason, type Provenance, recorded } from './finding.ts';

/** The coverage that the request goes to, or why it is open. */
export type ChosenCoverage =
  | {
      readonly coverage: Coverage;
      readonly evidence: readonly Provenance[];
      readonly candidates: readonly Coverage[];
    }
  | {
      readonly coverage: undefined;
      readonly gap: GapReason;
      readonly because: string;
      readonly candidates: readonly Coverage[];
    };

/** A payer as the record names it. */
export interface Payer {
  readonly name?: string;
  readonly identifiers: readonly {
    readonly system?: string | undefined;
    readonly value?: string | undefined;
  }[];
}

/**
 * The one active coverage whose period holds `asOf`; several are for a person to choose from.
 *
 * @param named the one that the launch names: it is taken out of several, and is otherwise no evidence
 */
export function chosenCoverage(
  record: PatientRecord,
  answers: Answers,
  asOf: string,
  named?: string,
): ChosenCoverage {
  const candidates = record.coverages.filter(
    (coverage) => coverage.status === 'active' && holds(coverage, asOf),
  );
  const said = answers.get('coverage');
  if (said) {
    const coverage = record.coverages.find(({ id }) => said.value === `Coverage/${id}`);
    if (coverage) return { coverage, evidence: [said.provenance], candidates };
    return {
      coverage: undefined,
      gap: 'conflict',
      because: 'The coverage that was chosen is not on record.',
      candidates,
    };
  }
  const meant = candidates.filter(({ id }) => named === `Coverage/${id}`);
  const [only, second] = meant.length > 0 ? meant : candidates;
  const missed = missedRead(record.unread, 'Coverage');
  if (second)
    return {
      coverage: undefined,
      gap: 'conflict',
      because: 'More than one coverage is active: choose one.',
      candidates,
    };
  if (only)
    return {
      coverage: only,
      evidence: [recorded(only, 'coverage', dateSpan(only.period?.start))],
      candidates,
    };
  const because = missed ? `Coverage: ${missed.because}.` : 'No active coverage is on record.';
  return { coverage: undefined, gap: missed?.gap ?? 'not-recorded', because, candidates };
}

function holds({ period }: Coverage, asOf: string): boolean {
  const start = dateSpan(period?.start);
  const end = dateSpan(period?.end);
  return (!start || start.first <= asOf) && (!end || end.last >= asOf);
}

/** Who pays, from the Organization that the coverage names. */
export function payerOf({ payor = [] }: Coverage, { organizations }: PatientRecord): Payer {
  const [first] = payor;
  const key = referenceKey(first?.reference);
  const organization = organizations.find(({ id }) => key === `Organization/${id}`);
  const name = organization?.name ?? first?.display;
  return { ...(name !== undefined && { name }), identifiers: organization?.identifier ?? [] };
}
