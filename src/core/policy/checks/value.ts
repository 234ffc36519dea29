import type { Question } from '../../facts/answers.ts';
import type { ClinicalFacts } from '../../facts/clinical-facts.ts';
import { type Interval, inWords, point, stands } from '../../facts/interval.ts';
import { isLaboratoryId } from '../../facts/laboratory.ts';
import type { Latest } from '../../facts/latest.ts';
import { ageInDays } from '../../fhir/date-span.ts';
import type { ValueCheck, ValueName } from '../policy.ts';
import type { Outcome } from '../verdict.ts';

const symbols = { '<': 'below', '<=': 'at most', '>=': 'at least', '>': 'above' } as const;

/** The latest value stands on the right side of the limit, with its whole span, and is recent enough. */
export function checkValue(check: ValueCheck, facts: ClinicalFacts): Outcome {
  const { title, value: name, comparator, limit, withinDays } = check;
  const unit = check.unit.startsWith('{') ? '' : ` ${check.unit}`;
  const latest = latestValue(name, title, facts);
  if (latest.state === 'open') {
    const { because, support, gap } = latest;
    return { verdict: 'unknown', because, evidence: [], support, gap };
  }
  const { evidence, value, on } = latest;
  const unknown = (gap: 'stale' | 'conflict' | 'comparator', because: string): Outcome => {
    return { verdict: 'unknown', because, evidence: [], support: evidence, gap };
  };
  if (withinDays !== undefined && ageInDays(on, facts.asOf).oldest > withinDays) {
    return unknown('stale', `${title}: the policy wants one within ${withinDays} days.`);
  }
  const stated = `${title} ${inWords(value)}${unit} (${on.last})`;
  const wanted = `${symbols[comparator]} ${limit}${unit}`;
  const answer = stands(value, comparator, limit);
  if (answer === undefined) {
    return unknown(
      latest.isConflicting ? 'conflict' : 'comparator',
      `${stated} lies on both sides of "${wanted}".`,
    );
  }
  const because = `${stated} is ${answer ? '' : 'not '}${wanted}.`;
  return { verdict: answer ? 'met' : 'not-met', because, evidence, support: [] };
}

/** The question that supplies a value. */
export function questionOfValue(value: ValueName): Question {
  return value === 'tumor-size' ? 'tumor-size-cm' : value;
}

function latestValue(name: ValueName, title: string, facts: ClinicalFacts): Latest<Interval> {
  if (isLaboratoryId(name)) return mapped(facts.laboratories[name].latest, ({ value }) => value);
  if (name === 'ecog') return mapped(facts.performanceStatus, ({ grade }) => grade);
  if (name === 'tumor-size') return mapped(facts.tumorSize, ({ value }) => value);
  const said = facts.answers.get(name);
  if (!said) {
    return {
      state: 'open',
      gap: 'clinician-only',
      because: `${title}: only a clinician can say.`,
      support: [],
    };
  }
  return {
    state: 'known',
    value: point(said.value),
    on: { first: facts.asOf, last: facts.asOf },
    freshness: 'fresh',
    evidence: [said.provenance],
    isConflicting: false,
    usableUntil: facts.asOf,
  };
}

function mapped<T>(latest: Latest<T>, interval: (value: T) => Interval): Latest<Interval> {
  return latest.state === 'open' ? latest : { ...latest, value: interval(latest.value) };
}
