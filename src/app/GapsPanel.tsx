import type { Assessment } from '../core/assess.ts';
import type { CoverageGap } from '../core/policy/coverage-gap.ts';
import { AnswerButtons } from './AnswerButtons.tsx';
import { choicesOf, wordsOf } from './asking.ts';
import { withDaysNamed } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { Fold } from './Fold.tsx';
import { useStage } from './use-stage.ts';
import { gapWords, supplierWords, words } from './words.ts';

/** Everything that is unknown: why, who can supply it, and what waits for it; what can change the determination first. */
export function GapsPanel({ assessment }: { readonly assessment: Assessment }) {
  const asked = useStage((stage) => stage.asked);
  const { gaps, determination } = assessment;
  const others = gaps.filter(({ question }) => !asked.includes(question));
  const groups = [
    { title: words.gaps.deciding, of: others.filter(({ blocks }) => blocks.length > 0) },
    { title: words.gaps.rest, of: others.filter(({ blocks }) => blocks.length === 0) },
  ].filter(({ of }) => of.length > 0);
  return (
    <Fold
      id="gaps"
      title={words.gaps.label}
      count={words.gaps.count(others.length, gaps.length - others.length)}
      startsOpen={others.some(({ blocks }) => blocks.length > 0)}
    >
      <div className="gaps">
        {groups.length === 0 && <p className="quiet">{words.gaps.none}</p>}
        {groups.map(({ title, of }) => (
          <div key={title}>
            <h3>{title}</h3>
            <ul>
              {of.map((gap) => (
                <Gap key={gap.question} gap={gap} asOf={determination.asOf} />
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Fold>
  );
}

function Gap({ gap, asOf }: { readonly gap: CoverageGap; readonly asOf: string }) {
  const { question, because, who, support, against } = gap;
  const id = `gap-${question}`;
  return (
    <li>
      <div className="gap-words">
        <span id={id} className="gap-ask">
          {wordsOf(question)}
        </span>
        <span className="because">
          <span className="gap-reason">{gapWords[gap.gap]}</span> {withDaysNamed(because)}
        </span>
        <span className="quiet small">
          {waiting(gap)} {words.gaps.who} {supplierWords[who]}.
        </span>
        <Evidence of={[...support, ...against]} asOf={asOf} />
      </div>
      {choicesOf(question) ? (
        <AnswerButtons question={question} labelledBy={id} />
      ) : (
        <a href={`#form-${question}`} aria-describedby={id}>
          {words.gaps.inForm}
        </a>
      )}
    </li>
  );
}

function waiting({ blocks, documents, advisories }: CoverageGap): string {
  const named = [
    [words.gaps.blocks, blocks],
    [words.gaps.documents, documents],
    [words.gaps.statements, advisories],
  ] as const;
  return named
    .filter(([, ids]) => ids.length > 0)
    .map(([name, ids]) => `Asked by ${name} ${ids.join(', ')}.`)
    .join(' ');
}
