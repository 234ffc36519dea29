import { isQuestion, type Question } from '../facts/answers.ts';
import { isLaboratoryId } from '../facts/laboratory.ts';
import { clinicalHints, clinicalSources } from './clinical-sources.ts';
import { diseaseHints, diseaseSources } from './disease-sources.ts';
import { requestHints, requestSources } from './request-sources.ts';
import type { Hint, Source } from './source.ts';

const sources: ReadonlyMap<string, Source> = new Map(
  Object.entries({ ...requestSources, ...diseaseSources, ...clinicalSources }),
);
const hints: ReadonlyMap<string, Hint> = new Map(
  Object.entries({ ...requestHints, ...diseaseHints, ...clinicalHints }),
);

/** Where an item that the record may fill is read from, by what the item asks. */
export function sourceOf(asked: string): Source | undefined {
  return sources.get(asked);
}

/** What stands beside an item that only a person fills, by what the item asks. */
export function hintOf(asked: string): Hint | undefined {
  return hints.get(asked);
}

/** The question whose answer brings the date of this item with it; undefined for any other item. */
export function dateOf(asked: string): Question | undefined {
  const question = asked.endsWith('-date') ? asked.slice(0, -'-date'.length) : '';
  const isDated = isLaboratoryId(question) || question === 'ecog' || question === 'tumor-size-cm';
  return isDated && isQuestion(question) ? question : undefined;
}
