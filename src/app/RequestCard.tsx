import type { Chosen } from '../core/facts/request.ts';
import type { Coverage } from '../core/fhir/r4.ts';
import { AnswerButtons } from './AnswerButtons.tsx';
import { answer, confirmPolicy, takeBack } from './answering.ts';
import { CardNotice } from './CardNotice.tsx';
import { dayInWords, spanInWords } from './calendar.ts';
import { hintWords } from './hint-words.ts';
import { Icon } from './Icon.tsx';
import { OrderDetails, OrderQuestion, orderRemarks } from './OrderLine.tsx';
import { PageLine } from './PageLine.tsx';
import type { Judged } from './review.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { siteWords, therapyWords, words } from './words.ts';

/** What is asked of whom: therapy, organ, policy and coverage, each changeable, none of it guessed. */
export function RequestCard({ review }: { readonly review: Judged }) {
  const { assessment, payer, ordering, hint } = review;
  const { request, coverage } = assessment.facts;
  const { therapy, site } = request;
  const title =
    therapy.value === undefined
      ? words.request.therapyOpen
      : `${therapyWords[therapy.value]} ${site.value ? siteWords[site.value] : `(${words.request.siteOpen})`}`;
  return (
    <section className="card request" aria-labelledby="request-heading">
      <div className="request-line">
        <h2 id="request-heading">{title}</h2>
        <span className="quiet">
          {[originOf(therapy), ordering ? orderRemarks(ordering) : '']
            .filter((each) => each !== '')
            .join('; ')}
        </span>
      </div>
      {ordering && <OrderQuestion ordering={ordering} />}
      <details className="change">
        <summary>
          <Icon name="chevron" />
          <span>{words.request.change}</span>
        </summary>
        <div className="change-body">
          {ordering && <OrderDetails ordering={ordering} />}
          <Choice question="therapy" label={words.decide.therapyFirst} />
          <Choice question="site" label={words.request.organ} />
          <CoverageChoice
            candidates={coverage.candidates}
            chosen={coverage.coverage}
            payer={payer}
            hinted={hint.coverage}
          />
        </div>
      </details>
      <CardNotice review={review} />
      <PolicyLine review={review} />
      <PageLine review={review} />
    </section>
  );
}

function Choice({ question, label }: { readonly question: 'therapy' | 'site'; readonly label: string }) {
  return (
    <div>
      <h3 id={`change-${question}`}>{label}</h3>
      <AnswerButtons question={question} labelledBy={`change-${question}`} />
    </div>
  );
}

function originOf(therapy: Chosen<string>): string {
  if (therapy.value === undefined) return therapy.because;
  if (therapy.by !== 'order') return words.request.chosen;
  const [order] = therapy.evidence;
  const on = order?.kind === 'recorded' ? order.on : undefined;
  return on ? `${words.request.fromOrder} ${words.request.of} ${spanInWords(on)}` : words.request.fromOrder;
}

function PolicyLine({ review: { assessment, selectedBy, hint } }: { readonly review: Judged }) {
  const stage = useStageStore();
  const { policy } = assessment;
  const isConfirmed = selectedBy === 'option';
  return (
    <div className="policy-line">
      <span>
        {words.request.policy} <b>{policy.id.toUpperCase()}</b>, {words.request.version} {policy.version}
      </span>
      {hint.policy && <span className="quiet">{hintWords.fromCard}</span>}
      {selectedBy === 'default' && (
        <span className="notice">
          <Icon name="warning" />
          {words.request.unmatched}
          <button
            type="button"
            onClick={() => {
              confirmPolicy(stage, policy.id);
              // This button goes away: the focus goes to what is to be done next, not back to the top of the page.
              (document.getElementById('decide') ?? document.getElementById('main'))?.focus({
                preventScroll: true,
              });
            }}
          >
            {words.request.confirm}
          </button>
        </span>
      )}
      {isConfirmed && <span className="quiet">{words.request.confirmed}</span>}
      {selectedBy === 'coverage' && <span className="quiet">{words.request.matched}</span>}
      <details>
        <summary>
          <Icon name="chevron" />
          <span>{words.request.about}</span>
        </summary>
        <div className="policy-about">
          <p>
            {policy.title}. {policy.payer}. {words.request.evidenceTo} {policy.evidenceTo}.
          </p>
          <p>
            {words.request.inForceSince} {dayInWords(policy.effective.start)}. {words.request.reviewed}{' '}
            {dayInWords(policy.reviewed)}.
          </p>
          {policy.notice !== null && <blockquote>{policy.notice}</blockquote>}
        </div>
      </details>
    </div>
  );
}

function CoverageChoice({
  candidates,
  chosen,
  payer,
  hinted,
}: {
  readonly candidates: readonly Coverage[];
  readonly chosen: Coverage | undefined;
  readonly payer: string | undefined;
  /** The one that the card chose. */
  readonly hinted: string | undefined;
}) {
  const stage = useStageStore();
  const edit = useStage(({ edits }) => edits.find(({ question }) => question === 'coverage'));
  if (candidates.length === 0) return <p className="quiet">{words.request.noCoverage}</p>;
  return (
    <div>
      <h3 id="change-coverage">{words.request.coverage}</h3>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would name the question a second time */}
      <div role="group" aria-labelledby="change-coverage" className="choices">
        {candidates.map((coverage) => {
          const value = `Coverage/${coverage.id}`;
          const isChosen = edit?.value === value;
          return (
            <button
              key={coverage.id}
              type="button"
              aria-pressed={isChosen}
              onClick={() => (isChosen ? takeBack(stage, 'coverage') : answer(stage, 'coverage', value))}
            >
              {coverageName(coverage, coverage.id === chosen?.id ? payer : undefined)}
            </button>
          );
        })}
      </div>
      {hinted !== undefined && hinted === `Coverage/${chosen?.id}` && !edit && (
        <p className="quiet small">
          {chosen && coverageName(chosen, payer)}: {hintWords.fromCard}
        </p>
      )}
    </div>
  );
}

/** A coverage as people tell them apart: payer and subscriber number. */
export function coverageName({ id, payor = [], subscriberId }: Coverage, payer?: string): string {
  const name = payer ?? payor[0]?.display ?? `Coverage/${id}`;
  return typeof subscriberId === 'string' ? `${name}, ${subscriberId}` : name;
}
