import type { Assessment } from '../core/assess.ts';
import type { OrderMarks } from '../ehr/order-marks.ts';
import { type CardCircumstances, cardDetail } from './card-detail.ts';
import { cardId } from './card-id.ts';
import { cardSummary, policyName } from './card-summary.ts';
import type { CdsDeployment } from './deployment.ts';

/** A CDS Hooks card, as far as we use it. @see https://cds-hooks.hl7.org/2.0/#card-attributes */
export interface Card {
  readonly uuid: string;
  readonly summary: string;
  readonly detail: string;
  readonly indicator: 'info' | 'warning';
  readonly source: { readonly label: string; readonly url: string; readonly topic: Coding };
  readonly overrideReasons: readonly Coding[];
  readonly links: readonly [SmartLink];
}

/** The way into the app. What `appContext` says comes to it in the token response. */
export interface SmartLink {
  readonly label: string;
  readonly url: string;
  readonly type: 'smart';
  readonly appContext: string;
}

/** A code that CDS Hooks wants with its display. */
export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

const topic: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/cdshooks-card-type',
  code: 'guideline',
  display: 'Guideline',
};

const reason = (code: string, display: string): Coding => ({
  system: 'https://hepauth.example/fhir/CodeSystem/override-reason',
  code,
  display,
});

/** The reason that keeps an order quiet for a while. */
export const notNow: Coding = reason('not-now', 'Not now');

const overrideReasons: readonly Coding[] = [
  notNow,
  reason('requested-already', 'Prior authorization is requested already'),
  reason('none-needed', 'This payer asks for no prior authorization'),
  reason('another-payer', 'Another payer or policy applies'),
  reason('order-changes', 'The order will be changed'),
];

/** What a card is about, beside the assessment. */
export interface CardSubject extends CardCircumstances {
  /** Reference to the order that goes to the app. */
  readonly order: string;
  /** What that order is, to be recognised and not to be read. */
  readonly about: OrderMarks;
  /** Identity of the orders at hand. @see orderIdentity */
  readonly identity: string;
  /** Instant of the evaluation. */
  readonly at: string;
}

/** The one card: what the policy still lacks, criterion by criterion, and the way into the app. It decides nothing. */
export async function criteriaCard(
  assessment: Assessment,
  subject: CardSubject,
  { appLaunchUrl, about, policyPages }: Pick<CdsDeployment, 'appLaunchUrl' | 'about' | 'policyPages'>,
): Promise<Card> {
  const { policy, determination, facts } = assessment;
  const { coverage } = facts.coverage;
  // References, a policy id, and digests by which the order is recognised: whoever knows the patient's id could try values against those.
  const appContext = JSON.stringify({
    order: subject.order,
    ...(coverage && { coverage: `Coverage/${coverage.id}` }),
    policy: policy.id,
    about: subject.about,
  });
  const link = {
    label: 'Open the prior-authorization form',
    url: appLaunchUrl,
    type: 'smart',
    appContext,
  } as const;
  const card = {
    summary: cardSummary(assessment),
    indicator: determination.verdict === 'met' ? ('info' as const) : ('warning' as const),
    source: {
      label: `${policyName({ policy })}, ${policy.title}`,
      url: policyPages[policy.id] ?? about,
      topic,
    },
    overrideReasons,
    links: [link] as const,
  };
  const lasting = cardDetail(assessment, subject);
  const uuid = await cardId(subject.identity, JSON.stringify([policy.id, policy.version, card, lasting]));
  const evaluated = `Evaluated ${subject.at}; policy version ${policy.version}; evidence aged as of ${determination.asOf}.`;
  return { uuid, ...card, detail: `${lasting}\n\n${evaluated}` };
}
