import { dateSpan } from '../fhir/date-span.ts';
import type { CodeableConcept, ServiceRequest } from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import { type ConceptIndex, proves } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { missedRead } from '../record/unread.ts';
import type { Answers } from './answers.ts';
import type { Chart } from './chart.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type GapReason, type Ignored, type Provenance, recorded } from './finding.ts';
import { organDoubt } from './other-organ.ts';
import { isLiverTumor } from './tumor-code.ts';
import type { TumorType } from './tumor-type.ts';

export type Therapy = 'tare' | 'tace' | 'deb-tace' | 'tae';
export type Site = 'liver' | 'other';

/** What is asked of the payer: therapy and site, or why either is open. */
export type Chosen<T> =
  | {
      readonly value: T;
      readonly because: string;
      readonly evidence: readonly Provenance[];
      readonly by: 'answer' | 'option' | 'order';
    }
  | {
      readonly value: undefined;
      readonly because: string;
      readonly gap: GapReason;
      readonly support: readonly Provenance[];
      readonly suggested?: T;
    };

export interface Request {
  readonly therapy: Chosen<Therapy>;
  readonly site: Chosen<Site>;
  /** Live orders that speak of an embolization, by code or by words. */
  readonly orders: readonly ServiceRequest[];
  /** A person has yet to say which order is meant: until then none counts as the one that the form is about. */
  readonly isOrderOpen: boolean;
  /** Orders for an embolization that are done, of unknown status, or not the one that is meant. */
  readonly ignored: readonly Ignored[];
}

/**
 * Which order of the record the request is about. `this`: that one alone, whatever its status. `none`: no order of the record, and why.
 * `open`: a person has to choose or to confirm.
 */
export type OrderChoice =
  | { readonly is: 'this'; readonly reference: string }
  | { readonly is: 'none'; readonly because: string }
  | { readonly is: 'open' };

/** What the caller chose on the command line or in the launch; weaker than an answer, stronger than an order. */
export interface RequestOptions {
  /** Without it every live order counts. */
  readonly order?: OrderChoice | undefined;
  readonly therapy?: Therapy | undefined;
  readonly site?: Site | undefined;
  /** The coverage that the launch names, `Coverage/x`: which of several active ones is meant. It makes none count that does not. */
  readonly coverage?: string | undefined;
}

/** Orders that are yet to be done: being written, signed, or held. */
export const liveStatuses: readonly string[] = ['draft', 'active', 'on-hold'];

function isLive({ status }: ServiceRequest): boolean {
  return liveStatuses.includes(status);
}

/**
 * Therapy and site, in this precedence: answer, option, order. Only live orders route, and only by a code that proves; words merely suggest.
 */
export function request(
  chart: Chart,
  all: readonly Diagnosis[],
  tumor: TumorType,
  answers: Answers,
  options: RequestOptions,
): Request {
  const { record, concepts } = chart;
  const speaking = record.orders.filter(
    (order) =>
      therapiesOf(order, concepts).length > 0 ||
      isEmbolization(order, concepts) ||
      suggestedBy(order) !== undefined,
  );
  const { order: choice } = options;
  const relevant =
    choice?.is === 'this'
      ? record.orders.filter(({ id }) => `ServiceRequest/${id}` === choice.reference)
      : choice?.is === 'none'
        ? []
        : speaking.filter(isLive);
  const others = speaking.filter((order) => !relevant.includes(order));
  return {
    therapy: therapy(relevant, record, concepts, answers, options),
    site: site(relevant, chart, all, tumor, answers, options),
    orders: relevant,
    isOrderOpen: choice?.is === 'open',
    ignored: others.map((order) => ({
      reference: `ServiceRequest/${order.id}`,
      because: isLive(order) ? 'an order that is not the one meant' : `an order that is ${order.status}`,
    })),
  };
}

function therapy(
  orders: readonly ServiceRequest[],
  { unread }: PatientRecord,
  concepts: ConceptIndex,
  answers: Answers,
  options: RequestOptions,
): Chosen<Therapy> {
  const said = answers.get('therapy');
  if (said)
    return {
      value: said.value,
      because: 'Chosen by a person.',
      evidence: [said.provenance],
      by: 'answer',
    };
  if (options.therapy)
    return {
      value: options.therapy,
      because: 'Chosen when the assessment was started.',
      evidence: [],
      by: 'option',
    };
  const support = orders.map(orderProvenance);
  const routes = new Map(
    orders.flatMap((order) => therapiesOf(order, concepts).map((each) => [each, order] as const)),
  );
  const [only, second] = routes.keys();
  if (second)
    return {
      value: undefined,
      gap: 'conflict',
      because: 'The live orders name different therapies.',
      support,
    };
  if (only)
    return {
      value: only,
      because: 'Named by the code of a live order.',
      evidence: routing(orders, concepts).map(orderProvenance),
      by: 'order',
    };
  const missed = missedRead(unread, 'ServiceRequest');
  const suggestions = new Set(orders.map(suggestedBy).filter((each) => each !== undefined));
  const [suggested] = suggestions;
  const because =
    orders.length > 0
      ? 'The code of the live order does not name the agent; its words only suggest one.'
      : options.order?.is === 'none'
        ? options.order.because
        : 'No live order for a liver-directed therapy was found.';
  return {
    value: undefined,
    gap: orders.length > 0 ? 'unconfirmed' : (missed?.gap ?? 'not-recorded'),
    because,
    support,
    ...(suggested && suggestions.size === 1 && { suggested }),
  };
}

