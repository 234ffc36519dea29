import { liveStatuses, orderProvenance } from '../core/facts/request.ts';
import type { ServiceRequest } from '../core/fhir/r4.ts';
import type { OrderCandidate } from '../ehr/order-context.ts';
import { chooseOrder } from './answering.ts';
import { spanInWords } from './calendar.ts';
import { Icon } from './Icon.tsx';
import { orderWords } from './order-words.ts';
import type { Ordering } from './ordering.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { therapyWords, words } from './words.ts';

/** The question which order is meant, where that is not certain; nothing of it is guessed. Once a person has said it, what they said. */
export function OrderQuestion({ ordering }: { readonly ordering: Ordering }) {
  const isRead = useStage(({ read }) => read?.finished === true);
  // Until the orders are here, there is nothing to ask about them.
  if (!isRead) return null;
  if (ordering.choice.is === 'open') return <WhichOrder ordering={ordering} />;
  return ordering.isByPerson ? <ThisOrder ordering={ordering} /> : null;
}

/** The order in full, how it is known, and what is ordered beside it. */
export function OrderDetails({ ordering }: { readonly ordering: Ordering }) {
  const { choice, context, isByPerson } = ordering;
  return (
    <div>
      <h3>{orderWords.label}</h3>
      {choice.is === 'open' || isByPerson ? (
        <p className="quiet small">{choice.is === 'open' ? orderWords.missing : orderWords.above}</p>
      ) : (
        <ThisOrder ordering={ordering} />
      )}
      {context.mapping.map((each) => (
        <p key={each.reference} className="quiet small">
          {orderWords.mapping} {inWords(each)}
        </p>
      ))}
    </div>
  );
}

/** What is unusual about the order, for the line that names the request. */
export function orderRemarks({ order, context }: Ordering): string {
  const remarks = [
    order?.unsigned ? orderWords.unsigned : '',
    context.mapping.length > 0 ? orderWords.mappingToo : '',
  ];
  return remarks.filter((each) => each !== '').join('; ');
}

function ThisOrder({ ordering }: { readonly ordering: Ordering }) {
  const stage = useStageStore();
  const { order, isByPerson, candidates } = ordering;
  const isOfDraft = useStage((now) => now.order !== undefined && now.order === now.draftOrder);
  return (
    <p className="small">
      {order ? inWords(order) : <NoOrder ordering={ordering} />}{' '}
      {isByPerson ? (
        <>
          {order && <span className="quiet">{isOfDraft ? orderWords.ofDraft : orderWords.chosen} </span>}
          <button type="button" className="link" onClick={() => chooseOrder(stage, undefined)}>
            {orderWords.takeBack}
          </button>
        </>
      ) : (
        candidates.length > 0 && (
          <button type="button" className="link" onClick={() => chooseOrder(stage, 'none')}>
            {orderWords.another}
          </button>
        )
      )}
    </p>
  );
}

/** Without an order the request is what the clinician says. The reason stands in the headline until they have said it. */
function NoOrder({ ordering: { choice } }: { readonly ordering: Ordering }) {
  const isAnswered = useStage(({ edits }) => edits.some(({ question }) => question === 'therapy'));
  if (choice.is !== 'none') return orderWords.chosen;
  return isAnswered ? `${choice.because} ${orderWords.entered}` : orderWords.enter;
}

function WhichOrder({ ordering: { candidates } }: { readonly ordering: Ordering }) {
  const stage = useStageStore();
  const [only, second] = candidates;
  const isOne = only !== undefined && second === undefined;
  return (
    <div className="which-order">
      <h3 id="which-order">
        <Icon name="question" /> {isOne ? orderWords.confirm : orderWords.choose}
      </h3>
      {isOne && <p>{inWords(only)}</p>}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would name the question a second time */}
      <div role="group" aria-labelledby="which-order" className="choices">
        {candidates.map((each) => (
          <button key={each.reference} type="button" onClick={() => chooseOrder(stage, each.reference)}>
            {isOne ? orderWords.yes : inWords(each)}
          </button>
        ))}
        <button type="button" onClick={() => chooseOrder(stage, 'none')}>
          {orderWords.no}
        </button>
      </div>
    </div>
  );
}

/** An order as people tell it from another: its words and its day. */
export function orderInWords(order: ServiceRequest): string {
  const from = orderProvenance(order);
  const { asRecorded, on } = from.kind === 'recorded' ? from : { asRecorded: '', on: undefined };
  return `“${asRecorded}”, ${on ? spanInWords(on) : orderWords.noDate}`;
}

/** An order with what is unusual about it. */
function inWords({ order, match, therapy, found, unsigned }: OrderCandidate): string {
  const parts = [
    orderInWords(order),
    unsigned ? orderWords.unsigned : '',
    liveStatuses.includes(order.status) ? '' : orderWords.status(order.status),
    found === 'launch' ? orderWords.launched : '',
  ];
  const hint =
    match === 'words' && therapy
      ? ` ${orderWords.byWords} ${words.request.suggests} ${therapyWords[therapy]}.`
      : match === 'embolization'
        ? ` ${orderWords.unspecified}`
        : '';
  return `${parts.filter((part) => part !== '').join(', ')}.${hint}`;
}
