import { AdvisoriesPanel } from './AdvisoriesPanel.tsx';
import { CriteriaTree } from './CriteriaTree.tsx';
import { dayOf } from './calendar.ts';
import { DecisiveQuestions } from './DecisiveQuestions.tsx';
import { DocumentsChecklist } from './DocumentsChecklist.tsx';
import { GapsPanel } from './GapsPanel.tsx';
import { NumbersPanel } from './NumbersPanel.tsx';
import { PatientBanner } from './PatientBanner.tsx';
import { ReadProgress } from './ReadProgress.tsx';
import { RecordsSetAside } from './RecordsSetAside.tsx';
import { RequestCard } from './RequestCard.tsx';
import type { Review } from './review.ts';
import { TreatmentsPanel } from './TreatmentsPanel.tsx';
import { useStage } from './use-stage.ts';
import { VerdictCard } from './VerdictCard.tsx';
import { determinationWords, words } from './words.ts';

/** The chart held against the policy: the answer first, then the questions that decide, then everything else. */
export function ReviewScreen({ review }: { readonly review: Review }) {
  const read = useStage((stage) => stage.read);
  const now = useStage((stage) => stage.now);
  const isReading = read?.finished !== true;
  return (
    <>
      <a className="skip" href="#verdict-heading">
        {words.skip}
      </a>
      <PatientBanner patient={review.record.patient} asOf={dayOf(now())} />
      <main className="page">
        {review.assessment === undefined ? (
          <section className="card" role="alert">
            <h1>{words.request.noPolicy}</h1>
            <p>{review.because}</p>
          </section>
        ) : (
          <Judged review={review} isReading={isReading} />
        )}
      </main>
    </>
  );
}

function Judged({
  review,
  isReading,
}: {
  readonly review: Extract<Review, { assessment: object }>;
  readonly isReading: boolean;
}) {
  const read = useStage((stage) => stage.read);
  const { assessment } = review;
  return (
    <>
      <p role="status" className="visually-hidden">
        {isReading
          ? words.start.reading
          : words.verdict.announced(determinationWords[assessment.determination.verdict])}
      </p>
      <RequestCard review={review} />
      {read && <ReadProgress read={read} />}
      <VerdictCard assessment={assessment} isReading={isReading} />
      <DecisiveQuestions review={review} isReading={isReading} />
      <div className="columns">
        <CriteriaTree assessment={assessment} />
        <DocumentsChecklist assessment={assessment} />
      </div>
      <NumbersPanel assessment={assessment} />
      <div className="columns">
        <GapsPanel assessment={assessment} />
        <TreatmentsPanel assessment={assessment} />
      </div>
      <AdvisoriesPanel assessment={assessment} />
      <RecordsSetAside assessment={assessment} />
    </>
  );
}
