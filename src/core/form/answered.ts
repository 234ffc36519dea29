import type { AnswerValue, Question } from '../facts/answers.ts';
import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import { isLaboratoryId, type LaboratoryId } from '../facts/laboratory.ts';
import { converted } from '../facts/measurement.ts';
import { type Item, unitsOf } from './questionnaire.ts';
import type { Given } from './source.ts';
import { dateOf } from './sources.ts';
import { fhirText } from './value.ts';

/** What a clinician's answer puts into an item, and whose words it is; undefined where the item's question is not answered. */
export function answeredIn(item: Item, asked: string, facts: ClinicalFacts) {
  const dated = dateOf(asked);
  const answer = facts.answers.get((dated ?? asked) as Question);
  if (!answer) return undefined;
  const { value, provenance } = answer;
  const given = dated
    ? ({ kind: 'date', value: dayOf(value, provenance.at) } as const)
    : givenBy(asked, item, value, facts);
  return given && { given, provenance };
}

/** The day of the result, or the day on which it was said. */
function dayOf(value: AnswerValue, at: string): string {
  return typeof value === 'object' ? value.date : at.slice(0, 10);
}

function givenBy(asked: string, item: Item, value: AnswerValue, facts: ClinicalFacts): Given | undefined {
  if (typeof value === 'object') return isLaboratoryId(asked) ? result(asked, value, facts) : undefined;
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (typeof value === 'number') {
    const [unit] = unitsOf(item);
    return unit ? { kind: 'amount', value, code: unit.code } : { kind: 'integer', value };
  }
  if (item.type === 'choice') return { kind: 'option', code: value };
  if (item.type === 'reference') return { kind: 'reference', reference: value };
  if (item.type === 'date') return { kind: 'date', value };
  const text = fhirText(value);
  return text === undefined ? undefined : { kind: 'string', value: text };
}

/** In the unit's code where the unit is understood; as it was written where it is not. */
function result(
  id: LaboratoryId,
  { value, unit }: AnswerValue<LaboratoryId>,
  { laboratories }: ClinicalFacts,
): Given {
  const understood = converted(value, unit.trim() === '' ? {} : { unit }, laboratories[id].measurement);
  return 'measured' in understood
    ? { kind: 'amount', value, code: understood.measured.recorded.unit }
    : { kind: 'quantity', value, unit };
}
