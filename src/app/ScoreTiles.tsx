import type { ClinicalFacts } from '../core/facts/clinical-facts.ts';
import type { LaboratoryId } from '../core/facts/laboratory.ts';
import type { Scores } from '../core/facts/scores.ts';
import { Evidence } from './Evidence.tsx';
import { Icon } from './Icon.tsx';
import { Tile } from './Tile.tsx';
import { gapWords, words } from './words.ts';

/** The scores, each as wide as the record leaves it, with what it was worked out from. */
export function ScoreTiles({ facts }: { readonly facts: ClinicalFacts }) {
  const { scores, asOf } = facts;
  const { childPugh, albi, meld, meldNa, meld3 } = scores;
  return (
    <>
      <Tile name={words.numbers.childPugh} value={childPugh?.classes.join(` ${words.numbers.or} `)}>
        {!childPugh && <Needs of={['bilirubin', 'albumin', 'inr']} facts={facts} />}
        {childPugh && (
          <>
            <p className="small">{words.numbers.points(childPugh.low, childPugh.high)}</p>
            <details className="evidence">
              <summary>
                <Icon name="chevron" />
                {words.numbers.pointsOf}
              </summary>
              <ul>
                {Object.entries(childPugh.points).map(([item, { low, high }]) => (
                  <li key={item}>
                    {words.numbers.childPughItems[item as keyof typeof childPugh.points]}:{' '}
                    {words.numbers.points(low, high)}
                  </li>
                ))}
                {childPugh.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </details>
            <Evidence of={childPugh.evidence} asOf={asOf} isBrief />
          </>
        )}
      </Tile>
      <Tile
        name={words.numbers.albi}
        means={words.numbers.albiMeans}
        value={albi ? albiGrade(albi) : undefined}
      >
        {!albi && <Needs of={['bilirubin', 'albumin']} facts={facts} />}
        {albi && (
          <>
            <p className="small">{albiScore(albi)}</p>
            <Evidence of={albi.evidence} asOf={asOf} isBrief />
          </>
        )}
      </Tile>
      <Tile
        name={words.numbers.meld3}
        means={words.numbers.meldMeans}
        value={meld3 ? meld3InWords(meld3) : undefined}
      >
        {!meld3 && <Needs of={['bilirubin', 'inr', 'creatinine', 'sodium', 'albumin']} facts={facts} />}
        {meld !== null && (
          <p className="small">
            {words.numbers.meld} {meld}
            {meldNa !== null && `, ${words.numbers.meldNa} ${meldNa}`}
          </p>
        )}
        <p className="small quiet">{words.numbers.orient}</p>
      </Tile>
    </>
  );
}

/** Why a score cannot be worked out: the values that it needs and that are not known, each with the reason. */
function Needs({ of, facts }: { readonly of: readonly LaboratoryId[]; readonly facts: ClinicalFacts }) {
  const lacking = of.flatMap((id) => {
    const { measurement, latest } = facts.laboratories[id];
    return latest.state === 'open' ? [`${measurement.title} (${gapWords[latest.gap]})`] : [];
  });
  return lacking.length > 0 && <p className="small">{words.numbers.needs(lacking.join(', '))}</p>;
}

function albiGrade({ grade, modifiedGrade }: NonNullable<Scores['albi']>): string | undefined {
  if (grade === null) return undefined;
  return `${words.numbers.grade} ${modifiedGrade ?? grade}`;
}

function albiScore({ score, low, high }: NonNullable<Scores['albi']>): string {
  if (score !== null) return score.toFixed(2);
  return [low, high]
    .map((edge) => (edge === null ? words.numbers.scoreOpen : edge.toFixed(2)))
    .join(` ${words.numbers.to} `);
}

function meld3InWords({ score, female, male }: NonNullable<Scores['meld3']>): string {
  return score === null
    ? `${Math.min(female, male)} ${words.numbers.or} ${Math.max(female, male)}`
    : String(score);
}
