import type { ClinicalFacts } from '../core/facts/clinical-facts.ts';
import type { Scores } from '../core/facts/scores.ts';
import { Evidence } from './Evidence.tsx';
import { Icon } from './Icon.tsx';
import { Tile } from './Tile.tsx';
import { words } from './words.ts';

/** The scores, each as wide as the record leaves it, with what it was worked out from. */
export function ScoreTiles({ facts: { scores, asOf } }: { readonly facts: ClinicalFacts }) {
  const { childPugh, albi, meld, meldNa, meld3 } = scores;
  return (
    <>
      <Tile name={words.numbers.childPugh} value={childPugh?.classes.join(' or ')}>
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
                    {itemNames[item as keyof typeof itemNames]}: {words.numbers.points(low, high)}
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
      <Tile name={words.numbers.albi} value={albi ? albiGrade(albi) : undefined}>
        {albi && (
          <>
            <p className="small">{albiScore(albi)}</p>
            <Evidence of={albi.evidence} asOf={asOf} isBrief />
          </>
        )}
      </Tile>
      <Tile name={words.numbers.meld3} value={meld3 ? meld3InWords(meld3) : undefined}>
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

const itemNames = {
  bilirubin: 'Bilirubin',
  albumin: 'Albumin',
  inr: 'INR',
  ascites: 'Ascites',
  encephalopathy: 'Encephalopathy',
} as const;

function albiGrade({ grade, modifiedGrade }: NonNullable<Scores['albi']>): string | undefined {
  if (grade === null) return undefined;
  return `${words.numbers.grade} ${modifiedGrade ?? grade}`;
}

function albiScore({ score, low, high }: NonNullable<Scores['albi']>): string {
  if (score !== null) return score.toFixed(2);
  return [low, high].map((edge) => (edge === null ? 'open' : edge.toFixed(2))).join(' to ');
}

function meld3InWords({ score, female, male }: NonNullable<Scores['meld3']>): string {
  return score === null ? `${Math.min(female, male)} or ${Math.max(female, male)}` : String(score);
}
