import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import { payerOf } from '../facts/coverage.ts';
import { type Provenance, references as referencesIn } from '../facts/finding.ts';
import { type Chosen, orderProvenance } from '../facts/request.ts';
import { canonicalSystem, systems } from '../fhir/coding.ts';
import { dateSpan } from '../fhir/date-span.ts';
import type { Coverage, ServiceRequest } from '../fhir/r4.ts';
import {
  beside,
  type Filling,
  filled,
  filledWith,
  type Hint,
  nothing,
  type Ordered,
  partialDate,
  type Source,
} from './source.ts';
import { fhirText, isFhirCode } from './value.ts';

/**
 * The orders that the form is about: those that name the therapy, or the only one that speaks of one. Several that name none, or
 * different ones, are nobody's.
 *
 * @param chartAlone the chart without the answers: what its orders name, where somebody chose the therapy
 */
export function orderedIn(facts: ClinicalFacts, chartAlone: () => ClinicalFacts): Ordered {
  const { therapy, isOrderOpen } = facts.request;
  if (isOrderOpen) return { orders: [], isForAnother: false };
  const isChosen = therapy.value !== undefined && therapy.by !== 'order';
  const { therapy: named, orders } = isChosen ? chartAlone().request : facts.request;
  if (named.value === undefined || named.by !== 'order')
    return { orders: orders.length === 1 ? orders : [], isForAnother: false };
  const references = referencesIn(named.evidence);
  return {
    orders: orders.filter(({ id }) => references.includes(`ServiceRequest/${id}`)),
    isForAnother: named.value !== therapy.value,
  };
}

/** Items about the request and its coverage. */
export const requestSources = {
  therapy: ({ request: { therapy } }) => chosen(therapy),
  site: ({ request: { site } }) => chosen(site),
  'planned-date': plannedDate,
  'procedure-codes': procedureCodes,
  coverage: ({ coverage, record }) =>
    coverage.coverage
      ? filledWith(
          { kind: 'reference', reference: `Coverage/${coverage.coverage.id}` },
          coverage.evidence.filter(({ kind }) => kind === 'recorded'),
          { note: payerOf(coverage.coverage, record).name },
        )
      : beside(coverage.because),
  payer: ({ coverage: { coverage }, record }) => {
    const name = fhirText((coverage && payerOf(coverage, record).name) ?? '');
    return coverage && name !== undefined
      ? filledWith({ kind: 'string', value: name }, [coverageProvenance(coverage.id, name)])
      : beside('The coverage does not name its payer.');
  },
  'member-id': ({ coverage: { coverage } }) => {
    const member = fhirText((coverage && memberId(coverage)) ?? '');
    return coverage && member !== undefined
      ? filledWith({ kind: 'string', value: member }, [coverageProvenance(coverage.id, member)])
      : beside('The coverage carries no member id.');
  },
} as const satisfies Readonly<Record<string, Source>>;

/** What stands beside the items about the request that only a person fills. */
export const requestHints = {
  'embolic-agent': ({ request }) => orderWords(request.orders),
  approach: ({ request }) => orderWords(request.orders),
  'planned-sessions': () => nothing,
} as const satisfies Readonly<Record<string, Hint>>;

function chosen(choice: Chosen<string>): ReturnType<Source> {
  if (choice.value === undefined) {
    const words = choice.suggested === undefined ? '' : ` They suggest: ${choice.suggested}.`;
    return beside(`${choice.because}${words}`, choice.support);
  }
  const from: readonly Provenance[] =
    choice.by === 'option' ? [{ kind: 'derived', rule: choice.because, from: [] }] : choice.evidence;
  return filledWith({ kind: 'option', code: choice.value }, from);
}

/** The words of an order name no agent and no approach that could be relied on; they are shown. */
function orderWords(orders: readonly ServiceRequest[]): ReturnType<Hint> {
  const because = orders.length > 0 ? 'The order may say it in its words.' : 'No live order was found.';
  return beside(because, orders.map(orderProvenance));
}

const another = 'The order names another therapy.';
const unsettled = 'Which order is meant is not settled.';

function plannedDate({ request }: ClinicalFacts, { orders, isForAnother }: Ordered): ReturnType<Source> {
  if (request.isOrderOpen) return beside(unsettled, request.orders.map(orderProvenance));
  if (isForAnother) return beside(another, orders.map(orderProvenance));
  const dates = new Map(
    orders.flatMap((order) => {
      const span = dateSpan(order.occurrenceDateTime);
      const value = span && partialDate(span);
      return value === undefined ? [] : [[value, order] as const];
    }),
  );
  const [only, second] = dates;
  if (!only || second) {
    const because = second ? 'The orders name different dates.' : 'No live order names a date.';
    return beside(because, orders.map(orderProvenance));
  }
  const [value, order] = only;
  return filledWith({ kind: 'date', value }, [orderProvenance(order)]);
}

const procedureSystems: readonly string[] = [systems.cpt, systems.hcpcs];

/** The codes as the orders carry them; one that the form does not list is written out. */
function procedureCodes({ request }: ClinicalFacts, { orders, isForAnother }: Ordered): ReturnType<Source> {
  if (request.isOrderOpen) return beside(unsettled, request.orders.map(orderProvenance));
  if (isForAnother) return beside(another, orders.map(orderProvenance));
  const fillings = new Map<string, Filling>();
  for (const order of orders) {
    for (const { system = '', code, display } of order.code?.coding ?? []) {
      const name = canonicalSystem(system);
      if (code === undefined || !isFhirCode(code) || !procedureSystems.includes(name)) continue;
      const from = [...(fillings.get(`${name}|${code}`)?.from ?? []), orderProvenance(order)];
      const words = fhirText(display ?? '') ?? code;
      fillings.set(`${name}|${code}`, {
        value: { kind: 'coding', system: name, code, display: words },
        from,
      });
    }
  }
  return filled([...fillings.values()], 'No live order carries a procedure code.');
}

/** The subscriber's id, else the identifier that is typed as a member number; of any other it is not known what it numbers. */
export function memberId({ subscriberId, identifier = [] }: Coverage): string | undefined {
  if (subscriberId !== undefined) return subscriberId;
  return identifier.find((each) => {
    const { coding } = (each.type ?? {}) as { readonly coding?: readonly { readonly code?: string }[] };
    return Array.isArray(coding) && coding.some(({ code }) => code === 'MB');
  })?.value;
}

function coverageProvenance(id: string, asRecorded: string): Provenance {
  return { kind: 'recorded', reference: `Coverage/${id}`, asRecorded };
}
