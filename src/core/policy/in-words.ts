import { type Check, type Criterion, isGroup, type Policy } from './policy.ts';

/** The criteria tree in plain words, one line a node, for the person who holds it against the payer's document. */
export function policyInWords(policy: Policy): readonly string[] {
  const header = `${policy.title} (${policy.id}, version ${policy.version}, ${policy.status})`;
  return [header, 'Any of the following:', ...policy.criteria.flatMap((criterion) => lines(criterion, 1))];
}

const joints = { all: 'all of:', any: 'any of:', none: 'none of:' } as const;

function lines(criterion: Criterion, depth: number): readonly string[] {
  const indent = '  '.repeat(depth);
  const number = criterion.id === undefined ? '' : `${criterion.id} `;
  if (!isGroup(criterion)) return [`${indent}${number}${checkInWords(criterion)}`];
  const joint = criterion.kind === 'at-least' ? `at least ${criterion.n} of:` : joints[criterion.kind];
  const gate = criterion.therapies ? ` [${criterion.therapies.join(', ')} only]` : '';
  return [
    `${indent}${number}${criterion.title}${gate}, ${joint}`,
    ...criterion.of.flatMap((part) => lines(part, depth + 1)),
  ];
}

/** One check as a phrase. */
export function checkInWords(check: Check): string {
  switch (check.kind) {
    case 'value':
      return `${check.title}: ${check.value} ${check.comparator} ${check.limit} ${check.unit}${check.withinDays === undefined ? '' : `, within ${check.withinDays} days`}`;
    case 'score':
      return `${check.title}: class ${check.classes.join(' or ')}`;
    case 'choice':
      return `${check.title}: ${check.question} is ${check.oneOf.join(' or ')}`;
    case 'procedure':
      return `${check.title}: ${check.procedure} ${check.atLeast === undefined ? `at most ${check.atMost}` : `at least ${check.atLeast}`}`;
    case 'not-seen':
      return `${check.title} (not seen)`;
    case 'any-indication':
      return 'without further condition';
    default:
      return check.title;
  }
}
