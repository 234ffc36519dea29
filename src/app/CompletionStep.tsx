import { useEffect, useRef, useState } from 'react';
import type { Question } from '../core/facts/answers.ts';
import { questionItems } from '../core/form/questionnaire.ts';
import { AttestationCard } from './AttestationCard.tsx';
import { form, wordsOf } from './asking.ts';
import { type Attested, attestedNow } from './attested.ts';
import { attestationIn, isAttestation } from './attesting.ts';
import { DifferingCard } from './DifferingCard.tsx';
import { HandOver } from './HandOver.tsx';
import { handOverWords } from './hand-over-words.ts';
import { Icon } from './Icon.tsx';
import { orderWords } from './order-words.ts';
import type { Judged } from './review.ts';
import { differing } from './rows.ts';
import { SaveOutcome } from './SaveOutcome.tsx';
import { StoredAnswersList } from './StoredAnswersList.tsx';
import { save } from './saving.ts';
import { workingAs } from './stage.ts';
import { otherwise } from './standing.ts';
import { useStage, useStageStore } from './use-stage.ts';
import { VerdictTag } from './VerdictTag.tsx';
import { determinationWords, words } from './words.ts';

/** Before anything is completed: all that will be stored, what stays unknown, and the attestation, which nobody ticks but the clinician. */
export function CompletionStep({ review }: { readonly review: Judged }) {
  const stage = useStageStore();
  const saving = useStage((now) => now.saving);
  const ehr = useStage((now) => now.ehr);
  const isReading = useStage(({ read }) => read?.finished !== true);
  const isClinician = useStage((now) => workingAs(now) === 'clinician');
  const isCompleted = useStage((now) => now.isCompleted);
  const given = useStage(({ entries }) => attestationIn(entries));
  const [left, setLeft] = useState<readonly Question[]>([]);
  const remark = useStage((now) => now.remark);
  const [ticked, setTicked] = useState<Attested>();
  const [tried, setTried] = useState<'storing' | 'handing over'>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const { assessment, draft } = review;
  const unknowns = assessment.gaps.filter(({ blocks }) => blocks.length > 0).map(({ question }) => question);
  const required = questionItems(form).filter(
    (item) => item.required && draft.unanswered.includes(item.linkId) && !isAttestation(item),
  );
  // The tick is for what was on the screen then: when something else stands there, it is gone.
  const isAttested = ticked !== undefined && otherwise(ticked, stage.getState(), review) === undefined;
  const isExplained = differing(draft.answers).every(({ answers: [first] }) => first.reason !== undefined);
  const unattestable = [
    ...(isReading ? [words.completion.reading] : []),
    ...(review.ordering?.choice.is === 'open' ? [orderWords.missing] : []),
    ...(isExplained ? [] : [words.completion.missingReason]),
  ];
  const missing = [
    ...unattestable,
    ...required.map(({ text }) => words.completion.missingRequired(text)),
    ...(unknowns.every((each) => left.includes(each)) ? [] : [words.completion.missingUnknown]),
    ...(isAttested || given
      ? []
      : [isClinician ? words.completion.missingAttestation : handOverWords.notYours]),
  ];
  const own = isAttested ? { remark } : undefined;
  // What is unanswered is for staff to find out; what was not attested cannot be handed over as attested.
  const lackingToHandOver = [...unattestable, ...(own ? [] : [words.completion.missingAttestation])];
  const store = (): void => {
    setTried('storing');
    if (missing.length === 0) void save(stage, { attestation: own, as: 'completed' });
  };
  const handOver = (): void => {
    setTried('handing over');
    if (lackingToHandOver.length === 0) void save(stage, { attestation: own, as: 'draft' });
  };
  const lacking = tried === 'handing over' ? lackingToHandOver : missing;
  const isRunning = saving.state === 'running';
  return (
    <>
      <main className="page completion" id="main" tabIndex={-1}>
        <section className="card" aria-labelledby="completion-heading">
          <header>
            <h1 id="completion-heading" ref={heading} tabIndex={-1}>
              {words.completion.title}
            </h1>
            <button type="button" onClick={() => stage.setState({ step: 'work' })}>
              {words.completion.back}
            </button>
          </header>
          <p>
            <VerdictTag verdict={assessment.determination.verdict}>
              {determinationWords[assessment.determination.verdict]}
            </VerdictTag>{' '}
            {words.completion.where(ehr?.profile.name ?? '')}
          </p>
          <HandOver review={review} />
        </section>
        <section className="card" aria-labelledby="unknowns-heading">
          <header>
            <h2 id="unknowns-heading">{words.completion.unknowns}</h2>
          </header>
          <p className="quiet">
            {unknowns.length > 0 ? words.completion.unknownsNote : words.completion.noUnknowns}
          </p>
          <ul className="ticks">
            {unknowns.map((question) => (
              <li key={question}>
                <label>
                  <input
                    type="checkbox"
                    checked={left.includes(question)}
                    onChange={({ target }) =>
                      setLeft(target.checked ? [...left, question] : left.filter((each) => each !== question))
                    }
                  />
                  {words.completion.leaveUnknown(wordsOf(question))}
                </label>
              </li>
            ))}
          </ul>
        </section>
        <DifferingCard answers={draft.answers} />
        <StoredAnswersList draft={draft} />
        <AttestationCard
          isAttested={isAttested}
          onAttested={(is) => setTicked(is ? attestedNow(review) : undefined)}
        />
      </main>
      <footer className="bar">
        <SaveOutcome />
        {tried && lacking.length > 0 && (
          <div role="alert" className="outcome outcome-bad">
            <Icon name="warning" />
            <p>
              {words.completion.missing} {lacking.join(' ')}
            </p>
          </div>
        )}
        <div className="bar-line">
          <p className="quiet small" role="status">
            {isRunning && words.bar.running}
          </p>
          <button type="button" onClick={() => stage.setState({ step: 'work' })}>
            {words.completion.back}
          </button>
          {isClinician && !given && !isCompleted && (
            <button type="button" aria-disabled={isRunning} onClick={handOver}>
              {handOverWords.handOver}
            </button>
          )}
          <button type="button" className="main" aria-disabled={isRunning} onClick={store}>
            {words.completion.store}
          </button>
        </div>
      </footer>
    </>
  );
}
