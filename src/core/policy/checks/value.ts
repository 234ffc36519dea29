import type { Question } from '../../facts/answers.ts';
import type { ClinicalFacts } from '../../facts/clinical-facts.ts';
import { type Interval, point, stands } from '../../facts/interval.ts';
import { isLaboratoryId } from '../../facts/laboratory.ts';
import type { Latest } from '../../facts/latest.ts';
import { ageInDays } from '../../fhir/date-span.ts';
import type { ValueCheck, ValueName } from '../policy.ts';
import type { Outcome } from '../verdict.ts';

const symbols = { '<': 'below', '<=': 'at most', '>=': 'at least', '>': 'above' } as const;

/** The latest value stands on the right side of the limit, with its whole span, and is recent enough. */
export function checkValue(
  { title, value, comparator, limit, unit, withinDays }: ValueCheck,
  facts: ClinicalFacts,
): Outcome {
  const latest = latestValue(value, facts);
  if (latest.state === 'open')
    return {
      verdict: 'unknown',
      because: latest.because,
      evidence: [],
      support: latest.support,
      gap: latest.gap,
    };
  const { evidence } = latest;
  if (withinDays !== undefined && ageInDays(latest.on, facts.asOf).oldest > withinDays) {
    return {
      verdict: 'unknown',
      because: `${title}: the policy wants one within ${withinDays} days.`,
      evidence: [],
      support: evidence,
      gap: 'stale',
    };
  }
  const wanted = `${symbols[comparator]} ${limit} ${unit}`.trim();
  const answer = stands(latest.value, comparator, limit);
  if (answer === undefined) {
    const gap = latest.isConflicting ? 'conflict' : 'comparator';
    return {
      verdict: 'unknown',
      because: `${title}: what is recorded lies on both sides of "${wanted}".`,
      evidence: [],
      support: evidence,
      gap,
    };
  }
  const because = `${title}: the latest value is ${answer ? '' : 'not '}${wanted}.`;
  return { verdict: answer ? 'met' : 'not-met', because, evidence, support: [] };
}

/** The question that supplies a value. */
export function questionOfValue(value: ValueName): Question {
  return value === 'tumor-size' ? 'tumor-size-cm' : value;
}

function latestValue(name: ValueName, facts: ClinicalFacts): Latest<Interval> {
  if (isLaboratoryId(name)) return mapped(facts.laboratories[name].latest, ({ value }) => value);
  if (name === 'ecog') return mapped(facts.performanceStatus, ({ grade }) => grade);
  if (name === 'tumor-size') return mapped(facts.tumorSize, ({ value }) => value);
  const said = facts.answers.get(name);
  if (!said)
    return { state: 'open', gap: 'clinician-only', because: 'Only a clinician can say.', support: [] };
  const on = { first: facts.asOf, last: facts.asOf };
  return {
    state: 'known',
    value: point(said.value),
    on,
    freshness: 'fresh',
    evidence: [said.provenance],
    isConflicting: false,
    usableUntil: facts.asOf,
  };
}

function mapped<T>(latest: Latest<T>, interval: (value: T) => Interval): Latest<Interval> {
  return latest.state === 'open' ? latest : { ...latest, value: interval(latest.value) };
}
