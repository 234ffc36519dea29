import { allItems, type EnableWhen, type Item, type Questionnaire } from './questionnaire.ts';
import { sameValue, type Value } from './value.ts';

/** Values by linkId. */
export type Given = ReadonlyMap<string, readonly Value[]>;

/**
 * The linkIds that are enabled by the answers given. An item under a disabled one is disabled, and the answer of a disabled
 * item counts as none.
 *
 * @see https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
 */
export function enabledItems({ item }: Questionnaire, given: Given): ReadonlySet<string> {
  const parents = new Map<string, Item>();
  const byLinkId = new Map(allItems(item).map((each) => [each.linkId, each]));
  for (const parent of byLinkId.values()) {
    for (const child of parent.item ?? []) parents.set(child.linkId, parent);
  }
  const known = new Map<string, boolean>();

  function isEnabled(linkId: string): boolean {
    const before = known.get(linkId);
    if (before !== undefined) return before;
    // Until it is worked out: a ring of conditions ends here, as disabled.
    known.set(linkId, false);
    const each = byLinkId.get(linkId);
    const parent = parents.get(linkId);
    const enabled = each !== undefined && (!parent || isEnabled(parent.linkId)) && allows(each);
    known.set(linkId, enabled);
    return enabled;
  }

  function allows({ enableWhen = [], enableBehavior = 'all' }: Item): boolean {
    if (enableWhen.length === 0) return true;
    const holds = (when: EnableWhen) =>
      meets(isEnabled(when.question) ? (given.get(when.question) ?? []) : [], when);
    return enableBehavior === 'any' ? enableWhen.some(holds) : enableWhen.every(holds);
  }

  return new Set([...byLinkId.keys()].filter(isEnabled));
}

/** Whether any of the values meets the condition; `!=` holds where none is equal, also where there is none. */
export function meets(values: readonly Value[], when: EnableWhen): boolean {
  if (when.operator === 'exists') return values.length > 0 === when.answerBoolean;
  const wanted = wantedBy(when);
  switch (when.operator) {
    case '=':
      return values.some((value) => sameValue(value, wanted));
    case '!=':
      return !values.some((value) => sameValue(value, wanted));
    case '>':
      return values.some((value) => compare(value, wanted) > 0);
    case '<':
      return values.some((value) => compare(value, wanted) < 0);
    case '>=':
      return values.some((value) => compare(value, wanted) >= 0);
    case '<=':
      return values.some((value) => compare(value, wanted) <= 0);
  }
}

function wantedBy({
  answerBoolean,
  answerCoding,
  answerInteger,
  answerDecimal,
  answerDate,
}: EnableWhen): Value {
  if (answerCoding) return { kind: 'coding', ...answerCoding, display: answerCoding.display ?? '' };
  if (answerInteger !== undefined) return { kind: 'integer', value: answerInteger };
  if (answerDecimal !== undefined) return { kind: 'decimal', value: answerDecimal };
  if (answerDate !== undefined) return { kind: 'date', value: answerDate };
  return { kind: 'boolean', value: answerBoolean === true };
}

/** Below, at or above zero; NaN where two values have no order, which meets no comparison. */
function compare(value: Value, wanted: Value): number {
  const [a, b] = [ordered(value), ordered(wanted)];
  if (a === undefined || b === undefined || typeof a !== typeof b) return Number.NaN;
  return a === b ? 0 : a < b ? -1 : 1;
}

function ordered(value: Value): number | string | undefined {
  switch (value.kind) {
    case 'integer':
    case 'decimal':
    case 'date':
      return value.value;
    default:
      return undefined;
  }
}
