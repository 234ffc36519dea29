import { lazy, memo, Suspense, useDeferredValue } from 'react';
import { ActionBar } from './ActionBar.tsx';
import { AdvisoriesPanel } from './AdvisoriesPanel.tsx';
import { CompletionStep } from './CompletionStep.tsx';
import { CriteriaTree } from './CriteriaTree.tsx';
import { dayOf } from './calendar.ts';
import { DecisiveQuestions } from './DecisiveQuestions.tsx';
import { DocumentsChecklist } from './DocumentsChecklist.tsx';
import { FormPanel } from './FormPanel.tsx';
import { GapsPanel } from './GapsPanel.tsx';
import { NoPolicy } from './NoPolicy.tsx';
import { NumbersPanel } from './NumbersPanel.tsx';
import { PatientBanner } from './PatientBanner.tsx';
import { isSheet } from './paper/sheet.ts';
import { RecordsSetAside } from './RecordsSetAside.tsx';
import { RequestCard } from './RequestCard.tsx';
import type { Judged, Review } from './review.ts';
import { SkipLinks } from './SkipLinks.tsx';
import { TreatmentsPanel } from './TreatmentsPanel.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useStage } from './use-stage.ts';
import { VerdictCard } from './VerdictCard.tsx';
import { determinationWords, words } from './words.ts';

// What is printed, and what stands beside the determination, comes after the answer is on the screen.
const Sheets = lazy(async () => ({ default: (await import('./paper/Sheets.tsx')).Sheets }));
const MergeStep = lazy(async () => ({ default: (await import('./MergeStep.tsx')).MergeStep }));
const ResumedCard = lazy(async () => ({ default: (await import('./ResumedCard.tsx')).ResumedCard }));
const BesidePanels = lazy(async () => ({ default: (await import('./BesidePanels.tsx')).BesidePanels }));

/** The chart held against the policy: the answer first, then the questions that decide, then everything else. */
export function ReviewScreen({ review }: { readonly review: Review }) {
  const now = useStage((stage) => stage.now);
  const step = useStage((stage) => stage.step);
  const isReading = useStage(({ read }) => read?.finished !== true);
  useKeptFocus();
  if (review.assessment && isSheet(step))
    return (
      <Suspense fallback={null}>
        <Sheets sheet={step} review={review} />
      </Suspense>
    );
  return (
    <>
      <SkipLinks isWork={review.assessment !== undefined && step === 'work'} />
      <PatientBanner patient={review.record.patient} asOf={dayOf(now())} />
      {review.assessment === undefined ? (
        <NoPolicy because={review.because} />
      ) : step === 'merging' ? (
        <Suspense fallback={null}>
          <MergeStep />
        </Suspense>
      ) : step === 'completion' ? (
        <CompletionStep review={review} />
      ) : (
        <>
          <main className="page" id="main" tabIndex={-1}>
            <Work review={review} isReading={isReading} />
          </main>
          <ActionBar review={review} />
        </>
      )}
    </>
  );
}

function Work({ review, isReading }: { readonly review: Judged; readonly isReading: boolean }) {
  const { assessment } = review;
  const isResumed = useStage(({ resumed }) => resumed !== undefined);
  // The answer comes first, on the screen too: what lies below it follows in the next moment.
  const later = useDeferredValue<Judged | undefined>(review, undefined);
  return (
    <>
      <p role="status" className="visually-hidden">
        {isReading
          ? words.start.reading
          : words.verdict.announced(determinationWords[assessment.determination.verdict])}
      </p>
      <RequestCard review={review} />
      {isResumed && (
        <Suspense fallback={null}>
          <ResumedCard review={review} />
        </Suspense>
      )}
      <VerdictCard assessment={assessment} isReading={isReading} />
      <DecisiveQuestions review={review} isReading={isReading} />
      <div className="columns">
        <CriteriaTree assessment={assessment} />
        <div className="stack">
          <DocumentsChecklist assessment={assessment} />
          <TreatmentsPanel assessment={assessment} />
        </div>
      </div>
      {later && <Rest review={later} />}
    </>
  );
}

/** All that lies below the answer and its criteria. */
const Rest = memo(function Rest({ review }: { readonly review: Judged }) {
  const { assessment } = review;
  return (
    <>
      <NumbersPanel assessment={assessment} />
      <GapsPanel assessment={assessment} />
      <FormPanel review={review} />
      <AdvisoriesPanel assessment={assessment} />
      <RecordsSetAside assessment={assessment} />
      <Suspense fallback={null}>
        <BesidePanels review={review} />
      </Suspense>
    </>
  );
});
