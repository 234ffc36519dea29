import type { Assessment } from '../core/assess.ts';
import { withDaysNamed } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { Fold } from './Fold.tsx';
import { VerdictTag } from './VerdictTag.tsx';
import { words } from './words.ts';

/** The policy's background, label and guideline statements, folded: they inform and never decide. */
export function AdvisoriesPanel({ assessment }: { readonly assessment: Assessment }) {
  const { advisories, policy, determination } = assessment;
  const count = (verdict: string) => advisories.filter((each) => each.verdict === verdict).length;
  return (
    <Fold
      id="advisories"
      title={words.advisories.label}
      count={words.advisories.summary(count('met'), count('not-met'), count('unknown'))}
    >
      <div className="advisories">
        <p className="quiet">{words.advisories.note}</p>
        <ul className="statements">
          {advisories.map(({ id, advisory, verdict, because, evidence, support }) => (
            <li key={id}>
              <VerdictTag verdict={verdict}>
                {advisory.check ? words.advisories.words[verdict] : words.advisories.read}
              </VerdictTag>
              <div>
                <b>{id}</b> {advisory.title}
                {advisory.check && <span className="because">{withDaysNamed(because)}</span>}
                <Evidence of={[...evidence, ...support]} asOf={determination.asOf} />
                {advisory.quote !== null && (
                  <blockquote>
                    “{advisory.quote}” <cite>{advisory.source}</cite>
                  </blockquote>
                )}
              </div>
            </li>
          ))}
        </ul>
        <h3>{words.advisories.silences}</h3>
        <dl className="silences">
          {policy.silences.map(({ topic, text }) => (
            <div key={topic}>
              <dt>{topic}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Fold>
  );
}
