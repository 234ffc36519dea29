import { statementSources } from '../catalogue/statements.ts';
import type { Assessment } from '../core/assess.ts';
import { type Provenance, references } from '../core/facts/finding.ts';
import { candidacy } from '../core/policy/candidacy.ts';
import type { CriterionResult } from '../core/policy/determine.ts';
import { statements } from '../core/policy/statement.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import { scoreLines } from './explain-scores.ts';

const words: Readonly<Record<Verdict, string>> = {
  met: 'met',
  'not-met': 'not met',
  unknown: 'cannot be determined from the record',
};
const signs: Readonly<Record<Verdict, string>> = { met: '[+]', 'not-met': '[-]', unknown: '[?]' };
const therapies = ['tare', 'tace', 'deb-tace', 'tae'] as const;

/** A determination that a physician could sign: the answer, why, what is missing, and the policy's own words. */
export function explanation(assessment: Assessment): string {
  const { policy, determination, facts } = assessment;
  const { therapy, verdict, results, asOf } = determination;
  const requested = therapy === undefined ? 'a therapy that is not known' : therapy.toUpperCase();
  return [
    `${policy.title}`,
    `Policy ${policy.id}, version ${policy.version}, evidence to ${policy.evidenceTo}. As of ${asOf}.`,
    `Requested: ${requested}; site: ${facts.request.site.value ?? 'not known'}.`,
    '',
    `The criteria appear ${verdict === 'unknown' ? 'open: they cannot be determined from the record' : words[verdict]}.`,
    ...decisive(assessment),
    '',
    'Criteria',
    ...results.flatMap((result) => criterion(result, 1)),
    '',
    'Information the payer asks for',
    ...assessment.documents.map(({ id, document, status, because }) =>
      `  ${id} ${document.title}: ${status}. ${status === 'partial' || status === 'missing' ? because : ''}`.trimEnd(),
    ),
    '',
    'Scores',
    ...listed(scoreLines(facts)),
    '',
    'Statements beside the criteria (they change no verdict)',
    ...assessment.advisories.map(
      ({ id, advisory, verdict: own, because }) =>
        `  ${signs[own]} ${id} ${advisory.title}. ${because} (${advisory.source})`,
    ),
    '',
    'What others say (shown side by side; they may disagree)',
    ...statements(statementSources, facts).map(
      ({ title, author, interests, from, verdict: own, because }) =>
        `  ${signs[own]} ${title}. ${because} (${author}; ${from.kind}, ${from.date ?? 'undated'}${from.isReviewed ? '' : ', not reviewed by a person'}; interests: ${interests})`,
    ),
    '',
    'Clinical candidacy, beside coverage',
    ...therapies.map((each) => {
      const { verdict: own, because, from } = candidacy(policy, facts, assessment.advisories, each);
      return `  ${signs[own]} ${each}: ${words[own]}. ${because}${from.length > 0 ? ` (${from.join(', ')})` : ''}`;
    }),
    '',
    'Missing',
    ...listed(
      assessment.gaps.map(
        ({ question, because, who, blocks, documents, support, against }) =>
          `  ${question} (${who}): ${because}${onRecord('for', support)}${onRecord('against', against)}${waiting(blocks, documents)}`,
      ),
    ),
    '',
    'How long the evidence holds',
    ...listed(
      assessment.freshness.map(
        ({ name, usableUntil, holdsOnPlannedDate }) =>
          `  ${name}: until ${usableUntil}${holdsOnPlannedDate === false ? ', before the planned date' : ''}`,
      ),
    ),
    '',
    'Set aside',
    ...listed([
      ...assessment.ignored.map(({ reference, because }) => `  ${reference}: ${because}`),
      ...assessment.unread.map(({ requirement, because }) => `  ${requirement}: ${because}`),
    ]),
    '',
    ...(policy.silences.length > 0
      ? [
          'Where the policy is silent or contradicts itself',
          ...policy.silences.map(({ topic, text }) => `  ${topic}: ${text}`),
          '',
        ]
      : []),
    ...(policy.notice ? [policy.notice] : []),
    'A draft for a clinician, who decides. It is no decision of the payer.',
  ].join('\n');
}

function decisive({ decisive: sets }: Assessment): readonly string[] {
  if (sets.length === 0) return [];
  return [
    'Favourable answers to any one of these sets would settle them:',
    ...sets.map((set) => `  - ${set.join(', ')}`),
  ];
}

function criterion(
  { criterion: node, verdict, because, evidence, of }: CriterionResult,
  depth: number,
): readonly string[] {
  const indent = '  '.repeat(depth);
  const number = node.id === undefined ? '' : `${node.id} `;
  const shown = references(evidence);
  const evidenceShown = shown.length > 0 ? ` (${shown.join(', ')})` : '';
  const said = because.startsWith(node.title) ? because : `${node.title}. ${because}`;
  const line = of.length === 0 ? `${said}${evidenceShown}` : `${node.title}.`;
  return [`${indent}${signs[verdict]} ${number}${line}`, ...of.flatMap((part) => criterion(part, depth + 1))];
}

/** An empty section says so: a heading with nothing below reads as a fault. */
function listed(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['  Nothing.'] : lines;
}

/** What the chart holds that points one way, without settling it. */
function onRecord(way: 'for' | 'against', provenance: readonly Provenance[]): string {
  const shown = references(provenance);
  return shown.length === 0 ? '' : ` On record ${way} it: ${shown.join(', ')}.`;
}

function waiting(blocks: readonly string[], documents: readonly string[]): string {
  const all = [...blocks, ...documents];
  return all.length === 0 ? '' : ` Waiting for it: ${all.join(', ')}.`;
}
