import type { ClinicalFacts } from '../core/facts/clinical-facts.ts';
import { inWords } from '../core/facts/interval.ts';
import type { Scores } from '../core/facts/scores.ts';

const items = ['bilirubin', 'albumin', 'inr', 'ascites', 'encephalopathy'] as const;

/** The scores as a clinician writes them: with what each stands on, as wide as the record leaves them, silent where nothing bounds them. */
export function scoreLines({ scores, performanceStatus, comorbidity }: ClinicalFacts): readonly string[] {
  const { spreadDays } = scores;
  return [
    ...ecog(performanceStatus),
    ...childPugh(scores),
    ...albi(scores),
    ...meld(scores),
    ...comorbidity.bilirubinNotes.map(({ because }) => `  ${because}`),
    ...(spreadDays > 14 ? [`  The laboratory values lie ${spreadDays} days apart.`] : []),
  ];
}

function ecog(status: ClinicalFacts['performanceStatus']): readonly string[] {
  if (status.state === 'open') return [];
  const { grade, scale } = status.value;
  const from = scale === 'karnofsky' ? ', from a Karnofsky score' : '';
  return [`  ECOG ${inWords(grade)}${from} (${status.on.last}).`];
}

function childPugh({ childPugh: score }: Scores): readonly string[] {
  if (!score) return [];
  const parts = items.map((item) => `${item} ${inWords(score.points[item])}`).join(', ');
  return [
    `  Child-Pugh ${inWords(score)}, class ${score.classes.join(' or ')}; points: ${parts}.`,
    ...score.notes.map((note) => `  ${note}`),
  ];
}

function albi({ albi: score }: Scores): readonly string[] {
  if (!score) return [];
  const { low, high, grade, modifiedGrade } = score;
  const value =
    score.score ??
    (low === null ? `${high} or below` : high === null ? `${low} or above` : `${low} to ${high}`);
  const graded = grade === null ? 'grade not settled' : `grade ${grade}`;
  const split = modifiedGrade === '2a' || modifiedGrade === '2b' ? ` (${modifiedGrade})` : '';
  return [`  ALBI ${value}, ${graded}${split}.`];
}

function meld({ meld: score, meldNa, meld3 }: Scores): readonly string[] {
  const parts = [
    score === null ? '' : `MELD ${score}`,
    meldNa === null ? '' : `MELD-Na ${meldNa}`,
    meld3 === null ? '' : `MELD 3.0 ${meld3.score ?? `${meld3.female} (female) or ${meld3.male} (male)`}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? [] : [`  ${parts.join(', ')}.`];
}
