import type { Draft } from '../../core/form/draft.ts';
import { questionItems } from '../../core/form/questionnaire.ts';
import { form } from '../asking.ts';
import type { Judged } from '../review.ts';
import { type FormMetrics, formMetrics } from './form-metrics.ts';

/** The counts of the form as it is filled now. @param draft the form as it is, or as it is being stored */
export function metricsNow({ draftWith }: Judged, draft: Draft): FormMetrics {
  const ids = questionItems(form).map(({ linkId }) => linkId);
  return formMetrics(draft, ids, draftWith([]));
}
