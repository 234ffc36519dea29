import { mappings, policies } from '../catalogue/catalogue.ts';
import { policyFor } from '../catalogue/policy-for.ts';
import { type Assessment, assess } from '../core/assess.ts';
import type { Edits, Question } from '../core/facts/answers.ts';
import type { RequestOptions } from '../core/facts/request.ts';
import type { Draft, Entries } from '../core/form/draft.ts';
import { prefill } from '../core/form/prefill.ts';
import type { PolicyChoice } from '../core/policy/in-force.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';
import type { LaunchContext } from '../ehr/launch-context.ts';
import { orderContext } from '../ehr/order-context.ts';
import { form } from './asking.ts';
import { type CardHint, cardHint, namedCoverage, noHint } from './card-hint.ts';
import { type Ordering, type OrderSaid, ordering } from './ordering.ts';

/** The chart held against the policy, with the answers so far, and the form as far as both fill it. */
export interface Judged {
  readonly record: PatientRecord;
  readonly assessment: Assessment;
  /** What the chart says without the clinician: the original that an answer stands beside. */
  readonly chartAlone: Assessment;
  readonly draft: Draft;
  /** The form with other entries, such as the attestation. */
  readonly draftWith: (entries: Entries) => Draft;
  /** The order that it is about; undefined without a launch, where every live order counts. */
  readonly ordering: Ordering | undefined;
  /** What the launch and its card have chosen beforehand, as far as it could be taken. */
  readonly hint: CardHint;
  /** What it was judged for besides the answers. */
  readonly options: RequestOptions;
  readonly selectedBy: Extract<PolicyChoice, { policy: object }>['selectedBy'];
  /** The payer as the coverage names it, where it does. */
  readonly payer: string | undefined;
}

/** A review, or the reason why no policy may be used today: then nothing is determined. */
export type Review =
  | Judged
  | { readonly record: PatientRecord; readonly assessment: undefined; readonly because: string };

export interface ReviewOptions {
  /** ISO date of the user's day. */
  readonly asOf: string;
  readonly edits: Edits;
  readonly entries: Entries;
  /** For whom and about what the EHR launched us. */
  readonly launch?: LaunchContext | undefined;
  /** Which order a person says is meant. */
  readonly order?: OrderSaid;
  /** The policy that the user confirmed. */
  readonly policyId?: string | undefined;
}

/** What is requested is a choice, not evidence: what the chart says alone is judged for the same request. */
const requestQuestions: readonly Question[] = ['therapy', 'site', 'coverage', 'planned-date'];

/** Judges the record anew; an answer never patches an earlier review. */
export function review(record: PatientRecord, options: ReviewOptions): Review {
  const { asOf, edits, entries, policyId, launch } = options;
  const named = launch && namedCoverage(launch);
  const choice = policyFor(record, edits, policies, { id: policyId, asOf, coverage: named });
  if (!choice.policy) return { record, assessment: undefined, because: choice.because };
  const hint = launch ? cardHint(launch, record, { asOf, on: choice.on, choice }) : noHint;
  const policy = hint.policy ?? choice.policy;
  const { selectedBy, payer } = choice;
  const ordered =
    launch && ordering(orderContext(launch, record, mappings.concepts, asOf), record, options.order);
  const asked: RequestOptions = { order: ordered?.choice, coverage: named };
  const judged = (given: Edits) => assess(record, policy, { asOf, edits: given, mappings, ...asked });
  const request = edits.filter(({ question }) => requestQuestions.includes(question));
  const chartAlone = judged(request);
  const assessment = request.length === edits.length ? chartAlone : judged(edits);
  const draftWith = (all: Entries) =>
    prefill(form, {
      facts: assessment.facts,
      chartAlone: () => (request.length === 0 ? chartAlone : judged([])).facts,
      entries: all,
    });
  return {
    record,
    assessment,
    chartAlone,
    draft: draftWith(entries),
    draftWith,
    ordering: ordered,
    hint,
    options: asked,
    selectedBy,
    payer: payer?.name,
  };
}
