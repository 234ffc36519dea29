import { useState } from 'react';
import type { Assessment } from '../core/assess.ts';
import type { Question } from '../core/facts/answers.ts';
import { leafQuestions } from '../core/facts/leaves.ts';
import type { Therapy } from '../core/facts/request.ts';
import type { CriterionResult } from '../core/policy/determine.ts';
import { withDaysNamed } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { Icon } from './Icon.tsx';
import { useStage } from './use-stage.ts';
import { VerdictTag } from './VerdictTag.tsx';
import { capital, verdictWords, words } from './words.ts';

type Shown = 'as-needed' | 'all' | 'none';

/** Every criterion of the policy, judged: what is met, or waits for the questions above, lies open; the rest is folded. */
export function CriteriaTree({ assessment: { determination } }: { readonly assessment: Assessment }) {
  const [shown, setShown] = useState<Shown>('as-needed');
  const asked = useStage((stage) => stage.asked);
  const next = shown === 'all' ? 'none' : 'all';
  return (
    <section className="card tree" aria-labelledby="tree-heading">
      <header>
        <h2 id="tree-heading">{words.tree.label}</h2>
        <button type="button" className="link" onClick={() => setShown(next)}>
          {shown === 'all' ? words.tree.collapse : words.tree.expand}
        </button>
      </header>
      <ul>
        {determination.results.map((result) => (
          <Node
            key={`${shown} ${result.criterion.id}`}
            result={result}
            shown={shown}
            asked={asked}
            asOf={determination.asOf}
            therapy={determination.therapy}
          />
        ))}
      </ul>
    </section>
  );
}

interface NodeProps {
  readonly result: CriterionResult;
  readonly shown: Shown;
  readonly asked: readonly Question[];
  readonly asOf: string;
  readonly therapy: Therapy | undefined;
}

function Node({ result, shown, asked, asOf, therapy }: NodeProps) {
  const { criterion, verdict, of, because } = result;
  if (of.length === 0) return <Leaf result={result} asOf={asOf} />;
  // What is not met because another therapy is requested is no finding about the patient.
  const isRequested =
    !('therapies' in criterion) || therapy === undefined || criterion.therapies?.includes(therapy) !== false;
  const isOpen = shown === 'as-needed' ? isOnTheWay(result, asked) : shown === 'all';
  return (
    <li>
      <details open={isOpen}>
        <summary className="node">
          <Icon name="chevron" />
          {isRequested ? (
            <VerdictTag verdict={verdict}>{verdictWords[verdict]}</VerdictTag>
          ) : (
            <span className="tag tag-neutral">{words.tree.notRequested}</span>
          )}
          <span className="node-words">
            {criterion.id !== undefined && <b>{criterion.id}</b>} {criterion.title}
            {verdict === 'not-met' && isRequested && (
              <span className="because">{withDaysNamed(because)}</span>
            )}
          </span>
        </summary>
        <div className="node-body">
          {criterion.quote && (
            <blockquote>
              “{criterion.quote}” <cite>{criterion.section}</cite>
            </blockquote>
          )}
          <ul aria-label={joint(result)}>
            {of.map((child) => (
              <Node
                key={child.criterion.id ?? child.criterion.title}
                result={child}
                shown={shown}
                asked={asked}
                asOf={asOf}
                therapy={therapy}
              />
            ))}
          </ul>
        </div>
      </details>
    </li>
  );
}

/** A sentence that begins with the title does not repeat it beside the title. */
function unprefixed(because: string, title: string): string {
  return because.startsWith(`${title}: `) ? capital(because.slice(title.length + 2)) : because;
}

/** Whether a criterion is met, or could be by answers to the questions that are asked; where none is asked, whether it is open. */
function isOnTheWay({ criterion, verdict, of }: CriterionResult, asked: readonly Question[]): boolean {
  if (verdict !== 'unknown' || asked.length === 0) return verdict !== 'not-met';
  if (criterion.kind === 'leaf') return asked.includes(leafQuestions[criterion.leaf]);
  return criterion.kind === 'any'
    ? of.some((each) => isOnTheWay(each, asked))
    : of.every((each) => isOnTheWay(each, asked));
}

function joint({ criterion }: CriterionResult): string {
  if (criterion.kind === 'at-least') return words.tree.atLeast(criterion.n);
  if (criterion.kind === 'any') return words.tree.any;
  return criterion.kind === 'none' ? words.tree.none : words.tree.all;
}

function Leaf({ result, asOf }: { readonly result: CriterionResult; readonly asOf: string }) {
  const { criterion, verdict, because, evidence, support, against = [] } = result;
  return (
    <li className="node leaf">
      <VerdictTag verdict={verdict}>{verdictWords[verdict]}</VerdictTag>
      <div className="node-words">
        {criterion.id !== undefined && <b>{criterion.id} </b>}
        {criterion.title}
        <span className="because">{withDaysNamed(unprefixed(because, criterion.title))}</span>
        <Evidence of={evidence} asOf={asOf} />
        {support.length > 0 && (
          <div className="pointing">
            <span>{words.tree.support}</span> <Evidence of={support} asOf={asOf} />
          </div>
        )}
        {against.length > 0 && (
          <div className="pointing">
            <span>{words.tree.against}</span> <Evidence of={against} asOf={asOf} />
          </div>
        )}
      </div>
    </li>
  );
}
