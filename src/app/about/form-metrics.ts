import type { Draft } from '../../core/form/draft.ts';

/** How much of the form the chart filled, and how much of that a person changed. Counts only: nothing of the chart is in them. */
export interface FormMetrics {
  /** Items that can be answered now. */
  readonly items: number;
  readonly filled: number;
  /** Of those filled: replaced or emptied by a person. */
  readonly changed: number;
}

/**
 * Counts items, not answers: an item that takes several counts once.
 *
 * @param itemIds the items to count, of which those that are not enabled are left out
 * @param byChart the form as the chart alone fills it: what it filled and a person emptied is a change, too
 * @see http://hl7.org/fhir/us/davinci-dtr/metrics.html metrics 4 and 5
 */
export function formMetrics(draft: Draft, itemIds: readonly string[], byChart: Draft): FormMetrics {
  const enabled = itemIds.filter((id) => draft.enabled.has(id));
  const replaced = idsOf(draft, 'override');
  const fromChart = idsOf(draft, 'auto-client');
  const byChartAlone = idsOf(byChart, 'auto-client');
  const isEmptied = (id: string) => draft.emptied.has(id) && byChartAlone.has(id);
  const changed = enabled.filter((id) => replaced.has(id) || isEmptied(id)).length;
  const filled = enabled.filter((id) => replaced.has(id) || isEmptied(id) || fromChart.has(id)).length;
  return { items: enabled.length, filled, changed };
}

function idsOf({ answers }: Draft, origin: Draft['answers'][number]['origin']): ReadonlySet<string> {
  return new Set(answers.filter((each) => each.origin === origin).map(({ linkId }) => linkId));
}
