import type { Draft } from '../../core/form/draft.ts';

/** How the form came about, counted as DTR's metrics count it. Counts only: nothing of the chart is in them, and they are sent nowhere. */
export interface FormMetrics {
  /** Questions that can be answered: `enabledQuestions`. */
  readonly enabled: number;
  /** Of these, filled from the chart, also where a person replaced that: `autoPopulated`. */
  readonly autoPopulated: number;
  /** Of those filled, replaced by a person: `roleInteraction` of the action `override`. */
  readonly overridden: number;
  /** Answered by a person where the chart had nothing: `roleInteraction` of the action `manual`. */
  readonly manual: number;
  /** Emptied by a person where the chart had a value. DTR does not count it: such a question has no answer and no origin. */
  readonly emptied: number;
}

/** The counts as they were when the form was last stored, and how long it took from the start of the page: `elapsedTime`. */
export interface StoredMetrics extends FormMetrics {
  readonly seconds: number;
}

/**
 * Counts questions, not answers: a question that takes several counts once.
 *
 * @param questionIds linkIds of every question of the form, of which those that are not enabled are left out
 * @param byChart the form as the chart alone fills it
 * @see http://hl7.org/fhir/us/davinci-dtr/metrics.html metrics 4 to 6, and the logical model DTRMetricData
 */
export function formMetrics(draft: Draft, questionIds: readonly string[], byChart: Draft): FormMetrics {
  const enabled = questionIds.filter((id) => draft.enabled.has(id));
  const count = (isIt: (id: string) => boolean) => enabled.filter(isIt).length;
  const [auto, override, manual] = (['auto-client', 'override', 'manual'] as const).map((origin) =>
    idsOf(draft, origin),
  ) as [ReadonlySet<string>, ReadonlySet<string>, ReadonlySet<string>];
  const byChartAlone = idsOf(byChart, 'auto-client');
  return {
    enabled: enabled.length,
    autoPopulated: count((id) => auto.has(id) || override.has(id)),
    overridden: count((id) => override.has(id)),
    manual: count((id) => manual.has(id)),
    emptied: count((id) => draft.emptied.has(id) && byChartAlone.has(id)),
  };
}

function idsOf({ answers }: Draft, origin: Draft['answers'][number]['origin']): ReadonlySet<string> {
  return new Set(answers.filter((each) => each.origin === origin).map(({ linkId }) => linkId));
}
