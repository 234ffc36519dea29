import { mappings } from '../../../src/catalogue/catalogue.ts';
import { liverDirectedTherapy } from '../../../src/catalogue/questionnaires.ts';
import { assess } from '../../../src/core/assess.ts';
import type { Draft, Entries } from '../../../src/core/form/draft.ts';
import {
  type QuestionnaireResponse,
  questionnaireResponse,
  type ResponseItem,
} from '../../../src/core/form/questionnaire-response.ts';
import { chart, type Json, today } from '../../support/chart.ts';
import { type Asked, edits, med140, recordOf } from '../../support/facts.ts';

export const form = liverDirectedTherapy;

export interface Filling extends Asked {
  readonly entries?: Entries;
}

/** The assessment with its form, of a chart file. */
export function drafted(
  bundle: unknown,
  { answers = {}, entries = [], asOf = today, therapy, site, order }: Filling = {},
) {
  const options = {
    asOf,
    mappings,
    questionnaire: form,
    entries,
    edits: edits(answers, asOf),
    therapy,
    site,
    order,
  };
  return assess(recordOf(bundle), med140, options);
}

/** The form, filled from these resources. */
export const draftOf = (resources: readonly Json[], filling: Filling = {}): Draft =>
  drafted(chart(...resources), filling).draft;

/** Answers of one item, each as origin and words. */
export function inItem(draft: Draft, linkId: string): readonly string[] {
  return draft.answers
    .filter((each) => each.linkId === linkId)
    .map(({ origin, shown }) => `${origin}: ${shown}`);
}

/** What stands beside one item. */
export function besideOf(draft: Draft, linkId: string) {
  return draft.beside.find((each) => each.linkId === linkId);
}

export function responseOf(draft: Draft, author?: string): QuestionnaireResponse {
  return questionnaireResponse(draft, form, { authored: today, author });
}

/** Every item with an answer, depth first. */
export function leavesOf(items: readonly ResponseItem[] = []): readonly ResponseItem[] {
  return items.flatMap((item) => [...(item.answer ? [item] : []), ...leavesOf(item.item)]);
}