function site(
  orders: readonly ServiceRequest[],
  chart: Chart,
  all: readonly Diagnosis[],
  tumor: TumorType,
  answers: Answers,
  options: RequestOptions,
): Chosen<Site> {
  const { concepts } = chart;
  const said = answers.get('site');
  if (said)
    return {
      value: said.value,
      because: 'Chosen by a person.',
      evidence: [said.provenance],
      by: 'answer',
    };
  if (options.site)
    return {
      value: options.site,
      because: 'Chosen when the assessment was started.',
      evidence: [],
      by: 'option',
    };
  const asked = routing(orders, concepts);
  const support = asked.map(orderProvenance);
  const opened = (gap: GapReason, because: string): Chosen<Site> => ({
    value: undefined,
    gap,
    because,
    support,
  });
  const stated = new Set(asked.map((order) => siteOf(order, concepts, tumor)));
  if (stated.size > 1) stated.delete('unstated');
  if (stated.size > 1) return opened('conflict', 'The live orders name different sites.');
  const [only] = stated;
  if (only === undefined || only === 'unstated')
    return opened('not-recorded', 'No live order says which organ is to be treated.');
  if (only === 'unlisted')
    return opened('unconfirmed', 'The body site of the order is not one that is known here.');
  if (only === 'liver')
    return { value: 'liver', because: 'Named by the order.', evidence: support, by: 'order' };
  const doubt = organDoubt(orders, chart, all, tumor);
  if (doubt) return opened(doubt.gap, doubt.because);
  return {
    value: 'other',
    because: 'The order names an organ that is not the liver.',
    evidence: support,
    by: 'order',
  };
}

/** The orders that name the therapy by code; where none does, all that speak of an embolization. */
function routing(orders: readonly ServiceRequest[], concepts: ConceptIndex): readonly ServiceRequest[] {
  const named = orders.filter((order) => therapiesOf(order, concepts).length > 0);
  return named.length > 0 ? named : orders;
}

/** Therapies that the codes of an order prove; none for codes that name neither agent nor organ. */
export function therapiesOf({ code }: ServiceRequest, concepts: ConceptIndex): readonly Therapy[] {
  const matches = concepts.classify(code);
  const found: Therapy[] = [];
  if (proves(matches, 'proc.radioembolization')) found.push('tare');
  if (proves(matches, 'proc.chemoembolization')) found.push('tace');
  return found;
}

function isEmbolization({ code }: ServiceRequest, concepts: ConceptIndex): boolean {
  return concepts.classify(code).some(({ concept }) => concept === 'proc.embolization-unspecified');
}

type StatedSite = Site | 'unlisted' | 'unstated';

function siteOf(order: ServiceRequest, concepts: ConceptIndex, tumor: TumorType): StatedSite {
  const sites = new Set((order.bodySite ?? []).map((bodySite) => listedSite(bodySite, concepts)));
  const matches = concepts.classify(order.code);
  const isLiverByCode =
    proves(matches, 'proc.radioembolization-of-liver') || proves(matches, 'proc.chemoembolization');
  if (isLiverByCode) sites.add('liver');
  const [only, second] = sites;
  if (second) return 'unlisted';
  if (only) return only;
  const reasons = (order.reasonReference ?? []).map(({ reference }) => referenceKey(reference));
  const byReference = tumor.inLiver.some(({ condition }) => reasons.includes(`Condition/${condition.id}`));
  const codedReasons = (order.reasonCode ?? []).flatMap((reason) => concepts.classify(reason));
  // The reason must be the tumor in the liver itself: that both are malignancies is not enough.
  const byCode =
    isLiverTumor(codedReasons) &&
    tumor.inLiver.some(({ coded }) =>
      coded.some(
        ({ concept, use }) =>
          use === 'proves' && concept !== 'dx.malignant-primary' && proves(codedReasons, concept),
      ),
    );
  return byReference || byCode ? 'liver' : 'unstated';
}

function listedSite(bodySite: CodeableConcept, concepts: ConceptIndex): StatedSite {
  const matches = concepts.classify(bodySite);
  if (proves(matches, 'site.liver')) return proves(matches, 'site.not-liver') ? 'unlisted' : 'liver';
  return proves(matches, 'site.not-liver') ? 'other' : 'unlisted';
}

const words: readonly (readonly [Therapy, RegExp])[] = [
  ['tare', /y-?90|yttrium|radioemboli|\bSIRT\b|\bTARE\b|therasphere|sir-?spheres/i],
  ['deb-tace', /\bDEB\b|drug[- ]eluting/i],
  ['tace', /chemoemboli|\bc?TACE\b/i],
  ['tae', /bland|\bTAE\b|particle embolization/i],
];

/** The therapy that the words of an order suggest; to be confirmed by the clinician, never used by itself. */
export function suggestedBy({ code, orderDetail = [] }: ServiceRequest): Therapy | undefined {
  const text = [code, ...orderDetail]
    .flatMap((concept) => [concept?.text, ...(concept?.coding ?? []).map(({ display }) => display)])
    .filter((each) => each !== undefined)
    .join(' ');
  return words.find(([, pattern]) => pattern.test(text))?.[0];
}

/** An order as evidence. */
export function orderProvenance(order: ServiceRequest): Provenance {
  const coding = order.code?.coding?.[0];
  return recorded(
    order,
    order.code?.text ?? coding?.display ?? coding?.code ?? 'no code',
    dateSpan(order.authoredOn),
  );
}
