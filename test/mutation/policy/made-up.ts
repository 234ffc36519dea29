import { judge } from '../../../src/core/policy/determine.ts';
import type { Criterion, Policy } from '../../../src/core/policy/policy.ts';
import { chart, type Json } from '../../support/chart.ts';
import { type Asked, assessed, med140 } from '../../support/facts.ts';

/** The shipped policy with these criteria instead of its own, and what else is changed. */
export function policyOf(criteria: readonly Criterion[], changes: Partial<Policy> = {}): Policy {
  return { ...med140, criteria: [...criteria], ...changes };
}

/** A chart assessed by a policy of these criteria alone. */
export function assessedBy(criteria: readonly Criterion[], resources: readonly Json[], asked: Asked = {}) {
  return assessed(chart(...resources), { policy: policyOf(criteria), ...asked });
}

/** One criterion, judged on a chart. */
export function judgedOn(criterion: Criterion, resources: readonly Json[], asked: Asked = {}) {
  return judge(criterion, assessed(chart(...resources), asked).facts);
}

/** Parts whose verdict is known beforehand. */
export const met: Criterion = { kind: 'any-indication', title: 'Met' };
export const notMet: Criterion = { kind: 'none', title: 'Not met', of: [met] };
export const unknown: Criterion = { kind: 'not-seen', title: 'Unknown' };
